import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { HybridPlatform, type HybridPlatformProps, type RackOptions, Servers } from "cdktf-hybrid-kubernetes";

/**
 * A platform whose six data centres hold 2,500 servers, or another number of them, that are read from CSV.
 *
 *     servers.js with|without [<servers>]   synthesizes it, with the inside of its data centres or without
 *     servers.js read                       prints how long the files took to read, in milliseconds
 */
const [what, servers = "2500"] = process.argv.slice(2);

const SITES = Array.from({ length: 6 }, (_, site) => Math.floor((Number(servers) + 5 - site) / 6));
const RACKS = 16;

const roleOf = (number: number) => (number <= 3 ? "control-plane" : number <= 11 ? "edge" : "worker");

function inventory(site: number, count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    return `${roleOf(number)}-${number}.site${site}.example.com,${roleOf(number)},rack-${index % RACKS},${number}`;
  });
  const path = join(tmpdir(), `bench-servers-${process.pid}-${site}.csv`);
  writeFileSync(path, `${["name,role,rack,number", ...rows].join("\n")}\n`);
  return path;
}

const racks = Object.fromEntries(
  Array.from({ length: RACKS }, (_, number): [string, RackOptions] => [
    `rack-${number}`,
    { number, routers: { [`rack-${number}-left`]: { number: 1 }, [`rack-${number}-right`]: { number: 2 } } },
  ]),
);

function dataCenter(site: number, count: number): NonNullable<HybridPlatformProps["dataCenters"]>[string] {
  const ingress = { ipv4: `203.0.113.${16 * site + 10}`, ipv6: `2001:db8:${site + 1}::10` };
  const privateRanges = [`10.${128 + 8 * site}.0.0/13`];
  if (what === "without") return { ingress, privateRanges };
  const onPremises = {
    ranges: { ipv6: `fd00:${100 + site}::/48` },
    fabric: { racks, borders: { "border-1": { number: 1 }, "border-2": { number: 2 } } },
    servers: Servers.fromCsv(inventory(site, count)),
    edge: {
      publicRanges: [`203.0.113.${16 * site}/28`, `2001:db8:${site + 1}::/64`],
      certificate: { pillar: "kubernetes/tls" },
    },
  };
  return { ingress, privateRanges, onPremises };
}

if (what === "read") {
  const files = SITES.map((count, site) => inventory(site, count));
  const start = process.cpuUsage();
  const read = files.map((file) => Object.keys(Servers.fromCsv(file)).length);
  const { user, system } = process.cpuUsage(start);
  if (read.join() !== SITES.join()) throw new Error(`${read.join()} servers were read`);
  process.stdout.write(`${(user + system) / 1000}\n`);
} else {
  const app = new App();
  new HybridPlatform(app, "bench", {
    google: { project: "acme-bench" },
    network: { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" },
    clusters: {
      "europe-west1": {
        nodePools: {
          web: { machineType: "n2-standard-8", autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 60 } },
        },
      },
    },
    dataCenters: Object.fromEntries(SITES.map((count, site) => [`site-${site}`, dataCenter(site, count)])),
    hostedZone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
    anycastAddresses: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },
    services: { api: { hostName: "api.example.com", maxRatePerEndpoint: 100 } },
    routing: { countries: { FR: { serveFrom: ["site-0"] } } },
  });
  app.synth();
}
