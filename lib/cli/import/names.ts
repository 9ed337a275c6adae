import { type Existing, type FoundThings, lastPart } from "./existing";
import { plainPath } from "./google-paths";
import { IMPORTABLE } from "./importable-types";

/** The lines of a file that say something. */
function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** Whether a file has names alone: a path or URL of Google's on each line, as `gcloud … list --uri` prints them. */
export function areNames(text: string): boolean {
  const lines = linesOf(text);
  return lines.length > 0 && lines.every((line) => /^projects\/[^/\s]+\/\S+$/.test(plainPath(line)));
}

/** What these names are of. */
export function readNames(text: string): FoundThings {
  const read = linesOf(text).map((line) => {
    const path = plainPath(line).replace(/\/zones\/([^/]+)\/(clusters\/)/, "/locations/$1/$2");
    return { path, existing: existingAt(path) };
  });
  return {
    things: read.flatMap(({ existing }) => existing ?? []),
    leftOut: read.flatMap(({ path, existing }) =>
      existing === undefined
        ? [`${path.split("/").at(-2)} ${lastPart(path)}: this library makes none of its kind`]
        : [],
    ),
  };
}

const IN_ROUTERS = ["google_compute_router_interface", "google_compute_router_peer", "google_compute_router_nat"];

/** What is in a router has no path of its own that a command prints: its id would fit other paths. */
const PATTERNS = Object.entries(IMPORTABLE)
  .filter(([type]) => !IN_ROUTERS.includes(type))
  .map(([type, { id, path = id }]) => {
    const pattern = path.replaceAll(".", "\\.").replaceAll(/\{(\w+)\}/g, (_, argument) => `(?<${argument}>[^/]+)`);
    // A project that is named twice is the same one.
    let isSecond = false;
    const source = pattern.replaceAll("(?<project>[^/]+)", (group) => {
      const written = isSecond ? "\\k<project>" : group;
      isSecond = true;
      return written;
    });
    return { type, pattern: new RegExp(`^${source}$`) };
  });

function existingAt(path: string): Existing | undefined {
  const found = PATTERNS.map(({ type, pattern }) => ({ type, match: pattern.exec(path) })).find(({ match }) => match);
  if (found?.match == null) return undefined;
  return { type: found.type, settings: { ...found.match.groups }, isNameOnly: true };
}
