import { compareAnswerers, type Share } from "../answers";
import type { Behaviours, PlaceGroup } from "./behaviour";
import type { Chain } from "./chain";
import type { Failure } from "./failures";
import { isSameShare } from "./rounding";
import { answererName, chainText, percentText, precisePercentText } from "./words";

/** One side of a comparison: who answers the users of a place in one version. */
export interface Side {
  readonly behaviours: Behaviours;
  readonly group: PlaceGroup;
}

/** What is down at the same time, and how that is called. */
export interface DownTogether {
  readonly down: Failure;
  /** In words: `paris is down`. */
  readonly when: string;
}

/** What changes for the users of a place: in words, and for how many of them at once. */
export interface PlaceChange {
  readonly change: string;
  /** The part of the users whose addresses change while all is well, in percentage points. */
  readonly points: number;
}

/** Compares what a place gets while all is well and under each failure: who answers, with which addresses, kept how long. */
export function placeChange(from: Side, to: Side, failures: readonly DownTogether[]): PlaceChange | undefined {
  const downs = failures.map(({ down }) => down);
  const [old, young] = [from, to].map((side) => seen(side, downs)) as [Seen, Seen];
  if (sameReplies(old, young) && chainText(old.chain) === chainText(young.chain)) return undefined;
  const moves = movesText(old.well, young.well);
  const whenDown = failures.flatMap(({ when }, index) => {
    const text = movesText(old.states[index + 1] ?? [], young.states[index + 1] ?? []);
    return text === "" || text === moves ? [] : [`when ${when}: ${text}`];
  });
  const order = [old, young].map(({ chain }) => chainText(chain));
  // Who cannot go down is in no order: it answers more or less, as the moves show.
  const isOrdered = moves === "" || [old, young].some(({ chain }) => chain.tiers.length > 0);
  const parts = [
    ...(moves === "" ? [] : [moves]),
    ...detailsText(old, young),
    ...(order[0] === order[1] || !isOrdered ? [] : [`order of failover ${order[0]} becomes ${order[1]}`]),
    ...whenDown,
  ];
  const change = parts.length > 0 ? parts.join(", ") : "how addresses share the users changes";
  return { change, points: pointsBetween(old.well, young.well) };
}

/** What was seen of one side. */
interface Seen {
  readonly well: readonly Share[];
  /** While all is well, under each failure, and while one after the other of the chain is down. */
  readonly states: readonly (readonly Share[])[];
  readonly chain: Chain;
}

function seen({ behaviours, group }: Side, failures: readonly Failure[]): Seen {
  const well = behaviours.while(group, []);
  const chain = behaviours.chain(group);
  const tiers = chain.tiers.map((_, index) => behaviours.while(group, chain.tiers.slice(0, index + 1).flat()));
  return { well, chain, states: [well, ...failures.map((down) => behaviours.while(group, down)), ...tiers] };
}

function sameReplies(old: Seen, young: Seen): boolean {
  return (
    old.states.length === young.states.length &&
    old.states.every((shares, index) => isSame(repliesOf(shares), repliesOf(young.states[index] ?? [])))
  );
}

function isSame(old: ReadonlyMap<string, number>, young: ReadonlyMap<string, number>): boolean {
  return old.size === young.size && [...old].every(([key, share]) => isSameShare(share, young.get(key) ?? -1));
}

/** Who answers with which addresses, kept how long, and how likely. */
function repliesOf(shares: readonly Share[]): ReadonlyMap<string, number> {
  const replies = new Map<string, number>();
  for (const { answerer, share, replies: some } of shares) {
    const who = answererName(answerer);
    if (some.length === 0) replies.set(who, share);
    for (const reply of some) {
      const key = JSON.stringify([who, addressesText(reply.addresses), reply.ttlSeconds]);
      replies.set(key, (replies.get(key) ?? 0) + reply.share);
    }
  }
  return replies;
}

/** Who answers more, and who less: `frankfurt 25 % → 50 %`. */
function movesText(before: readonly Share[], after: readonly Share[]): string {
  const answerers = [...before, ...after].map(({ answerer }) => answerer).sort(compareAnswerers);
  const shareOf = (name: string, shares: readonly Share[]) =>
    shares.find(({ answerer }) => answererName(answerer) === name)?.share ?? 0;
  return [...new Set(answerers.map(answererName))]
    .flatMap((name) => {
      const [old, young] = [shareOf(name, before), shareOf(name, after)];
      if (isSameShare(old, young)) return [];
      const text = percentText(old) === percentText(young) ? precisePercentText : percentText;
      return [`${name} ${text(old)} → ${text(young)}`];
    })
    .join(", ");
}

/** Other addresses of the same answerers, and other times to live. */
function detailsText(old: Seen, young: Seen): readonly string[] {
  const details: string[] = [];
  const times = new Map<string, string[]>();
  const [before, after] = [detailsOf(old), detailsOf(young)];
  for (const [who, was] of before) {
    const is = after.get(who);
    if (is === undefined) continue;
    if (was.addresses !== is.addresses) details.push(`${who} ${was.addresses} → ${is.addresses}`);
    const change = `${was.ttl} → ${is.ttl}`;
    if (was.ttl !== is.ttl) times.set(change, [...(times.get(change) ?? []), who]);
  }
  const all = [...before.keys()].filter((who) => after.has(who)).length;
  for (const [change, who] of times)
    details.push(`time to live ${who.length === all ? "" : `of ${who.join(", ")} `}${change}`);
  return details;
}

function detailsOf({ states }: Seen): ReadonlyMap<string, { addresses: string; ttl: string }> {
  const found = new Map<string, { addresses: Set<string>; ttl: Set<string> }>();
  for (const { answerer, replies } of states.flat()) {
    const { addresses, ttl } = found.get(answererName(answerer)) ?? { addresses: new Set(), ttl: new Set() };
    for (const reply of replies) {
      addresses.add(addressesText(reply.addresses));
      ttl.add(reply.ttlSeconds === undefined ? "unknown" : `${reply.ttlSeconds} s`);
    }
    if (replies.length > 0) found.set(answererName(answerer), { addresses, ttl });
  }
  const text = (some: Set<string>) => [...some].sort().join(" or ");
  return new Map([...found].map(([who, { addresses, ttl }]) => [who, { addresses: text(addresses), ttl: text(ttl) }]));
}

function addressesText(addresses: readonly string[]): string {
  return [...addresses].sort().join(" and ");
}

/** The part of the users whose set of addresses is another one. */
function pointsBetween(before: readonly Share[], after: readonly Share[]): number {
  const old = sharesOfAddresses(before);
  const gained = [...sharesOfAddresses(after)].map(([addresses, share]) => share - (old.get(addresses) ?? 0));
  return gained.reduce((sum, share) => sum + Math.max(0, share), 0) * 100;
}

function sharesOfAddresses(shares: readonly Share[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { share, replies } of shares) {
    if (replies.length === 0) found.set("", (found.get("") ?? 0) + share);
    for (const reply of replies) {
      const key = addressesText(reply.together ?? reply.addresses);
      found.set(key, (found.get(key) ?? 0) + reply.share);
    }
  }
  return found;
}
