import { cpSync, statSync } from "node:fs";

// Programs read the inventories and plans that lie beside them, and the compiler leaves these behind: `npm run synth` runs what is compiled,
// and so do the benchmarks, from a folder of their own.
const isRead = (file) => /\.(csv|json)$/.test(file) || statSync(file).isDirectory();
const [folder = "dist/examples"] = process.argv.slice(2);
cpSync("examples", folder, { recursive: true, filter: isRead });
