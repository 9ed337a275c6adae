import { LAST_RESORT } from "../routing/answers";
import type { ContinentCode } from "../routing/countries";
import { locationName, locationOf, NOWHERE } from "../routing/location";
import { dataCenterOf, isOfRouting, type NamedShare, routingIn, routingText, shareOf } from "./record-names";
import { type Block, only } from "./simulation/terraform-block";

/** One thing that was changed by hand. */
export interface HandMade {
  /** What is otherwise at AWS than in the code. */
  readonly what: string;
  /** What to write into the code to keep it; nothing where no option configures it. */
  readonly line?: string;
}

const RECORD = "aws_route53_record";
const HEALTH_CHECK = "aws_route53_health_check";

/** A resource at AWS and in the code. */
interface Resource {
  readonly address: string;
  readonly type: string;
  /** Whether it is otherwise at AWS than Terraform left it. */
  readonly isDrifted: boolean;
  /** Nothing when it is gone. */
  readonly live?: Block;
  readonly code?: Block;
}

/** What was changed by hand in a plan of Terraform, in JSON, and is not yet in the code. */
export function driftOf(plan: Block): readonly HandMade[] {
  const resources = resourcesOf(plan).filter(({ type }) => type === RECORD || type === HEALTH_CHECK);
  const shares = sharesIn(resources);
  const drained = drainedIn(resources);
  const explained = new Set([...shares, ...drained].flatMap(({ resources }) => resources));
  const others = resources.filter((one) => one.isDrifted && !explained.has(one)).flatMap(otherwise);
  return [...[...shares, ...drained].map(({ found }) => found), ...others];
}

/** What tells a routing from the others of a state, in words: nothing, where it is the only one. */
function routingTextIn(resources: readonly Resource[]): (routing: string) => string {
  const all = new Set(resources.flatMap(({ code, live }) => routingOf(code ?? live ?? {}) ?? []));
  const names = [...all].map(nameOf);
  return (routing) => {
    if (all.size < 2) return "";
    const isOnly = names.filter((name) => name === nameOf(routing)).length < 2;
    return ` of routing ${routingText(nameOf(routing))}${isOnly ? "" : ` in zone ${routing.split(" ")[1]}`}`;
  };
}

/** The routing of a record, with its zone: a public and a private zone may have one of the same name. */
function routingOf({ name, zone_id }: Block): string | undefined {
  return isOfRouting(String(name)) ? `${routingIn(name)} ${zone_id}` : undefined;
}

function nameOf(routing: string): string {
  return routing.split(" ")[0] ?? "";
}

interface Explained {
  readonly found: HandMade;
  readonly resources: readonly Resource[];
}

function resourcesOf({ resource_changes: changes = [], resource_drift: drift = [] }: Block): readonly Resource[] {
  const drifted = new Map<string, Block>(drift.map((one: Block) => [one.address, one.change]));
  return changes
    .filter(({ mode }: Block) => mode === "managed")
    .map(({ address, type, change }: Block): Resource => {
      const changed = drifted.get(address);
      return {
        address,
        type,
        isDrifted: changed !== undefined,
        live: (changed === undefined ? change.before : changed.after) ?? undefined,
        code: change.after ?? undefined,
      };
    });
}

/** The places and waves whose weights were changed, each with its percentage. */
function sharesIn(resources: readonly Resource[]): readonly Explained[] {
  const groups = new Map<
    string,
    { readonly share: NamedShare; readonly routing: string; readonly members: Resource[] }
  >();
  const text = routingTextIn(resources);
  for (const resource of resources) {
    const name = String(resource.code?.name ?? resource.live?.name);
    const share = shareOf(name);
    if (resource.type !== RECORD || share === undefined) continue;
    const routing = routingOf(resource.code ?? resource.live ?? {}) ?? "";
    const key = [share.property, share.policy, routing].join();
    groups.set(key, { share, routing, members: [...(groups.get(key)?.members ?? []), resource] });
  }
  return [...groups.values()].flatMap(({ share, routing, members }): readonly Explained[] => {
    const weighted = withOldOrders(members);
    const changed = weighted.filter(({ live, code }) => live && code && weightOf(live) !== weightOf(code));
    if (!changed.some(({ isDrifted }) => isDrifted)) return [];
    return [{ found: percentageOf(share, text(routing), weighted), resources: members.filter(hasOnlyWeights) }];
  });
}

/** Another order in the code makes another share, while what was changed by hand is the old one: each of its weights is told beside the new one. */
function withOldOrders(members: readonly Resource[]): readonly Resource[] {
  const old = members.filter(({ code }) => code === undefined);
  return members.flatMap((member) => {
    const { code, live } = member;
    if (code === undefined || live !== undefined) return code === undefined ? [] : [member];
    const replaced = old.find(({ live }) => live?.type === code.type && live?.set_identifier === code.set_identifier);
    return [replaced === undefined ? member : { ...replaced, address: member.address, code }];
  });
}

