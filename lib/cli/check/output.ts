import { counted } from "../../core/counted";
import { ValidationError } from "../../core/validation-error";
import { readOutputFolder, type SynthesizedStack } from "../output-folder";
import { about, type CheckLine } from "./check-line";
import { newerSource } from "./stale";

/** What was synthesized, and the lines about it. */
export interface CheckedOutput {
  readonly stacks: readonly SynthesizedStack[];
  readonly lines: readonly CheckLine[];
}

/** Reads what was synthesized, which may be missing. */
export function checkedOutput(project: string, folder: string): CheckedOutput {
  const line = about("output");
  try {
    const stacks = readOutputFolder(folder);
    const newer = newerSource(project, folder);
    const first =
      newer === undefined
        ? line.ok(`${folder}, with ${counted(stacks.length, "stack")}`)
        : line.wrong(`${folder} is older than ${newer}`, "cdktn synth, or cdktf synth");
    return { stacks, lines: [first, ...stateLine(stacks)] };
  } catch (error) {
    if (!ValidationError.isValidationError(error)) throw error;
    return { stacks: [], lines: [line.wrong(error.message, "cdktn synth, or cdktf synth")] };
  }
}

/** A state in a local file is one machine's. */
function stateLine(stacks: readonly SynthesizedStack[]): readonly CheckLine[] {
  const local = stacks.filter(({ configuration: { terraform } }) => terraform?.backend?.local !== undefined);
  if (local.length === 0) return [];
  const whose = local.length === stacks.length ? "all stacks" : local.map(({ name }) => name).join(", ");
  const what = `that of ${whose} is kept in a file on one machine, and nobody else can deploy`;
  return [about("state").note(what, "state: State.gcs({ bucket: … }) in the options of the platform")];
}
