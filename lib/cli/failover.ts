import { markdownTable } from "../core/markdown-table";
import { Problems } from "../core/problems";
import type { SynthesizedStack } from "./output-folder";
import { servicesOfHost } from "./services-of-host";
import { type ServiceTakers, type Site, type SiteTakers, type Taker, takersOf } from "./takers";

const HEAD = [
  "Site",
  "Rate per endpoint",
  "Counts",
  "Drained or unhealthy: its load goes to",
  "Full: the rest goes to",
];

const NOTES = [
  "Preferred sites are filled first, then the closest that is healthy and has room. Close is measured in kilometres",
  "here; Google goes by latency from the user and may choose otherwise. When all are full, all get more than their",
  "rate.",
].join("\n");

/** Who takes whose load, in Markdown. */
export function failoverTable(stacks: readonly SynthesizedStack[], hostName?: string): string {
  const services = takersOfHost(stacks, hostName);
  if (services.length === 0) return "No stack has a backend service.";
  return [...services.map(section), NOTES].join("\n\n");
}

/** The same for a program. The schema of it is docs/schemas/failover.schema.json. */
export function failoverJson(stacks: readonly SynthesizedStack[], hostName?: string): string {
  const takers = (some: readonly Taker[]) => some.map(({ site, km }) => ({ site: site.name, km: km ?? null }));
  const services = takersOfHost(stacks, hostName).map(({ stack, service, sites }) => ({
    stack,
    service,
    sites: sites.map(({ site, whenGone, whenFull }) => ({
      ...site,
      whenGone: takers(whenGone),
      whenFull: takers(whenFull),
    })),
  }));
  return JSON.stringify({ services }, undefined, 2);
}

/** Of the services of a host name; of all, where none is asked for. */
function takersOfHost(stacks: readonly SynthesizedStack[], hostName: string | undefined): readonly ServiceTakers[] {
  const all = takersOf(stacks);
  if (hostName === undefined) return all;
  const asked = Problems.of("failover", (problems) => servicesOfHost(problems, stacks, hostName));
  return all.filter(({ stack, service }) => asked.get(stack)?.includes(service));
}

function section({ stack, service, sites }: ServiceTakers): string {
  const title = `## ${service} (${stack})`;
  if (sites.length === 0) return `${title}\n\nIts backends are attached by a controller and not known here.`;
  return `${title}\n\n${markdownTable(HEAD, sites.map(row))}`;
}

function row({ site, whenGone, whenFull }: SiteTakers): readonly string[] {
  const drained = site.capacity === 0;
  return [
    label(site),
    `${site.maxRatePerEndpoint}/s`,
    drained ? "drained" : `${Math.round(site.capacity * 100)} %`,
    listed(whenGone, "nobody: requests fail"),
    drained ? "-" : listed(whenFull, "nobody: it gets more than its rate"),
  ];
}

function label({ name, region, isDataCenter, preferred }: Site): string {
  const where = isDataCenter ? `${name} (data centre, by ${region})` : name;
  return preferred ? `${where}, preferred` : where;
}

function listed(takers: readonly Taker[], nobody: string): string {
  if (takers.length === 0) return nobody;
  return takers.map(({ site, km }) => `${site.name} (${km === undefined ? "?" : km} km)`).join(", ");
}
