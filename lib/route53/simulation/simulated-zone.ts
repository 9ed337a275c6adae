import { isUnknown } from "../../core/tokens";
import {
  type Answerer,
  type Answers,
  compareAnswerers,
  type DanglingAlias,
  type Outage,
  type Places,
  type Question,
  type Share,
} from "../../routing/answers";
import { ALL_LOCATIONS } from "../../routing/location";
import type { DnsHealthCheck, DnsRecord } from "./dns-record";
import type { DnsZone } from "./dns-zone";
import { Endpoints } from "./endpoints";
import { failoverSeconds } from "./failover-time";
import type { RecordSet } from "./record-set";
import { type Answer, Scenario } from "./scenario";

/** Probabilities add up to 1 but for this. */
const ROUNDING = 1e-9;

/** A record that cannot be simulated, so that nothing is known of the names that lead to it. */
export interface UnreadableRecord {
  /** Its name in Terraform: `aws_route53_record.api`. */
  readonly record: string;
  /** Why: `routing by latency cannot be simulated`. */
  readonly reason: string;
  /** What users ask for who may reach it: these are not among the `questions`. */
  readonly questions: readonly Question[];
}

/** Route 53, if a configuration were deployed. */
export class SimulatedZone implements Answers {
  public readonly questions: readonly Question[];
  public readonly endpoints: readonly string[];
  /** What endpoints depend on beside their addresses, by name: alarms, switches, health checks made elsewhere. Each can be down, too. */
  public readonly signals: readonly string[];
  /** All records, those that cannot be simulated included. */
  public readonly records: readonly DnsRecord[];
  /** All health checks. */
  public readonly healthChecks: readonly DnsHealthCheck[];
  /** The records that cannot be simulated. */
  public readonly unreadable: readonly UnreadableRecord[];
  private readonly owners: Endpoints;

  /** @internal */
  constructor(private readonly zone: DnsZone) {
    this.records = zone.records;
    this.healthChecks = zone.healthChecks;
    this.owners = new Endpoints(zone);
    this.endpoints = this.owners.all;
    this.signals = this.owners.signals;
    this.unreadable = unreadableOf(zone);
    const unknown = new Set(this.unreadable.flatMap(({ questions }) => questions));
    this.questions = zone.roots().filter((root) => !unknown.has(root));
  }

  public placesAlike(question: Question): readonly Places[] {
    const set = this.setOf(question);
    return set === undefined ? [] : this.zone.placesAlike(set, ALL_LOCATIONS);
  }

  public whileDown(endpoints: readonly string[]): Outage {
    const scenario = this.scenarioWhileDown(endpoints);
    // A scenario gives the same list for the same answers, so most places have been counted already.
    const counted = new WeakMap<readonly Answer[], readonly Share[]>();
    return {
      shares: ({ name, type }, place) => {
        const answers = scenario.answers(name, type, place);
        const shares = counted.get(answers) ?? this.count(answers);
        counted.set(answers, shares);
        return shares;
      },
    };
  }

  public danglingAliases(question: Question): readonly DanglingAlias[] {
    return this.recordsOf(question).flatMap((record) => {
      const missing = this.zone.missing(record);
      if (record.alias === undefined || missing === undefined || missing === "elsewhere") return [];
      // A name that only Terraform knows is not judged.
      if (isUnknown(record.alias.name)) return [];
      return { record: record.address, target: record.alias.name, isCertain: missing === "nothing" };
    });
  }

  public failoverSeconds(question: Question): number | undefined {
    const set = this.setOf(question);
    return set === undefined ? 0 : failoverSeconds(this.zone, set);
  }

  /** The endpoints that are sent no users on purpose: all health checks of their records are forced to fail. */
  public get drained(): readonly string[] {
    return this.endpoints.filter((name) => {
      const own = this.records.filter((record) => record.healthCheck && this.owners.nameOf(record) === name);
      return own.length > 0 && own.every(({ healthCheck = "" }) => isForcedDown(this.zone.healthCheck(healthCheck)));
    });
  }

  /** @internal All records that a question may reach. */
  public recordsOf(question: Question): readonly DnsRecord[] {
    const set = this.setOf(question);
    return set === undefined ? [] : [...this.zone.beyond(set)];
  }

  /** @internal The records that a question may reach and that cannot be simulated. */
  public unreadableOf(question: Question): readonly Omit<UnreadableRecord, "questions">[] {
    return this.recordsOf(question).flatMap((record) => unreadableWith(this.zone, record));
  }

  /** @internal While these are unhealthy: addresses of endpoints, or health checks by their names in Terraform. */
  public scenario(unhealthy: ReadonlySet<string>): Scenario {
    return new Scenario(this.zone, unhealthy);
  }

  /** @internal While these endpoints are down, by name. */
  public scenarioWhileDown(endpoints: readonly string[]): Scenario {
    return this.scenario(this.owners.addressesOf(endpoints));
  }

  /** @internal Who is behind an answer. */
  public answererOf(answer: Answer): Answerer {
    return this.owners.answererOf(answer);
  }

  private setOf({ name, type }: Question): RecordSet | undefined {
    return this.zone.find(name, type);
  }

  private count(answers: readonly Answer[]): readonly Share[] {
    const shares = new Map<string, Share>();
    const add = (answerer: Answerer, share: number) => {
      const key = Object.values(answerer).join(" ");
      shares.set(key, { answerer, share: (shares.get(key)?.share ?? 0) + share });
    };
    for (const answer of answers) add(this.owners.answererOf(answer), answer.probability);
    const rest = 1 - answers.reduce((sum, { probability }) => sum + probability, 0);
    if (rest > ROUNDING) add({ kind: "nobody" }, rest);
    return [...shares.values()].sort((one, other) => compareAnswerers(one.answerer, other.answerer));
  }
}

function unreadableOf(zone: DnsZone): readonly UnreadableRecord[] {
  const reached = zone.roots().map((root) => [root, zone.beyond(root)] as const);
  return zone.records.flatMap((record) => {
    const questions = () => reached.filter(([, records]) => records.has(record)).map(([root]) => root);
    return unreadableWith(zone, record).map((unreadable) => ({ ...unreadable, questions: questions() }));
  });
}

function unreadableWith(zone: DnsZone, record: DnsRecord): readonly Omit<UnreadableRecord, "questions">[] {
  const reason = zone.unreadable(record);
  return reason === undefined ? [] : [{ record: record.address, reason }];
}

function isForcedDown(check: DnsHealthCheck | undefined): boolean {
  return check?.disabled === true && check.inverted;
}
