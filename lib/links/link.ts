import type { Construct } from "constructs";
import { checkNamed, checkNamedKey, type NamedOptions } from "../core/named";
import { resourceName } from "../core/names";
import { brand } from "../core/options-kinds";
import { validateShape } from "../core/options-shape";
import type { Problems } from "../core/problems";
import { checkedLike } from "../core/validate";
import { PARTNER_ASN } from "./bgp";
import { DedicatedInterconnectLink } from "./dedicated-interconnect-link";
import { gatewayRangesOf } from "./gateway-ranges";
import { HaVpnLink } from "./ha-vpn-link";
import { checkHaVpnOptions, type HaVpnOptions, linkLocalRangesOf } from "./ha-vpn-options";
import type { ILink, LinkBindOptions } from "./i-link";
import {
  checkDedicatedOptions,
  checkPartnerOptions,
  type DedicatedInterconnectOptions,
  givenRangesOf,
  type PartnerInterconnectOptions,
} from "./interconnect-options";
import { checkFree } from "./link-local";
import { PartnerInterconnectLink } from "./partner-interconnect-link";
import type { Secret } from "./secret";

/** The links of data centres, by the data centre's name and the link's. */
export type LinksByDataCenter = { readonly [dataCenter: string]: { readonly [linkName: string]: Link } };

/**
 * Five Cloud Routers per network and region, of which Cloud NAT has one.
 *
 * Source: https://cloud.google.com/network-connectivity/docs/router/quotas
 */
const MAX_LINKS_PER_REGION = 4;

/** What tells the kinds of links apart. */
interface LinkKind {
  /** What it is called, where that is not its key. */
  readonly name?: string;
  /** The region where the link ends. */
  readonly region: string;
  /** Both ends, as far as they are known: nothing else inside the data centre may have their ASNs and addresses. */
  readonly ends: LinkEnds;
  /** The link of the same data centre that carries this one, by its name. */
  readonly overInterconnect?: string;
  /** Whether this link carries the tunnels of another. */
  readonly isCarrier?: boolean;
  /** Validates the options. */
  check(problems: Problems, linkName: string): void;
  /** The private ranges of VPN gateways that are known at synthesis, by their property. */
  readonly gatewayRanges?: ReadonlyMap<string, string>;
  /** What it reads. */
  readonly secrets: readonly (Secret | undefined)[];
  /** The link-local ranges that are known at synthesis, by their property. */
  linkLocalRanges(linkName: string): ReadonlyMap<string, string>;
  bind(scope: Construct, id: string, options: LinkBindOptions): ILink;
}

interface LinkEnds {
  readonly asn: number;
  readonly peerAsn?: number;
  readonly peerAddresses?: readonly string[];
}

/** A description of a link to a data centre: one of three kinds, and not to be extended. */
export class Link {
  static {
    brand(Link, "Link");
  }

  /** Tunnels over the Internet, encrypted. */
  public static haVpn(options: HaVpnOptions, { name }: NamedOptions = {}): Link {
    validateShape("Link.haVpn", options, "HaVpnOptions");
    const { region, asn, peerAsn, peerAddresses, overInterconnect } = options;
    return new Link({
      name,
      secrets: Object.values(options.tunnels).flatMap(({ preSharedKey, md5Key }) => [preSharedKey, md5Key]),
      region,
      ends: { asn, peerAsn, peerAddresses },
      overInterconnect,
      check: (problems, linkName) => checkHaVpnOptions(problems, linkName, options),
      linkLocalRanges: (linkName) => linkLocalRangesOf(linkName, options),
      bind: (scope, id, bound) => new HaVpnLink(scope, id, checkedLike(bound, { ...options, ...bound })),
    });
  }

  /** Circuits of your own. */
  public static dedicatedInterconnect(options: DedicatedInterconnectOptions, { name }: NamedOptions = {}): Link {
    validateShape("Link.dedicatedInterconnect", options, "DedicatedInterconnectOptions");
    const { region, asn, peerAsn } = options;
    return new Link({
      name,
      gatewayRanges: gatewayRangesOf(options.attachments),
      secrets: Object.values(options.attachments).map(({ md5Key }) => md5Key),
      region,
      ends: { asn, peerAsn },
      isCarrier: isCarrier(options),
      check: (problems) => checkDedicatedOptions(problems, options),
      linkLocalRanges: () => givenRangesOf(options),
      bind: (scope, id, bound) =>
        new DedicatedInterconnectLink(scope, id, checkedLike(bound, { ...options, ...bound })),
    });
  }

