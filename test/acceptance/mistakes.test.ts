import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IN_PROGRAM, IN_TEST, type TypedMistake } from "../mistakes/typescript";
import { link, type Packed, pack, REPOSITORY } from "./packed";

const PROJECT = join(REPOSITORY, "examples", "new-project");

let packed: Packed;
let folder: string;
/** What the compiler says of each program, by its folder: all are compiled at once. */
const said = new Map<string, string[]>();

/** A project like a new one in all but this. */
function write(name: string, file: string, [right, wrong]: TypedMistake): void {
  mkdirSync(join(folder, name, "test"), { recursive: true });
  for (const one of ["production.ts", "test/production.test.ts"]) {
    const text = readFileSync(join(PROJECT, one), "utf8");
    if (one === file && text.split(right).length < 2) throw new Error(`${one} has no ${right}`);
    writeFileSync(join(folder, name, one), one === file ? text.replace(right, wrong) : text);
  }
}

const ALL = [
  ...IN_PROGRAM.map((mistake, index) => [`program-${index}`, "production.ts", mistake] as const),
  ...IN_TEST.map((mistake, index) => [`test-${index}`, "test/production.test.ts", mistake] as const),
];

beforeAll(() => {
  packed = pack();
  folder = mkdtempSync(join(tmpdir(), "mistakes-"));
  for (const name of ["cdktf-hybrid-kubernetes", "cdktf", "constructs", "@types/node"]) link(folder, name, packed);
  for (const [name, file, mistake] of ALL) write(name, file, mistake);
  const settings = JSON.parse(readFileSync(join(PROJECT, "tsconfig.json.template"), "utf8"));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ ...settings, include: ["*/*.ts", "*/test"] }));
  const tsc = join(REPOSITORY, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "--pretty", "false"], { cwd: folder, encoding: "utf8" });
  for (const line of stdout.split("\n")) {
    const [, name, rest] = /^([\w-]+)\/\S+: error (.*)$/.exec(line) ?? [];
    if (name !== undefined) said.set(name, [...(said.get(name) ?? []), rest as string]);
  }
});
afterAll(() => {
  for (const one of [folder, packed.folder]) rmSync(one, { recursive: true });
});

describe("a mistake in TypeScript is an error of the compiler that names it:", () => {
  test.each(ALL.map(([name, file, mistake]) => [mistake[1], mistake[0], name, file, mistake[2]] as const))(
    "%s in the place of %s",
    (_wrong, _right, name, _file, error) => {
      const [first = "", ...others] = said.get(name) ?? [];
      expect(first).toContain(error);
      expect(others).toEqual([]);
    },
  );
});
