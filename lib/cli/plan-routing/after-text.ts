import { markdownTable } from "../../core/markdown-table";
import type { Compared } from "../../planning/after/after-step";
import { LAST_RESORT_SITE } from "../../planning/world";
import { percentText } from "../../routing/analysis/words";
import type { StepJudged } from "./after";
import { amount } from "./amounts";
import { LEAST_REACH, type Planning } from "./planning";
import { siteText } from "./site-text";
import { wayBackText } from "./way-back-text";

type Units = Planning["units"];

const HEAD = ["Served", "Predicted", "Observed", "Difference"];

/** What was observed after the last step, in Markdown: above the next one. */
export function afterText({ hour, after, lowered }: StepJudged, units: Units): string {
  const { sites, places, isHeld } = after;
  const row = (name: string, one: Compared) => [
    name,
    rate(one.predicted, one, units),
    rate(one.observed, one, units),
    one.isOff ? `${difference(one)}: too far off` : difference(one),
  ];
  const rows = [
    ...sites.map((one) => row(`by ${siteText(one.site)}`, one)),
    ...places.filter(({ isOff }) => isOff).map((one) => row(`of ${one.place}, by data centres`, one)),
  ];
  const verdict = isHeld ? "The next step is held" : "The last step did what it predicted";
  const lines = lowered.map(({ place, from, to }) => `${place} gets ${to} % and not ${from} %`);
  return [
    `${verdict}: the hour from ${hour}, next to what its policy predicts of what was asked for then.\n`,
    `${markdownTable(HEAD, rows)}\n`,
    ...(lines.length > 0 && !isHeld ? [`More users came than percentages say: ${lines.join(", ")}.\n`] : []),
  ].join("\n");
}

/** Why the next step is held, and the way back; nothing where it is not. */
export function heldBecause({ after, overloads, suggestedReach }: StepJudged, units: Units): readonly string[] {
  const { isHeld, sites, places, wayBack } = after;
  const said = (name: string, one: Compared) =>
    `${name}: ${rate(one.observed, one, units)} were observed, and ${rate(one.predicted, one, units)} predicted: ${difference(one)}`;
  const off = [
    ...sites.flatMap((one) => (one.isOff ? [said(one.site, one)] : [])),
    ...places.flatMap((one) => (one.isOff ? [said(one.place, one)] : [])),
  ];
  if (isHeld) {
    const all = places.filter(({ isOff }) => isOff);
    const isLess = all.length > 0 && all.every(({ observed, predicted }) => observed < predicted);
    const hint = isLess ? reachHint(after, suggestedReach) : [];
    return [...off, ...hint, `the next step is held. ${wayBackText(wayBack)}`];
  }
  return overloads.map((line) => `with the percentages that users follow, ${line}: the next step is held`);
}

/**
 * Resolvers abroad and in companies are placed elsewhere: a part of the users is out of reach for good. Where a whole data centre served nobody, or
 * next to nobody of a place came, something is broken, or not measured.
 */
function reachHint(
  { sites, places, reach: seen }: StepJudged["after"],
  reach: StepJudged["suggestedReach"],
): readonly string[] {
  const silent = sites.filter(({ site, observed, isOff }) => site !== LAST_RESORT_SITE && isOff && observed === 0);
  if (silent.length > 0) {
    const names = [...new Set(silent.map(({ site }) => site))];
    return [
      `nothing was measured at ${names.join(", ")}: look whether it serves, and whether its metrics are in the data`,
    ];
  }
  const off = places.filter(({ place, isOff }) => isOff && (seen[place] ?? 1) < LEAST_REACH).map(({ place }) => place);
  const few =
    off.length === 0
      ? []
      : [`less than half of what was predicted came of ${[...new Set(off)].join(", ")}: look for what is broken`];
  const parts = Object.entries(reach).map(([place, part]) => `${JSON.stringify(place)}: ${part}`);
  if (parts.length === 0) return few;
  return [
    ...few,
    `fewer came than predicted: if several steps show the same and nothing is broken, write "after": { "reach": { ${parts.join(", ")} } } into planning.json`,
  ];
}

function rate(number: number, { service }: Compared, units: Units): string {
  return `${amount(number)} ${units[service] ?? service}`;
}

/** From so many times on, it is not a percentage. */
const MANY = 10;

function difference({ off }: Compared): string {
  if (!Number.isFinite(off)) return "nothing was predicted";
  // A percentage with six digits tells nobody anything.
  if (off >= MANY - 1) return `${amount(off + 1)} times as much`;
  const text = percentText(Math.abs(off));
  return off === 0 ? "none" : `${off > 0 ? "+" : "-"}${text}`;
}
