import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";

/** What a program is made of. */
const SOURCE = /(?<!\.(?:test|spec|d))\.[cm]?[jt]sx?$/;

const NOT_OF_THE_PROGRAM = ["node_modules", "test", "tests", "__tests__", "dist", "coverage"];

/**
 * A source of a project that is newer than what was synthesized from it.
 *
 * @returns its name below the project; nothing, if all are older or there is no output
 */
export function newerSource(project: string, output: string): string | undefined {
  const written = timeOf(join(output, "manifest.json"));
  if (written === undefined) return undefined;
  const files = filesBelow(project, resolve(output));
  const sources = files.filter((file) => SOURCE.test(file));
  const isNewer = (file: string) => (timeOf(file) ?? 0) > written;
  // A list of percentages is a source; a plan is in JSON as well, and newer than what it is the plan of.
  const isRead = (file: string) => sources.some((source) => readFileSync(source, "utf8").includes(basename(file)));
  const found = sources.find(isNewer) ?? files.find((file) => file.endsWith(".json") && isNewer(file) && isRead(file));
  return found === undefined ? undefined : relative(project, found);
}

function filesBelow(folder: string, output: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const isLeftOut = entry.name.startsWith(".") || NOT_OF_THE_PROGRAM.includes(entry.name);
      return isLeftOut || isOutput(path, output) ? [] : filesBelow(path, output);
    }
    return entry.isFile() ? [path] : [];
  });
}

/** Another output lies beside the one that is meant, such as the one of the deployed version. */
function isOutput(path: string, output: string): boolean {
  return resolve(path) === output || basename(path).startsWith("cdktf.out") || hasManifest(path);
}

function hasManifest(path: string): boolean {
  return timeOf(join(path, "manifest.json")) !== undefined && timeOf(join(path, "stacks")) !== undefined;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch {
    return [];
  }
}

function timeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
