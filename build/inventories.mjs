import { cpSync, statSync } from "node:fs";

// Programs read the inventories and plans that lie beside them, and the compiler leaves these behind: `npm run synth` runs what is compiled.
const isRead = (file) => /\.(csv|json)$/.test(file) || statSync(file).isDirectory();
cpSync("examples", "dist/examples", { recursive: true, filter: isRead });
