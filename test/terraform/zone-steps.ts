import { readTerraform } from "../../lib/route53";
import type { Scenario } from "../../lib/route53/simulation/scenario";
import { type Location, locationName } from "../../lib/routing";
import { ALL_LOCATIONS } from "../../lib/routing/location";
import type { Block } from "../support/synthesize";
import type { Cloud, Operation } from "./stand-in/cloud";
import { isList, isObject, type Value } from "./stand-in/values";

const RECORD = "aws_route53_record";
const HEALTH_CHECK = "aws_route53_health_check";

/** How much of the users each address gets, or whoever has it. */
type Shares = ReadonlyMap<string, number>;

/** What users get, for each question in words. */
type Answers = ReadonlyMap<string, Shares>;

/** Who asks for what. */
export interface Questions {
  readonly hostNames: readonly string[];
  /** What is down together: a data centre's addresses, before and after, or those of all. */
  readonly outages: readonly (readonly string[])[];
  /** Whom an answer leads to: the addresses themselves, if nothing else is given. */
  readonly answererOf?: (values: string) => string;
  /** Where they ask from; all places that Route 53 tells apart, if nothing else is given. */
  readonly places?: readonly Location[];
}

/** Watches a hosted zone while Terraform changes it: after each single operation every place asks for every name. */
export class ZoneSteps {
  private readonly states: {
    readonly after: string;
    readonly answers: Answers;
    readonly dangling: readonly string[];
  }[] = [];

  constructor(
    private readonly cloud: Cloud,
    private readonly questions: Questions,
  ) {
    this.look("the start");
    cloud.watch = ({ action, type, id }: Operation) => {
      if (type === RECORD || type === HEALTH_CHECK) this.look(`${action} ${id}`);
    };
  }

  /** How many single operations were seen. */
  public get count(): number {
    return this.states.length - 1;
  }

  /** Stops watching, and tells what was wrong on the way: users for whom it was not as before, nor as after, nor between. */
  public end(): readonly string[] {
    this.cloud.watch = () => undefined;
    const first = this.states.at(0)?.answers ?? new Map();
    const last = this.states.at(-1)?.answers ?? new Map();
    return this.states.flatMap(({ after, answers, dangling }) => {
      const isStrange = ([who, shares]: [string, Shares]) => !isBetween(shares, first.get(who), last.get(who));
      const strange = [...answers].filter(isStrange).slice(0, 1);
      const wrong = [...dangling, ...strange.map(([who, shares]) => `${who} get ${inWords(shares)}`)];
      return wrong.map((text) => `after ${after}: ${text}`);
    });
  }

  private look(after: string): void {
    const records = this.cloud.all(RECORD).map((value) => plain(value) as Block);
    this.states.push({ after, answers: this.ask(records), dangling: danglingIn(records) });
  }

  private ask(records: readonly Block[]): Answers {
    const checks = this.cloud.all(HEALTH_CHECK).map((value) => plain(value) as Block);
    const { zone } = readTerraform({
      resource: { [RECORD]: byId(records.map(withReference)), [HEALTH_CHECK]: byId(checks) },
    });
    const { hostNames, outages, places = ALL_LOCATIONS, answererOf = (values) => values } = this.questions;
    const answers = new Map<string, Shares>();
    for (const down of [[], ...outages]) {
      const scenario = zone.scenario(new Set(down));
      const when = down.length === 0 ? "nothing" : down.join(" and ");
      for (const name of hostNames) {
        for (const place of places) {
          answers.set(
            `${name} from ${locationName(place)} with ${when} down`,
            sharesOf(scenario, name, place, answererOf),
          );
        }
      }
    }
    return answers;
  }
}

function sharesOf(scenario: Scenario, name: string, place: Location, answererOf: (values: string) => string): Shares {
  const shares = new Map<string, number>();
  for (const { values, probability } of scenario.answers(name, "A", place)) {
    const answerer = answererOf(values.join());
    shares.set(answerer, (shares.get(answerer) ?? 0) + probability);
  }
  return shares;
}

/**
 * Whether each address has as much as before or after, or something between. Weights change one after the other, and for a
 * moment two of them do not make 100.
 */
function isBetween(shares: Shares, before: Shares = new Map(), after: Shares = new Map()): boolean {
  const tolerance = 1e-9;
  const sum = [...shares.values()].reduce((one, other) => one + other, 0);
  if (Math.abs(sum - 1) > tolerance) return false;
  return [...new Set([...shares.keys(), ...before.keys(), ...after.keys()])].every((value) => {
    const [share, ...ends] = [shares, before, after].map((one) => one.get(value) ?? 0);
    return (share ?? 0) >= Math.min(...ends) - tolerance && (share ?? 0) <= Math.max(...ends) + tolerance;
  });
}

function inWords(shares: Shares): string {
  const words = [...shares].sort().map(([value, share]) => `${Math.round(share * 100)} % ${value}`);
  return words.length === 0 ? "no answer" : words.join(", ");
}

/** Aliases within the zone of a name and type that no record has: looked for without the library. */
function danglingIn(records: readonly Block[]): readonly string[] {
  const names = new Set(records.map(({ zone_id, type, name }) => `${zone_id} ${type} ${name}`));
  return records.flatMap(({ id, type, zone_id, alias }) => {
    const [target] = alias ?? [];
    const isThere = target?.zone_id !== zone_id || names.has(`${zone_id} ${type} ${target?.name}`);
    return isThere ? [] : [`${id} leads to nothing`];
  });
}

function withReference(record: Block): Block {
  const { health_check_id: check, ...others } = record;
  return { ...others, ...(check && { health_check_id: `\${${HEALTH_CHECK}.${check}.id}` }) };
}

const byId = (blocks: readonly Block[]) => Object.fromEntries(blocks.map((block) => [block.id, block]));

/** A value without what is not set, as the configuration would have it. */
function plain(value: Value): unknown {
  if (isList(value)) return value.map(plain);
  if (!isObject(value)) return value;
  const set = Object.entries(value).filter(([, of]) => of !== null && !(isList(of) && of.length === 0));
  return Object.fromEntries(set.map(([name, of]) => [name, plain(of)]));
}
