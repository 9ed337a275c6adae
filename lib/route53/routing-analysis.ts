import { Aspects, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { addWarning } from "../core/annotations";
import { withoutCreationStacks } from "../core/creation-stacks";
import { plainHostName } from "../core/host-names";
import type { ProblemCode } from "../core/problem";
import type { Problems } from "../core/problems";
import { type PropertyNames, renamed } from "../core/property-names";
import { validate } from "../core/validate";
import { findingsOf } from "../routing/analysis/failure-analysis";
import type { FailureAnalysisOptions } from "../routing/analysis/failure-analysis-options";
import { type Finding, findingFor } from "../routing/analysis/finding";
import { type FactsOfRouting, type RoutingFacts, routingFacts } from "../routing/analysis/routing-facts";
import { routingTables } from "../routing/analysis/routing-table";
import { questionText } from "../routing/analysis/words";
import type { Question } from "../routing/answers";
import type { JudgedRules } from "../routing/rules/judge-rules";
import { worstSiteShares } from "../routing/rules/site-shares";
import type { PlainRecord } from "./plain-records";
import { conflictingRecords, conflictsElsewhere } from "./record-conflicts";
import { notAnalysed } from "./simulation/not-analysed";
import { type ReadResult, readRecords } from "./simulation/read-terraform";
import type { Block } from "./simulation/terraform-block";
import { unjudgedRules } from "./unjudged-rules";
import { ENDS, withPercentages } from "./unknown-percentages";
import { writtenBlocks } from "./written-blocks";

/** What a routing is judged by before it is deployed. What each data centre can take is its own `requestsPerSecond`. */
export interface RoutingAnalysisOptions
  extends Omit<FailureAnalysisOptions, "capacity" | "capacityPerAddress" | "hostNames"> {}

/** What the analysis knows of the routing that it judges. */
export interface JudgedRouting {
  readonly options: FailureAnalysisOptions;
  readonly rules: JudgedRules;
  /** What the routing is, for those who draw it or plan the next one. */
  readonly facts: FactsOfRouting;
  /** The policy of each host name. Other names of the stack are somebody else's. */
  readonly policies: ReadonlyMap<string, string>;
  /** The types of record that each of them has. */
  readonly types: readonly string[];
  /** Whether a record, by its name in Terraform, is one of the routing. */
  readonly isOwn: (address: string) => boolean;
  /** The records of the zone that the app makes in other stacks by the provider's own construct. */
  readonly elsewhere: () => readonly PlainRecord[];
  /** What the routing's properties are called in errors and warnings. */
  readonly reportAs?: PropertyNames;
}

/**
 * Judges all records of a construct's stack, those of others included, when the stack is synthesized: errors stop the
 * synthesis, and risks are warnings. So does whatever goes wrong in the analysis itself. A record that cannot be simulated
 * is a warning, and leaves out the names that lead to it; so is whatever is wrong with a name that no policy routes.
 */
export class RoutingAnalysis {
  private readonly warned = new Set<string>();
  private judged?: Judgement;

  /** @internal */
  constructor(
    private readonly construct: Construct,
    private readonly routing: JudgedRouting,
  ) {
    construct.node.addValidation({
      validate: () => this.judge().errors.map(({ property, message }) => `${this.nameOf(property)}: ${message}`),
    });
  }

  /** Stops with all errors at once. For a stack that wants to stop before any stack is written. */
  public throwIfAny(): void {
    const { errors } = this.judge();
    const report = (problems: Problems) => {
      for (const { property, message, code = "routing" } of errors) problems.conflict(property, message, code);
    };
    validate(this.construct, report, this.routing.reportAs);
  }

  /** Who is served from where, in Markdown. */
  public tables(): string {
    const { zone, unreadable } = this.judge();
    const missing = unreadable.flatMap((record) => notAnalysed(record) ?? []);
    return [routingTables(zone), ...missing.map((line) => `${line}.\n`)].join("\n");
  }

  /**
   * What it is judged by, for who draws it: of this, Terraform's JSON has nothing.
   *
   * @internal
   */
  public facts(): RoutingFacts {
    const { options, facts } = this.routing;
    return routingFacts(options, facts);
  }

  /** Judges once, and again only when there are aspects, which change records on the way. */
  private judge(): Judgement {
    if (this.judged !== undefined && !this.hasAspects()) return this.judged;
    this.judged = this.ask();
    return this.judged;
  }

  private ask(): Judgement {
    const terraform = withoutCreationStacks(() => writtenBlocks(TerraformStack.of(this.construct)));
    const read = validate(this.construct, (problems) => this.read(problems, terraform), this.routing.reportAs);
    for (const { questions, ...record } of read.unreadable) {
      for (const [property, ofPolicy] of this.byPolicy(questions)) {
        this.warn(property, notAnalysed({ ...record, questions: ofPolicy }) ?? "");
      }
    }
    const { isOwn, elsewhere } = this.routing;
    const { records } = read.zone;
    const conflicts = [
      ...conflictingRecords(records, isOwn).map((record) => ({ ...record, maker: record.address })),
      ...conflictsElsewhere(
        records.filter(({ address }) => isOwn(address)),
        elsewhere(),
      ).map((record) => ({ ...record, maker: record.path })),
    ];
    const errors: PolicyError[] = conflicts.map(({ maker, name, type }) => {
      const what = `${maker} makes ${name} ${type} as well, which Route 53 refuses`;
      return { property: this.propertyOf({ name }), message: `${what}: give each host name to one owner` };
    });
    for (const { name, type } of this.lostQuestions(read)) {
      const property = this.propertyOf({ name });
      const message = `${questionText({ name, type })} is not analysed: ${NO_RECORD}`;
      if (hasRules(this.routing.rules)) errors.push({ property, message });
      else this.warn(property, message);
    }
    for (const finding of this.findings(terraform, read)) {
      const { rule } = finding;
      const places = rule
        ? [[rule.property, finding.questions] as const]
        : this.byPolicy(finding.questions, finding.isTogether);
      for (const [property, questions] of places) {
        const { severity, message } = findingFor(questions, finding);
        if (severity === "risk" || !this.isOfRouting(questions)) this.warn(property, message);
        else errors.push({ property, message, code: rule?.code });
      }
    }
    return { ...read, errors };
  }

  /** What users ask for by the policies, and no record is for: it would be judged by nothing. */
  private lostQuestions({ zone, unreadable }: ReadResult): readonly Question[] {
    const known = [...zone.questions, ...unreadable.flatMap(({ questions }) => questions)];
    const found = new Set(known.map(({ name, type }) => `${plainHostName(name)} ${type}`));
    const { policies, types } = this.routing;
    const all = [...policies.keys()].flatMap((name) => types.map((type) => ({ name, type })));
    return all.filter(({ name, type }) => !found.has(`${name} ${type}`));
  }

  /** Where several zones have records of one name, that of the routing is judged. */
  private read(problems: Problems, terraform: Block): ReadResult {
    return readRecords(problems, [terraform], ({ address }) => this.routing.isOwn(address));
  }

  private findings(terraform: Block, read: ReadResult): readonly Finding[] {
    const { rules, policies, isOwn } = this.routing;
    const options = { ...this.routing.options, hostNames: [...policies.keys()] };
    const findings = new Map<string, Finding>();
    // By the words without a percentage, so that nothing is found twice.
    const add = (found: readonly Finding[], which = "") => {
      for (const finding of found) {
        const key = JSON.stringify([finding.message, finding.rule?.property]);
        if (findings.has(key)) continue;
        findings.set(key, { ...finding, problem: `${finding.problem}${which}` });
      }
    };
    add(findingsOf(read.zone, options, rules));
    const ends = hasRules(rules) ? this.endsOf(terraform) : [];
    const { maxPercentAtOneSite: most, ...others } = rules;
    for (const { percent, answers } of ends) {
      const broken = findingsOf(answers, options, others).filter(({ rule }) => rule !== undefined);
      add(broken, ` (with a percentage of ${percent}, which only Terraform knows)`);
    }
    const [first, ...further] = ends;
    if (first !== undefined && most !== undefined) add(worstSiteShares([first, ...further], options, most));
    // A record of the routing is for one of its names, even when only Terraform knows for which.
    const isRouted = ({ name }: Question, record: string) => policies.has(plainHostName(name)) || isOwn(record);
    add(unjudgedRules(first?.unreadable ?? read.unreadable, rules, isRouted));
    return [...findings.values()];
  }

  /** What is answered at each end of what the percentages can be that only Terraform knows; nothing, if it knows none alone. */
  private endsOf(terraform: Block) {
    return ENDS.flatMap((percent) => {
      const known = withPercentages(terraform, percent);
      if (known === undefined) return [];
      const { zone: answers, unreadable } = validate(this.construct, (problems) => this.read(problems, known));
      return [{ percent, answers, unreadable }];
    });
  }

  /**
   * Questions by the property that decides about them: their policy, or the zone for names of somebody else. What takes several
   * policies at once is about all policies.
   */
  private byPolicy(
    questions: readonly Question[],
    isTogether = false,
  ): Iterable<readonly [Property, readonly Question[]]> {
    const own = new Set(questions.map(({ name }) => this.routing.policies.get(plainHostName(name))));
    if (isTogether && own.size > 1) return [[["policies"], questions]];
    const groups = new Map<string, [Property, Question[]]>();
    for (const question of questions) {
      const property = this.propertyOf(question);
      const [, known] = groups.get(property.join(".")) ?? [property, []];
      groups.set(property.join("."), [property, [...known, question]]);
    }
    return groups.values();
  }

  /** Whether it is about a name that a policy routes: what is wrong with another one, nothing in the routing can mend. */
  private isOfRouting(questions: readonly Question[]): boolean {
    return questions.some(({ name }) => this.routing.policies.has(plainHostName(name)));
  }

  private propertyOf({ name }: { readonly name: string }): Property {
    const policy = this.routing.policies.get(plainHostName(name));
    return policy === undefined ? ["zone"] : ["policies", policy];
  }

  private hasAspects(): boolean {
    const { node } = TerraformStack.of(this.construct);
    return [...node.scopes, ...node.findAll()].some((construct) => Aspects.of(construct).all.length > 0);
  }

  private warn(property: Property, message: string): void {
    const text = `${this.nameOf(property)}: ${message}`;
    if (!this.warned.has(text)) addWarning(this.construct, text);
    this.warned.add(text);
  }

  private nameOf(property: Property): string {
    return renamed(this.routing.reportAs?.properties ?? {}, property).join(".");
  }
}

const NO_RECORD =
  "no record of this stack has this name and type, though the policy makes one: an override, an aspect or a removed construct changes it";

function hasRules({ residency, minLiveSites, maxPercentAtOneSite }: JudgedRules): boolean {
  return [residency, minLiveSites, maxPercentAtOneSite].some((rule) => rule !== undefined);
}

/** A property of the routing, a part for each level. */
type Property = readonly string[];

interface PolicyError {
  readonly property: Property;
  readonly message: string;
  readonly code?: ProblemCode;
}

interface Judgement extends ReadResult {
  readonly errors: readonly PolicyError[];
}
