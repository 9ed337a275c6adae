import { type AddressRange, type ByFamily, type Family, isAddress, numberOf } from "./address-range";
import type { LinkAddress } from "./link-address";
import type { PlannedRanges } from "./plan-ranges";
import type { Problems, PropertyPath } from "./refusals";
import { edgeRanges } from "./shared-routes";
import { unusableAddress } from "./special-ranges";

type Purpose = "loopbacks" | "links";
const PURPOSES = ["loopbacks", "links", "services", "virtualIps", "pods"] as const;
const FAMILIES: readonly Family[] = ["ipv4", "ipv6"];

/** Who has which address: each is given once. */
export class Owners {
  private readonly byAddress = new Map<string, readonly string[]>();

  constructor(
    private readonly problems: Problems,
    private readonly ranges: PlannedRanges,
  ) {}

  /** Notes the addresses of one, and refuses those that another has. */
  public take(property: readonly string[], addresses: ByFamily<string>): void {
    for (const family of FAMILIES) {
      const address = addresses[family];
      if (address !== null) this.takeOne(property, address);
    }
  }

  /** Notes both addresses of a link. */
  public takeLink(property: readonly string[], link: ByFamily<LinkAddress>): void {
    for (const family of FAMILIES) {
      const pair = link[family];
      if (pair === null) continue;
      this.takeOne(property, pair.lower);
      this.takeOne(property, pair.upper);
    }
  }

  /** Checks an address that was given: it must not lie where the plan has something else. */
  public checkGiven(property: PropertyPath, given: string, family: Family, purpose: Purpose): boolean {
    if (!isAddress(given, family)) {
      const example = family === "ipv4" ? "10.128.0.11" : "fd00:128::b";
      this.problems.refuse(
        property,
        given,
        `an ${family === "ipv4" ? "IPv4" : "IPv6"} address: "${example}"`,
        "address",
      );
      return false;
    }
    const special = unusableAddress(numberOf(given), family);
    if (special !== undefined) {
      this.problems.refuse(property, given, `an address outside ${special}`, "address");
      return false;
    }
    const taken = PURPOSES.find((kind) => kind !== purpose && this.ranges[kind][family]?.holds(given));
    if (taken !== undefined) {
      this.problems.refuse(
        property,
        given,
        `an address outside ranges.${taken}, ${this.ranges[taken][family]}`,
        "address",
      );
      return false;
    }
    // Edge servers throw away what is sent to other addresses of these.
    const announced = edgeRanges(this.ranges).find((range) => range.holds(given));
    if (announced === undefined) return true;
    this.problems.refuse(property, given, `an address outside ${announced}, which edge servers announce`, "address");
    return false;
  }

  /** Checks that an address is in what is announced to Google and to the other racks. */
  public checkWithinSite(property: PropertyPath, given: string, family: Family): boolean {
    const { site, siteIpv6 } = this.ranges;
    const ranges = family === "ipv4" ? site : siteIpv6 === null ? [] : [siteIpv6];
    if (ranges.some((range) => range.holds(given))) return true;
    const name = family === "ipv4" ? "privateRanges" : "ranges.ipv6";
    this.problems.refuse(
      property,
      given,
      `an address within the data centre's ${name}: ${ranges.join(", ")}`,
      "address",
    );
    return false;
  }

  /** Checks configured ranges for pods: no other address may lie in them. */
  public checkFree(ranges: readonly (readonly [property: readonly string[], range: AddressRange])[]): void {
    if (ranges.length === 0) return;
    const all = [...this.byAddress].flatMap(([address, owner]) =>
      address.includes(":") ? [] : [{ address, owner, number: numberOf(address) }],
    );
    for (const [property, range] of ranges) {
      const other = all.find(({ number }) => range.holdsNumber(number));
      if (other === undefined) continue;
      this.problems.refuse(
        property,
        String(range),
        `a range without ${other.address}, of ${other.owner.join(".")}`,
        "range",
      );
    }
  }

  private takeOne(property: readonly string[], address: string): void {
    const owner = this.byAddress.get(address);
    if (owner === undefined) this.byAddress.set(address, property);
    else if (owner !== property)
      this.problems.refuse(property, address, `an address of its own: ${owner.join(".")} has this one`, "address");
  }
}
