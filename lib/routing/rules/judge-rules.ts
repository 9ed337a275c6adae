import { type Behaviours, deciderOf, type PlaceGroup } from "../analysis/behaviour";
import type { FailureAnalysisOptions } from "../analysis/failure-analysis-options";
import type { Failure } from "../analysis/failures";
import { type Judged, severityOf } from "../analysis/finding";
import type { Load } from "../analysis/load";
import { answererName } from "../analysis/words";
import { type Answerer, type Answers, LAST_RESORT, type Question } from "../answers";
import type { CountryCode } from "../countries";
import { inCountry, locationName, locationsInShort, placesIn } from "../location";
import type { ResidencyRule, RoutingRules } from "./routing-rules";
import { RuledPlaces, type Ruling } from "./ruled-places";
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

type Residency = readonly [name: string, rule: ResidencyRule];
type LiveSites = readonly [country: string, least: number];

/** Judges a routing by its owner's rules. */
export class RulesJudge {
  private readonly residencies: readonly Ruling<Residency>[];
  private readonly placesOfResidency: RuledPlaces<Residency>;
  private readonly placesOfLiveSites: RuledPlaces<LiveSites>;
  private readonly endpoints: ReadonlySet<string>;
  private readonly followers = new WeakMap<Failure, Map<string, Failure>>();
  /** Everyone who may yet answer, by what decides about a place, and what of that is down. */
  private readonly answering = new Map<object, Map<string, readonly Answerer[]>>();

  constructor(
    answers: Answers,
    private readonly behaviours: Behaviours,
    private readonly rules: JudgedRules,
    questions: readonly Question[],
    private readonly options: Pick<FailureAnalysisOptions, "failuresToWithstand">,
  ) {
    this.endpoints = new Set(answers.endpoints);
    this.residencies = Object.entries(rules.residency ?? {}).map((rule): Ruling<Residency> => {
      const users = new Set<string | undefined>(rule[1].usersIn);
      const isMeant = ({ places }: PlaceGroup) => places.some(({ country }) => users.has(country));
      return { rule, groups: questions.flatMap((question) => behaviours.groupsOf(question).filter(isMeant)) };
    });
    const liveSites = Object.entries<number | undefined>(rules.minLiveSites ?? {}).map(
      ([country, least = 1]): Ruling<LiveSites> => {
        const places = placesIn(country as CountryCode);
        const groupsOf = (question: Question) => places.flatMap((place) => behaviours.groupOf(question, place) ?? []);
        return { rule: [country, least], groups: questions.flatMap((question) => [...new Set(groupsOf(question))]) };
      },
    );
    this.placesOfResidency = new RuledPlaces(this.residencies, behaviours, {
      isBroken: (rule, group, down) => this.isServedOutside(rule, group, down),
      judge: (rule, group, down) => this.residency(rule, group, down),
    });
    this.placesOfLiveSites = new RuledPlaces(liveSites, behaviours, {
      isBroken: ([, least], group, down) => this.sitesOf(group, down).length < least,
      judge: (rule, group, down) => this.liveSites(rule, group, down),
      // An endpoint may answer where nothing watches it, and the last resort serves nobody while it is down, be it watched or not.
      lookedAt: (group, down) => this.answeringFrom(group, down).map(answererName),
      dependsOn: [LAST_RESORT],
    });
  }

  /** While something is down. */
  public while(down: Failure, loads: readonly Load[], demand: number): readonly Judged[] {
    return [
      ...this.placesOfResidency.while(down),
      ...this.placesOfLiveSites.while(down),
      ...siteShares(loads, { ...this.options, down, demand, most: this.rules.maxPercentAtOneSite }),
    ];
  }

  /** While one after the other of those is down who serve a place: nobody may be served from elsewhere, whatever that takes. */
  public untilNothingIsLeft(): readonly WhileDown[] {
    return this.residencies.flatMap(({ rule, groups }) => {
      const whileDown = (group: PlaceGroup) =>
        this.steps(group, []).map((down) => ({ down, judged: this.residency(rule, group, down) }));
      const isBroken = (group: PlaceGroup) =>
        this.steps(group, []).some((down) => this.isServedOutside(rule, group, down));
      const broken = this.behaviours.alike(groups).filter((alike) => isBroken(alike.groups[0]));
      const some = new Set(broken.flatMap((alike) => alike.groups));
      return groups.filter((group) => some.has(group)).flatMap(whileDown);
    });
  }

