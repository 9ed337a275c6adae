import * as fs from "node:fs";
import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkTargets, type NamedFile } from "../../lib/cli/picture-targets";
import type { Problems } from "../../lib/core/problems";

jest.mock("node:fs", () => ({ ...jest.requireActual("node:fs"), statSync: jest.fn() }));

/** Which options are refused. */
function refused(written: readonly NamedFile[]): readonly string[] {
  const options: string[] = [];
  const problems = { conflict: (option: string) => options.push(option) } as unknown as Problems;
  checkTargets(problems, written, { files: [], outputs: [] });
  return options;
}

describe("files that are written", () => {
  const folder = mkdtempSync(join(tmpdir(), "targets-"));
  const statSync = jest.mocked(fs.statSync);
  beforeEach(() => statSync.mockImplementation(jest.requireActual("node:fs").statSync));

  test("are the same by their number on one disk, and two on two disks", () => {
    const files: readonly NamedFile[] = [
      ["--map", "a.svg"],
      ["--load", "b.svg"],
    ];
    const onDisks = (...disks: readonly number[]) => {
      for (const dev of disks) statSync.mockImplementationOnce(() => ({ dev, ino: 7 }) as fs.Stats);
      return refused(files);
    };
    expect([onDisks(1, 1), onDisks(1, 2)]).toEqual([["--load"], []]);
  });

  test("are the same at the end of several links that lead to nothing yet", () => {
    for (const [name, target] of [
      ["one.svg", "two.svg"],
      ["two.svg", "three.svg"],
      ["three.svg", "not-yet.svg"],
    ] as const)
      symlinkSync(target, join(folder, name));
    expect(
      refused([
        ["--map", join(folder, "not-yet.svg")],
        ["--load", join(folder, "one.svg")],
      ]),
    ).toEqual(["--load"]);
  });
});
