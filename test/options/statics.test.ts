import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as library from "../../index";
import { ValidationError } from "../../index";
import { propertiesOf } from "../../lib/core/options-kinds";
import { OPTIONS } from "../../lib/core/options-table";
import * as workloads from "../../workloads";

/** The static methods that take an object of an options type, and the place of it, as the report of the API has them. */
const STATICS = ["index", "workloads"].flatMap((entry) => {
  const report = readFileSync(join(__dirname, "..", "..", "api", `${entry}.api.md`), "utf8");
  return [...report.matchAll(/^export (?:abstract )?class (\w+)[\s\S]*?^}/gm)].flatMap(([body, owner = ""]) =>
    [...body.matchAll(/^ {4}static (\w+)\((.*)\): /gm)].flatMap(([, method = "", parameters = ""]) => {
      const types = parameters.split(", ").map((one) => one.split(": ")[1] ?? "");
      const place = types.findIndex((type) => type in OPTIONS);
      const type = types[place];
      return type === undefined ? [] : [[`${owner}.${method}`, { owner, method, place, type }] as const];
    }),
  );
});

function refusalOf({ owner, method, place }: (typeof STATICS)[number][1], given: unknown): readonly string[] {
  const made = (library as never)[owner] ?? (workloads as never)[owner];
  try {
    (made as Record<string, (...given: unknown[]) => unknown>)[method]?.(...Array(place).fill("name"), given);
    return [];
  } catch (error) {
    // Anything else, such as a TypeError, is no answer to whoever wrote the program.
    if (!ValidationError.isValidationError(error)) throw error;
    expect(error.path).toBe(`${owner}.${method}`);
    return error.problems.map(({ property, code }) => `${property} ${code}`);
  }
}

const requiredOf = (type: string) => [...propertiesOf(type)].filter(([, { required }]) => required).map(([key]) => key);

test("the static methods with options are found", () => {
  const names = STATICS.map(([name]) => name);
  expect(names).toEqual(expect.arrayContaining(["HealthCheck.http", "Metric.pods", "Link.haVpn", "Secret.literal"]));
  expect(names.length).toBeGreaterThan(20);
});

describe.each(STATICS)("%s", (_, factory) => {
  const { type } = factory;

  test.each([[null], ["text"], [new Date()]])("refuses %s for its options", (given) => {
    expect(refusalOf(factory, given)).toEqual(["props shape"]);
  });

  test("refuses options without what is required, and names each", () => {
    const required = requiredOf(type).map((key) => `${key} shape`);
    if (required.length > 0) expect(refusalOf(factory, undefined)).toEqual(["props shape"]);
    // Of metrics outside the cluster, either of two is required.
    if (type !== "ExternalMetricOptions") expect(refusalOf(factory, {})).toEqual(required);
  });

  test("refuses a property that it does not have, and null for each that it has", () => {
    expect(refusalOf(factory, { unheardOf: 1 })).toContain("unheardOf shape");
    const keys = [...propertiesOf(type)].filter(([, { kind }]) => kind.kind !== "never").map(([key]) => key);
    const refused = refusalOf(factory, Object.fromEntries(keys.map((key) => [key, null])));
    // An object that is told from others by a value is none of its type without it.
    const isTold = [...propertiesOf(type).values()].some(({ kind }) => kind.kind === "value");
    expect([...refused].sort()).toEqual(isTold ? ["props shape"] : keys.map((key) => `${key} shape`).sort());
  });

  test("refuses a list where a text belongs", () => {
    const texts = [...propertiesOf(type)].filter(([, { kind }]) => kind.kind === "string").map(([key]) => key);
    for (const key of texts) expect(refusalOf(factory, { [key]: [null] })).toContain(`${key} shape`);
  });
});

test("a list with a hole is refused, as one with nothing in it", () => {
  const hole = new Array(1);
  const given = { project: "acme", region: "europe-west1", zones: hole, serviceName: "api", clusterName: "web" };
  expect(() => library.ClusterBackend.fromClusterBackendAttributes(given as never)).toThrow(
    "zones.0: got nothing, expected a string",
  );
});

test("the annotations of autoneg need their options", () => {
  expect(() => library.autonegAnnotations({} as never)).toThrow(
    "autonegAnnotations: loadBalancerName: got nothing, expected a string",
  );
});
