import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import * as library from "../../index";
import * as workloads from "../../workloads";
import { everything } from "./program";

const ROOT = join(__dirname, "..", "..");

/** The public properties of each class in the reports of the API, by its name. */
const PUBLIC = new Map(
  ["index", "workloads"].flatMap((name) => {
    const report = readFileSync(join(ROOT, "api", `${name}.api.md`), "utf8");
    return [...report.matchAll(/^export (?:abstract )?class (\w+)[\s\S]*?^}/gm)].map(([body, owner = ""]) => {
      const properties = [...body.matchAll(/^ {4}(?:abstract )?(?:readonly |get )(\w+)/gm)];
      return [owner, properties.map(([, property = ""]) => property)] as const;
    });
  }),
);

/** The names of an object's class and of those that it extends. */
function classesOf(object: object): readonly string[] {
  const above = Object.getPrototypeOf(object);
  return above === null ? [] : [above.constructor.name, ...classesOf(above)];
}

/** What the public properties of an object hold. */
const heldBy = (object: object): readonly unknown[] =>
  classesOf(object)
    .flatMap((name) => PUBLIC.get(name) ?? [])
    .map((property) => (object as Record<string, unknown>)[property]);

/** All resources that can be reached from some constructs by public properties, lists, maps and plain objects on the way. */
function reachable(from: readonly unknown[]): ReadonlySet<unknown> {
  const seen = new Set<unknown>();
  const left = [...from];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one !== "object" || one === null || seen.has(one)) continue;
    seen.add(one);
    if (one instanceof TerraformResource) continue;
    const isCollection = one instanceof Map || one instanceof Set || Array.isArray(one);
    const isPlain = Object.getPrototypeOf(one) === Object.prototype;
    left.push(...(isCollection ? one.values() : isPlain ? Object.values(one) : heldBy(one)));
  }
  return seen;
}

/** What is no public property, by the construct that makes it. */
const HIDDEN = Object.fromEntries(
  [...readFileSync(join(ROOT, "docs", "customize.md"), "utf8").matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(
    ([, owner, types = ""]) => [owner, [...types.matchAll(/`(\w+)`/g)].map(([, type]) => type)],
  ),
);

test("every resource is a public property of its construct, or in the table of docs/customize.md", () => {
  const app = new App({ skipValidation: true });
  everything(app);
  const all = app.node.findAll();
  const exported = new Set<unknown>(Object.values({ ...library, ...workloads }));
  const isOurs = (one: IConstruct) => exported.has(one.constructor) && !TerraformStack.isStack(one);
  const found = reachable(all.filter((one) => exported.has(one.constructor)));
  const hidden = new Map<string, Set<string>>();
  for (const one of all) {
    // What a program or a stack makes for itself has no such owner.
    const owner = one.node.scopes.reverse().find(isOurs)?.constructor.name;
    if (!(one instanceof TerraformResource) || found.has(one) || owner === undefined) continue;
    hidden.set(owner, (hidden.get(owner) ?? new Set()).add(one.terraformResourceType));
  }
  expect(Object.fromEntries([...hidden].sort().map(([owner, types]) => [owner, [...types].sort()]))).toEqual(HIDDEN);
});
