import type { ContinentCode } from "../../routing/countries";
import { locationName, locationOf, NOWHERE } from "../../routing/location";
import { type NamedShare, shareOf } from "../record-names";
import {
  type Explained,
  type HandMade,
  hasOnlyWeights,
  type OwnRouting,
  RECORD,
  type Resource,
  type RoutingTexts,
  routingOf,
  routingTextsIn,
  weightOf,
} from "./plan";

/** The share of a place or a wave in one zone, and its records. */
interface Weighted {
  readonly share: NamedShare;
  readonly routing: OwnRouting;
  readonly members: readonly Resource[];
}

/** The places and waves whose weights were changed, each with its percentage. */
export function sharesIn(resources: readonly Resource[]): readonly Explained[] {
  const inZones = new Map<string, Weighted>();
  const texts = routingTextsIn(resources);
  for (const resource of resources) {
    const share = shareOf(String(resource.code?.name ?? resource.live?.name));
    const routing = routingOf(resource);
    if (resource.type !== RECORD || share === undefined || routing === undefined) continue;
    const key = JSON.stringify([share.property, share.policy, routing]);
    inZones.set(key, { share, routing, members: [...(inZones.get(key)?.members ?? []), resource] });
  }
  const whole = new Map<string, Weighted[]>();
  for (const one of inZones.values()) {
    const key = JSON.stringify([one.share.property, one.share.policy, one.routing.start]);
    whole.set(key, [...(whole.get(key) ?? []), one]);
  }
  return [...whole.values()].flatMap((zones) => changesIn(zones, texts));
}

/** What was changed of one share, in all zones that have it: the code has one percentage for all of them. */
function changesIn(zones: readonly Weighted[], { whole, inZone }: RoutingTexts): readonly Explained[] {
  const changed = zones.filter(({ members }) => isChanged(members));
  const ofZone = ({ share, members }: Weighted, routing: string) => {
    return { found: percentageOf(share, routing, withOldOrders(members)), resources: members.filter(hasOnlyWeights) };
  };
  const [first] = changed.map((one) => ofZone(one, whole(one.routing)));
  const isAlike =
    changed.length === zones.length && new Set(changed.map((one) => ofZone(one, "").found.what)).size === 1;
  if (first !== undefined && isAlike) {
    return [{ ...first, resources: changed.flatMap((one) => ofZone(one, "").resources) }];
  }
  return changed.map((one) => {
    const { found, resources } = ofZone(one, inZone(one.routing));
    if (found.line === undefined) return { found, resources };
    return { found: { what: `${found.what}, which has one for all zones: change them alike` }, resources };
  });
}

function isChanged(members: readonly Resource[]): boolean {
  const changed = withOldOrders(members).filter(({ live, code }) => live && code && weightOf(live) !== weightOf(code));
  return changed.some(({ isDrifted }) => isDrifted);
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

/** The weights of a share in one address family. */
interface Weights {
  readonly type: string;
  readonly dataCenters: number;
  readonly rest: number;
  /** What share that is; `undefined` where it is no whole percentage. */
  readonly percent: number | undefined;
  /** The percentage in the code. */
  readonly before: number;
}

function weightsOf(members: readonly Resource[]): readonly Weights[] {
  const types = [...new Set(members.map(({ live }) => String(live?.type)))];
  return types.map((type) => {
    const own = members.filter(({ live }) => live?.type === type);
    const isOfDataCenters = ({ live }: Resource) => live?.set_identifier === "data-centers";
    const sum = (some: readonly Resource[]) => some.reduce((total, { live }) => total + weightOf(live ?? {}), 0);
    const dataCenters = sum(own.filter(isOfDataCenters));
    const rest = sum(own.filter((one) => !isOfDataCenters(one)));
    const before = weightOf(own.find(isOfDataCenters)?.code ?? {});
    return { type, dataCenters, rest, percent: percentBy(dataCenters, rest), before };
  });
}

/** Route 53 divides by the sum of all weights, whatever that is. */
function percentBy(dataCenters: number, rest: number): number | undefined {
  const percent = (100 * dataCenters) / (dataCenters + rest);
  return Number.isInteger(percent) ? percent : undefined;
}

function percentageOf(share: NamedShare, routing: string, members: readonly Resource[]): HandMade {
  const who = `${placeText(share)} of policy ${share.policy}${routing}`;
  const [address = ""] = members.map((member) => member.address);
  const types = weightsOf(members);
  const odd = types.find(({ percent }) => percent === undefined);
  if (odd !== undefined) {
    const { dataCenters, rest } = odd;
    return {
      what: `${who} has weights of ${dataCenters} and ${rest} at AWS, which are no percentage: let them add up to 100`,
    };
  }
  const other = types.find(({ dataCenters, rest }) => dataCenters + rest !== 100);
  const by = other === undefined ? "" : `, by weights of ${other.dataCenters} and ${other.rest},`;
  const changed = types.find(({ percent, before }) => percent !== before);
  if (changed === undefined) return { what: `${who} has ${types[0]?.percent} % at AWS${by} as in the code` };
  const { type, percent, before } = changed;
  if (types.some((one) => one.percent !== percent)) {
    return { what: `${who} has ${percent} % in ${type} at AWS and ${before} % in the code: change A and AAAA alike` };
  }
  const what = `${who} has ${percent} % at AWS${by} and ${before} % in the code`;
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
    /^aws_route53_record\.routing_(zone_[^_]+_)?ipv[46]_(share|wave)_[^_]+_[^_]+_.+_(data_centers|last_resort)$/.test(
      address,
    );
  if (isOfPlatform && policy === "platform") return "routing";
  if (isOfPlatform && policy.startsWith("service-")) return `services.${policy.slice("service-".length)}.routing`;
  return `policies.${policy}`;
}