  /** Circuits of a partner. */
  public static partnerInterconnect(options: PartnerInterconnectOptions, { name }: NamedOptions = {}): Link {
    validateShape("Link.partnerInterconnect", options, "PartnerInterconnectOptions");
    return new Link({
      name,
      gatewayRanges: gatewayRangesOf(options.attachments),
      secrets: [],
      region: options.region,
      ends: { asn: PARTNER_ASN },
      isCarrier: isCarrier(options),
      check: (problems) => checkPartnerOptions(problems, options),
      linkLocalRanges: () => new Map(),
      bind: (scope, id, bound) => new PartnerInterconnectLink(scope, id, checkedLike(bound, { ...options, ...bound })),
    });
  }

  private constructor(
    /** @internal */
    public readonly kind: LinkKind,
  ) {}

  /** What it is called, where that is not its key. */
  public get name(): string | undefined {
    return this.kind.name;
  }

  /** The region where the link ends. */
  public get region(): string {
    return this.kind.region;
  }

  /** The link of the same data centre that carries this one, by its name. */
  public get overInterconnect(): string | undefined {
    return this.kind.overInterconnect;
  }

  /** Makes the link. */
  public bind(scope: Construct, id: string, options: LinkBindOptions): ILink {
    return this.kind.bind(scope, id, options);
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
    if (!checkNamed(problems, [dataCenter], byKey)) continue;
    for (const [key, link] of Object.entries(byKey)) {
      const below = problems.at([dataCenter, key]);
      const label = `${dataCenter}.links.${key}`;
      const name = linkNameOf(linksName, dataCenter, link.name ?? key);
      checkNamedKey(problems, [dataCenter, key], link.name, 24);
      checkName(below, label, name, owners);
      checkRegion(below, link, counts, regions);
      checkCarrier(below, link, byKey);
      link.kind.check(below, name);
      const own = [...link.kind.linkLocalRanges(name)];
      // The link itself has compared its own.
      for (const [property, range] of own) checkFree(below, property, range, ranges);
      for (const [property, range] of own) ranges.set(`${label}.${property}`, range);
    }
  }
}

function checkCarrier(problems: Problems, { overInterconnect, region }: Link, others: LinksByDataCenter[string]): void {
  if (overInterconnect === undefined) return;
  const carriers = Object.entries(others).filter(([, other]) => other.kind.isCarrier && other.region === region);
  const names = carriers.map(([name]) => name);
  const allowed = `a link of this data centre and region by interconnect, with encryption "IPSEC" and two attachments: ${names.join(", ") || "it has no such link"}`;
  problems.check("overInterconnect", overInterconnect, (name) => names.includes(name), allowed);
}

/** Checks that no two links have one name: `a-b` with `c` would, and `a` with `b-c`. */
function checkName(problems: Problems, label: string, name: string, owners: Map<string, string>): void {
  const owner = owners.get(name);
  if (owner !== undefined) problems.refuse("", name, `a name that does not make ${name}, as ${owner} does`, "name");
  owners.set(name, owner ?? label);
}

function checkRegion(
  problems: Problems,
  { region }: Link,
  counts: Map<string, number>,
  regions: readonly string[] | undefined,
): void {
  if (regions !== undefined) {
    const allowed = `a region with a cluster: ${regions.join(", ")}`;
    problems.check("region", region, (name) => regions.includes(name), allowed);
  }
  const count = (counts.get(region) ?? 0) + 1;
  const allowed = `a region with fewer than ${MAX_LINKS_PER_REGION} links: Google allows five Cloud Routers per network and region, and Cloud NAT has one`;
  if (count > MAX_LINKS_PER_REGION) problems.refuse("region", region, allowed);
  counts.set(region, count);
}
