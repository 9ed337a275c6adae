import Table from "cli-table3";
import { kindOfType } from "./kind-of-type";
import type { SynthesizedStack, TerraformConfiguration } from "./output-folder";
import { statePlace } from "./state-place";

/** The last column, where the state is, is as wide as it must be: an address is copied in one piece. */
const WIDTHS = [36, 40, 36, null];

/** Lines between columns and below the head only: one stack reads as one line of thought. */
const LINES = { top: "", "top-mid": "", "top-left": "", "top-right": "", left: "", right: "", mid: "", "mid-mid": "" };
const NO_CORNERS = {
  "left-mid": "",
  "right-mid": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
};

/** The same for a program. The schema of it is docs/schemas/stacks.schema.json. */
export function stacksJson(stacks: readonly SynthesizedStack[]): string {
  const all = stacks.map(({ name, configuration, waitsFor }) => ({
    name,
    waitsFor,
    state: statePlace(configuration),
    resources: Object.fromEntries(countsOf(configuration)),
  }));
  return JSON.stringify({ stacks: all }, undefined, 2);
}

/** A table that a person reads: each stack, its resources by kind, where its state is, and what it waits for. */
export function stacksTable(stacks: readonly SynthesizedStack[]): string {
  if (stacks.length === 0) return "There are no stacks.";
  const table = new Table({
    head: ["Stack", "Resources", "Waits for", "State"],
    colWidths: WIDTHS,
    wordWrap: true,
    chars: { ...LINES, ...NO_CORNERS, middle: " " },
    style: { head: [], border: [] },
  });
  for (const { name, configuration, waitsFor } of stacks) {
    table.push([name, resources(configuration), waitsFor.join("\n") || "-", statePlace(configuration)]);
  }
  return table.toString();
}

/** How many resources of each type there are. */
function countsOf({ resource = {} }: TerraformConfiguration): readonly (readonly [type: string, count: number])[] {
  return Object.entries(resource)
    .map(([type, instances]) => [type, Object.keys(instances).length] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

function resources(configuration: TerraformConfiguration): string {
  const counts = countsOf(configuration);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const kinds = counts.map(([type, count]) => `${count} ${kindOfType(type)}`);
  return `${total}: ${kinds.join(", ")}`;
}
