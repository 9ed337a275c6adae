import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "./support/import-graph";
import { proseFiles } from "./support/prose";

/** Phrases that sound translated, and what the documentation of Google, AWS and Kubernetes has instead. */
const PHRASES: readonly { readonly pattern: RegExp; readonly why: string; readonly better: string }[] = [
  {
    pattern:
      /\b(adapters?|checks?|files?|groups?|MB|nodes?|numbers?|percent|pods?|points?|pools?|ports?|ranges?|rates?|records?|requests?|routers?|rules?|stacks?|streams?|subnets?|table|weights?) (an?) (address|chain|cluster|country|data centre|day|endpoint|family|GPU|hour|minute|month|network|node|place|pod|policy|project|region|second|server|service|stack|zone)\b(?! (that|which|is|with|of|has|in|may|gets|answers|can|must|cannot)\b)/,
    why: "a rate or a count has no article",
    better: "requests per second, one stack per part",
  },
  {
    pattern:
      /(?<!Route )\b([Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|\d+) (?!is |was |has |as |its |less |shares? )[a-z-]+s an? (address|cluster|country|data centre|day|endpoint|host name|hour|minute|month|network|node|pod|policy|pool|project|rack|region|record|router|second|server|service|site|stack|tunnel|year|zone)\b(?! (that|which|is|with|of|has|in|may|gets|answers|can|must|cannot|needs?)\b)/,
    why: "a rate or a count has no article, whatever is counted",
    better: "two aliases per policy, four dollars per month",
  },
  {
    pattern:
      /\b([Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|\d+) (?!is |was |has |as |its |less |shares? )[a-z-]+s an? (second|minute|hour|day|month|year)\b/,
    why: "a rate has no article, whatever follows it",
    better: "ten calls per second to an API",
  },
  {
    pattern:
      /\b([Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|\d+) [a-z-]+s of [a-z-]+s an? (cluster|data centre|host name|node|pod|policy|rack|region|server|service|site|stack|zone)\b/,
    why: "a count has no article, whatever is counted",
    better: "four blocks of addresses per server",
  },
  {
    pattern:
      /(\$|€|\bUSD|\b(dollar|euro|cent)s?|\b[KMGT]i?B|%) an? (check|country|day|GB|GiB|hour|MB|million|minute|month|node|pod|query|record|second|server|TB|TiB|week|year|zone)\b/i,
    why: "a price or a volume has no article, even when it is one dollar",
    better: "one dollar per hour, 3 US dollars per GB",
  },
  {
    pattern: /\b\d+([.,]\d+)? ?[a-z]+ an? (day|hour|minute|month|second|week|year)\b/i,
    why: "a rate has no article",
    better: "20 times per second, 100 GB per month",
  },
  {
    pattern:
      /(?<![\w/-])hybrid-kubernetes (init|stacks|address-plan|data-centers-verify|data-centers-release|failover|routing|picture|review|check|drift|import|values|verify)\b|\bnpx (--no -- )?hybrid-kubernetes\b/,
    why: "npx asks the registry for what is not installed, and has a package for this name alone",
    better: "cdktf-hybrid-kubernetes",
  },
  {
    pattern: /(?<!service\.)\bdead\b(?! peer detection|::)/i,
    why: "no API but Salt's calls it so",
    better: "unhealthy, down, failed",
  },
  {
    pattern: /\bwhat (a|the) users? (says?|said|gave|wrote)\b|\b(a|the) user gave\b/i,
    why: "options are configured, not said",
    better: "Options of a node pool.",
  },
  {
    pattern: /\b(is|was|are) said (of|for|once|by|here)\b|\bsaid of\b/i,
    why: "options are configured, not said",
    better: "configured",
  },
  { pattern: /\bsays (nothing )?of\b/i, why: "options are configured, not said", better: "describes, configures" },
  { pattern: /\b(somebody|someone|nobody) is told\b/i, why: "alerts are sent", better: "alert" },
  {
    pattern: /\b(unless|when|as|than) (it (is|was) )?told\b|\bit is told\b/i,
    why: "options are configured, not told",
    better: "configured, by default",
  },
  {
    pattern:
      /(?<!\b(there|once|path) )\b(is|are|was|were) none\b(?! of (the|these|those|its|their|them|our|which|what)\b)/,
    why: "a thing that is not one",
    better: "invalid, is not one, why it is not valid",
  },
  {
    pattern: /\b(it|that|this|nothing|which|what|one) (is|are|was|were) (not )?said\b|\bno option (says|said)\b/i,
    why: "a program reports, options configure",
    better: "is named, is reported, is shown",
  },
  { pattern: /\bnobody's\b/i, why: "what belongs to no one", better: "unclaimed" },
  {
    pattern: /\bgiven\b.{0,80}\ballowed (is|are|was|were)\b/i,
    why: "the old form of refusals",
    better: "got …, expected …",
  },
  { pattern: /\breckon/i, why: "out of use", better: "compute, evaluate" },
  { pattern: /\bis meant to take\b/i, why: "a target", better: "target request rate per pod" },
  {
    pattern: /(?<!\bthere )\bis no (list|object|plan|name|cluster's)\b/,
    why: "a thing that is not one",
    better: "is not a list",
  },
  { pattern: /\bpull requests? a step\b/, why: "a count has no article", better: "one pull request per step" },
  {
    pattern: /\bof which there is none\b|\bnone that is reserved\b/,
    why: "sounds translated",
    better: "none is configured",
  },
  { pattern: /\bmade anew\b/i, why: "Terraform recreates", better: "recreated, replaced" },
];

const ROOT = join(__dirname, "..");

/** The marks in front of a line of a comment, a list or a quotation: they are no part of a sentence. */
const MARKS = /^\s*(\/\*\*?|\*\/?|\/\/|#+|[->|])?\s*/;

interface Line {
  readonly at: string;
  readonly text: string;
  /** With the start of the next line, in which a phrase may end: none of a table, whose rows stand alone. */
  readonly wrapped: string;
}

function linesOf(file: string, text = readFileSync(join(ROOT, file), "utf8")): readonly Line[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.map((line, index) => {
    const next = lines[index + 1] ?? "";
    const isBroken = line.startsWith("|") || /^(\/\*\*?|\*\/)?$/.test(line) || next === "";
    const rest = isBroken ? "" : ` ${next.replace(MARKS, "")}`;
    return { at: `${file}:${index + 1}`, text: line, wrapped: line + rest };
  });
}

/** The titles of tests and of their cases, those that stand on a line of their own included. */
function titlesOf(file: string): readonly Line[] {
  const lines = linesOf(file);
  return lines.filter(({ text }, index) => {
    const isTitle = /\b(test|describe)(\.each\(.*\))?\(\s*["`]|^\[?"/.test(text);
    const opens = /(\b(test|describe)(\.each\(.*)?|\))\($|^\[$/.test(lines[index - 1]?.text ?? "");
    return isTitle || (opens && /^["`]/.test(text));
  });
}

const LINES = [
  ...proseFiles("lab", "formula").flatMap((file) => linesOf(file)),
  ...filesBelow("test")
    .filter((file) => file !== "test/english.test.ts")
    .flatMap(titlesOf),
];

/** Where a phrase is, on one line or over two. */
function found(pattern: RegExp, lines: readonly Line[]): readonly string[] {
  const isFound = ({ text, wrapped }: Line, index: number) =>
    pattern.test(text) || (pattern.test(wrapped) && !pattern.test(lines[index + 1]?.text ?? ""));
  return lines.filter(isFound).map(({ at, text }) => `${at}: ${text}`);
}

test.each(PHRASES.map((phrase) => [String(phrase.pattern), phrase] as const))(
  "nothing is written as %s",
  (_, { pattern, why, better }) => {
    expect({ why, better, found: found(pattern, LINES) }).toEqual({ why, better, found: [] });
  },
);

const inText = (text: string) => PHRASES.flatMap(({ pattern }) => found(pattern, linesOf("text", text)));

test.each([
  ["over two lines of a comment", " * It makes one stack\n * a region.", ["text:1: * It makes one stack"]],
  ["over two lines of a page", "These nodes are\ndead.", ["text:2: dead."]],
  ["in the old form of refusals", 'percent: given 101, allowed is "1 to 100"', undefined],
  ["in the old form of refusals, of several", 'percent: given 3, allowed are "1" and "2"', undefined],
  ["of a price in words", "A dollar an hour for each of them.", undefined],
  ["of a price in signs", "It is 3 $ a GB in all regions.", undefined],
  ["of a price in another currency", "€ a month", undefined],
  ["of a volume", "They send 100 GB a month.", undefined],
  ["of what is not valid", "Each is none.", undefined],
  ["of what is not valid, with a reason", "/** Why it is none that Route 53 can have. */", undefined],
  ["of what a program reports", "It is said what is missing.", undefined],
  ["of what is not configured", "What no option says is named.", undefined],
  ["of things that no list names", "Two aliases a policy, four dollars a month.", undefined],
  ["in a template", "# as it is told by the list", undefined],
])("a phrase is found %s", (_, text, lines = [`text:1: ${text}`]) => {
  expect([...new Set(inText(text))]).toEqual(lines);
});

test("formula's templates and programs are read, and titles that stand on lines of their own", () => {
  const files = new Set(LINES.map(({ at }) => at.replace(/:\d+$/, "")));
  expect([...files].filter((file) => /^formula\/.*\.jinja$/.test(file)).length).toBeGreaterThan(3);
  expect([...files].filter((file) => /^formula\/.*\.py$/.test(file)).length).toBeGreaterThan(2);
  expect(LINES.map(({ text }) => text)).toContain('"the sample of %s",');
});
