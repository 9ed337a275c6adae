import { markdownTable } from "../core/markdown-table";
import type { DnsZone } from "../route53/simulation/dns-zone";
import { Endpoints } from "../route53/simulation/endpoints";
import { monthlyCost } from "../route53/simulation/monthly-cost";
import { readTerraform } from "../route53/simulation/read-terraform";
import { Behaviours } from "../routing/analysis/behaviour";
import { type RoutingChange, routingChanges } from "../routing/analysis/routing-diff";
import { routingTables } from "../routing/analysis/routing-table";
import { type Location, locationName, locationOf, NOWHERE } from "../routing/location";
import { readOutputFolder } from "./output-folder";

/** What of a routing is asked for. */
export interface RoutingQuestion {
  /** Names of dead endpoints. */
  readonly down: readonly string[];
  /** The country or state that asks: `DE`, `US-CA`. */
  readonly from?: string;
  /** How many million queries a month are paid for. */
  readonly millionQueries?: number;
}

/** Who is served from where: all of it, or what one place gets while some endpoints are dead. */
export function routing(folder: string, question: RoutingQuestion): string {
  const sections = [...zonesOf(folder)].map(([stack, zone]) => {
    const asked = question.down.length > 0 || question.from !== undefined;
    const text = asked ? answersTo(zone, question) : `${routingTables(zone)}\n${costOf(zone, question)}\n`;
    return `## ${stack}\n\n${text}`;
  });
  if (sections.length === 0) throw new Error(`${folder} holds no address records of Route 53`);
  return sections.join("\n");
}

/** How a difference is written. */
export type DiffFormat = "text" | "markdown";

/** What changes for users between two folders. */
export function routingDiff(before: string, after: string, format: DiffFormat): string {
  const sections = changesBetween(before, after).map(
    ([stack, changes]) => `## ${stack}\n\n${formats[format](changes)}`,
  );
  return sections.join("\n");
}

/** The changes of more than so many percentage points at once, in words. */
export function jumps(before: string, after: string, largestStep: number): readonly string[] {
  return changesBetween(before, after).flatMap(([stack, changes]) =>
    changes
      .filter(({ points }) => Math.round(points) > largestStep)
      .map(({ users, change }) => `${stack}: ${users}: ${change}: more than ${largestStep} points in one step`),
  );
}

function changesBetween(before: string, after: string): readonly (readonly [string, readonly RoutingChange[]])[] {
  const old = zonesOf(before);
  const young = zonesOf(after);
  const nothing = readTerraform({});
  return [...new Set([...old.keys(), ...young.keys()])].map((stack) => [
    stack,
    routingChanges(old.get(stack) ?? nothing, young.get(stack) ?? nothing),
  ]);
}

const formats: Readonly<Record<DiffFormat, (changes: readonly RoutingChange[]) => string>> = {
  text: (changes) =>
    [...changes.map(({ users, change }) => `${users}: ${change}`), restOf(changes)].join("\n").concat("\n"),
  markdown: (changes) => {
    const rows = changes.map(({ users, change, names }) => [users, change, names.join(", ")]);
    const table = changes.length === 0 ? "" : `${markdownTable(["Users", "Change", "Names"], rows)}\n\n`;
    return `${table}${restOf(changes)}\n`;
  },
};

function restOf(changes: readonly RoutingChange[]): string {
  return changes.length === 0 ? "Nothing changes for anybody." : "Nothing changes for anybody else.";
}

/** The configurations with address records, by stack. */
function zonesOf(folder: string): ReadonlyMap<string, DnsZone> {
  const zones = readOutputFolder(folder).map(
    ({ name, configuration }) => [name, readTerraform(configuration)] as const,
  );
  return new Map(zones.filter(([, zone]) => zone.roots().length > 0));
}

function answersTo(zone: DnsZone, { down, from }: RoutingQuestion): string {
  const endpoints = new Endpoints(zone);
  const dead = down.filter((name) => endpoints.watched.has(name));
  if (down.length > 0 && dead.length === 0) {
    return `There is no ${down.join(" or ")} here, but ${[...endpoints.watched.keys()].join(", ")}.\n`;
  }
  const location = placeOf(from);
  const behaviours = new Behaviours(zone, endpoints);
  const rows = zone.roots().map((root) => [`${root.name} (${root.type})`, behaviours.answer(root, location, dead)]);
  const when = dead.length === 0 ? "all is well" : `${dead.join(" and ")} ${dead.length > 1 ? "are" : "is"} dead`;
  return `${markdownTable([`From ${locationName(location)}, when ${when}`, "Answer"], rows)}\n`;
}

function placeOf(code: string | undefined): Location {
  if (code === undefined) return NOWHERE;
  const location = locationOf(code);
  if (location === undefined)
    throw new Error(`--from ${code}: not a country or state that Route 53 knows, such as DE or US-CA`);
  return location;
}

function costOf(zone: DnsZone, { millionQueries }: RoutingQuestion): string {
  const { healthChecksUsd, queriesUsd } = monthlyCost(zone, millionQueries ?? 0);
  const queries =
    millionQueries === undefined ? "" : `, and ${dollars(queriesUsd)} for ${millionQueries} million queries`;
  return `Cost: ${dollars(healthChecksUsd)} a month for ${zone.healthChecks.length} health checks${queries}.`;
}

function dollars(sum: number): string {
  return `$${sum.toFixed(2)}`;
}
