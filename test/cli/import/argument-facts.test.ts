import { factsOf, isReplacing, TYPES_WITH_FACTS } from "../../../lib/cli/import/argument-facts";
import { IMPORTABLE } from "../../../lib/cli/import/importable-types";
import { readFacts } from "../../changes/facts";
import { FACTS } from "../../terraform/stand-in/facts";
import type { Block } from "../../terraform/stand-in/schema";
import { schemaFromBindings } from "../../terraform/stand-in/schema-from-bindings";

const used = { resources: TYPES_WITH_FACTS, dataSources: [] };
const schemas = { ...schemaFromBindings("google", used).resources, ...schemaFromBindings("aws", used).resources };

/** What the schema has at a path. */
function argumentAt(block: Block | undefined, [name = "", ...rest]: readonly string[]): string | undefined {
  if (block === undefined) return undefined;
  if (rest.length > 0) {
    const nested = block.blocks[name]?.block;
    return nested === undefined ? (name in block.attributes ? "object" : undefined) : argumentAt(nested, rest);
  }
  const attribute = block.attributes[name];
  return attribute === undefined
    ? name in block.blocks
      ? "block"
      : undefined
    : attribute.computed
      ? "computed"
      : "given";
}

const ALL = TYPES_WITH_FACTS.flatMap((type) => factsOf(type).map((fact) => [type, fact] as const));

test("each argument of the tables is one of its type", () => {
  const unknown = ALL.filter(([type, { path }]) => argumentAt(schemas[type], path.split(".")) === undefined);
  expect(unknown.map(([type, { path }]) => `${type} ${path}`)).toEqual([]);
});

test("those that the provider keeps are computed, as its schema says, and no others", () => {
  const wrong = ALL.filter(([type, { path, isKept }]) => {
    const said = argumentAt(schemas[type], path.split("."));
    // Bindings do not tell which blocks are computed.
    return said === "given" ? isKept : said === "computed" && !isKept;
  });
  expect(wrong.map(([type, { path }]) => `${type} ${path}`)).toEqual([]);
});

/** Arguments that tell a resource from others: its id. */
const OF_IDS = ["name", "project", "region", "zone", "location", "cluster", "router", "account_id", "service", "map"];

test("all that the real providers replaced a resource for is in the table, and nothing that they update", () => {
  const facts = Object.entries(readFacts().arguments).filter(([type]) => TYPES_WITH_FACTS.includes(type));
  const wrong = facts.flatMap(([type, paths]) =>
    Object.entries(paths).flatMap(([path, plans]) => {
      if (OF_IDS.includes(path) || path === "ip_cidr_range") return [];
      const all = Object.values(plans);
      const isSure = all.every((plan) => plan === "replaced" || plan === "in place");
      const replaced = all.includes("replaced");
      return isSure && replaced !== isReplacing(type, path) ? [`${type} ${path}: ${all.join(", ")}`] : [];
    }),
  );
  expect(wrong).toEqual([]);
});

test("all that a stand-in replaces a resource for is in the table", () => {
  const types = TYPES_WITH_FACTS.filter((type) => type in FACTS);
  const missing = types.flatMap((type) =>
    (FACTS[type]?.forceNew ?? [])
      .filter((path) => !OF_IDS.includes(path) && !isReplacing(type, path))
      .map((path) => `${type} ${path}`),
  );
  expect(missing).toEqual([]);
});

test("each type with facts can be imported, and each that can be imported has facts", () => {
  const ofGoogle = TYPES_WITH_FACTS.filter((type) => type.startsWith("google_"));
  expect([...ofGoogle, "google_compute_address"].sort()).toEqual(Object.keys(IMPORTABLE).sort());
});
