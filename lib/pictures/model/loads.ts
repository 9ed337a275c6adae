import { isNotKnown, type Known } from "./requests";
import type { Scenario, Scene, ServerLoad } from "./scene";

/** Loads that differ by a smaller part of themselves are the same, in whatever unit they are. */
const SAME = 1e-5;

/** Whether two loads are the same, as far as pictures show. */
export function isSameLoad(one: number, other: number): boolean {
  return Math.abs(one - other) <= SAME * Math.max(one, other);
}

export function isMore(one: number, other: number): boolean {
  return one > other && !isSameLoad(one, other);
}

/** From here on, a load is coloured. */
export const NEARLY_FULL = 0.9;

/** Sums of shares that differ by less are the same. */
const ROUNDING = 1e-9;

/** Whether this part of what can be taken is near all of it. */
export function isNearly(part: number): boolean {
  return part >= NEARLY_FULL - ROUNDING;
}

/** Whether this part is more than can be taken. */
export function isOver(part: number): boolean {
  return part > 1 + ROUNDING;
}

/** When somebody is fullest. */
export interface Fullest {
  readonly load: ServerLoad;
  readonly scenario: Scenario;
  /** Of what it can take, or of what it can take at once, whichever is more; where either is known. */
  readonly part?: number;
  /** Of what it can take at once beside what it has when all is well, where that is known. */
  readonly surge?: number;
  /** In how many other failures it is as full. */
  readonly others?: number;
}

/** How much of what it takes at once is asked of a server, beside what it has when all is well. */
function surgeOf({ requests, atOnce }: ServerLoad, usual: number): number | undefined {
  if (atOnce === undefined) return undefined;
  return isMore(requests, usual) ? (requests - usual) / atOnce : 0;
}

/** How full somebody is, as far as that is known. */
export interface Fullness {
  /** Of what it can take. */
  readonly ofLimit?: number;
  /** Of what it can take at once beside what it has when all is well. */
  readonly surge?: number;
  /** Whichever is more. */
  readonly part?: number;
}

/** How full a load makes a server that has so much when all is well. */
export function fullnessOf(load: ServerLoad, usual: number): Fullness {
  const ofLimit = load.limit === undefined ? undefined : load.requests / load.limit;
  const surge = surgeOf(load, usual);
  const known = [ofLimit, surge].filter((part) => part !== undefined);
  return { ofLimit, surge, part: known.length === 0 ? undefined : Math.max(...known) };
}

function loadAgainst(load: ServerLoad, scenario: Scenario, usual: number): Fullest {
  const { part, surge } = fullnessOf(load, usual);
  return { load, scenario, part, surge };
}

/** What a server is asked for in a scenario. */
export function loadIn({ loads }: Scene, server: string, { id }: Scenario): ServerLoad | undefined {
  return loads.get(id)?.find((load) => load.server === server);
}

/** The servers that are asked for anything, the fullest first; those of which nobody knows what they can take last. */
export function loadRows(scene: Scene): readonly string[] {
  const names = (scene.loads.get(scene.scenarios[0].id) ?? []).map(({ server }) => server);
  return [...names].sort((one, other) => partOf(fullest(scene, other)) - partOf(fullest(scene, one)));
}

function partOf(found: Fullest | undefined): number {
  return found?.part ?? -1;
}

/** When a server is fullest. */
export function fullest(scene: Scene, server: string): Fullest | undefined {
  const usual = loadIn(scene, server, scene.scenarios[0])?.requests ?? 0;
  const all = scene.scenarios.flatMap((scenario) => {
    const load = loadIn(scene, server, scenario);
    return load === undefined ? [] : [loadAgainst(load, scenario, usual)];
  });
  const [first] = [...all].sort(byFullness);
  if (first === undefined || first.scenario === scene.scenarios[0]) return first;
  return { ...first, others: all.filter((one) => isSameLoad(one.load.requests, first.load.requests)).length - 1 };
}

function byFullness(one: Fullest, other: Fullest): number {
  return partOf(other) - partOf(one) || other.load.requests - one.load.requests;
}

/** Who of all is fullest, and when, of those of which it is known. */
export function hottest(scene: Scene): Fullest | undefined {
  const all = loadRows(scene).flatMap((server) => fullest(scene, server) ?? []);
  return all.find(({ part, load }) => part !== undefined && !isNotKnown(load));
}

/** Whether somebody else may be fuller than the one who is known to be: of some of whom they serve the requests are not known. */
export function mayBeFuller({ loads }: Scene, { load }: Fullest): boolean {
  return [...loads.values()]
    .flat()
    .some(({ server, isLeast, limit, atOnce }) => isLeast && server !== load.server && (limit ?? atOnce) !== undefined);
}

