import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { type ApiItem, referencePages } from "./reference-pages";

/**
 * Compares the public API with its reports beside this file, and fails when they differ: `npm run api`.
 * `npm run api -- --update` writes the reports anew, and the reference in docs/api.
 */
const REPOSITORY = join(__dirname, "..");
const REFERENCE = join(REPOSITORY, "docs", "api");
const update = process.argv.includes("--update");

/** The entries of the package that are no part of another: what `index` exports, the subpaths of the domains export too. */
const ENTRIES = ["index", "workloads"];

const temporary = mkdtempSync(join(tmpdir(), "api-"));
try {
  const changed = ENTRIES.filter((entry) => extract(entry));
  if (changed.length > 0 && !update) {
    process.stderr.write(
      'the public API is not what its report says: run "npm run api -- --update" and read the diff\n',
    );
    process.exitCode = 1;
  }
  if (update) writeReference();
} finally {
  rmSync(temporary, { recursive: true });
}

/** @returns whether the report is another */
function extract(entry: string): boolean {
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(REPOSITORY, "package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: REPOSITORY,
      mainEntryPointFilePath: join(REPOSITORY, "dist", `${entry}.d.ts`),
      compiler: { tsconfigFilePath: join(REPOSITORY, "tsconfig.build.json") },
      newlineKind: "lf",
      apiReport: { enabled: true, reportFileName: entry, reportFolder: __dirname, reportTempFolder: temporary },
      docModel: { enabled: true, apiJsonFilePath: join(temporary, `${entry}.json`) },
      messages: { extractorMessageReporting: { "ae-missing-release-tag": { logLevel: "none" as never } } },
    },
  });
  const messageCallback = (message: { handled: boolean }) => {
    message.handled = true;
  };
  return Extractor.invoke(config, { localBuild: update, messageCallback }).apiReportChanged;
}

function writeReference(): void {
  const items = ENTRIES.flatMap((entry): ApiItem[] => {
    const model = JSON.parse(readFileSync(join(temporary, `${entry}.json`), "utf8"));
    return model.members[0].members;
  });
  rmSync(REFERENCE, { recursive: true, force: true });
  mkdirSync(REFERENCE, { recursive: true });
  for (const [page, text] of referencePages(items)) writeFileSync(join(REFERENCE, page), text);
}