/** Whether nothing but the weight was changed. */
function hasOnlyWeights({ live, code }: Resource): boolean {
  return live !== undefined && code !== undefined && differences(live, code).every((key) => key === WEIGHTED);
}

const WEIGHTED = "weighted_routing_policy";

function percentageOf(share: NamedShare, routing: string, members: readonly Resource[]): HandMade {
  const who = `${placeText(share)} of policy ${share.policy}${routing}`;
  const [address = ""] = members.map((member) => member.address);
  const byType = new Map<string, readonly number[]>();
  for (const { live = {}, code = {} } of members) {
    const [dataCenters = 0, rest = 0, before = 0] = byType.get(live.type) ?? [];
    const isOfDataCenters = live.set_identifier === "data-centers";
    byType.set(
      live.type,
      isOfDataCenters ? [weightOf(live), rest, weightOf(code)] : [dataCenters, rest + weightOf(live), before],
    );
  }
  const types = [...byType];
  const odd = types.find(([, [dataCenters = 0, rest = 0]]) => dataCenters + rest !== 100);
  if (odd !== undefined) {
    const [, [dataCenters, rest]] = odd;
    return {
      what: `${who} has weights of ${dataCenters} and ${rest} at AWS, which are no percentage: let them add up to 100`,
    };
  }
  const changed = types.filter(([, [dataCenters, , before]]) => dataCenters !== before);
  const [[type, [percent = 0, , before = 0]] = ["", []]] = changed;
  if (types.some(([, [other]]) => other !== percent)) {
    return { what: `${who} has ${percent} % in ${type} at AWS and ${before} % in the code: change A and AAAA alike` };
  }
  const what = `${who} has ${percent} % at AWS and ${before} % in the code`;
  return { what, line: `${policyPath(address, share.policy)}.${share.property}.percent: ${percent}` };
}

function placeText(share: NamedShare): string {
  if (share.kind === "wave") return `wave ${share.id}`;
  // AF is Afghanistan among the countries and Africa among the continents.
  const location = share.property.startsWith("continents.")
    ? { continent: share.id as ContinentCode }
    : locationOf(share.id);
  return locationName(location ?? NOWHERE);
}

/** What holds a policy in the code: a platform has words of its own, and is known by the address that its stack gives its records. */
function policyPath(address: string, policy: string): string {
  const isOfPlatform =
    /^aws_route53_record\.routing_ipv[46]_(share|wave)_[^_]+_[^_]+_.+_(data_centers|last_resort)$/.test(address);
  if (isOfPlatform && policy === "platform") return "routing";
  if (isOfPlatform && policy.startsWith("service-")) return `services.${policy.slice("service-".length)}.routing`;
  return `policies.${policy}`;
}

/** The data centres whose health checks were made unhealthy, or are no more. */
function drainedIn(resources: readonly Resource[]): readonly Explained[] {
  const checks = new Map(resources.flatMap((one) => (one.type === HEALTH_CHECK ? [[idOf(one), one] as const] : [])));
  const byDataCenter = new Map<string, Set<Resource>>();
  const text = routingTextIn(resources);
  for (const { type, live } of resources) {
    if (type !== RECORD || !live?.health_check_id) continue;
    const { name, set_identifier: setIdentifier } = live;
    const kind = only(live.failover_routing_policy) ? "failover" : "weighted";
    const dataCenter = dataCenterOf({ name, setIdentifier, policy: { kind } });
    const check = checks.get(live.health_check_id);
    if (dataCenter === undefined || check === undefined) continue;
    const key = JSON.stringify([dataCenter, routingOf(live)]);
    const known = byDataCenter.get(key) ?? new Set();
    const children: readonly string[] = check.live?.child_healthchecks ?? [];
    for (const one of [check, ...children.flatMap((id) => checks.get(id) ?? [])]) known.add(one);
    byDataCenter.set(key, known);
  }
  return [...byDataCenter].flatMap(([key, members]): readonly Explained[] => {
    const [dataCenter, routing] = JSON.parse(key) as [string, string];
    const who = `${dataCenter}${text(routing)}`;
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

function otherwise({ address, live, code }: Resource): readonly HandMade[] {
  if (code === undefined) return [];
  if (live === undefined) return [{ what: `${address} is gone: the next apply makes it again` }];
  const names = differences(live, code);
  if (names.length === 0) return [];
  return [{ what: `${address}: ${names.join(", ")} ${names.length > 1 ? "are" : "is"} not as in the code` }];
}

/** The arguments that are known in the code and are otherwise at AWS. */
function differences(live: Block, code: Block): readonly string[] {
  return Object.keys(code).filter((key) => JSON.stringify(live[key]) !== JSON.stringify(code[key]));
}

function idOf({ live }: Resource): string {
  return String(live?.id);
}

function weightOf(record: Block): number {
  return Number(only(record[WEIGHTED])?.weight ?? 0);
}

function isDrained(check: Block | undefined): boolean {
  return check?.disabled === true && check.invert_healthcheck === true;
}
