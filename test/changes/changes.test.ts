import { readFileSync } from "node:fs";
import { MODEL } from "../support/option-places";
import { pinnedVersion, readFacts } from "./facts";
import { differencesOf, type FoundChange, foundChanges } from "./found-changes";
import { judge } from "./judge";
import { changesPage, PAGE_FILE } from "./page";
import { optionLabels } from "./sections";
import { GIVEN, IN_WORDS, JUDGED, TOGETHER, VALUES } from "./values";

const found = foundChanges();
const facts = readFacts();
const known = new Set(found.options.map(({ option }) => option));

test("each option has a pair of programs that differ in it, or a reason why it has none", () => {
  const without = found.options.filter(
    ({ option, pairs }) => pairs.length === 0 && !JUDGED.has(option) && !(option in IN_WORDS),
  );
  expect(without.map(({ option }) => option)).toEqual([]);
  expect(found.options.filter(({ pairs }) => pairs.length > 0).length).toBeGreaterThan(500);
});

test("each option of the tables of values is one that users write", () => {
  const named = [...Object.keys({ ...VALUES, ...GIVEN, ...TOGETHER, ...IN_WORDS }), ...JUDGED];
  expect(named.filter((option) => !known.has(option))).toEqual([]);
});

test("each argument that an option changes has a fact of its provider", () => {
  const open = differencesOf(found).flatMap((one) => judge(one, facts).open);
  const named = open.map(
    ({ after: { type }, at }) => `${type}: ${[...at].map(([path, how]) => `${path} ${how}`).join(", ")}`,
  );
  expect([...new Set(named)]).toEqual([]);
});

test("the facts are of the providers that the bindings are of", () => {
  const names = Object.keys(facts.providers);
  expect(names.sort()).toEqual(["aws", "google", "kubernetes"]);
  expect(names.map((name) => facts.providers[name]?.bindings)).toEqual(names.map(pinnedVersion));
  expect(facts.providers.google?.asked).toBe(pinnedVersion("google"));
});

test("docs/changes.md is what these facts say: npm run changes -- --update", () => {
  expect(readFileSync(PAGE_FILE, "utf8")).toBe(changesPage(found, facts));
});

test("each option that changes something is on the page, under a construct", () => {
  const labels = optionLabels();
  expect(found.options.filter(({ option }) => !labels.has(option)).map(({ option }) => option)).toEqual([]);
});

const CHANGE_REPLACES = /\b[Aa] change (of any of it |of one )?(replaces|makes)\b/;

/** What documents that a change of an option replaces something: its own doc comment, and that of the type that declares it. */
function docsOf(option: string): readonly [own: string, type: string] {
  const type = option.slice(0, option.lastIndexOf("."));
  const { doc = "", properties = {} } = MODEL.types[type] ?? {};
  const texts = [properties[option.slice(type.length + 1)]?.doc ?? "", doc];
  return texts.map((text) => text.replaceAll(/\s+/g, " ")) as [string, string];
}

/** What nobody wants to lose by surprise. Of what exists already, and of a map of things, the name says all. */
const DEAR = [
  "google_container_cluster",
  "google_container_node_pool",
  "google_compute_vpn_tunnel",
  "google_compute_interconnect_attachment",
];
const WITHOUT_A_WORD =
  /^(\w+Attributes|ExistingCluster(Options)?\.\w+|(ClusterStackProps|NetworkOptions|ClusterOptions)\.existing|LinksStackProps\.links|DataCenterOptions\.links|NamedOptions\.name)\b/;

function replaces({ pairs }: FoundChange, isMeant: (type: string) => boolean): boolean {
  return pairs.some(({ difference }) =>
    judge(difference, facts).effects.some(({ does, resource }) => does === "replaced" && isMeant(resource.type)),
  );
}

test("an option whose change replaces a cluster, a pool, a tunnel or an attachment documents it", () => {
  const replacing = found.options
    .filter((one) => replaces(one, (type) => DEAR.includes(type)))
    .map(({ option }) => option);
  const silent = replacing.filter(
    (option) => !WITHOUT_A_WORD.test(option) && !docsOf(option).some((text) => CHANGE_REPLACES.test(text)),
  );
  expect(replacing.length).toBeGreaterThan(50);
  expect(silent).toEqual([]);
});

test("an option that documents that a change replaces something replaces something", () => {
  const documented = found.options.filter(
    ({ option, pairs }) => pairs.length > 0 && CHANGE_REPLACES.test(docsOf(option)[0]),
  );
  expect(documented.length).toBeGreaterThan(20);
  expect(documented.filter((one) => !replaces(one, () => true)).map(({ option }) => option)).toEqual([]);
});
