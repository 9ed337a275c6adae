import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { about, type CheckLine } from "./check-line";

/** What `cdktf.json` says, and what of it is missing. */
export interface ProjectSettings {
  readonly line: CheckLine;
  /** The folder that `cdktf synth` writes. */
  readonly output: string;
}

const OUTPUT = "cdktf.out";

/** Reads the settings of a project. */
export function readProject(project: string): ProjectSettings {
  const line = about("cdktf.json");
  const file = join(project, "cdktf.json");
  if (!existsSync(file)) {
    const todo = 'run this in the folder of your project, or make one with "npx cdktf-hybrid-kubernetes init"';
    return { line: line.wrong("is not in this folder", todo), output: OUTPUT };
  }
  try {
    const { app, output = OUTPUT } = JSON.parse(readFileSync(file, "utf8"));
    if (typeof app === "string" && app !== "") return { line: line.ok(`runs "${app}"`), output };
    return {
      line: line.wrong('has no "app"', 'write the command that runs your program: "app": "npx tsx main.ts"'),
      output,
    };
  } catch (error) {
    return { line: line.wrong(`cannot be read (${(error as Error).message})`, "mend its JSON"), output: OUTPUT };
  }
}
