import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKS } from "../../lab/checks";
import { readDataCenter } from "../../lab/files";
import { synthesizeSite } from "../../lab/site";
import { spoilCases } from "../../lab/spoils";

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

  test("each is said in words of its own, and no check has the name of another", () => {
    const whats = spoilCases(files).map(({ what }) => what);
    const names = CHECKS.map(({ name }) => name);
    expect(new Set(whats).size).toBe(whats.length);
    expect(new Set(names).size).toBe(names.length);
  });
});
