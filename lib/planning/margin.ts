import { Loads } from "./loads";
import { rowInNames } from "./too-much";
import type { Served, World } from "./world";

/** By how much the demand may grow until something is asked for more than it can take. */
export interface Margin {
  /** As a part of today's: 0.11 is 11 % more; less than 0 when it is too much today. Infinite when nothing is limited. */
  readonly growth: number;
  /** What is asked for too much then, and of which service. */
  readonly site?: string;
  readonly service?: string;
  /** What is down then. */
  readonly down: readonly string[];
}

/** How long a policy holds: all that can be taken counts, the headroom too. */
export function marginOf(world: World, policy: readonly Served[]): Margin {
  const loads = Loads.of(world, policy);
  const { services, failures, sites, capacity, minNodes, targetUtilization } = world;
  let margin: Margin = { growth: Number.POSITIVE_INFINITY, down: [] };
  services.forEach((_, index) => {
    failures.forEach((down, failure) => {
      for (let site = 0; site <= sites.length; site++) {
        const load = loads.of(index, failure, site);
        if (load <= 0 || down.includes(site)) continue;
        let growth = (capacity[index]?.[site] ?? 0) / load - 1;
        const isJudged = site === sites.length && failure > 0 && targetUtilization !== undefined;
        // Running nodes grow with the demand: they are enough at any, or the smallest number of nodes must be.
        if (isJudged && load > loads.of(index, 0, site) / targetUtilization) {
          growth = Math.min(growth, (minNodes[index] ?? 0) / load - 1);
        }
        if (growth < margin.growth) margin = { growth, ...rowInNames(world, { service: index, failure, site }) };
      }
    });
  });
  return margin;
}
