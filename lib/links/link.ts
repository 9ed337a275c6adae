import type { Construct } from "constructs";
import { checkKey, resourceName } from "../core/names";
import type { Problems } from "../core/problems";
import { PARTNER_ASN } from "./bgp";
import { DedicatedInterconnectLink } from "./dedicated-interconnect-link";
import { HaVpnLink } from "./ha-vpn-link";
import { checkHaVpnOptions, type HaVpnOptions, linkLocalRangesOf } from "./ha-vpn-options";
import {
  checkDedicatedOptions,
  checkPartnerOptions,
  type DedicatedInterconnectOptions,
  givenRangesOf,
  type PartnerInterconnectOptions,
} from "./interconnect-options";
import { checkFree } from "./link-local";
import type { ILink, LinkPlace } from "./link-place";
import { PartnerInterconnectLink } from "./partner-interconnect-link";

/** The links of data centres, by the data centre's name and the link's. */
export type LinksByDataCenter = { readonly [dataCenter: string]: { readonly [linkName: string]: Link } };

/**
 * Five Cloud Routers a network and region, of which Cloud NAT has one.
 *
 * Source: https://cloud.google.com/network-connectivity/docs/router/quotas
 */
const MAX_LINKS_PER_REGION = 4;

interface LinkEnds {
  readonly asn: number;
  readonly peerAsn?: number;
  readonly peerAddresses?: readonly string[];
}

/** A description of a link to a data centre. */
export abstract class Link {
  /** Tunnels over the Internet, encrypted. */
  public static haVpn(options: HaVpnOptions): Link {
    return new HaVpn(options);
  }

  /** Circuits of your own. */
  public static dedicatedInterconnect(options: DedicatedInterconnectOptions): Link {
    return new DedicatedInterconnect(options);
  }

  /** Circuits of a partner. */
  public static partnerInterconnect(options: PartnerInterconnectOptions): Link {
    return new PartnerInterconnect(options);
  }

  protected constructor(
    /** The region where the link ends. */
    public readonly region: string,
  ) {}

  /** The link of the same data centre that carries this one, by its name. */
  public readonly overInterconnect?: string;

  /** Whether this link carries the tunnels of another. */
  public readonly isCarrier: boolean = false;

  /**
   * Both ends, as far as they are known: inside the data centre nobody else may have their ASNs and addresses.
   *
   * @internal
   */
  public abstract readonly ends: LinkEnds;

  /** @internal Checks what the user said of the link. */
  public abstract check(problems: Problems, linkName: string): void;

  /** The link-local ranges that are known at synthesis, by their property. */
  public abstract linkLocalRanges(linkName: string): ReadonlyMap<string, string>;

  /** Makes the link. */
  public abstract addTo(scope: Construct, id: string, place: LinkPlace): ILink;
}

class HaVpn extends Link {
  public override readonly ends: LinkEnds;
  public override readonly overInterconnect?: string;

  constructor(private readonly options: HaVpnOptions) {
    super(options.region);
    this.ends = { asn: options.asn, peerAsn: options.peerAsn, peerAddresses: options.peerAddresses };
    this.overInterconnect = options.overInterconnect;
  }

  public check(problems: Problems, linkName: string): void {
    checkHaVpnOptions(problems, linkName, this.options);
  }

  public linkLocalRanges(linkName: string): ReadonlyMap<string, string> {
    return linkLocalRangesOf(linkName, this.options);
  }

  public addTo(scope: Construct, id: string, place: LinkPlace): ILink {
    return new HaVpnLink(scope, id, { ...this.options, ...place });
  }
}

class DedicatedInterconnect extends Link {
  public override readonly ends: LinkEnds;
  public override readonly isCarrier: boolean;

  constructor(private readonly options: DedicatedInterconnectOptions) {
    super(options.region);
    this.ends = { asn: options.asn, peerAsn: options.peerAsn };
    this.isCarrier = isCarrier(options);
  }

  public check(problems: Problems): void {
    checkDedicatedOptions(problems, this.options);
  }

  public linkLocalRanges(): ReadonlyMap<string, string> {
    return givenRangesOf(this.options);
  }

