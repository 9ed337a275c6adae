import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import * as library from "../../index";
import { HostedZone, ValidationError } from "../../index";
import { checkShape } from "../../lib/core/options-shape";
import { OPTIONS } from "../../lib/core/options-table";
import { Problems } from "../../lib/core/problems";
import { SMALL_PLATFORM } from "../support/platform";

// The options of constructs and of static methods are in constructs.test.ts and statics.test.ts: here are all others.

const { zone } = library.readTerraform({});
const PLAN = { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" };
const RECORD = { recordName: "www.example.com", type: "CNAME", values: ["example.net"], ttlSeconds: 300 };

function inZone(use: (stack: TerraformStack, zone: HostedZone) => unknown): void {
  const stack = new TerraformStack(new App(), "stack");
  use(stack, new HostedZone(stack, "zone", { zoneName: "example.com" }));
}

/** What takes options, as a program in plain JavaScript calls it. */
const CALLS: Readonly<Record<string, (given: never) => unknown>> = {
  addressPlanTable: (given) => library.addressPlanTable(given, {}),
  "addressPlanTable, regions": (given) => library.addressPlanTable(PLAN, given),
  analyzeFailures: (given) => library.analyzeFailures(given),
  "analyzeFailures, options": (given) => library.analyzeFailures(zone, given),
  "analyzeFailures, rules": (given) => library.analyzeFailures(zone, {}, given),
  autonegAnnotations: (given) => library.autonegAnnotations(given),
  compareWithGeoLocations: (given) => library.compareWithGeoLocations(given),
  latencyByDistance: (given) => library.latencyByDistance(given),
  locationName: (given) => library.locationName(given),
  monthlyCost: (given) => library.monthlyCost(given, 1),
  readTerraform: (given) => library.readTerraform(given),
  routingChanges: (given) => library.routingChanges(given, zone),
  "routingChanges, after": (given) => library.routingChanges(zone, given),
  routingTables: (given) => library.routingTables(given),
  simulate: (given) => library.simulate({}, given),
  "HostedZone.addRecord": (given) => inZone((stack, made) => made.addRecord(stack, "record", given)),
  "HostedZone.delegate": (given) => inZone((_, made) => made.delegate("child", given)),
};

/** What is not for options of a user's. */
const NOT_OF_USERS: Readonly<Record<string, string>> = {
  "Certificates.bind": "called by what has validated its options",
  "Link.bind": "called by what has validated its options",
  "ResourceRole.bind": "called by what has validated its options",
  "PlatformStack.useAws": "for stacks of this library",
  "RegionalCluster.addNodePool": "the node pool validates its options",
  afterStep: "refuses in test/planning/after/after-step.test.ts",
  backtest: "refuses in test/planning/backtest/backtest.test.ts",
  measureGain: "refuses in test/planning/gain/measure-gain.test.ts",
  planRouting: "rejects, and does not throw: test/planning/limits.test.ts",
  "SimulatedZone.*": "asked by the analysis for every place and every outage",
};

/** The functions and methods of the API's report that take an options type. */
function named(): readonly string[] {
  const report = readFileSync(join(__dirname, "..", "..", "api", "index.api.md"), "utf8");
  const takesOptions = (parameters: string) => (parameters.match(/\w+/g) ?? []).some((word) => word in OPTIONS);
  const functions = [...report.matchAll(/^export function (\w+)\(([\s\S]*?)\): /gm)];
  const methods = [...report.matchAll(/^export (?:abstract )?class (\w+)[\s\S]*?^}/gm)].flatMap(([body, owner]) =>
    [...body.matchAll(/^ {4}(?:abstract |protected )?(\w+)\((.*)\): /gm)].map(([, name, parameters]) => [
      "",
      `${owner}.${name}`,
      parameters,
    ]),
  );
  return [...functions, ...methods]
    .filter(([, , parameters = ""]) => takesOptions(parameters))
    .map(([, name = ""]) => name);
}

test("every function and every method with options is called here, or is not for options of a user's", () => {
  const known = [...Object.keys(CALLS), ...Object.keys(NOT_OF_USERS)];
  expect(named()).toEqual(expect.arrayContaining(["addressPlanTable", "HostedZone.addRecord"]));
  expect(named().filter((name) => !known.includes(name) && !known.includes(name.replace(/\..*/, ".*")))).toEqual([]);
});

/** What a call refuses; anything but a refusal in words is no answer to whoever wrote the program. */
function refusalsOf(call: () => unknown): readonly string[] {
  try {
    call();
    return [];
  } catch (error) {
    if (!ValidationError.isValidationError(error)) throw error;
    return error.message.split("\n");
  }
}

