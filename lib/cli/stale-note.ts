import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { newerSource } from "./check/stale";

/** In a line, that a folder was synthesized before its project was changed: what a command shows of it is not what the program would make now. */
export function staleNote(folder: string): string | undefined {
  const project = dirname(resolve(process.cwd(), folder));
  if (!existsSync(join(project, "cdktf.json"))) return undefined;
  const newer = newerSource(project, folder);
  return newer === undefined ? undefined : `note: ${folder} is older than ${newer}: run "cdktf synth"`;
}
