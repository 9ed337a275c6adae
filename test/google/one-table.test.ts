import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GOOGLE_RESOURCE_TYPES, WITHOUT_GOOGLE } from "../../lib/google/resource-types";
import { AWS_RESOURCE_TYPES } from "../../lib/pipeline/aws-resource-types";
import { placesIn } from "../../mutants/syntax";
import { filesBelow } from "../support/import-graph";
import { FACTS } from "../terraform/stand-in/facts";
import { HABITS } from "../terraform/stand-in/habits";
import { USES } from "../terraform/stand-in/uses";

// Which role and API a type needs is in lib/google/resource-types.ts and lib/pipeline/aws-resource-types.ts: pipelines are granted it.
// Who refers to whom and what a cloud refuses is in test/terraform/stand-in, beside what reads it. See docs/decisions.md.

const ROOT = join(__dirname, "..", "..");
const STAND_IN = filesBelow("test/terraform/stand-in").filter((file) => !file.endsWith(".test.ts"));
const LIBRARY = filesBelow("lib").filter((file) => file !== "lib/core/options-table.ts");
/** Which arguments a provider has, `import` states for itself, and test/cli/import/argument-facts.test.ts holds the stand-ins against it. */
const OF_IMPORT = "lib/cli/import/";

/** Of a provider's type that users make and name to us. */
const OF_USERS = ["google_monitoring_notification_channel"];

test("a type that a stand-in knows something of is one that this library makes", () => {
  const made = new Set([...GOOGLE_RESOURCE_TYPES, ...AWS_RESOURCE_TYPES].flatMap(({ types }) => types));
  const known = [...Object.keys(FACTS), ...Object.keys(HABITS), ...USES.flatMap(({ user, used }) => [user, used])];
  expect(known.length).toBeGreaterThan(40);
  const strange = known.filter((type) => ![...made, ...WITHOUT_GOOGLE, ...OF_USERS].includes(type));
  expect(strange).toEqual([]);
});

/** How a list of texts begins, or one with a note before the first. */
const BEGINS = /\[\s*["'/]/;

/** The lists of texts in a source, three or more in each: what an argument may be. */
function listsOf(file: string) {
  const source = readFileSync(join(ROOT, file), "utf8");
  if (!BEGINS.test(source)) return [];
  return placesIn(source).flatMap(({ node }) => {
    const elements: readonly { readonly type: string; readonly value: string }[] = node.elements ?? [];
    const isList = node.type === "ArrayExpression" && elements.length >= 3;
    if (!isList || !elements.every((one) => one?.type === "StringLiteral")) return [];
    return [{ file, values: elements.map(({ value }) => value) }];
  });
}

test("what an argument may be is listed once: a stand-in reads the list of the library", () => {
  const lists = LIBRARY.filter((file) => !file.startsWith(OF_IMPORT)).flatMap(listsOf);
  expect(lists.length).toBeGreaterThan(50);
  const again = STAND_IN.flatMap(listsOf).flatMap((own) => {
    const same = lists.filter(({ values }) => own.values.every((value) => values.includes(value)));
    return same.map(({ file }) => `${own.file}: ${own.values.join(", ")}: ${file}`);
  });
  expect(again).toEqual([]);
});

test("no test but the stand-ins states what replaces a resource, and what cannot be deleted while something refers to it", () => {
  const others = [...filesBelow("test"), ...filesBelow("lab"), ...LIBRARY].filter(
    (file) => !STAND_IN.includes(file) && file !== "test/google/one-table.test.ts",
  );
  const states = (file: string) =>
    /\b(forceNew|exactlyOneOf|atMostOneOf): \[|\bused: "(google|aws)_/.test(readFileSync(join(ROOT, file), "utf8"));
  const tables = ["facts-of-gke.ts", "facts.ts", "uses.ts"].map((name) => `test/terraform/stand-in/${name}`);
  expect(STAND_IN.filter(states)).toEqual(tables);
  expect(others.filter(states)).toEqual([]);
});
