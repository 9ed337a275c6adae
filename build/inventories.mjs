import { cpSync, statSync } from "node:fs";

// Programs read the inventories that lie beside them, and the compiler leaves these behind: `npm run synth` runs what is compiled.
const isInventory = (file) => file.endsWith(".csv") || statSync(file).isDirectory();
cpSync("examples", "dist/examples", { recursive: true, filter: isInventory });
