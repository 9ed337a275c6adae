import { LAST_RESORT } from "../../routing/answers";
import { dataCenterOf } from "../record-names";
import { type Block, only } from "../simulation/terraform-block";
import {
  type Explained,
  HEALTH_CHECK,
  type OwnRouting,
  RECORD,
  type Resource,
  routingOf,
  routingTextsIn,
} from "./plan";

/** The data centres whose health checks were made unhealthy, or are no more. */
export function drainedIn(resources: readonly Resource[]): readonly Explained[] {
  const checks = new Map(resources.flatMap((one) => (one.type === HEALTH_CHECK ? [[idOf(one), one] as const] : [])));
  const byDataCenter = new Map<string, { dataCenter: string; routing: OwnRouting; members: Set<Resource> }>();
  const { whole } = routingTextsIn(resources);
  for (const resource of resources) {
    const { type, live } = resource;
    const routing = routingOf(resource);
    if (type !== RECORD || !live?.health_check_id || routing === undefined) continue;
    const { name, set_identifier: setIdentifier } = live;
    const kind = only(live.failover_routing_policy) ? "failover" : "weighted";
    const dataCenter = dataCenterOf({ name, setIdentifier, policy: { kind } });
    const check = checks.get(live.health_check_id);
    if (dataCenter === undefined || check === undefined) continue;
    const key = JSON.stringify([dataCenter, routing.start]);
    const known = byDataCenter.get(key)?.members ?? new Set();
    const children: readonly string[] = check.live?.child_healthchecks ?? [];
    for (const one of [check, ...children.flatMap((id) => checks.get(id) ?? [])]) known.add(one);
    byDataCenter.set(key, { dataCenter, routing: byDataCenter.get(key)?.routing ?? routing, members: known });
  }
  return [...byDataCenter.values()].flatMap(({ dataCenter, routing, members }): readonly Explained[] => {
    const who = `${dataCenter}${whole(routing)}`;
    const deciding = [...members].filter(({ live, code }) => live && code);
    const changed = deciding.filter((one) => one.isDrifted && isDrained(one.live) !== isDrained(one.code));
    const [first] = changed;
    if (first === undefined) return [];
    const drain = isDrained(first.live);
    if (dataCenter === LAST_RESORT) {
      const state = drain ? "was made unhealthy" : "is no longer made unhealthy";
      const what = `the health check of the ${who} ${state} at AWS: no option of the code does that`;
      return [{ found: { what }, resources: changed }];
    }
    // The checks that are drained in the code, or would be: alarms and switches are followed, and stay as they are.
    const meant = deciding.filter(({ live }) => !["CLOUDWATCH_METRIC", "RECOVERY_CONTROL"].includes(live?.type));
    if (meant.some(({ live }) => isDrained(live) !== drain)) {
      const what = `${who} is drained in part at AWS: drain all of its health checks, or none`;
      return [{ found: { what }, resources: changed }];
    }
    const what = drain
      ? `${who} is drained at AWS and not in the code`
      : `${who} is not drained at AWS and is in the code`;
    return [{ found: { what, line: `dataCenters.${dataCenter}.drain: ${drain}` }, resources: changed }];
  });
}

function idOf({ live }: Resource): string {
  return String(live?.id);
}

function isDrained(check: Block | undefined): boolean {
  return check?.disabled === true && check.invert_healthcheck === true;
}
