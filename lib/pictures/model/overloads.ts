import { comparePercent, fullnessOf, isMore, isNearly, isOver, loadIn } from "./loads";
import { isNotKnown } from "./requests";
import type { Scenario, Scene, ServerLoad } from "./scene";

/** What a load is measured by: all that can be taken, or what is taken at once. */
export type Measure = "limit" | "at once";

/** A load that is near what can be taken, or too much. */
export interface Overload {
  readonly load: ServerLoad;
  readonly scenario: Scenario;
  readonly measure: Measure;
  readonly part: number;
  /** In how many other failures it is so as well. */
  readonly others: number;
}

/** The same, with what it was in the version before. */
export interface ChangedOverload extends Overload {
  /** What was asked for; `undefined` of who was not there. */
  readonly was?: ServerLoad;
  /** What part that was; `undefined` where that is not known. */
  readonly partWas?: number;
}

const MEASURES: readonly Measure[] = ["limit", "at once"];

function partOf(scene: Scene, load: ServerLoad, measure: Measure): number | undefined {
  const usual = loadIn(scene, load.server, scene.scenarios[0])?.requests ?? 0;
  const { ofLimit, surge } = fullnessOf(load, usual);
  return measure === "limit" ? ofLimit : surge;
}

/** All that is known of how full everybody is, in each scenario and by each measure. */
function measured(scene: Scene): readonly Overload[] {
  return scene.scenarios.flatMap((scenario) =>
    (scene.loads.get(scenario.id) ?? [])
      .filter((load) => !isNotKnown(load))
      .flatMap((load) =>
        MEASURES.flatMap((measure) => {
          const part = partOf(scene, load, measure);
          return part === undefined ? [] : [{ load, scenario, measure, part, others: 0 }];
        }),
      ),
  );
}

/** Whether somebody has more than when all is well. */
function isAdded(scene: Scene, { load, scenario }: Overload): boolean {
  const [well] = scene.scenarios;
  return scenario === well || isMore(load.requests, loadIn(scene, load.server, well)?.requests ?? 0);
}

/** Who is near what can be taken, or above it. */
export function overloadsOf(scene: Scene): readonly Overload[] {
  return worstOfEach(
    scene,
    measured(scene).filter((one) => isNearly(one.part) && isAdded(scene, one)),
  );
}

/** Who is above what can be taken, and was not in the same scenario of another version; or was, and is more so now. */
export function overloadsBeside(
  before: Scene,
  after: Scene,
  which: "new" | "more" = "new",
): readonly ChangedOverload[] {
  const isMeant = (part: number, partWas = 0) =>
    which === "new" ? !isOver(partWas) : isOver(partWas) && comparePercent(part, partWas) < 0;
  const found = measured(after).flatMap((one): readonly ChangedOverload[] => {
    // What can go down only now could not take anybody along before: all was well then.
    const earlier = before.loads.has(one.scenario.id) ? one.scenario : before.scenarios[0];
    const was = loadIn(before, one.load.server, earlier);
    const partWas = was === undefined || isNotKnown(was) ? undefined : partOf(before, was, one.measure);
    return isOver(one.part) && isMeant(one.part, partWas) && isAdded(after, one) ? [{ ...one, was, partWas }] : [];
  });
  return worstOfEach(after, found);
}

/** Who was above what can be taken, and is not any more, as far as was known before. */
export function overloadsGone(before: Scene, after: Scene): readonly ChangedOverload[] {
  // Where there may be more than before of which nobody knows, it may be as much.
  const isLost = ({ load, was }: ChangedOverload) => was?.isLeast === true && load.isLeast !== true;
  return overloadsBeside(after, before).filter((one) => one.partWas !== undefined && !isLost(one));
}

/** Of each by each measure the worst, while all is well and in failures. What lasts comes first, then what there is no room for, then what comes too fast. */
function worstOfEach<One extends Overload>(scene: Scene, all: readonly One[]): readonly One[] {
  const [well] = scene.scenarios;
  const groups = new Map<string, One[]>();
  for (const one of all) {
    const key = JSON.stringify([one.scenario === well, one.measure, one.load.server]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const worst = [...groups.values()].flatMap((group) => {
    const [first] = [...group].sort(byPart);
    return first === undefined ? [] : [{ ...first, others: group.length - 1 }];
  });
  const rank = ({ scenario, measure }: Overload) => (scenario === well ? 0 : 1 + MEASURES.indexOf(measure));
  return worst.sort((one, other) => rank(one) - rank(other) || byPart(one, other));
}

function byPart({ part: one }: Overload, { part: other }: Overload): number {
  return one === other ? 0 : other - one;
}

/** Whom a failure fills the most, if it makes anybody nearly full who has more than when all is well. */
export function filledBy(scene: Scene, scenario: Scenario): Overload | undefined {
  const own = measured(scene).filter((one) => one.scenario === scenario && isNearly(one.part) && isAdded(scene, one));
  const servers = new Set(own.map(({ load }) => load.server));
  const [first] = [...own].sort(byPart);
  return first && { ...first, others: servers.size - 1 };
}
