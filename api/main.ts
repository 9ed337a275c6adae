import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { type ApiItem, referencePages } from "./reference-pages";

/**
 * `npm run api` compares the public API with its reports beside this file and with the reference in docs/api, and fails when
 * they differ. `npm run api -- --update` writes both anew.
 */
const REPOSITORY = join(__dirname, "..");
const REFERENCE = join(REPOSITORY, "docs", "api");
const update = process.argv.includes("--update");

/** The entries of the package that are no part of another: what `index` exports, the subpaths of the domains export too. */
const ENTRIES = ["index", "workloads"];

const temporary = mkdtempSync(join(tmpdir(), "api-"));
try {
  const changed = ENTRIES.filter((entry) => extract(entry));
  const pages = [...referencePages(ENTRIES.flatMap(itemsOf))];
  if (update) {
    rmSync(REFERENCE, { recursive: true, force: true });
    mkdirSync(REFERENCE, { recursive: true });
    for (const [page, text] of pages) writeFileSync(join(REFERENCE, page), text);
  } else if (changed.length > 0 || pages.some(([page, text]) => !isSame(join(REFERENCE, page), text))) {
    process.stderr.write('api/ or docs/api is out of date: run "npm run api -- --update" and read the diff\n');
    process.exitCode = 1;
  }
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

function itemsOf(entry: string): readonly ApiItem[] {
  return JSON.parse(readFileSync(join(temporary, `${entry}.json`), "utf8")).members[0].members;
}

function isSame(file: string, text: string): boolean {
  return existsSync(file) && readFileSync(file, "utf8") === text;
}
