import { counted } from "../../core/counted";
import type { ChangedOverload, Overload } from "../model/overloads";
import { fullnessText, surgeText, whenText } from "./fullness-text";
import { boundText } from "./known";

/** More of them are in the table of the loads. */
const MOST_TOLD = 4;

/** `paris, 110 % (90 % before), when all is well`; `last resort, 150 % of what it takes at once, when paris is down, and in 2 other failures`. */
export function overloadText(one: Overload, before = ""): string {
  const { load, scenario, others } = one;
  const also = others === 0 ? "" : `, and in ${counted(others, "other failure")}`;
  return `${load.server}, ${partText(one)}${before}, when ${whenText({ scenario })}${also}`;
}

function partText({ load, measure, part }: Pick<Overload, "load" | "measure" | "part">): string {
  const bound = boundText(load);
  return measure === "limit" ? `${bound}${fullnessText(part)}` : surgeText(part, bound);
}

/** The same, with what it is in the other version: `(90 % before)`. */
export function changedText(one: ChangedOverload, then: "before" | "after"): string {
  const { was, partWas } = one;
  const known = partWas === undefined ? "not known" : `${boundText(was ?? {})}${fullnessText(partWas)}`;
  return overloadText(one, was === undefined ? "" : ` (${known} ${then})`);
}

/** The first of them, and how many more there are. */
export function listText(texts: readonly string[]): string {
  const more = texts.length - MOST_TOLD;
  return [...texts.slice(0, MOST_TOLD), ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

/** `warsaw is then at 155.6 %`; `last resort then gets 150 % of what it takes at once`. */
export function filledText(one: Overload): string {
  const what = one.measure === "limit" ? `is then at ${partText(one)}` : `then gets ${partText(one)}`;
  const others = one.others === 0 ? "" : `, and ${counted(one.others, "other")} at 90 % or more`;
  return `${one.load.server} ${what}${others}`;
}
