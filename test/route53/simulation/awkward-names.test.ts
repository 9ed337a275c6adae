import { readOutputFolder } from "../../../lib/cli/output-folder";
import { picture } from "../../../lib/cli/picture";
import { routing } from "../../../lib/cli/routing";
import { GeoRouting, readTerraform } from "../../../lib/route53";
import { analyzeFailures, inCountry, type Route } from "../../../lib/routing";
import { Behaviours } from "../../../lib/routing/analysis/behaviour";
import { sharesText } from "../../../lib/routing/analysis/words";
import { HybridPlatform } from "../../../stacks";
import { outputFolder } from "../../support/command-line";
import { SMALL_PLATFORM } from "../../support/platform";
import { fc } from "../../support/property";
import { type Block, resourcesOf, synthesizeStack } from "../../support/synthesize";

/** Every word that stands in a name or an identifier of a record, and names as long as they may be. */
const AWKWARD = [
  "primary",
  "secondary",
  "last-resort",
  "data-centers",
  "chain",
  "share",
  "set",
  "geo",
  "geo-default",
  "default",
  "chain-of-stores",
  "market-share",
  "group",
  "routing-test",
  "a".repeat(32),
  `${"a".repeat(31)}b`,
];

const dataCentersOf = (names: readonly string[], requestsPerSecond?: number) =>
  Object.fromEntries(
    names.map((name, index) => [name, { ingress: { ipv4: `203.0.113.${index + 1}` }, requestsPerSecond }] as const),
  );

/** The records of a policy with one route, for France. */
const recordsOf = (names: readonly string[], route: Route, policyName = "platform"): Block =>
  synthesizeStack(
    (stack) =>
      new GeoRouting(stack, "routing", {
        zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
        routingName: "test",
        dataCenters: dataCentersOf(names),
        lastResort: { ipv4: "198.51.100.1" },
        policies: { [policyName]: { hostNames: ["api.example.com"], countries: { FR: route } } },
      }),
  );

const groups = fc
  .tuple(fc.shuffledSubarray(AWKWARD, { minLength: 1, maxLength: 5 }), fc.array(fc.boolean(), { minLength: 5 }))
  .map(([names, joined]) => {
    const tiers: string[][] = [];
    names.forEach((name, index) => {
      if (index > 0 && joined[index]) tiers.at(-1)?.push(name);
      else tiers.push([name]);
    });
    return tiers;
  });

test("whatever data centres are called, each is known by its name, healthy or down, and the policy decides", () => {
  fc.assert(
    fc.property(groups, fc.constantFrom(...AWKWARD), (tiers, policyName) => {
      const names = tiers.flat();
      const { zone } = readTerraform(recordsOf(names, { serveFrom: tiers }, policyName));
      expect([...zone.endpoints].sort()).toEqual([...names].sort());
      const behaviours = Behaviours.among(zone);
      const [question] = zone.questions;
      for (let bits = 0; bits < 2 ** names.length; bits++) {
        const down = names.filter((_, index) => bits & (1 << index));
        const healthy = tiers
          .map((tier) => tier.filter((name) => !down.includes(name)))
          .find((tier) => tier.length > 0) ?? ["last resort"];
        const share = `${Math.round(1000 / healthy.length) / 10} %`;
        const expected = [...healthy].sort().map((name) => `${share} ${name}`);
        if (question === undefined) throw new Error("there is no name to ask for");
        expect(sharesText(behaviours.shares(question, inCountry("FR"), down))).toBe(expected.join(", "));
      }
    }),
    { numRuns: 40 },
  );
});

test("no name and no label is longer than DNS allows, and no two records are one", () => {
  fc.assert(
    fc.property(groups, fc.constantFrom(...AWKWARD), (tiers, policyName) => {
      const records = Object.values(
        resourcesOf(recordsOf(tiers.flat(), { serveFrom: tiers }, policyName), "aws_route53_record"),
      );
      for (const { name } of records) {
        expect(name.length).toBeLessThanOrEqual(253);
        expect(Math.max(...name.split(".").map((label: string) => label.length))).toBeLessThanOrEqual(63);
      }
      const keys = records.map(({ name, set_identifier }) => `${name} ${set_identifier}`);
      expect(new Set(keys).size).toBe(keys.length);
    }),
    { numRuns: 40 },
  );
});

test("overload is judged by capacity when data centres are called primary and secondary", () => {
  const configuration = recordsOf(["primary", "secondary"], { serveFrom: [["primary", "secondary"]] });
  const options = { demand: { FR: 1000 }, capacity: { primary: 600, secondary: 1000 } };
  // Half of 1000 each; when secondary is down, all of it is for primary, which can take 600.
  expect(analyzeFailures(readTerraform(configuration).zone, options).map(({ message }) => message)).toEqual([
    "api.example.com A, when secondary is down: primary is asked for 1000 requests per second from FR (France) and can take 600; lower the percentage of a country, or name another data centre before the last resort",
  ]);
});

describe("the command line, with data centres that are called primary, dns and last-resort,", () => {
  const names = ["primary", "dns", "last-resort"];
  const folder = outputFolder(
    (app) =>
      new HybridPlatform(app, "test", {
        ...SMALL_PLATFORM,
        dataCenters: dataCentersOf(names),
        anycastAddresses: { ipv4: "198.51.100.1" },
        routing: { countries: { FR: { serveFrom: [["primary", "dns"], "last-resort"] } } },
      }),
  );

  const answerWithout = (...down: string[]) => routing(folder, { down, from: "FR" }).replaceAll(/ +/g, " ");

  test("knows who is down", () => {
    expect(answerWithout("primary")).toContain("| 100 % dns |");
    expect(answerWithout("dns")).toContain("| 100 % primary |");
    expect(answerWithout("dns", "primary")).toContain("| 100 % last-resort |");
  });

  test("draws each as a node of its own", () => {
    const drawn = picture(readOutputFolder(folder), "test-dns");
    expect(drawn).toContain('--> primary["primary<br>your data centre"]');
    expect(drawn).toContain('--> dns_["dns<br>your data centre"]');
    expect(drawn).toContain('  primary -. "when down" .-> last_resort_\n');
    expect(drawn).toContain('  last_resort_ -. "when down" .-> last_resort\n');
  });
});
