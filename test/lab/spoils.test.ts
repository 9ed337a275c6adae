import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKS, START } from "../../lab/checks";
import { readDataCenter } from "../../lab/files";
import { renderFiles } from "../../lab/render";
import { synthesizeSite } from "../../lab/site";
import { spoilCases, UNSEEN, UNSPOILED } from "../../lab/spoils";

const able = spawnSync("/usr/bin/python3", ["-c", "import jinja2"]).status === 0;
if (!able) process.stdout.write("SKIPPED, not passed: the templates are not rendered here, without python3-jinja2\n");

interface Guarded {
  readonly machine: string;
  readonly path: string;
  readonly line: string;
}

/** What guards, in the rendered files: every sysctl, the end of every prefix list, every health check. */
const GUARDS = [
  { path: "etc/sysctl.d/60-hybrid-kubernetes.conf", guard: /^[a-z].* = .*$/gm },
  { path: "etc/frr/hybrid-kubernetes.conf", guard: /^.* prefix-list .* deny any$/gm },
  { path: "etc/exabgp/shared-routes.json", guard: /"command": ".*"/g },
];

const guardedLines = (folder: string): readonly Guarded[] =>
  readdirSync(folder).flatMap((machine) =>
    GUARDS.filter(({ path }) => existsSync(join(folder, machine, path))).flatMap(({ path, guard }) =>
      [...readFileSync(join(folder, machine, path), "utf8").matchAll(guard)].map(([line]) => ({ machine, path, line })),
    ),
  );

/** A prefix list is one router's, a sysctl of a port is the same for each port. */
const kindOf = ({ machine, path, line }: Guarded): string =>
  path.startsWith("etc/frr") && !line.includes(" outside-")
    ? `${machine}: ${line}`
    : line.replace(/\.eth\d\./, ".eth*.");

describe("what the lab spoils", () => {
  const outdir = mkdtempSync(join(tmpdir(), "lab-spoils-"));
  const files = readDataCenter(synthesizeSite(outdir));
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  test("each case names a check that there is, and machines that there are", () => {
    const checks = CHECKS.map(({ name }) => name);
    const machines = [...files.servers, ...files.routers].map(({ name }) => name);
    for (const { what, noticedBy, machines: spoiled } of spoilCases(files)) {
      expect({ what, noticedBy }).toEqual({ what, noticedBy: checks.find((name) => name === noticedBy) });
      expect(spoiled.length).toBeGreaterThan(0);
      expect(machines).toEqual(expect.arrayContaining([...spoiled]));
    }
  });

  (able ? test : test.skip)(
    "each sysctl, prefix list and health check is spoiled by a case, or named with a reason",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "lab-lines-"));
      renderFiles(files, folder, { owned: false });
      const lines = guardedLines(folder);
      const cases = spoilCases(files);
      const isSpoiled = ({ machine, path, line }: Guarded): boolean =>
        cases.some((one) => {
          return (
            one.path === path && one.machines.includes(machine) && line.replace(one.find, one.replacement) !== line
          );
        });
      // Of a sysctl, one role's is enough: it says the same to the kernel of another.
      const spoiled = new Set(lines.filter(isSpoiled).map(kindOf));
      const left = lines.map(kindOf).filter((kind) => !spoiled.has(kind));
      rmSync(folder, { recursive: true });
      expect([...new Set(left)].sort()).toEqual(Object.keys(UNSEEN).sort());
      expect(spoiled.size).toBeGreaterThan(60);
    },
  );

  test("each check is shown by a case to notice, or named with a reason", () => {
    const noticed = new Set(spoilCases(files).map(({ noticedBy }) => noticedBy));
    const never = CHECKS.map(({ name }) => name).filter((name) => !noticed.has(name));
    expect(never.sort()).toEqual(Object.keys(UNSPOILED).sort());
  });

  test("the docs have a row for each check with its bound, in the order in which they run, and the number of cases", () => {
    const page = readFileSync(join(__dirname, "../../docs/data-center-network.md"), "utf8");
    const [, table = ""] = page.split("| What | Allowed | Measured |\n|---|---|---|\n");
    const rows = table.slice(0, table.indexOf("\n\n")).split("\n");
    const cells = rows.map((row) => row.split(" | ", 2).join(" | ").replace(/^\| /, ""));
    expect(cells).toEqual([START, ...CHECKS].map(({ name, bound }) => `${name} | ${bound}`));
    expect(page).toContain(`${spoilCases(files).length} in all`);
  });

  test("each is said in words of its own, and no check has the name of another", () => {
    const whats = spoilCases(files).map(({ what }) => what);
    const names = CHECKS.map(({ name }) => name);
    expect(new Set(whats).size).toBe(whats.length);
    expect(new Set(names).size).toBe(names.length);
  });
});
