import { App, TerraformStack } from "cdktf";
import { GeoRouting, readTerraform } from "cdktf-hybrid-kubernetes/route53";
import { COUNTRY_CODES, type Route, type RoutedDataCenter } from "cdktf-hybrid-kubernetes/routing";
import { Shapes } from "../../lib/pictures/atlas/atlas";
import { WORLD } from "../../lib/pictures/atlas/world";
import { drawingOf } from "../../lib/pictures/draw/drawing";
import { makeScene } from "../../lib/pictures/model/make-scene";
import { scenePage } from "../../lib/pictures/page/page";
import type { RoutingFacts } from "../../lib/routing/analysis/routing-facts";

/**
 * Draws the page of twelve data centres that share so many countries, while users of all make requests, and prints how long that took, in milliseconds of processor time: from
 * the records that were read to the page's last letter, in a process that has drawn nothing before.
 */
const PLACES = [
  [48.9, 2.4],
  [50.1, 8.7],
  [51.5, -0.1],
  [40.4, -3.7],
  [52.2, 21],
  [39, -77.5],
  [32.8, -96.8],
  [37.3, -121.9],
  [-23.5, -46.6],
  [1.3, 103.8],
  [35.7, 139.7],
  [-33.9, 18.4],
] as const;
const [countries = 0] = process.argv.slice(2).map(Number);
const NAMES = PLACES.map((_, index) => `data-center-${index}`);

const dataCenters = Object.fromEntries(
  PLACES.map(([latitude, longitude], index): [string, RoutedDataCenter] => [
    `data-center-${index}`,
    {
      ingress: { ipv4: `203.0.113.${index}`, ipv6: `2001:db8::${index}` },
      requestsPerSecond: 1_000_000,
      location: { latitude, longitude },
    },
  ]),
);
const routes = COUNTRY_CODES.slice(0, countries).map((code, index): [string, Route] => {
  const serveFrom = [NAMES[index % 12] as string, NAMES[(index + 5) % 12] as string];
  return [code, { serveFrom, percent: 1 + (index % 100) }];
});

const stack = new TerraformStack(new App({ skipValidation: true }), "dns");
new GeoRouting(stack, "routing", {
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "bench",
  dataCenters,
  lastResort: { ipv4: "198.51.100.1", ipv6: "2001:db8::ffff" },
  policies: { platform: { hostNames: ["api.example.com"], countries: Object.fromEntries(routes) } },
});
const answers = readTerraform(stack.toTerraform()).zone;
const facts: RoutingFacts = {
  version: 1,
  demand: Object.fromEntries(COUNTRY_CODES.map((code, index) => [code, 100 + index])),
  dataCenters: Object.fromEntries(
    Object.entries(dataCenters).map(([name, { location, requestsPerSecond }]) => [
      name,
      { requestsPerSecond, ...location },
    ]),
  ),
};

const start = process.cpuUsage();
const shapes = new Shapes(WORLD);
const scene = makeScene({ title: "dns", answers, facts, neighbours: shapes.neighbours() });
const page = scenePage(drawingOf(scene, shapes, true));
const { user, system } = process.cpuUsage(start);
if (!page.endsWith("</html>\n")) throw new Error("the page has no end");
process.stderr.write(process.argv.includes("--size") ? `${Math.ceil(page.length / 1024)} KiB\n` : "");
process.stdout.write(`${(user + system) / 1000}\n`);
