import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importFiles } from "../../../lib/cli/import";
import { writeExistingCompany } from "../../support/existing-company-files";

const folder = mkdtempSync(join(tmpdir(), "import-page-"));

test("the page of the import shows what it prints", async () => {
  writeExistingCompany(folder);
  const page = readFileSync(join(__dirname, "../../../docs/import.md"), "utf8");
  const shown = [...page.matchAll(/^```console\n\$ npx cdktf-hybrid-kubernetes import (.*)\n([\s\S]*?)^```$/gm)];
  expect(shown).toHaveLength(3);
  for (const [, command = "", output = ""] of shown) {
    const [files = "", into] = command.split(" --into ");
    const paths = files.split(" ").map((file) => join(folder, file));
    expect(`${(await importFiles(paths, { into: into && join(folder, into) })).trimEnd()}\n`).toBe(output);
  }
});
