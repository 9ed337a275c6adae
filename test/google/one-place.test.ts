import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FRONT_END_RANGES } from "../../lib/google/front-ends";
import { GOOGLE_RESOURCE_TYPES } from "../../lib/google/resource-types";
import { ROLES } from "../../lib/google/roles";

const REPOSITORY = join(__dirname, "..", "..");

/** Facts of Google's by how they look where they are stated, and the one file that states them. */
const FACTS: readonly { readonly fact: string; readonly looks: RegExp; readonly place: string }[] = [
  { fact: "predefined roles", looks: /["`']roles\/[\w.]+|["`']roles\/\$/, place: "lib/google/roles.ts" },
  {
    fact: "where load balancers and Identity-Aware Proxy come from",
    looks: /35\.191\.0\.0\/16|130\.211\.0\.0\/22|2600:2d00:1:\w+::\/64|35\.235\.240\.0\/20/,
    place: "lib/google/front-ends.ts",
  },
  {
    fact: "where Google's APIs are reached privately",
    looks: /199\.36\.153\.\d+/,
    place: "lib/google/front-ends.ts",
  },
  { fact: "where Cloud DNS comes from", looks: /(?<!ranges: )"35\.199\.192\.0\/19/, place: "lib/google/front-ends.ts" },
  {
    fact: "the grammar of regions and zones",
    looks: /(\[a-z\]|\[a-z0-9\]|\\w)\+-(\[a-z\]|\[a-z0-9\]|\\w)\+(\[0-9\]|\\d)?/,
    place: "lib/google/zones.ts",
  },
  {
    fact: "the pool of workload identities",
    looks: /svc\.id\.goog|["`']\.id\.goog|\.svc\.id/,
    place: "lib/google/service-accounts.ts",
  },
  { fact: "the form of a key's name", looks: /keyRings(\\\/|\/["`$'])/, place: "lib/google/kms-key.ts" },
  {
    fact: "the APIs of what a platform has only where it is asked for",
    looks: /"(gkehub|gkebackup|servicenetworking|secretmanager)"/,
    place: "lib/google/resource-types.ts",
  },
  { fact: "the form of labels", looks: /\[(a-z0-9_-|\\w-|-\\w|a-z\\d_-)\]\{0,6[23]\}/, place: "lib/google/labels.ts" },
];

/** Examples of what a user may write, in the words of a refusal. */
const EXAMPLES = ["roles/pubsub.editor"];

/** A template is text and imports nothing: what it repeats is compared below. */
const TEMPLATE = "formula/hybrid-kubernetes/files/haproxy.cfg.jinja";

const sources = ["lib", "stacks", "formula", "lab"].flatMap((folder) =>
  readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(REPOSITORY.length + 1))
    .filter((file) => file !== TEMPLATE),
);

/** The text of a file without comments, which may speak of a fact. */
function codeOf(file: string): string {
  const text = readFileSync(join(REPOSITORY, file), "utf8");
  if (!file.endsWith(".ts")) return text;
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/.*$/gm, "");
  return EXAMPLES.reduce((rest, example) => rest.replaceAll(`"${example}"`, ""), code);
}

test.each(FACTS)("$fact: they are stated in one place", ({ looks, place }) => {
  expect(sources.filter((file) => file.endsWith(".ts")).length).toBeGreaterThan(200);
  expect(sources.filter((file) => looks.test(codeOf(file)))).toEqual([place]);
});

test("the template of HAProxy lets in the load balancers that the library knows", () => {
  const [, list = ""] = /set google = (\[.*\])/.exec(readFileSync(join(REPOSITORY, TEMPLATE), "utf8")) ?? [];
  expect(JSON.parse(list)).toEqual(FRONT_END_RANGES.ipv4);
});

test("each role is needed by a type of resource or granted by a construct", () => {
  const needed = new Set<unknown>(GOOGLE_RESOURCE_TYPES.flatMap(({ deployer, planner }) => [...deployer, ...planner]));
  const constructs = sources
    .filter((file) => !file.startsWith("lib/google/"))
    .map(codeOf)
    .join("\n");
  const unused = Object.entries(ROLES).filter(
    ([key, role]) => !needed.has(role) && !new RegExp(`\\bROLES\\.${key}\\b`).test(constructs),
  );
  expect(unused).toEqual([]);
});
