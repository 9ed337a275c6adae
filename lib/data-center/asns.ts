import { FIRST_PRIVATE_ASN, isReservedAsn, LAST_ASN, USABLE_ASN } from "../core/asns";
import type { RouterOptions } from "./fabric";
import { checkWhole, type Problems, type PropertyPath } from "./refusals";
import type { ServerRole } from "./server";
import type { Tier } from "./site-plan";

/** The first of the private ASNs with four bytes (RFC 6996), unless a data centre has another. */
export const DEFAULT_ASN_BASE = FIRST_PRIVATE_ASN;

/** One ASN for each role, so that what two servers of it announce has the same path. Never changed: they are on the routers. */
const ROLES: Readonly<Record<ServerRole, number>> = { worker: 1, edge: 2, "control-plane": 3, etcd: 4 };

const RACK_ROUTERS = 10_000;

/** One ASN for a whole tier: what one of its routers announced never comes back to it through another (RFC 7938, 5.2.1). */
const SPINES = 20_000;
const BORDERS = 30_000;

/** The ASN of a server of this role. */
export function serverAsn(base: number, role: ServerRole): number {
  return base + ROLES[role];
}

/** The ASN of a router. */
export function routerAsn(base: number, tier: Tier, number: number, rack: number, { asn }: RouterOptions): number {
  if (asn !== undefined) return asn;
  if (tier === "rack") return base + RACK_ROUTERS + 2 * rack + number - 1;
  return base + (tier === "spine" ? SPINES : BORDERS);
}

/** Checks an ASN that was given: a private one, or one that the company was assigned. */
export function checkAsn(problems: Problems, property: PropertyPath, asn: number): boolean {
  if (!checkWhole(problems, property, asn, [1, LAST_ASN])) return false;
  return problems.check(property, asn, (number) => !isReservedAsn(number), USABLE_ASN, "number");
}
