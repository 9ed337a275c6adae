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

/** A word, alone or in a name: `fallback`, `fallbackAddress`, `isFallback`, `FALLBACK`. */
function patternOf(synonym: string): RegExp {
  const camel = synonym.replace(/ (\w)/g, (_, letter) => letter.toUpperCase());
  const capital = camel.charAt(0).toUpperCase() + camel.slice(1);
  const words = [synonym, synonym.charAt(0).toUpperCase() + synonym.slice(1)].map(
    (word) => `(?<![-\\w/])${word}s?(?![-\\w])`,
  );
  const names = [`\\b${camel}(?=[A-Z])`, `(?<=[a-z])${capital}(?![a-z])`, `\\b${capital}(?=[A-Z][a-z])`];
  return new RegExp([...words, ...names, synonym.toUpperCase().replaceAll(" ", "_")].join("|"));
}

const BANNED = WORDS.flatMap(({ word, banned }) => banned.map((synonym) => ({ word, synonym })));

test.each(BANNED)("nothing is called $synonym: it is a $word", ({ synonym }) => {
  const pattern = patternOf(synonym);
  // A function of JavaScript's is not called by us.
  const textOf = (file: string) => read(file).replaceAll("toLocaleString", "");
  const lines = proseFiles().flatMap((file) =>
    textOf(file)
      .split("\n")
      .map((line, index) => `${file}:${index + 1}: ${line.trim()}`)
      .filter((line) => pattern.test(line)),
  );
  expect(lines.filter((line) => !line.startsWith("docs/glossary.md"))).toEqual([]);
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
