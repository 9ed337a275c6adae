import { Loads } from "./loads";
import type { PassedRow, Rows } from "./rows";
import { BY_LAST_RESORT, isSameServed, type Served, siteName, type World } from "./world";

/** Why a place gets no more from data centres. */
export type Reason =
  | { readonly kind: "all" }
  /** At one point more, a site is asked for more than it can take. */
  | {
      readonly kind: "full";
      readonly percent: number;
      readonly site: string;
      readonly service: string;
      readonly down: readonly string[];
      readonly load: number;
      readonly limit: number;
      /** Whether it is what the last resort takes before new nodes are there. */
      readonly atOnce: boolean;
    }
  /** The target is more than one step away. */
  | { readonly kind: "step"; readonly target: number }
  /** No safe step leads to the target: on the way, something would be asked for too much, or for more than it has served well. */
  | { readonly kind: "blocked"; readonly target: number }
  /** No data centre that may serve it is near enough. */
  | { readonly kind: "latency" }
  /** A rule leaves it no data centre. */
  | { readonly kind: "rule" }
  /** Its route stays as it is. */
  | { readonly kind: "frozen" }
  /** More of it would cost more than it brings. */
  | { readonly kind: "gain" };

/** Why no unit gets more: first of the step, and then of the target. */
export function reasonsOf(
  world: World,
  rows: Rows,
  { next, last, target }: { readonly [policy in "next" | "last" | "target"]: readonly Served[] },
  isRuled: (name: string) => boolean,
): readonly Reason[] {
  const loads = Loads.of(world, target);
  return world.units.map((unit, index): Reason => {
    const [step, aim] = [next[index] ?? BY_LAST_RESORT, target[index] ?? BY_LAST_RESORT];
    if (unit.isFrozen) return { kind: "frozen" };
    if (!isSameServed(step, aim)) {
      return { kind: isSameServed(last[index] ?? BY_LAST_RESORT, aim) ? "step" : "blocked", target: aim.percent };
    }
    if (aim.percent === 100) return { kind: "all" };
    if (unit.chains.length === 0) return { kind: isRuled(unit.name) ? "rule" : "latency" };
    const chain = (aim.percent > 0 ? aim.chain : undefined) ?? unit.chains[0];
    loads.set(index, { chain, percent: aim.percent + 1 });
    const passed = rows.passed(loads);
    loads.set(index, aim);
    return passed === undefined ? { kind: "gain" } : full(world, passed, aim.percent + 1);
  });
}

function full(world: World, { site, service, failure, load, limit, isAtOnce }: PassedRow, percent: number): Reason {
  return {
    kind: "full",
    percent,
    site: siteName(world, site),
    service: world.services[service] ?? "",
    down: (world.failures[failure] ?? []).map((one) => siteName(world, one)),
    load,
    limit,
    atOnce: isAtOnce,
  };
}
