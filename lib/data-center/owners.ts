import { type ByFamily, type Family, isAddress } from "./address-range";
import type { LinkAddress } from "./link-address";
import type { PlannedRanges } from "./plan-ranges";
import { type Problems, refuse } from "./refusals";

type Purpose = "loopbacks" | "links";
const PURPOSES = ["loopbacks", "links", "services", "virtualIps", "pods"] as const;
const FAMILIES: readonly Family[] = ["ipv4", "ipv6"];

/** Who has which address: each is given once. */
export class Owners {
  private readonly byAddress = new Map<string, string>();

  constructor(
    private readonly problems: Problems,
    private readonly ranges: PlannedRanges,
  ) {}

  /** Notes the addresses of one, and refuses those that another has. */
  public take(property: string, addresses: ByFamily<string>): void {
    for (const family of FAMILIES) {
      const address = addresses[family];
      if (address !== null) this.takeOne(property, address);
    }
  }

  /** Notes both addresses of a link. */
  public takeLink(property: string, link: ByFamily<LinkAddress>): void {
    for (const family of FAMILIES) {
      const pair = link[family];
      if (pair === null) continue;
      this.takeOne(property, pair.lower);
      this.takeOne(property, pair.upper);
    }
  }

  /** Checks an address that was given: it must not lie where the plan has something else. */
  public checkGiven(property: string, given: string, family: Family, purpose: Purpose): boolean {
    if (!isAddress(given, family)) {
      const example = family === "ipv4" ? "10.128.0.11" : "fd00:128::b";
      refuse(this.problems, property, given, `an ${family === "ipv4" ? "IPv4" : "IPv6"} address: "${example}"`);
      return false;
    }
    const taken = PURPOSES.find((kind) => kind !== purpose && this.ranges[kind][family]?.holds(given));
    if (taken === undefined) return true;
    refuse(this.problems, property, given, `an address outside ranges.${taken}, ${this.ranges[taken][family]}`);
    return false;
  }

  /** Checks that Google and the other racks will be told of an address. */
  public checkWithinSite(property: string, given: string, family: Family): boolean {
    const { site, siteIpv6 } = this.ranges;
    const ranges = family === "ipv4" ? site : siteIpv6 === null ? [] : [siteIpv6];
    if (ranges.some((range) => range.holds(given))) return true;
    const name = family === "ipv4" ? "privateRanges" : "ranges.ipv6";
    refuse(this.problems, property, given, `an address within the data centre's ${name}: ${ranges.join(", ")}`);
    return false;
  }

  private takeOne(property: string, address: string): void {
    const owner = this.byAddress.get(address);
    if (owner === undefined) this.byAddress.set(address, property);
    else if (owner !== property)
      refuse(this.problems, property, address, `an address of its own: ${owner} has this one`);
  }
}