  /**
   * While the last resort is down beside others, where no health check watches it: Route 53 answers with it all the same, but it
   * serves nobody.
   */
  public whileLastResortIsDown(failures: readonly Failure[], most: 1 | 2 | "all"): readonly WhileDown[] {
    if (this.endpoints.has(LAST_RESORT)) return [];
    return failures
      .filter(({ length }) => most === "all" || length < most)
      .map((failure) => [...failure, LAST_RESORT])
      .map((down) => ({ down, judged: this.placesOfLiveSites.while(down) }));
  }

  private isServedOutside([, { servedFrom }]: Residency, group: PlaceGroup, down: Failure): boolean {
    return this.behaviours.while(group, down).some(({ answerer }) => {
      // Most of those who answer are data centres, of which each is in one country.
      if (answerer.kind !== "endpoint") return this.outside(servedFrom, answerer).length > 0;
      const country = this.rules.countries.get(answerer.name);
      return country === undefined || !servedFrom.includes(country);
    });
  }

  /** The countries of somebody who answers, if known, but for those that may serve. */
  private outside(servedFrom: readonly CountryCode[], answerer: Answerer): readonly (CountryCode | undefined)[] {
    return this.countriesOf(answerer).filter((country) => country === undefined || !servedFrom.includes(country));
  }

  private residency([name, rule]: Residency, group: PlaceGroup, down: Failure): readonly Judged[] {
    const { usersIn, servedFrom } = rule;
    return this.behaviours.while(group, down).flatMap(({ answerer }): readonly Judged[] => {
      const outside = this.outside(servedFrom, answerer);
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

  private liveSites([code, least]: LiveSites, group: PlaceGroup, down: Failure): readonly Judged[] {
    const sites = this.sitesOf(group, down);
    if (sites.length >= least) return [];
    const users = group.places.filter(({ country }) => country === code);
    const who = `${sitesText(sites)} left to serve users in ${locationsInShort(users)}`;
    const problem = `${who}${sites.length === 0 ? "" : ` (${sites.join(", ")})`}, and at least ${least} must be`;
    const rule = { code: "live-sites", property: ["rules", "minLiveSites", code] } as const;
    const severity = severityOf(down, this.options.failuresToWithstand ?? 1);
    return [{ severity, questions: [group.question], problem, rule }];
  }

  /** Everyone who may yet serve a place. Whether an address of others answers, nobody knows: it is no site. */
  private sitesOf(group: PlaceGroup, down: Failure): readonly string[] {
    const names = new Set<string>();
    this.answeringFrom(group, down).forEach((answerer) => {
      if (answerer.kind === "nobody" || answerer.kind === "alias") return;
      const name = answererName(answerer);
      if (!down.includes(name)) names.add(name);
    });
    return [...names];
  }

  /** Everyone who answers a place while something is down, or one after the other of those who answer then as well. */
  private answeringFrom(group: PlaceGroup, down: Failure): readonly Answerer[] {
    const decider = deciderOf(group);
    const known = this.answering.get(decider) ?? new Map<string, readonly Answerer[]>();
    this.answering.set(decider, known);
    const state = this.behaviours.stateOf(group, down);
    const before = known.get(state);
    if (before !== undefined) return before;
    const now = this.behaviours.while(group, down).map(({ answerer }) => answerer);
    const next = this.nextOf(now, down);
    const all = next.length === 0 ? now : [...now, ...this.answeringFrom(group, this.after(down, next))];
    known.set(state, all);
    return all;
  }

  /** What is down, and then who answers as well, until nobody answers who could go down. */
  private steps(group: PlaceGroup, down: Failure): readonly Failure[] {
    const steps = [down];
    for (;;) {
      const last = steps.at(-1) ?? [];
      const answering = this.behaviours.while(group, last).map(({ answerer }) => answerer);
      const next = this.nextOf(answering, last);
      if (next.length === 0) return steps;
      steps.push(this.after(last, next));
    }
  }

  private nextOf(answering: readonly Answerer[], down: Failure): Failure {
    return answering.map(answererName).filter((name) => this.endpoints.has(name) && !down.includes(name));
  }

  /** What is down as well when these follow: one list for all places, so that who answers then is looked up by it. */
  private after(down: Failure, next: Failure): Failure {
    const followers = this.followers.get(down) ?? new Map<string, Failure>();
    const key = next.join("\n");
    const known = followers.get(key);
    if (known !== undefined) return known;
    const all = [...down, ...next];
    this.followers.set(down, followers.set(key, all));
    return all;
  }
}

function sitesText({ length }: readonly string[]): string {
  if (length === 0) return "no site is";
  return length === 1 ? "1 site is" : `${length} sites are`;
}
