import { App, TerraformStack } from "cdktf";
import { GeoRouting, readTerraform } from "cdktf-hybrid-kubernetes/route53";
import {
  analyzeFailures,
  COUNTRY_CODES,
  type Route,
  type RoutedDataCenter,
  type RoutingPolicy,
} from "cdktf-hybrid-kubernetes/routing";

/**
 * Judges a routing of twelve data centres, and prints how much processor time that took, in milliseconds.
 *
 *     analysis.js <countries> [<host names of one policy>] [pairs|all] [rules]
 */
const [countries = "0", hostNames = "1", tried = "pairs", withRules] = process.argv.slice(2);

const NAMES = Array.from({ length: 12 }, (_, index) => `data-center-${index}`);
const dataCenters = Object.fromEntries(
  NAMES.map((name, index): [string, RoutedDataCenter] => [
    name,
    { ingress: { ipv4: `203.0.113.${index}`, ipv6: `2001:db8::${index}` }, requestsPerSecond: 1_000_000 },
  ]),
);
const codes = COUNTRY_CODES.slice(0, Number(countries));
const routes = codes.map((code, index): [string, Route] => {
  const serveFrom = [NAMES[index % 12] as string, NAMES[(index + 5) % 12] as string];
  return [code, { serveFrom, percent: 1 + (index % 100) }];
});
const names = Array.from({ length: Number(hostNames) }, (_, index) => `api-${index}.example.com`);
const policy = { hostNames: names, countries: Object.fromEntries(routes) as RoutingPolicy["countries"] };

const stack = new TerraformStack(new App({ skipValidation: true }), "dns");
new GeoRouting(stack, "routing", {
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "bench",
  dataCenters,
  lastResort: { ipv4: "198.51.100.1", ipv6: "2001:db8::ffff" },
  policies: { platform: policy },
});
const terraform = stack.toTerraform();
const demand = Object.fromEntries(codes.map((code) => [code, 100]));

// Rules that nothing breaks, so that what is measured is the judging alone.
const rules = {
  countries: new Map(NAMES.map((name) => [name, "FR"] as const)),
  ...(withRules === "rules" && {
    residency: { all: { usersIn: codes, servedFrom: ["FR"] as const } },
    lastResortCountries: ["FR"] as const,
    minLiveSites: Object.fromEntries(codes.map((code) => [code, 0])),
    maxPercentAtOneSite: 100,
  }),
};

const start = process.cpuUsage();
const simultaneousFailures = tried === "all" ? "all" : 2;
const findings = analyzeFailures(readTerraform(terraform).zone, { simultaneousFailures, demand }, rules);
const { user, system } = process.cpuUsage(start);
if (findings.length > 0) throw new Error(findings.map(({ message }) => message).join("\n"));
process.stdout.write(`${(user + system) / 1000}\n`);
