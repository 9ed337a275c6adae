import { counted } from "../../core/counted";
import { type Fullest, isNearly, isOver, NEARLY_FULL } from "../model/loads";
import { percent } from "./words";

/** `paris is down, or 2 others`: as full in two other failures. */
export function whenText({ scenario, others = 0 }: Pick<Fullest, "scenario" | "others">): string {
  const also = others === 0 ? "" : `, or ${counted(others, "other")}`;
  return scenario.down.length === 0 ? "all is well" : `${scenario.title}${also}`;
}

/** `at least 180 % of what it takes at once`. */
export function surgeText(surge: number, bound = ""): string {
  return Number.isFinite(surge)
    ? `${bound}${fullnessText(surge)} of what it takes at once`
    : "more than it takes at once";
}

/** A part of what can be taken. What is below 90 % is not rounded to it, nor what is too much to 100 %: the colour is of the same. */
export function fullnessText(part: number): string {
  if (!isNearly(part) && percent(part, 1) === percent(NEARLY_FULL, 1)) return "89.9 %";
  return isOver(part) && percent(part, 1) === "100 %" ? "100.1 %" : percent(part, 1);
}
