import type { RoutingPolicy } from "../../routing/routing-policy";
import { sharesOf } from "../policy-shares";
import { policyOf } from "../write-policy";
import type { AfterStepOptions } from "./after-options";
import type { LoweredPlace } from "./after-step";
import { observedServices } from "./check-after";

/** A policy with other percentages. A state that has them from its country gets a route of its own, and so does one that keeps them. */
export function withPercents(
  policy: RoutingPolicy,
  percents: readonly LoweredPlace[],
  { dataCenters, observed }: Pick<AfterStepOptions, "dataCenters" | "observed">,
): RoutingPolicy {
  const services = observedServices({ observed });
  const { world, units } = sharesOf(policy, Object.keys(observed), services, { dataCenters, failures: [] });
  const percentOf = new Map(percents.map(({ place, to }) => [place, to]));
  const served = units.map(({ unit }) => ({ ...unit.now, percent: percentOf.get(unit.name) ?? unit.now.percent }));
  return policyOf(world, policy, served);
}
