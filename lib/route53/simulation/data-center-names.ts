import { LAST_RESORT } from "../../routing/answers";
import { dataCenterOf, isOfRouting, routingIn, routingText } from "../record-names";
import type { DnsRecord } from "./dns-record";

/** What decides how data centres are called that have one name in several routings. */
export interface Naming {
  /** Whether a record is of the routing that is looked at, whose data centres have their names alone. */
  readonly isOwn?: (record: DnsRecord) => boolean;
  /** Names that several data centres have elsewhere, in another version for example: each has its routing's beside it here, too. */
  readonly apart?: ReadonlySet<string>;
}

/**
 * What the data centres of a configuration are called. Two routings may give one name to two data centres, with no address in common:
 * these are `paris of shop.example.com` and `paris of video.example.com`, since each can be down by itself; with the zone, where
 * two zones have a routing of one name.
 */
export class DataCenterNames {
  /** The names that several data centres have. */
  public readonly apart: ReadonlySet<string>;
  /** By the name in the routing, and the routing. */
  private readonly names = new Map<string, string>();
  /** By the record, which is asked about for each place that leads to it. */
  private readonly known = new Map<DnsRecord, string | undefined>();

  constructor(records: readonly DnsRecord[], { isOwn = () => false, apart }: Naming) {
    const known = records.flatMap((record): readonly Known[] => {
      const name = record.healthCheck === undefined ? undefined : dataCenterOf(record);
      const isNamed = name !== undefined && name !== LAST_RESORT;
      return isNamed ? [{ name, routing: routingOf(record), record, isOwn: isOwn(record) }] : [];
    });
    const ofOneName = new Map<string, Known[]>();
    for (const one of known) ofOneName.set(one.name, [...(ofOneName.get(one.name) ?? []), one]);
    const sites = [...ofOneName].map(([name, all]) => [name, sitesOf(all)] as const);
    this.apart = new Set(sites.filter(([, several]) => several.length > 1).map(([name]) => name));
    for (const [name, several] of sites) {
      const texts = several.map(textOf);
      for (const [index, site] of several.entries()) {
        const isPlain = site.isOwn || !(this.apart.has(name) || apart?.has(name));
        const text = texts[index] ?? "";
        const which = texts.filter((other) => other === text).length > 1 ? ` in zone ${site.zone}` : "";
        for (const routing of site.routings) {
          this.names.set(keyOf(name, routing), isPlain ? name : `${name} of ${text}${which}`);
        }
      }
    }
  }

  /** The data centre that a record with an address of its own answers with, or the last resort; `undefined` for records of others. */
  public of(record: DnsRecord): string | undefined {
    if (this.known.has(record)) return this.known.get(record);
    const name = dataCenterOf(record);
    const whole = name === undefined ? undefined : (this.names.get(keyOf(name, routingOf(record))) ?? name);
    this.known.set(record, whole);
    return whole;
  }
}

/** A record of a data centre. */
interface Known {
  readonly name: string;
  readonly routing: string;
  readonly record: DnsRecord;
  readonly isOwn: boolean;
}

/** One data centre: the routings that have it, and all its addresses. */
interface Site {
  readonly routings: Set<string>;
  /** The names of these. */
  readonly names: Set<string>;
  readonly addresses: Set<string>;
  /** One of those that it is in. */
  readonly zone: string;
  isOwn: boolean;
}

/** The first of its routings, in words. */
function textOf({ names }: Site): string {
  const [first = ""] = [...names].sort();
  return routingText(first);
}

/** Data centres of one name are one where they are of one routing, or have an address in common. */
function sitesOf(all: readonly Known[]): readonly Site[] {
  let sites: readonly Site[] = [];
  for (const { routing, record, isOwn } of all) {
    const { zone, values } = record;
    const names = new Set([routingIn(record.name)]);
    const joined: Site = { routings: new Set([routing]), names, addresses: new Set(values), zone, isOwn };
    const isSame = (site: Site) => site.routings.has(routing) || record.values.some((one) => site.addresses.has(one));
    for (const site of sites.filter(isSame)) {
      for (const one of site.routings) joined.routings.add(one);
      for (const one of site.names) joined.names.add(one);
      for (const one of site.addresses) joined.addresses.add(one);
      joined.isOwn ||= site.isOwn;
    }
    sites = [...sites.filter((site) => !isSame(site)), joined];
  }
  return sites;
}

/** The routing that a record of its own names is of, with its zone: a public and a private zone may have one of the same name. */
export function routingOf({ name, zone }: Pick<DnsRecord, "name" | "zone">): string {
  return isOfRouting(name) ? `${routingIn(name)} ${zone}` : "";
}

function keyOf(name: string, routing: string): string {
  return `${name} ${routing}`;
}
