import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importFiles } from "../../../lib/cli/import";
import { configuredIn } from "../../../lib/cli/import/configured";
import { readOutputFolder } from "../../../lib/cli/output-folder";
import { everything } from "../../everything/program";
import { outputFolder } from "../../support/command-line";

const into = outputFolder(everything);

test("what a program would make is imported as it is from a state that has just that", async () => {
  const all = configuredIn(readOutputFolder(into)).filter(({ id }) => id !== undefined);
  const resources = all.map(({ type, address, settings, id = "" }) => ({
    mode: "managed",
    type,
    name: address.slice(type.length + 1),
    instances: [{ attributes: { project: /^(?:projects\/)?([^/]+)\//.exec(id)?.[1], ...settings } }],
  }));
  const file = join(mkdtempSync(join(tmpdir(), "own-state-")), "terraform.tfstate");
  writeFileSync(file, JSON.stringify({ version: 4, terraform_version: "1.9.0", resources }));
  const said = JSON.parse(await importFiles([file], { into, json: true }));
  const { cannotBeKept, changesInPlace, notTakenOver } = said;
  expect({ cannotBeKept, changesInPlace, notTakenOver }).toEqual({
    cannotBeKept: [],
    changesInPlace: [],
    notTakenOver: [],
  });
  const address = ({ stack, to, id }: { stack: string; to: string; id: string }) => `${stack} ${to} ${id}`;
  expect(said.imports.map(address).sort()).toEqual(
    all.map(({ stack, address: to, id = "" }) => address({ stack, to, id })).sort(),
  );
  expect(all.length).toBeGreaterThan(100);
});
