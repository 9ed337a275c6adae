import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Compiles what `npm run synth` runs, as lazy as the built package, with the inventories and plans that examples read. Most often nothing has
 * changed since the last time: the stamps of all that goes into it tell so sooner than a compiler that is started to find out.
 */
const STAMPS = join("dist", "compiled.stamps");
const FOLDERS = ["lib", "stacks", "examples", "build"];
/** What npm writes when it installs, be it another compiler or another version of a provider. */
const INSTALLED = join("node_modules", ".package-lock.json");

function stamps() {
  const root = readdirSync(".").filter((name) => /^(tsconfig.*|package)\.json$|\.ts$/.test(name));
  const within = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((name) => join(folder, name)),
  );
  const lines = [INSTALLED, ...root, ...within].map((file) => {
    const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
    return `${file} ${size} ${mtimeMs}\n`;
  });
  return lines.sort().join("");
}

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

// As of before the compiler starts: what changes meanwhile is compiled the next time.
const now = stamps();
if (!existsSync(STAMPS) || readFileSync(STAMPS, "utf8") !== now) {
  run(join("node_modules", "typescript", "bin", "tsc"), "-b", "tsconfig.build.json");
  run("--import", "tsx", join("build", "lazy-modules.ts"));
  run("--import", "tsx", join("build", "lazy-doors.ts"));
  run(join("build", "inventories.mjs"));
  writeFileSync(STAMPS, now);
}
