import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const REPOSITORY = join(__dirname, "..", "..");

test("the inventories that examples read lie beside what npm run synth runs, too", () => {
  execFileSync(process.execPath, ["build/inventories.mjs"], { cwd: REPOSITORY });
  const inventories = readdirSync(join(REPOSITORY, "examples"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".csv"),
  );
  expect(inventories).toContain(join("video-platform", "frankfurt.csv"));
  expect(inventories.filter((file) => !existsSync(join(REPOSITORY, "dist", "examples", file)))).toEqual([]);
});
