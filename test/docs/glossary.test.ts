import { readFileSync } from "node:fs";
import { join } from "node:path";
import { proseFiles } from "../support/prose";

const ROOT = join(__dirname, "..", "..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

interface Word {
  readonly word: string;
  readonly names: readonly string[];
  readonly banned: readonly string[];
}

const WORDS: readonly Word[] = read("docs/glossary.md")
  .split("\n")
  .filter((line) => /^\| [a-z]/.test(line))
  .map((line) => {
    const [word = "", , names = "", banned = ""] = line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
    const list = (cell: string) => cell.split(", ").filter((text) => text !== "");
    return { word, names: list(names.replaceAll("`", "")), banned: list(banned) };
  });

test("the glossary has at most 25 words, each once", () => {
  expect(WORDS.length).toBeLessThanOrEqual(25);
  expect(new Set(WORDS.map(({ word }) => word)).size).toBe(WORDS.length);
});

test.each(WORDS)("$word is in a name of the API", ({ word, names }) => {
  const camel = word.replace("centre", "center").replace(/ (\w)/g, (_, letter) => letter.toUpperCase());
  const api = read("api/index.api.md");
  expect(names).not.toEqual([]);
  for (const name of names) {
    expect(name.toLowerCase()).toContain(camel.toLowerCase());
    expect(api).toMatch(new RegExp(`\\b${name}\\b`));
  }
});

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * A synonym in every spelling: `node group`, `Node Group`, `node-group`, `nodegroup`, `nodeGroups`, `isNodeGroup`, `NODE_GROUP`. One that
 * is written with a hyphen may be a verb in two words, and is found there only where it is a noun: "a fall back", "fall back target".
 *
 * @param own the names that are right: what they are spelled like is no synonym
 */
function patternOf(synonym: string, own: readonly string[] = []): RegExp {
  const parts = synonym.split(/[ -]/);
  const [first = "", ...rest] = parts;
  const begins = "(?<![-\\w/.#(`\"'])";
  const ends = "s?(?![-\\w/(]|\\.\\w)";
  const isVerb = synonym.includes("-");
  const spelled = (separator: string) =>
    [parts, parts.map(capital), [capital(first), ...rest], parts.map((part) => part.toUpperCase())].map(
      (words) => `${begins}${words.join(separator)}${ends}`,
    );
  // `fallBackTo` is the verb in a name, and `fallbackAddress` the noun.
  const camel = isVerb ? parts.join("") : [first, ...rest.map(capital)].join("");
  const names = [
    `\\b${camel}(?=s?[A-Z])`,
    `\\b${camel}s?\\b(?=[.:(?])`,
    `(?<=[a-z])${capital(camel)}(?![a-z])`,
    `\\b${capital(camel)}(?=[A-Z][a-z])`,
    parts.map((part) => part.toUpperCase()).join(isVerb ? "" : "_"),
  ];
  const nouns = [
    `\\b(an?|the|its?|no|each|every|of|as) ${parts.join(" ")}\\b(?! (to|on|over)\\b)`,
    `\\b${parts.join(" ")} (address|order|server|site|target|time)(e?s)?\\b`,
  ];
  const isOwn = own.some((name) => name.toLowerCase().includes(camel.toLowerCase()));
  const between = isVerb ? ["-"] : [" ", "-", ...(isOwn ? [] : ["_"])];
  const separators = parts.length === 1 ? [""] : between;
  const joined = parts.length > 1 && !own.includes(parts.join("")) ? spelled("") : [];
  const all = [...separators.flatMap(spelled), ...joined, ...(isOwn ? [] : names), ...(isVerb ? nouns : [])];
  return new RegExp(all.join("|"));
}

const BANNED = WORDS.flatMap(({ word, names, banned }) =>
  banned.map((synonym) => ({ word, synonym, own: [word, ...names] })),
);

/** What looks like a synonym and is none of ours: a function of JavaScript's, a label in names of records that are in use, and a property of octoDNS's. */
const OTHERS =
  /settings\.fallback|fallback: cloud|toLocaleString|"fall-back"|`?paris\.frankfurt\.fall-back`?|else -> fall-back/g;

/** Each file without them, and in small letters, in which every spelling of a synonym has its parts. */
const PROSE = proseFiles().map((file) => {
  const text = read(file).replaceAll(OTHERS, "");
  return { file, text, small: text.toLowerCase() };
});

test.each(BANNED)("nothing is called $synonym: it is a $word", ({ synonym, own }) => {
  const pattern = patternOf(synonym, own);
  const parts = synonym.toLowerCase().split(/[ -]/);
  const lines = PROSE.filter(({ small }) => parts.every((part) => small.includes(part))).flatMap(({ file, text }) =>
    text
      .split("\n")
      .map((line, index) => ({ at: `${file}:${index + 1}`, line: line.trim() }))
      .filter(({ line }) => pattern.test(line))
      .map(({ at, line }) => `${at}: ${line}`),
  );
  expect(lines.filter((line) => !line.startsWith("docs/glossary.md"))).toEqual([]);
});

const spellingsOf = (synonym: string) => BANNED.find((one) => one.synonym === synonym);
const finds = (synonym: string, text: string) => patternOf(synonym, spellingsOf(synonym)?.own).test(text);

test.each([
  ["data center", ["a data center", "Data Center", "data-center networks", "Data-center", "datacenter", "Datacenters"]],
  [
    "node group",
    ["node groups", "Node Group", "node-group", "nodegroup", "Nodegroups", "nodeGroupName", "isNodeGroup"],
  ],
  ["node group", ["NODE_GROUP", "node_group"]],
  ["IP plan", ["an IP plan", "IP-plan", "IPPlan"]],
  [
    "fall-back",
    ["a fallback", "Fallbacks", "fall-back", "a fall back", "fall back target", "fallbackAddress", "isFallback"],
  ],
  ["fail-over", ["a fail-over", "the fail over", "fail over time"]],
])("%s is found in every spelling", (synonym, texts) => {
  expect(spellingsOf(synonym)).toBeDefined();
  expect(texts.filter((text) => !finds(synonym, text))).toEqual([]);
});

test.each([
  ["data center", ["docs/data-center.md", "`--data-center`", "dataCenters", "DataCenterBackend", "data centres"]],
  ["fall-back", ["they fall back to the range", "fallBackTo: []"]],
  ["fail-over", ["clusters fail over to each other", "failover", "failoverSeconds", "FAILOVER"]],
])("%s is not found in what is right", (synonym, texts) => {
  expect(texts.filter((text) => finds(synonym, text))).toEqual([]);
});

test.each(["a fallback", "Fallbacks", "fallbackAddress", "isFallback", "FallbackOptions", "FALLBACK_ADDRESS"])(
  "a word is found in %s",
  (text) => {
    expect(patternOf("fallback").test(text)).toBe(true);
  },
);

test.each(["fallbackless", "api/fallback", "unfallback"])("a word is not found in %s", (text) => {
  expect(patternOf("fallback").test(text)).toBe(false);
});

test("a word of two words is found in one name", () => {
  expect(
    ["nodeGroups", "isNodeGroup", "nodeGroupName", "NODE_GROUP"].filter((text) => !patternOf("node group").test(text)),
  ).toEqual(["nodeGroups"]);
});