/** How full a failure makes the fullest of those who are asked for more than when all is well; 0 where that is not known. */
export function fullnessIn(scene: Scene, scenario: Scenario): number {
  const [well] = scene.scenarios;
  const parts = (scene.loads.get(scenario.id) ?? []).map((load) => {
    const usual = loadIn(scene, load.server, well)?.requests ?? 0;
    return isMore(load.requests, usual) ? (fullnessOf(load, usual).part ?? 0) : 0;
  });
  return Math.max(0, ...parts);
}

/** The failures in which somebody who is up is asked for more than when all is well, those that fill somebody the most first. */
export function shownScenarios(scene: Scene): readonly Scenario[] {
  const [well, ...failures] = scene.scenarios;
  const all = Math.max(
    ...[...scene.loads.values()].map((loads) => loads.reduce((sum, { requests }) => sum + requests, 0)),
  );
  const added = (scenario: Scenario) =>
    Math.max(
      0,
      ...(scene.loads.get(scenario.id) ?? []).map((load) => {
        const usual = loadIn(scene, load.server, well)?.requests ?? 0;
        return isMore(load.requests, usual) ? (load.requests - usual) / all : 0;
      }),
    );
  return (
    failures
      .map((scenario) => ({ scenario, part: fullnessIn(scene, scenario), added: added(scenario) }))
      .filter(({ added }) => added > 0)
      // Of those that fill nobody more, the one that adds the most, in whatever unit.
      .sort((one, other) => comparePercent(one.part, other.part) || other.added - one.added)
      .map(({ scenario }) => scenario)
  );
}

/** The most first, as far as a percentage tells: more than nothing of what is taken at once is the most. */
export function comparePercent(one: number, other: number): number {
  const [first, second] = [one, other].map((part) => Math.round(part * 1000));
  return first === second ? 0 : (second ?? 0) - (first ?? 0);
}

/** A load that is more than it was in the version before, or for which there is less room. */
export interface Fuller extends Fullest {
  /** What it was. */
  readonly was: Known;
  /** What could be taken, where that was another number. */
  readonly limitWas?: number;
  /** Whether it was known what can be taken, and is not any more. */
  readonly isLimitLost: boolean;
  /** What it has before it gets more: when all is well, or, with the change itself, in the version before. */
  readonly usual: number;
}

/** The loads that are more than before in the same scenario, or more of what can be taken, or of what nobody knows any more; the fullest first, then the largest. */
export function fullerIn(before: Scene, after: Scene): readonly Fuller[] {
  const all = after.scenarios.flatMap((scenario) =>
    (after.loads.get(scenario.id) ?? []).flatMap((load): readonly Fuller[] => {
      // What can go down only now could not take anybody along before: all was well then.
      const earlier = before.loads.has(scenario.id) ? scenario : before.scenarios[0];
      const old = loadIn(before, load.server, earlier);
      const was: Known = old ?? { requests: 0 };
      const usualOf = (scene: Scene) => loadIn(scene, load.server, scene.scenarios[0])?.requests ?? 0;
      // What the change moves comes at once, on top of what there was before it.
      const usual = usualOf(scenario === after.scenarios[0] ? before : after);
      const now = loadAgainst(load, scenario, usual);
      const partWas = old === undefined ? 0 : (fullnessOf(old, usualOf(before)).part ?? 0);
      // What is not known any more is told once: it is so in each failure.
      const isLimitLost = scenario === after.scenarios[0] && old?.limit !== undefined && load.limit === undefined;
      if (!isMore(load.requests, was.requests) && !isMore(now.part ?? 0, partWas) && !isLimitLost) return [];
      const limitWas = old?.limit === load.limit ? undefined : old?.limit;
      return [{ ...now, was, limitWas, isLimitLost, usual }];
    }),
  );
  const [well] = after.scenarios;
  const atWell = (server: string) => all.find(({ load, scenario }) => scenario === well && load.server === server);
  // A row for each failure that adds nothing would say the same again.
  const isAgain = ({ load, scenario, was }: Fuller) => {
    const usual = atWell(load.server);
    return (
      scenario !== well &&
      usual !== undefined &&
      isSameLoad(usual.load.requests, load.requests) &&
      isSameLoad(usual.was.requests, was.requests)
    );
  };
  const own = all.filter((one) => !isAgain(one));
  return own.sort(byFullness);
}

/** Of whom the change itself asks the most of what is taken at once, on top of the load before it. */
export function surgeOfChange(before: Scene, after: Scene): Fuller | undefined {
  const own = fullerIn(before, after).filter(({ scenario, surge = 0 }) => scenario === after.scenarios[0] && surge > 0);
  return [...own].sort((one, other) => (other.surge ?? 0) - (one.surge ?? 0))[0];
}
