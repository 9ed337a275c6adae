import { join } from "node:path";
import { happening, wordsOf } from "./effects-in-words";
import type { ProviderFacts } from "./facts";
import { differencesOf, type Found, type FoundChange, type FoundKey } from "./found-changes";
import { introduction } from "./introduction";
import { judge } from "./judge";
import { optionLabels, SECTIONS } from "./sections";
import { IN_WORDS } from "./values";

export const PAGE_FILE = join(__dirname, "..", "..", "docs", "changes.md");

/** A row of a table: options that behave alike. */
interface Row {
  readonly change: string;
  readonly happens: string;
  /** The arguments that replace something: shown where they are few. */
  readonly because: Set<string>;
  readonly weight: number;
  readonly options: string[];
}

const MOST_ARGUMENTS = 2;

/** What is done to an option, in words. */
function changeOf({ kind, values: [before, after] }: FoundChange["pairs"][number]): string {
  if (kind === "unset") return "taken away";
  if (typeof after === "boolean") return `\`${after}\``;
  if (kind === "first set") return "set";
  const [earlier, later] = [sizeOf(before), sizeOf(after)];
  if (earlier !== undefined && later !== undefined && earlier !== later)
    return later > earlier ? "one more" : "one fewer";
  return "another value";
}

function sizeOf(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : undefined;
}

/** docs/changes.md. */
export function changesPage(found: Found, facts: ProviderFacts): string {
  const labels = optionLabels();
  const sections = SECTIONS.map((one) => {
    const options = found.options.filter(({ option }) => labels.get(option)?.section === one);
    const rows = rowsOf(options, facts, (option) => labels.get(option)?.label ?? option);
    const links = `[page](${one.page}.md), [reference](api/${one.reference}.md)`;
    return rows.length === 0
      ? ""
      : `### ${one.title}\n\nSee the ${links}.\n\n${table(["Option", "Change", "What happens"], rows.map(cellsOf))}`;
  });
  const parts = [
    introduction(facts),
    `## Keys\n\nThe key of a map is the name of what it holds, in the cloud and in the state, unless that has a \`name\` of its own: another name is another\nthing.\n\n${keysTable(found.keys, facts)}`,
    lossTable(found, facts),
    "## Options",
    ...sections,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function rowsOf(
  options: readonly FoundChange[],
  facts: ProviderFacts,
  labelOf: (option: string) => string,
): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const one of options) {
    for (const { because, ...change } of changesOf(one, facts)) {
      const key = `${change.change}|${change.happens}`;
      const row = rows.get(key) ?? { ...change, because: new Set(), options: [] };
      for (const argument of because) row.because.add(argument);
      row.options.push(labelOf(one.option));
      rows.set(key, row);
    }
  }
  return [...rows.values()].sort((one, other) => other.weight - one.weight || (one.happens < other.happens ? -1 : 1));
}

function changesOf(one: FoundChange, facts: ProviderFacts): readonly Omit<Row, "options">[] {
  const words = IN_WORDS[one.option];
  const fixed = { change: "any", because: new Set<string>() };
  if (words !== undefined) return [{ ...fixed, happens: words, weight: words.startsWith("**") ? 9000 : 2 }];
  if (one.pairs.length === 0) return [{ ...fixed, happens: "No resource: it is judged at synthesis.", weight: 0 }];
  const byText = new Map<string, { weight: number; readonly because: Set<string>; readonly kinds: Set<string> }>();
  for (const pair of one.pairs) {
    const { text, because, weight } = happening(judge(pair.difference, facts), pair.difference);
    const known = byText.get(text) ?? { weight, because: new Set(), kinds: new Set() };
    known.kinds.add(changeOf(pair));
    for (const argument of because) known.because.add(argument);
    byText.set(text, known);
  }
  return [...byText].map(([happens, { weight, because, kinds }]) => {
    const isAny = byText.size === 1 && (kinds.size > 1 || kinds.has("another value"));
    return { change: isAny ? "any" : [...kinds].sort().join(", "), happens, because, weight };
  });
}

/** What a plan does not say. */
const KEY_NOTES: { readonly [key: string]: readonly string[] } = {
  "clusters removed": ["See [the three steps](drain-a-region.md#remove)."],
  "tunnels renamed": [
    "Google refuses the new tunnel while the old one is there: remove it, deploy, and add the other ([links](data-center-links.md)).",
  ],
};

function keysTable(keys: readonly FoundKey[], facts: ProviderFacts): string {
  const rows = keys.map(({ map, of, kind, difference }) => {
    const { text } = happening(judge(difference, facts), difference);
    const stacks = [
      ...difference.stacksAdded.map((name) => `Adds the stack \`${name}\`.`),
      ...difference.stacksRemoved.map((name) => `The stack \`${name}\` is no longer in the program: destroy it first.`),
    ];
    return [`\`${map}\`: ${of}`, kind, [...stacks, text, ...(KEY_NOTES[`${map} ${kind}`] ?? [])].join(" ")];
  });
  return table(["Key", "Change", "What happens"], rows);
}

/** What is lost with each type that anything on the page replaces or removes. */
function lossTable(found: Found, facts: ProviderFacts): string {
  const effects = differencesOf(found).flatMap((one) => judge(one, facts).effects);
  const types = new Set(
    effects
      .filter(({ does }) => does !== "added" && does !== "in place" && does !== "kept")
      .map(({ resource }) => resource.type),
  );
  const lossy = [...types].map(wordsOf).filter(({ lost }) => lost !== undefined);
  const rows = [...new Map(lossy.map((one) => [one.noun, one])).values()]
    .sort((one, other) => (other.weight ?? 0) - (one.weight ?? 0))
    .map(({ noun, lost = "", source }) => [noun, source === undefined ? lost : `${lost} ([source](${source}))`]);
  return `## What is lost\n\n${table(["Replaced or removed", "Lost with it"], rows)}\n\nWhat is not in this table is recreated as it was, and nothing else is lost with it.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((one) => one.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cellsOf({ options, change, happens, because }: Row): readonly string[] {
  const names = [...new Set(options)].map((one) => `\`${one}\``).join(", ");
  const few = because.size > 0 && because.size <= MOST_ARGUMENTS;
  return [
    names,
    change,
    few ? `${happens} In Terraform: ${[...because].map((one) => `\`${one}\``).join(", ")}.` : happens,
  ];
}
