import { App, TerraformStack } from "cdktf";
import { planRouting, type RoutingPlanOptions } from "../../lib/planning";
import { GeoRouting, readTerraform } from "../../lib/route53";
import { analyzeFailures, type RoutingPolicy } from "../../lib/routing";
import { cases } from "../support/cases";
import { fc } from "../support/property";
import { largeWorld } from "./large-world";
import { worlds } from "./worlds";

/** The analysis takes no capacity of 0. */
const LEAST = 1e-6;

/** Who is asked for too much, for how much at most, and while what is down. */
interface Found {
  readonly who: string;
  readonly down: readonly string[];
  readonly rate: number;
}

/** What the library's own analysis finds once a policy is written out as records: how much too much, by who and what is down. */
function findingsOf(policy: RoutingPolicy, options: RoutingPlanOptions): readonly Found[] {
  const { dataCenters, lastResort = {}, services } = options;
  const capacities = Object.entries(dataCenters).map(([name, { capacity }]) => [name, capacity.api || LEAST] as const);
  const stack = new TerraformStack(new App({ skipValidation: true }), "dns");
  new GeoRouting(stack, "routing", {
    zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
    routingName: "planned",
    dataCenters: Object.fromEntries(
      Object.entries(dataCenters).map(([name, { drain = false }], index) => [
        name,
        { ingress: { ipv4: `203.0.113.${index + 1}` }, drain },
      ]),
    ),
    lastResort: {
      ipv4: "198.51.100.1",
      ...(lastResort.fallBackTo && { fallBackTo: lastResort.fallBackTo, healthCheck: { hostName: "api.example.com" } }),
    },
    policies: { platform: { ...policy, hostNames: ["api.example.com"] } },
  });
  const atLastResort = lastResort.capacity?.api;
  const findings = analyzeFailures(readTerraform(stack.toTerraform()).zone, {
    demand: services.api?.demand ?? {},
    capacity: Object.fromEntries(capacities),
    ...(atLastResort !== undefined && { lastResortRequestsPerSecond: atLastResort }),
  });
  return findings.map(({ overload, down, problem }) => ({
    who: overload?.who ?? problem,
    down,
    rate: overload?.requestsPerSecond ?? 0,
  }));
}

/** What the analysis finds of a policy and not of the deployed one, or more of it. */
function addedBy(policy: RoutingPolicy, options: RoutingPlanOptions): readonly Found[] {
  const current = options.current ?? {};
  const before = findingsOf(current, options);
  return findingsOf(policy, options).filter((found) => {
    if (before.some((known) => isNoMoreThan(found, known))) return false;
    // The analysis tells a failure only where a smaller one has not the same problem: with a higher limit, it would have told this one.
    return !findingsOf(current, limitedTo(options, found)).some((known) => isNoMoreThan(found, known));
  });
}

function isNoMoreThan({ who, down, rate }: Found, known: Found): boolean {
  return known.who === who && known.down.every((one) => down.includes(one)) && rate <= known.rate * (1 + 1e-6);
}

/** The same where one of them takes almost as much as it was found to be asked for. */
function limitedTo(options: RoutingPlanOptions, { who, rate }: Found): RoutingPlanOptions {
  const capacity = { api: rate * (1 - 1e-6) };
  if (who === "last resort") return { ...options, lastResort: { ...options.lastResort, capacity } };
  const dataCenter = options.dataCenters[who];
  if (dataCenter === undefined) return options;
  return { ...options, dataCenters: { ...options.dataCenters, [who]: { ...dataCenter, capacity } } };
}

/** The analysis knows requests per second alone, and each endpoint by itself. */
const inRequests = worlds
  .filter(({ services }) => Object.keys(services).length === 1)
  .map((options) => {
    const failing = [...Object.keys(options.dataCenters), ...(options.lastResort?.fallBackTo ? ["last-resort"] : [])];
    return { ...options, failures: failing.map((name) => [name]) };
  });

describe("the library's own analysis", () => {
  test("finds nothing at a target, or after a step, that it does not find in the deployed policy", () =>
    fc.assert(
      fc.asyncProperty(inRequests, async (options) => {
        const { target, policies } = await planRouting(options);
        const some = [target, ...policies.slice(0, 2), ...policies.slice(-1)];
        expect(some.flatMap((policy) => addedBy(policy, options))).toEqual([]);
      }),
      { numRuns: cases({ some: 20, all: 60 }) },
    ));

  test.each([0, 5])("finds nothing in a plan of 246 countries: world %i", async (seed) => {
    const options = largeWorld(seed, [20_000, 0.7]);
    const { target, policies } = await planRouting(options);
    for (const policy of [target, ...policies.slice(0, 1)]) expect(findingsOf(policy, options)).toEqual([]);
  });

  test("finds it where all countries are sent to one data centre", () => {
    const options = largeWorld(0);
    const all = Object.keys(options.services.api.demand).map((code) => [code, { serveFrom: ["warsaw"] }]);
    const found = findingsOf({ countries: Object.fromEntries(all) }, options);
    expect(found.map(({ who }) => who)).toContain("warsaw");
  });
});
