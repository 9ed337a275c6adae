import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "./support/import-graph";
import { proseFiles } from "./support/prose";

/** Phrases that sound translated, and what the documentation of Google, AWS and Kubernetes has instead. */
const PHRASES: readonly { readonly pattern: RegExp; readonly why: string; readonly better: string }[] = [
  {
    pattern:
      /\b(adapters?|checks?|files?|groups?|MB|nodes?|numbers?|percent|pods?|points?|pools?|ports?|ranges?|rates?|records?|requests?|routers?|rules?|stacks?|streams?|subnets?|table|weights?) (an?) (address|chain|cluster|country|day|endpoint|family|GPU|hour|minute|month|network|node|place|pod|policy|project|region|second|server|service|stack|zone)\b(?! (that|which|is|with|of|has|in|may|gets|answers|can|must|cannot)\b)/,
    why: "a rate or a count has no article",
    better: "requests per second, one stack per part",
  },
  { pattern: /\bdead\b(?! peer detection|::)/i, why: "no API calls it so", better: "unhealthy, down, failed" },
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
    pattern: /\b(that|which|what|ranges|names|times|sizes) (is|are) none\b(?! of)/i,
    why: "a thing that is not one",
    better: "invalid",
  },
  { pattern: /\bnobody's\b/i, why: "what belongs to no one", better: "unclaimed" },
  { pattern: /\bgiven .*, allowed is\b/, why: "the old form of refusals", better: "got …, expected …" },
  { pattern: /\breckon/i, why: "out of use", better: "compute, evaluate" },
  { pattern: /\bis meant to take\b/i, why: "a target", better: "target request rate per pod" },
  { pattern: /\bmade anew\b/i, why: "Terraform recreates", better: "recreated, replaced" },
];

/** What is still written in another English. */
const LATER =
  /^((lib|test)\/load-balancing\/|docs\/(global-load-balancer|data-center-backends|take-over-a-record)\.md)/;

const ROOT = join(__dirname, "..");
const linesOf = (file: string) =>
  readFileSync(join(ROOT, file), "utf8")
    .split("\n")
    .map((line, index) => `${file}:${index + 1}: ${line.trim()}`);

const LINES = [
  ...proseFiles("lab", "formula").flatMap(linesOf),
  ...filesBelow("test")
    .filter((file) => file !== "test/english.test.ts")
    .flatMap(linesOf)
    .filter((line) => /\b(test|describe)(\.each\(.*\))?\(\s*["`]|^\S+ \["/.test(line)),
];

test.each(PHRASES.map((phrase) => [String(phrase.pattern), phrase] as const))(
  "nothing is written as %s",
  (_, { pattern, why, better }) => {
    const found = LINES.filter((line) => !LATER.test(line) && pattern.test(line.slice(line.indexOf(" "))));
    expect({ why, better, found }).toEqual({ why, better, found: [] });
  },
);
