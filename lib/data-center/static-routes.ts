import type { Family } from "./address-range";
import { hostRange } from "./address-range";
import { type Data, valuesOf } from "./data";
import { edgeRanges } from "./shared-routes";
import type { PlannedRouter, PlannedServer, SitePlan } from "./site-plan";

/** Above the distances of all routing protocols: BGP's route is used while there is one. */
const DISTANCE = 250;

/**
 * What still leads to edge servers when none of them announces anything: the ranges, which all of them have, and each one's own address,
 * which pods answer to. Such a route knows nothing of health, only that a link is up.
 */
export class StaticRoutes {
  private readonly below: ReadonlyMap<string, readonly PlannedRouter[]>;
  private readonly edges: readonly PlannedServer[];

  public constructor(private readonly plan: SitePlan) {
    const { routers, servers } = plan;
    this.below = new Map(
      routers.map(({ name }) => [name, routers.filter(({ uplinks }) => uplinks.some(({ to }) => to === name))]),
    );
    this.edges = servers.filter(({ role }) => role === "edge").sort((one, other) => one.number - other.number);
  }

  public of(router: PlannedRouter): readonly Data[] {
    const ranges = edgeRanges(this.plan.ranges).map((range) =>
      this.route(router, range.family, String(range), this.edges),
    );
    const own = this.edges.flatMap((edge) =>
      valuesOf(edge.loopback).map(([family, address]) => this.route(router, family, hostRange(address), [edge])),
    );
    return [...ranges, ...own].flat();
  }

  private route(router: PlannedRouter, family: Family, prefix: string, to: readonly PlannedServer[]): readonly Data[] {
    const hops = this.nextHops(router, family, to);
    return hops.length === 0 ? [] : [{ family, prefix, next_hops: hops, distance: DISTANCE }];
  }

  /** The servers themselves below a rack's router, and else the routers that lead to them. */
  private nextHops(router: PlannedRouter, family: Family, to: readonly PlannedServer[]): readonly string[] {
    const links =
      router.tier === "rack"
        ? to.filter(({ rack }) => rack.name === router.rack?.name).map(({ links }) => links[router.number - 1])
        : this.lower(router)
            .filter((lower) => this.leadsTo(lower, to))
            .map(({ uplinks }) => uplinks.find((uplink) => uplink.to === router.name)?.link);
    return links.flatMap((link) => link?.[family]?.lower ?? []);
  }

  private leadsTo(router: PlannedRouter, to: readonly PlannedServer[]): boolean {
    if (router.tier === "rack") return to.some(({ rack }) => rack.name === router.rack?.name);
    return this.lower(router).some((lower) => this.leadsTo(lower, to));
  }

  private lower({ name }: PlannedRouter): readonly PlannedRouter[] {
    return this.below.get(name) ?? [];
  }
}
