import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stacksOfExample } from "../support/examples";
import { type Block, synthesize } from "../support/synthesize";
import { everything } from "./program";

const FOLDER = join(__dirname, "..", "..", "examples");

/** The programs of all examples: what calls `synth()`. */
const programsOfExamples = (): readonly string[] =>
  readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && readFileSync(join(FOLDER, file), "utf8").includes("app.synth()"))
    .sort();

/** The stacks of each example, and of the program that has everything. */
export function stacksOfAllPrograms(): readonly Block[] {
  const examples = programsOfExamples().flatMap((program) => Object.values(stacksOfExample(program)));
  return [...Object.values(synthesize((app) => everything(app)).stacks), ...examples];
}
