import type { Problems } from "../core/problems";
import { checkTiers } from "./check-routing-policy";
import type { Endpoint } from "./endpoint";
import { checkHealthCheckProfile, type HealthCheckProfile } from "./health-check-profile";
import type { Tier } from "./routing-policy";

/** What happens while the last resort itself is down. */
export interface LastResortFailover {
  /**
   * How the last resort is checked: by a host name and a path that its load balancer answers. Each address has a health check.
   */
  readonly healthCheck: HealthCheckProfile;

  /**
   * The data centres that then serve everyone else, and whoever has no other data centre left, in the order in which they are tried;
   * several in one pair of brackets share the users. Name all of them, and every place has an answer while anything lives. What
   * each can take is judged.
   */
  readonly fallBackTo: readonly Tier[];
}

/** What answers everyone who is not named, and when no data centre of a place is healthy: the global load balancer. */
export interface LastResort extends Endpoint {
  /**
   * How it is checked, with `fallBackTo`: by a host name and a path that the load balancer answers.
   *
   * @default - it is not: it is answered when nothing else is healthy, whatever its state
   */
  readonly healthCheck?: HealthCheckProfile;

  /**
   * The data centres that serve its users while it is down, in the order in which they are tried.
   *
   * @default - none
   */
  readonly fallBackTo?: readonly Tier[];
}

/** Validates what happens while the last resort is down. */
export function checkLastResort(
  problems: Problems,
  { healthCheck, fallBackTo }: Partial<LastResortFailover>,
  dataCenters: readonly string[],
): void {
  if (healthCheck !== undefined) checkHealthCheckProfile(problems.at("healthCheck"), healthCheck);
  if (fallBackTo !== undefined) checkTiers(problems, "fallBackTo", fallBackTo, dataCenters);
  if ((healthCheck === undefined) === (fallBackTo === undefined)) return;
  const [given, missing] = healthCheck === undefined ? ["fallBackTo", "healthCheck"] : ["healthCheck", "fallBackTo"];
  problems.conflict(given, `does nothing without ${missing}: configure both or neither`);
}
