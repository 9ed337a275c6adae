import type { OutputDifference } from "./difference";
import type { Effect, Judgement } from "./judge";
import { NOTES, WORDS, type Words } from "./words";

/** How bad what happens is: rows of the page begin with the worst. */
export interface Happening {
  readonly text: string;
  /** The arguments that replace something. */
  readonly because: readonly string[];
  readonly weight: number;
}

/** More kinds of things than these are not listed. */
const MOST_NOUNS = 5;

/** What happens, in the words of a row. */
export function happening({ effects }: Judgement, found: OutputDifference): Happening {
  const of = (does: Effect["does"]) => effects.filter((one) => one.does === does);
  const [replaced, depends, updated] = [of("replaced"), of("depends"), of("in place")];
  const parts = [
    listed(
      "**Replaces**",
      replaced.filter(({ createdBefore }) => !createdBefore),
    ),
    listed(
      "**Replaces**, the new one first,",
      replaced.filter(({ createdBefore }) => createdBefore),
    ),
    listed("In place or **replaced**, by the value:", depends),
    listed("Removes", of("removed")),
    listed("Adds", of("added")),
    listed("In place:", updated),
    ...notesOf(updated),
    listed("Not known:", of("not known")),
  ].filter((part) => part !== "");
  const because = [...new Set([...replaced, ...depends].flatMap((one) => one.because))].filter(
    (one) => !/^(google|aws)_/.test(one),
  );
  if (parts.length > 0) return { text: parts.join(" "), because, weight: weightOf(replaced, depends, of("removed")) };
  return { text: nothing(effects, found), because, weight: 3 };
}

function nothing(effects: readonly Effect[], found: OutputDifference): string {
  if (effects.some(({ does }) => does === "kept")) return "Nothing: the earlier value stays.";
  if (found.stacksAdded.length === 0 && found.changed.length + found.others.size === 0) return "Nothing.";
  if (effects.length > 0) return "Nothing: it counts only when this is made.";
  return elsewhere(found);
}

function listed(verb: string, effects: readonly Effect[]): string {
  return effects.length === 0 ? "" : `${verb} ${nouns(effects)}.`;
}

function notesOf(updated: readonly Effect[]): readonly string[] {
  const isAbout = ({ type, at }: (typeof NOTES)[number]) =>
    updated.some(
      ({ resource, because }) =>
        resource.type === type && because.some((path) => at.some((one) => path.startsWith(one))),
    );
  return NOTES.filter(isAbout).map(({ note, source }) => `${note.replace(/\.$/, "")} ([source](${source})).`);
}

function nouns(effects: readonly Effect[]): string {
  const counts = new Map<string, { readonly words: Words; count: number }>();
  for (const { resource } of effects) {
    const words = wordsOf(resource.type);
    const before = counts.get(words.plural);
    counts.set(words.plural, { words, count: (before?.count ?? 0) + 1 });
  }
  const sorted = [...counts.values()].sort((one, other) => (other.words.weight ?? 0) - (one.words.weight ?? 0));
  const names = sorted.map(({ words, count }) => (count === 1 ? words.noun : words.plural));
  const shown = names.slice(0, MOST_NOUNS + 1);
  if (names.length > shown.length) return `${names.slice(0, MOST_NOUNS).join(", ")} and what belongs to them`;
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}

export function wordsOf(type: string): Words {
  const words = WORDS[type];
  if (words === undefined) throw new Error(`test/changes/words.ts has no words for ${type}`);
  return words;
}

function weightOf(...groups: readonly (readonly Effect[])[]): number {
  const [worst = 0] = groups
    .flatMap((effects, index) =>
      effects.map(({ resource }) => (wordsOf(resource.type).weight ?? 5) * (index === 0 ? 100 : 10)),
    )
    .sort((one, other) => other - one);
  return 10 + worst;
}

/** What differs where no resource does. */
function elsewhere({ others }: OutputDifference): string {
  if (others.has("state")) return "The state is elsewhere: [state](state.md).";
  if (others.has("provider")) return "No resource: what the provider is configured with.";
  if (others.has("outputs")) return "No resource: outputs.";
  return "No resource.";
}
