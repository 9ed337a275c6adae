import type { Alike, Behaviours, PlaceGroup } from "../analysis/behaviour";
import { Bundles } from "../analysis/bundles";
import type { Failure } from "../analysis/failures";
import type { Judged } from "../analysis/finding";

/** A rule, and the places that it is about. */
export interface Ruling<Rule> {
  readonly rule: Rule;
  readonly groups: readonly PlaceGroup[];
}

/** How places are judged by a rule. */
export interface Judging<Rule> {
  /** Whether anything is wrong with a group while something is down. */
  isBroken(rule: Rule, group: PlaceGroup, down: Failure): boolean;
  /** What it is. */
  judge(rule: Rule, group: PlaceGroup, down: Failure): readonly Judged[];
  /** Who is looked at for that, by name, of those that need not decide about the answers: only while all of those are up is it the same. */
  lookedAt?(group: PlaceGroup, down: Failure): readonly string[];
  /** What the judgement depends on beside what decides about the answers, by name. */
  readonly dependsOn?: readonly string[];
}

/** Places that get the same answers, under a rule. */
interface Ruled<Rule> {
  readonly ruling: Ruling<Rule>;
  readonly alike: Alike;
  readonly dependsOn: ReadonlySet<string>;
}

/** Judges the places of rules under each failure: those that get the same answers once for all, and once for what changes them. */
export class RuledPlaces<Rule> {
  /** Who may break a rule while something is down. */
  private readonly suspects: Bundles<Ruled<Rule>, (down: Failure) => readonly Ruled<Rule>[]>;

  constructor(
    private readonly rulings: readonly Ruling<Rule>[],
    behaviours: Behaviours,
    private readonly judging: Judging<Rule>,
  ) {
    const { dependsOn: others = [] } = judging;
    const known = new Map<ReadonlySet<string>, ReadonlySet<string>>();
    const withOthers = (dependsOn: ReadonlySet<string>) => {
      const all = known.get(dependsOn) ?? new Set([...dependsOn, ...others]);
      known.set(dependsOn, all);
      return all;
    };
    const ruled = rulings.flatMap((ruling) =>
      behaviours.alike(ruling.groups).map((alike): Ruled<Rule> => {
        return { ruling, alike, dependsOn: withOthers(alike.dependsOn) };
      }),
    );
    this.suspects = new Bundles(ruled, (all, deciding) => {
      const broken: Ruled<Rule>[] = [];
      const lookedAt = new Set<string>();
      all.forEach((one) => {
        const { ruling, alike } = one;
        if (judging.isBroken(ruling.rule, alike.groups[0], deciding)) broken.push(one);
        for (const name of judging.lookedAt?.(alike.groups[0], deciding) ?? []) lookedAt.add(name);
      });
      return (down) => (down.some((name) => lookedAt.has(name) && !deciding.includes(name)) ? all : broken);
    });
  }

  public while(down: Failure): readonly Judged[] {
    const suspects = this.suspects.while(down).flatMap((suspectsWhile) => suspectsWhile(down));
    if (suspects.length === 0) return [];
    return this.rulings.flatMap((ruling) => {
      const own = suspects.filter((suspect) => suspect.ruling === ruling);
      const groups = new Set(own.flatMap(({ alike }) => alike.groups));
      return ruling.groups
        .filter((group) => groups.has(group))
        .flatMap((group) => this.judging.judge(ruling.rule, group, down));
    });
  }
}
