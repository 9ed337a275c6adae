import { isSameShare } from "../../routing/analysis/rounding";
import { percentText } from "../../routing/analysis/words";
import { LAST_RESORT } from "../../routing/answers";
import { dataCenterOf } from "../record-names";
import {
  type Explained,
  hasOnlyWeights,
  type OwnRouting,
  RECORD,
  type Resource,
  routingOf,
  routingTextsIn,
  weightOf,
} from "./plan";

/** The records of data centres that share their users, in all address families. */
interface Group {
  readonly routing: OwnRouting;
  readonly members: readonly Resource[];
}

/** The groups whose weights were changed: in the code, the capacities of their data centres decide these. */
export function groupsIn(resources: readonly Resource[]): readonly Explained[] {
  const groups = new Map<string, Group>();
  const { inZone } = routingTextsIn(resources);
  for (const resource of resources) {
    const routing = routingOf(resource);
    if (resource.type !== RECORD || routing === undefined || memberOf(resource) === undefined) continue;
    const key = JSON.stringify([resource.code?.name, routing]);
    groups.set(key, { routing, members: [...(groups.get(key)?.members ?? []), resource].sort(byIdentifier) });
  }
  return [...groups.values()].flatMap(({ routing, members }) => {
    const isChanged = ({ live, code, isDrifted }: Resource) =>
      isDrifted && weightOf(live ?? {}) !== weightOf(code ?? {});
    if (!members.some(isChanged)) return [];
    const names = [...new Set(members.map(memberOf))];
    const who = `the group of ${names.join(" and ")}${inZone(routing)}`;
    const types = [...new Set(members.map(({ code }) => String(code?.type)))];
    const byType = types.map((type) =>
      changesOf(
        who,
        members.filter(({ code }) => code?.type === type),
      ),
    );
    const isAlike = byType.every((what) => what.join() === byType[0]?.join());
    const told = isAlike
      ? (byType[0] ?? [])
      : byType.flatMap((all, index) => all.map((what) => `in ${types[index]}, ${what}`));
    return told.map((what) => ({ found: { what }, resources: members.filter(hasOnlyWeights) }));
  });
}

function byIdentifier({ code: one }: Resource, { code: other }: Resource): number {
  return String(one?.set_identifier) < String(other?.set_identifier) ? -1 : 1;
}

/** The data centre of a record in a group that is there and in the code. */
function memberOf({ live, code }: Resource): string | undefined {
  if (live === undefined || code === undefined) return undefined;
  const { name, set_identifier: setIdentifier } = code;
  const dataCenter = dataCenterOf({ name: String(name), setIdentifier, policy: { kind: "weighted" } });
  return dataCenter === LAST_RESORT ? undefined : dataCenter;
}

function changesOf(who: string, members: readonly Resource[]): readonly string[] {
  const [live, code] = [sharesOf(members, "live"), sharesOf(members, "code")];
  const names = [...code.keys()];
  if (names.every((name) => isSameShare(live.get(name) ?? 0, code.get(name) ?? 0))) return withinOne(who, members);
  const [now, meant] = [live, code].map((shares) =>
    names.map((name) => percentText(shares.get(name) ?? 0)).join(" and "),
  );
  const way =
    "requestsPerSecond of each decides it in the code: give them that proportion there, or let the next apply take it back";
  return [`${who} is ${now} at AWS, and ${meant} in the code: ${way}`];
}

/** The parts of data centres, of all weights: all are equal where all are 0. */
function sharesOf(members: readonly Resource[], side: "live" | "code"): ReadonlyMap<string, number> {
  const weights = members.map((member) => weightOf(member[side] ?? {}));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const shares = new Map<string, number>();
  for (const [index, member] of members.entries()) {
    const part = sum === 0 ? 1 / members.length : (weights[index] ?? 0) / sum;
    const name = memberOf(member) ?? "";
    shares.set(name, (shares.get(name) ?? 0) + part);
  }
  return shares;
}

/** The addresses of one data centre have equal weights in the code. */
function withinOne(who: string, members: readonly Resource[]): readonly string[] {
  const byDataCenter = new Map<string, Resource[]>();
  for (const member of members) {
    const name = memberOf(member) ?? "";
    byDataCenter.set(name, [...(byDataCenter.get(name) ?? []), member]);
  }
  return [...byDataCenter.values()].flatMap((own) => {
    const weights = own.map(({ live = {} }) => weightOf(live));
    if (new Set(weights).size < 2) return [];
    const which = own.map(({ code }) => code?.set_identifier).join(" and ");
    const what = `${which} of ${who} have weights of ${weights.join(" and ")} at AWS, and alike in the code`;
    return [`${what}: no option of the code does that`];
  });
}
