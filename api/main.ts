import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Extractor, ExtractorConfig, type ExtractorMessage } from "@microsoft/api-extractor";
import { ENTRIES, ROOT } from "./compiler";
import { optionsFiles } from "./options-files";
import { readOptions } from "./options-model";
import { type ApiItem, referencePages } from "./reference-pages";

/**
 * `npm run api` compares the public API with its reports beside this file, with the table of options and with the reference
 * in docs/api, and fails when they differ or when the API names a type that cannot be imported.
 * `npm run api -- --update` writes all of them anew.
 */
const REFERENCE = join(ROOT, "docs", "api");
const update = process.argv.includes("--update");

const temporary = mkdtempSync(join(tmpdir(), "api-"));
const forgotten = new Map<string, string>();
try {
  const changed = ENTRIES.filter((entry) => extract(entry));
  const model = readOptions();
  const pages = referencePages(ENTRIES.flatMap(itemsOf), model);
  const files = new Map([
    ...optionsFiles(model),
    ...[...pages].map(([page, text]) => [join("docs", "api", page), text] as const),
  ]);
  if (update) {
    rmSync(REFERENCE, { recursive: true, force: true });
    mkdirSync(REFERENCE, { recursive: true });
    for (const [file, text] of files) writeFileSync(join(ROOT, file), text);
  } else if (changed.length > 0 || [...files].some(([file, text]) => !isSame(join(ROOT, file), text))) {
    fail('api/, docs/api or lib/core/options-table.ts is out of date: run "npm run api -- --update" and read the diff');
  }
  for (const [name, file] of forgotten)
    fail(`${name} of ${file} is a part of the API, but cannot be imported: export it`);
} finally {
  rmSync(temporary, { recursive: true });
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

/** @returns whether the report is another */
function extract(entry: string): boolean {
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(ROOT, "package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: ROOT,
      mainEntryPointFilePath: join(ROOT, "dist", `${entry}.d.ts`),
      compiler: { tsconfigFilePath: join(ROOT, "tsconfig.build.json") },
      newlineKind: "lf",
      apiReport: { enabled: true, reportFileName: entry, reportFolder: __dirname, reportTempFolder: temporary },
      docModel: { enabled: true, apiJsonFilePath: join(temporary, `${entry}.json`) },
      messages: { extractorMessageReporting: { "ae-missing-release-tag": { logLevel: "none" as never } } },
    },
  });
  const messageCallback = (message: ExtractorMessage) => {
    message.handled = true;
    if (message.messageId === "ae-forgotten-export") noteForgotten(message);
  };
  return Extractor.invoke(config, { localBuild: update, messageCallback }).apiReportChanged;
}

/** A list of values needs no export: the type that is made from it has them all, and the reference shows them. */
function noteForgotten({ text, sourceFilePath = "" }: ExtractorMessage): void {
  const [, name = text] = /"(.+?)"/.exec(text) ?? [];
  const file = sourceFilePath.replace(/^.*\/dist\//, "").replace(/\.d\.ts$/, ".ts");
  // What another entry exports can be imported from there.
  if (!/^[A-Z][A-Z0-9_]*$/.test(name) && !exportedByIndex().has(name)) forgotten.set(name, file);
}

/** The entries are read one after the other, and `index` is the first. */
function exportedByIndex(): ReadonlySet<string | undefined> {
  const [index = ""] = ENTRIES;
  return new Set(existsSync(join(temporary, `${index}.json`)) ? itemsOf(index).map(({ name }) => name) : []);
}

function itemsOf(entry: string): readonly ApiItem[] {
  return JSON.parse(readFileSync(join(temporary, `${entry}.json`), "utf8")).members[0].members;
}

function isSame(file: string, text: string): boolean {
  return existsSync(file) && readFileSync(file, "utf8") === text;
}
