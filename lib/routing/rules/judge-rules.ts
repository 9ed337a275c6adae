import type { Behaviours, PlaceGroup } from "../analysis/behaviour";
import type { FailureAnalysisOptions } from "../analysis/failure-analysis-options";
import type { Failure } from "../analysis/failures";
import { type Judged, severityOf } from "../analysis/finding";
import type { Load } from "../analysis/load";
import { answererName } from "../analysis/words";
import { type Answerer, type Answers, LAST_RESORT, type Question } from "../answers";
import type { CountryCode } from "../countries";
import { inCountry, locationName, locationsInShort, placesIn } from "../location";
import type { ResidencyRule, RoutingRules } from "./routing-rules";
import { siteShares } from "./site-shares";

/** The rules of a routing, and what they are judged by. */
export interface JudgedRules extends RoutingRules {
  /** Where each data centre stands, by its name. */
  readonly countries: ReadonlyMap<string, CountryCode>;
}

/** What is down, and what is wrong then. */
export interface WhileDown {
  readonly down: Failure;
  readonly judged: readonly Judged[];
}

type GroupOfRule = readonly [name: string, rule: ResidencyRule, group: PlaceGroup];

/** Judges a routing by its owner's rules. */
export class RulesJudge {
  private groups?: readonly GroupOfRule[];

  constructor(
    private readonly answers: Answers,
    private readonly behaviours: Behaviours,
    private readonly rules: JudgedRules,
    private readonly questions: readonly Question[],
    private readonly options: Pick<FailureAnalysisOptions, "failuresToWithstand">,
  ) {}

  /** While something is down. */
  public while(down: Failure, loads: readonly Load[], demand: number): readonly Judged[] {
    return [
      ...this.groupsOfRules().flatMap(([name, rule, group]) => this.residency(name, rule, group, down)),
      ...this.liveSites(down),
      ...siteShares(loads, { ...this.options, down, demand, most: this.rules.maxPercentAtOneSite }),
    ];
  }

  /** While one after the other of those is down who serve a place: nobody may be served from elsewhere, whatever that takes. */
  public untilNothingIsLeft(): readonly WhileDown[] {
    return this.groupsOfRules().flatMap(([name, rule, group]) =>
      this.steps(group, []).map((down) => ({ down, judged: this.residency(name, rule, group, down) })),
    );
  }

  /**
   * While the last resort is down beside others, where no health check watches it: Route 53 answers with it all the same, but it
   * serves nobody.
   */
  public whileLastResortIsDown(failures: readonly Failure[], most: 1 | 2 | "all"): readonly WhileDown[] {
    if (this.canFail(LAST_RESORT)) return [];
    return failures
      .filter(({ length }) => most === "all" || length < most)
      .map((failure) => [...failure, LAST_RESORT])
      .map((down) => ({ down, judged: this.liveSites(down) }));
  }

  /** The same under every failure: found once. */
  private groupsOfRules(): readonly GroupOfRule[] {
    this.groups ??= Object.entries(this.rules.residency ?? {}).flatMap(([name, rule]) => {
      const isMeant = ({ places }: PlaceGroup) =>
        places.some(({ country }) => country !== undefined && rule.usersIn.includes(country));
      const groups = this.questions.flatMap((question) => this.behaviours.groupsOf(question).filter(isMeant));
      return groups.map((group) => [name, rule, group] as const);
    });
    return this.groups;
  }

  private residency(name: string, rule: ResidencyRule, group: PlaceGroup, down: Failure): readonly Judged[] {
    const { usersIn, servedFrom } = rule;
    return this.behaviours.while(group, down).flatMap(({ answerer }): readonly Judged[] => {
      const outside = this.countriesOf(answerer).filter(
        (country) => country === undefined || !servedFrom.includes(country),
      );
      if (outside.length === 0) return [];
      const users = group.places.filter(({ country }) => country !== undefined && usersIn.includes(country));
      const where = outside.map((country) => (country ? locationName(inCountry(country)) : "an unknown country"));
      const who = `users in ${locationsInShort(users)} are served from ${answererName(answerer)}, in ${where.join(", ")}`;
      const problem = `${who}, and may only be from ${servedFrom.join(", ")}`;
      const rules = { code: "residency", property: ["rules", "residency", name] } as const;
      return [{ severity: "error", questions: [group.question], problem, rule: rules }];
    });
  }

  private countriesOf(answerer: Answerer): readonly (CountryCode | undefined)[] {
    if (answerer.kind === "last-resort") return this.rules.lastResortCountries ?? [undefined];
    return answerer.kind === "nobody" ? [] : [this.rules.countries.get(answererName(answerer))];
  }

  private liveSites(down: Failure): readonly Judged[] {
    return Object.entries<number | undefined>(this.rules.minLiveSites ?? {}).flatMap(([code, least = 1]) =>
      this.questions.flatMap((question): readonly Judged[] => {
        const places = placesIn(code as CountryCode);
        const groups = new Set(places.flatMap((place) => this.behaviours.groupOf(question, place) ?? []));
        return [...groups].flatMap((group): readonly Judged[] => {
          const sites = this.sitesOf(group, down);
          if (sites.length >= least) return [];
          const users = group.places.filter(({ country }) => country === code);
          const who = `${sitesText(sites)} left to serve users in ${locationsInShort(users)}`;
          const problem = `${who}${sites.length === 0 ? "" : ` (${sites.join(", ")})`}, and at least ${least} must be`;
          const rule = { code: "live-sites", property: ["rules", "minLiveSites", code] } as const;
          const severity = severityOf(down, this.options.failuresToWithstand ?? 1);
          return [{ severity, questions: [question], problem, rule }];
        });
      }),
    );
  }

  /** Everyone who may yet serve a place. Whether an address of others answers, nobody knows: it is no site. */
  private sitesOf(group: PlaceGroup, down: Failure): readonly string[] {
    const shares = this.steps(group, down).flatMap((step) => this.behaviours.while(group, step));
    const isSite = ({ kind }: Answerer) => kind !== "nobody" && kind !== "alias";
    const live = shares.filter(({ answerer }) => isSite(answerer) && !down.includes(answererName(answerer)));
    return [...new Set(live.map(({ answerer }) => answererName(answerer)))];
  }

  /** What is down, and then who answers as well, until nobody answers who could go down. */
  private steps(group: PlaceGroup, down: Failure): readonly Failure[] {
    const steps = [down];
    for (;;) {
      const last = steps.at(-1) ?? [];
      const answering = this.behaviours.while(group, last).map(({ answerer }) => answererName(answerer));
      const next = answering.filter((name) => this.canFail(name) && !last.includes(name));
      if (next.length === 0) return steps;
      steps.push([...last, ...next]);
    }
  }

  private canFail(name: string): boolean {
    return this.answers.endpoints.includes(name);
  }
}

function sitesText({ length }: readonly string[]): string {
  if (length === 0) return "no site is";
  return length === 1 ? "1 site is" : `${length} sites are`;
}
