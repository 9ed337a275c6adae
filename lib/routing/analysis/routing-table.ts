import { markdownTable } from "../../core/markdown-table";
import type { DnsZone } from "../../route53/simulation/dns-zone";
import { Endpoints } from "../../route53/simulation/endpoints";
import { failoverSeconds } from "../../route53/simulation/failover-time";
import type { RecordSet } from "../../route53/simulation/record-set";
import { ALL_LOCATIONS, type Location, locationNames } from "../location";
import { Behaviours } from "./behaviour";

/**
 * For review, in Markdown: for each host name who is served from where, when all is well and while each endpoint is dead.
 *
 * Host names with the same answers share a table, and places with the same answers a row.
 */
export function routingTables(zone: DnsZone): string {
  const endpoints = new Endpoints(zone);
  const behaviours = new Behaviours(zone, endpoints);
  const tables = new Map<string, string[]>();
  for (const root of zone.roots()) {
    const table = tableOf(zone, endpoints, behaviours, root);
    tables.set(table, [...(tables.get(table) ?? []), `${root.name} (${root.type})`]);
  }
  return [...tables].map(([table, names]) => `### ${names.join(", ")}\n\n${table}`).join("\n");
}

function tableOf(zone: DnsZone, endpoints: Endpoints, behaviours: Behaviours, root: RecordSet): string {
  const watched = [...endpoints.watched.keys()];
  const rows = new Map<string, { cells: readonly string[]; locations: readonly Location[] }>();
  for (const places of zone.placesAlike(root, ALL_LOCATIONS)) {
    const { well, chain, without } = behaviours.of(root, places[0]);
    const cells = [well, chain, ...watched.map((name) => sameAs(well, without.get(name) ?? ""))];
    const key = cells.join("|");
    rows.set(key, { cells, locations: [...(rows.get(key)?.locations ?? []), ...places] });
  }
  // The first row is the one of the users whom Route 53 cannot place: everyone without a route is with them.
  const [everyone, ...places] = [...rows.values()];
  const named = places.map(({ cells, locations }) => [locationNames(locations), ...cells]);
  const head = ["Users", "Answer", "Chain", ...watched.map((name) => `${name} dead`)];
  const seconds = failoverSeconds(zone, root);
  const time = seconds === 0 ? "" : `\nFail-over: ${seconds} s, and what AWS and resolvers take beyond that.\n`;
  return `${markdownTable(head, [...named, ["everyone else", ...(everyone?.cells ?? [])]])}\n${time}`;
}

function sameAs(well: string, answer: string): string {
  return answer === well ? "same" : answer;
}
