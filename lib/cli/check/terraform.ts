import { basename } from "node:path";
import type { SynthesizedStack } from "../output-folder";
import { about, type CheckLine } from "./check-line";
import type { Programs } from "./programs";
import { isAtLeast, type Version, versionOf } from "./versions";

/** The oldest that cdktf works with. */
const OLDEST: Need = [[1, 2], "cdktf"];

/** What a stack has that older versions do not know, of Terraform and of OpenTofu. */
type Need = readonly [least: Version, why: string];

/** Terraform, or what `TERRAFORM_BINARY_NAME` names in its place, as for `cdktf deploy`. */
export function terraformLine(stacks: readonly SynthesizedStack[], programs: Programs): CheckLine {
  const program = process.env.TERRAFORM_BINARY_NAME ?? "terraform";
  const isTofu = basename(program).startsWith("tofu");
  const line = about(isTofu ? "OpenTofu" : "Terraform");
  const answer = programs.json<{ readonly terraform_version?: string }>(program, ["version", "-json"]);
  if ("reason" in answer) {
    const todo = isTofu ? "install OpenTofu" : "install it, or name OpenTofu: export TERRAFORM_BINARY_NAME=tofu";
    return line.wrong(`${answer.reason}: cdktf needs it for all but synth`, todo);
  }
  const { terraform_version: version = "" } = answer.content;
  const [least, why] = needOf(stacks);
  if (isAtLeast(versionOf(version), least)) return line.ok(version);
  return line.wrong(`${version}, and ${why} needs ${least.join(".")} or later`, "install a newer one");
}

function needOf(stacks: readonly SynthesizedStack[]): Need {
  const needs = stacks.flatMap(({ name, configuration: { terraform, removed, moved } }): readonly Need[] => [
    ...(terraform?.backend?.s3?.use_lockfile ? [[[1, 10], `the lock of the state of ${name}`] as const] : []),
    ...(removed === undefined ? [] : [[[1, 7], `"removed" in ${name}`] as const]),
    ...(moved === undefined ? [] : [[[1, 5], `"moved" in ${name}`] as const]),
  ]);
  return [OLDEST, ...needs].reduce((most, need) => (isAtLeast(need[0], most[0]) ? need : most));
}