describe.each(Object.entries(CALLS))("%s", (name, call) => {
  test.each([[null], ["text"], [7], [new Date()]])("refuses %s in words", (given) => {
    expect(refusalsOf(() => call(given as never)).join("\n")).toMatch(/: got /);
  });

  test("names the function and the property", () => {
    const path = name.startsWith("HostedZone.")
      ? /^(stack\/zone|HostedZone\.addRecord): \w/
      : new RegExp(`^${name.split(",")[0]}: \\w`);
    for (const line of refusalsOf(() => call(null as never))) expect(line).toMatch(path);
  });
});

describe("a wrong shape is refused to the letter", () => {
  const of = (name: string, given: unknown) => refusalsOf(() => CALLS[name]?.(given as never));

  test.each([
    [
      "addressPlanTable",
      { ...PLAN, pdos: "10.0.0.0/8" },
      "plan.pdos: is not a property of AddressPlan: did you mean pods?",
    ],
    ["addressPlanTable, regions", { "europe-west1": null }, "regions.europe-west1: got null, expected an object"],
    ["addressPlanTable, regions", { "": {} }, 'regions: got "", expected keys that are not empty'],
    [
      "analyzeFailures, options",
      { demnd: {} },
      "demnd: is not a property of FailureAnalysisOptions: did you mean demand?",
    ],
    ["analyzeFailures, options", { capacity: { "": 1 } }, 'capacity: got "", expected keys that are not empty'],
    ["analyzeFailures, rules", { countries: null }, "rules.countries: got null, expected a value"],
    ["routingTables", { ...zone, isAnswered: null }, "answers.isAnswered: got null, expected a function"],
    [
      "HostedZone.addRecord",
      { ...RECORD, ttl: 5 },
      "ttl: is not a property of DnsRecordOptions: did you mean ttlSeconds?",
    ],
    ["HostedZone.addRecord", { ...RECORD, values: [""] }, 'values.0: got "", expected a string that is not empty'],
    ["HostedZone.addRecord", { ...RECORD, values: [null] }, "values.0: got null, expected a string"],
    ["HostedZone.addRecord", { ...RECORD, ttlSeconds: "5" }, 'ttlSeconds: got "5", expected a number'],
  ])("%s", (name, given, line) => {
    expect(of(name, given)).toContain(`${name.split(",")[0]}: ${line}`);
  });

  test.each([
    ["dependsOn", [null], "dependsOn.0: got null, expected a resource, a data source or a module"],
    ["dependsOn", ["network"], 'dependsOn.0: got "network", expected a resource, a data source or a module'],
  ])("%s of a construct", (property, given, line) => {
    const stack = new TerraformStack(new App(), "stack");
    const props = { networkName: "acme", regions: {}, [property]: given };
    expect(refusalsOf(() => new library.GlobalNetwork(stack, "network", props as never))).toContain(
      `stack/network: ${line}`,
    );
  });

  test("an empty key, in any map of a platform", () => {
    const maps = ["clusters", "services", "dataCenters", "labels"] as const;
    const spoilt = Object.fromEntries(maps.map((map) => [map, { ...SMALL_PLATFORM[map as "clusters"], "": {} }]));
    const props = { ...SMALL_PLATFORM, ...spoilt };
    const lines = refusalsOf(() =>
      Problems.of("acme", (problems) => checkShape(problems, props, "HybridPlatformProps")),
    );
    for (const map of maps) expect(lines).toContain(`acme: ${map}: got "", expected keys that are not empty`);
  });

  test("an empty key of links", () => {
    const dataCenters = {
      paris: {
        ...SMALL_PLATFORM.dataCenters?.paris,
        links: {
          "": library.Link.partnerInterconnect({
            region: "europe-west1",
            attachments: { a: { edgeAvailabilityDomain: 1 } },
          } as never),
        },
      },
    };
    const lines = refusalsOf(
      () => new library.HybridPlatform(new App(), "acme", { ...SMALL_PLATFORM, dataCenters } as never),
    );
    expect(lines).toContain('acme: dataCenters.paris.links: got "", expected keys that are not empty');
  });
});

test("a zone of a backend that is not written as one is refused", () => {
  const attributes = { project: "acme", region: "europe-west1", serviceName: "api", clusterName: "web" };
  const made = (zones: readonly string[]) =>
    refusalsOf(() => library.ClusterBackend.fromClusterBackendAttributes({ ...attributes, zones }));
  const name = "ClusterBackend.fromClusterBackendAttributes: zones";
  expect(made([""])).toEqual([`${name}.0: got "", expected a string that is not empty`]);
  expect(made(["b"])).toEqual([`${name}: got "b", expected a zone of europe-west1: "europe-west1-b"`]);
  expect(made([])).toEqual([`${name}: got [], expected at least one zone`]);
  expect(made(["europe-west1-b", "europe-west1-b"])).toEqual([
    `${name}: got ["europe-west1-b","europe-west1-b"], expected each zone once`,
  ]);
  expect(made(["europe-west1-b"])).toEqual([]);
});