  public addTo(scope: Construct, id: string, place: LinkPlace): ILink {
    return new DedicatedInterconnectLink(scope, id, { ...this.options, ...place });
  }
}

class PartnerInterconnect extends Link {
  public override readonly ends: LinkEnds = { asn: PARTNER_ASN };
  public override readonly isCarrier: boolean;

  constructor(private readonly options: PartnerInterconnectOptions) {
    super(options.region);
    this.isCarrier = isCarrier(options);
  }

  public check(problems: Problems): void {
    checkPartnerOptions(problems, this.options);
  }

  public linkLocalRanges(): ReadonlyMap<string, string> {
    return new Map();
  }

  public addTo(scope: Construct, id: string, place: LinkPlace): ILink {
    return new PartnerInterconnectLink(scope, id, { ...this.options, ...place });
  }
}

/** A gateway has two interfaces, and each takes an encrypted attachment. */
function isCarrier({ encryption, attachments }: DedicatedInterconnectOptions | PartnerInterconnectOptions): boolean {
  return encryption === "IPSEC" && Object.keys(attachments).length === 2;
}

/** The name of a link, which the names of its resources start with. */
export function linkNameOf(linksName: string, dataCenter: string, key: string): string {
  return resourceName(63, linksName, dataCenter, key);
}

/**
 * Checks the links of data centres, each and together.
 *
 * @param regions the regions that have a part of the network
 */
export function checkLinks(
  problems: Problems,
  linksName: string,
  links: LinksByDataCenter,
  regions?: readonly string[],
): void {
  const ranges = new Map<string, string>();
  const owners = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const [dataCenter, byKey] of Object.entries(links)) {
    for (const [key, link] of Object.entries(byKey)) {
      const property = `${dataCenter}.links.${key}`;
      const name = linkNameOf(linksName, dataCenter, key);
      checkKey(problems, property, key, 24);
      checkName(problems, property, name, owners);
      checkRegion(problems, property, link, counts, regions);
      checkCarrier(problems, property, link, byKey);
      link.check(problems.at(property), name);
      const own = [...link.linkLocalRanges(name)].map(([path, range]) => [`${property}.${path}`, range] as const);
      // The link itself has compared its own.
      for (const [path, range] of own) checkFree(problems, path, range, ranges);
      for (const [path, range] of own) ranges.set(path, range);
    }
  }
}

function checkCarrier(
  problems: Problems,
  property: string,
  { overInterconnect, region }: Link,
  others: LinksByDataCenter[string],
): void {
  if (overInterconnect === undefined) return;
  const carriers = Object.entries(others).filter(([, other]) => other.isCarrier && other.region === region);
  const names = carriers.map(([name]) => name);
  const allowed = `a link of this data centre and region by interconnect, with encryption "IPSEC" and two attachments: ${names.join(", ") || "there is none"}`;
  problems.check(
    `${property}.overInterconnect`,
    overInterconnect,
    (overInterconnect) => names.includes(overInterconnect),
    allowed,
  );
}

/** Checks that no two links have one name: `a-b` with `c` would, and `a` with `b-c`. */
function checkName(problems: Problems, property: string, name: string, owners: Map<string, string>): void {
  const owner = owners.get(name);
  problems.check(property, name, () => owner === undefined, `a name that does not make ${name}, as ${owner} does`);
  owners.set(name, owner ?? property);
}

function checkRegion(
  problems: Problems,
  property: string,
  { region }: Link,
  counts: Map<string, number>,
  regions: readonly string[] | undefined,
): void {
  if (regions !== undefined) {
    const allowed = `a region with a cluster: ${regions.join(", ")}`;
    problems.check(`${property}.region`, region, (region) => regions.includes(region), allowed);
  }
  const count = (counts.get(region) ?? 0) + 1;
  const allowed = `a region with fewer than ${MAX_LINKS_PER_REGION} links: Google has five Cloud Routers a network and region, and Cloud NAT has one`;
  problems.check(`${property}.region`, region, () => count <= MAX_LINKS_PER_REGION, allowed);
  counts.set(region, count);
}
