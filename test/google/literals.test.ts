import { isKnownRegion } from "../../lib/google/regions";
import { GOOGLE_RESOURCE_TYPES, WITHOUT_GOOGLE } from "../../lib/google/resource-types";
import { filesBelow } from "../support/import-graph";
import { type Literal, literalsOf } from "../support/literals";

/**
 * Every text of every program is read here, and each name of the outer world that is in one must have its place. What is new is
 * found without being listed: it needs a line here, or a table of its own.
 */
const GENERATED = "lib/core/options-table.ts";
const FILES = [...filesBelow("lib"), ...filesBelow("stacks")].filter((file) => file !== GENERATED);
const LITERALS = FILES.flatMap((file) => literalsOf(file));

/** A kind of fact: how it looks inside a text, whose examples are no facts, and the files that state it. */
interface Kind {
  readonly what: string;
  readonly looks: RegExp;
  /** Of an example in the words of a refusal, which teach how it is written. */
  readonly isExample: (found: string, literal: Literal) => boolean;
  readonly places: readonly string[];
}

const no = () => false;
const isInWords = (_: string, { text }: Literal) => / /.test(text) && /: "|such as "|, "/.test(text);

/** Of ranges that a user may choose freely, what a refusal shows: `got …, expected an IPv4 range …: "10.0.0.0/12"`. */
const SHOWN: readonly string[] = [
  ["10.0.0.0/12", "10.64.0.0/10", "10.32.0.0/13", "10.4.0.0/18", "10.56.0.0/16", "10.60.0.0/23", "10.255.0.0/29"],
  ["10.128.0.11", "fd00:128::b"],
].flat();

/** Ranges and addresses that RFC 5737 and RFC 3849 keep for documentation. */
const DOCUMENTATION = /^(192\.0\.2|198\.51\.100|203\.0\.113)\.|^2001:db8:/;

const KINDS: readonly Kind[] = [
  {
    what: "a host name of Google's, or a name that is made of one",
    looks: /[\w.-]*(?<![a-z])(google(apis)?\.com|googleapis_com|gcr\.io|pkg\.dev|gserviceaccount\.com|gke\.io)\b/g,
    isExample: no,
    places: ["lib/core/node-labels.ts", "lib/google/hosts.ts"],
  },
  {
    what: "a host name of others, or a group of an API of Kubernetes",
    looks: /(?<![\w.@-])[a-z][\w-]*(\.[a-z][\w-]*)*\.(com|io|org|net|dev|goog)(?![\w.])/g,
    isExample: (found) => /(^|\.)example\.com$/.test(found),
    places: [
      "lib/core/node-labels.ts", // labels and taints of nodes, at GKE and in data centres
      "lib/data-center/calico.ts", // the APIs of Calico and of its operator
      "lib/data-center/node-data.ts", // the package of containerd, as Docker calls it
      "lib/google/hosts.ts",
      "lib/load-balancing/autoneg.ts", // the controller's annotation
      "lib/pictures/draw/stand-alone.ts", // the name space of SVG
      "lib/pipeline/pipeline.ts", // who signs the tokens of pipelines
      "lib/route53/aws-services.ts",
      "lib/route53/caa-record.ts", // names of certificate authorities, as their CAA records have them
      "lib/workloads/api-groups.ts",
    ],
  },
  {
    what: "a range or an address",
    looks:
      /(?<![\w.:])(\d{1,3}(\.\d{1,3}){3}|(?=[0-9a-f:]*[0-9a-f/])[0-9a-f]{0,4}:[0-9a-f]{0,4}:[0-9a-f:]*)(\/\d{1,3})?(?![\w.:])/g,
    isExample: (found, literal) => SHOWN.includes(found) || DOCUMENTATION.test(found) || isInWords(found, literal),
    places: [
      "lib/core/special-ranges.ts",
      "lib/google/front-ends.ts",
      "lib/links/link-local.ts", // what AWS and Google keep of the link-local addresses
      "lib/network/range-checks.ts", // Docker's own bridge
    ],
  },
  {
    what: "a region or a zone of Google Cloud",
    looks: /\b(africa|asia|australia|europe|me|northamerica|southamerica|us)-[a-z]+\d+(-[a-z]\b)?/g,
    isExample: isInWords,
    places: ["lib/google/regions.ts", "lib/gke/gpus/accelerator-catalogue.ts"],
  },
  {
    what: "a region of AWS",
    looks:
      /\b(af|ap|ca|eu|il|me|mx|sa|us)-(central|east|north|northeast|northwest|south|southeast|southwest|west)-\d\b/g,
    isExample: isInWords,
    places: ["lib/route53/aws-services.ts", "lib/routing/health-check-profile.ts"],
  },
  {
    what: "a predefined role",
    looks: /\broles\/[\w.]+/g,
    isExample: isInWords,
    places: ["lib/google/roles.ts"],
  },
  {
    what: "a member of a policy: a service account, a pool of identities",
    looks: /\b(serviceAccount:|svc\.id\.goog)/g,
    isExample: no,
    places: ["lib/google/service-accounts.ts"],
  },
];

/** What is found of a kind in texts: the file, the line, and what. */
function found({ looks, isExample }: Kind, literals: readonly Literal[] = LITERALS) {
  return literals.flatMap((literal) =>
    [...literal.text.matchAll(looks)]
      .map(([text]) => text)
      .filter((text) => !isExample(text, literal))
      .map((text) => ({ file: literal.file, at: `${literal.file}:${literal.line}`, text })),
  );
}

describe.each(KINDS)("$what", (kind) => {
  const all = found(kind);

  test("stands in its place alone", () => {
    const elsewhere = all.filter(({ file }) => !kind.places.includes(file));
    expect(elsewhere.map(({ at, text }) => `${at}: ${text}`)).toEqual([]);
  });

  test("is found in each place that is named", () => {
    const files = new Set(all.map(({ file }) => file));
    expect(kind.places.filter((place) => !files.has(place))).toEqual([]);
  });
});

/** The same region is a key of several lists: of who has which accelerator, and where health checkers are. */
const LISTS = ["lib/gke/gpus/accelerator-catalogue.ts", "lib/routing/health-check-profile.ts"];

test("each fact is stated once: none stands in two texts", () => {
  const places = new Map<string, string[]>();
  for (const { at, text } of KINDS.flatMap((kind) => found(kind)).filter(({ file }) => !LISTS.includes(file))) {
    // A name of Google's is one of a host, too.
    const known = places.get(text) ?? [];
    if (!known.includes(at)) places.set(text, [...known, at]);
  }
  const twice = [...places].filter(([, at]) => at.length > 1).map(([text, at]) => `${text}: ${at.join(", ")}`);
  expect(twice).toEqual([]);
});

test("an accelerator is in regions that are known", () => {
  const texts = LITERALS.filter(({ file }) => file === LISTS[0]).map(({ text }) => text);
  const named = texts.filter((text) => /^[a-z]+-[a-z]+\d+$/.test(text) && !text.startsWith("nvidia"));
  expect(named.length).toBeGreaterThan(90);
  expect(named.filter((region) => !isKnownRegion(region))).toEqual([]);
});

test("a type of resource that is read is one of the table", () => {
  const known = new Set([...GOOGLE_RESOURCE_TYPES.flatMap(({ types }) => types), ...WITHOUT_GOOGLE]);
  const named = LITERALS.flatMap(({ file, text }) =>
    [...text.matchAll(/\bgoogle_[a-z]+_[a-z_]+/g)].map(([type]) => [file, type] as const),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(([, type]) => !known.has(type) && !known.has(`data.${type}`))).toEqual([]);
});

describe("the reader of texts", () => {
  const spoil = (source: string) =>
    KINDS.flatMap((kind) => found(kind, literalsOf("lib/spoilt.ts", source))).map(({ text }) => text);

  test.each([
    ["a text", 'const host = "pubsub.googleapis.com";', "pubsub.googleapis.com"],
    ["a template", "const url = `https://$" + "{api}.googleapis.com/v1`;", "googleapis.com"],
    ["a pattern", "const own = /@acme\\.iam\\.gserviceaccount\\.com$/;", "gserviceaccount.com"],
    ["a name of Prometheus", 'const query = "pubsub_googleapis_com:topic_count";', "pubsub_googleapis_com"],
    ["a key of an object", 'const ranges = { "10.0.0.0/8": true };', "10.0.0.0/8"],
    ["IPv6", 'const all = "::/0";', "::/0"],
    ["a zone", "const zone = `europe-west1-b`;", "europe-west1-b"],
    ["a region of AWS", 'const region = "eu-central-1";', "eu-central-1"],
    ["a role", 'const role = "roles/editor";', "roles/editor"],
    ["a member", "const member = `serviceAccount:$" + "{email}`;", "serviceAccount:"],
  ])("finds a fact in %s", (_, source, text) => {
    expect(spoil(source).some((one) => one.includes(text))).toBe(true);
  });

  test.each([
    ["a comment", "// As compute.googleapis.com does with 10.0.0.0/8.\nconst one = 1;"],
    ["a type", 'type Region = "europe-west1";'],
    ["an example in a refusal", "const words = 'a region of Google Cloud: \"europe-west1\"';"],
    ["an import", 'import { one } from "@acme/europe-west1";'],
  ])("passes over %s", (_, source) => {
    expect(spoil(source)).toEqual([]);
  });
});
