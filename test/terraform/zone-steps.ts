import { readTerraform } from "../../lib/route53";
import type { Scenario } from "../../lib/route53/simulation/scenario";
import { type Location, locationName } from "../../lib/routing";
import { ALL_LOCATIONS } from "../../lib/routing/location";
import type { Block } from "../support/synthesize";
import type { Cloud, Operation } from "./stand-in/cloud";
import { isList, isObject, type Value, type ValueObject } from "./stand-in/values";

const RECORD = "aws_route53_record";
const HEALTH_CHECK = "aws_route53_health_check";

/** How much of the users each address gets, or whoever has it. */
type Shares = ReadonlyMap<string, number>;

type RecordType = "A" | "AAAA";

/** What users get who ask for one name and type: by the place, with nothing down and in each outage. */
type Answers = ReadonlyMap<Location, readonly Shares[]>;

/** Who asks for what. */
export interface Questions {
  readonly hostNames: readonly string[];
  /** What is down together: a data centre's addresses, before and after, or those of all. */
  readonly outages: readonly (readonly string[])[];
  /** The types that are asked for; A, if nothing else is given. */
  readonly types?: readonly RecordType[];
  /** Whom an answer leads to: the addresses themselves, if nothing else is given. */
  readonly answererOf?: (values: string) => string;
  /** Where they ask from; all places that Route 53 tells apart, if nothing else is given. */
  readonly places?: readonly Location[];
  /** Who may answer, in whatever part; if it is not given, anybody may. */
  readonly named?: (name: string, place: Location) => ReadonlySet<string>;
  /**
   * Whether nobody may have more or less than before, after and between; if it is not given, so it is. A name without an answer before
   * or after may have any that is named.
   */
  readonly isStrict?: boolean;
  /**
   * Who may have no more of a place's users, with nothing down, than before or after or in an outage of either: nobody must be prepared
   * for more. If it is not given, anybody may.
   */
  readonly isBounded?: (answerer: string) => boolean;
}

/** What was seen after an operation. */
interface State {
  readonly after: string;
  /** By name and type. What did not change is the same object as before. */
  readonly answers: ReadonlyMap<string, Answers>;
  readonly dangling: readonly string[];
}

/** Watches a hosted zone while Terraform changes it: after each single operation every place asks for every name. */
export class ZoneSteps {
  private readonly states: State[] = [];
  private readonly questions: Required<Omit<Questions, "named">> & Pick<Questions, "named">;
  /** What each question last reached, in a word that is another when a record or a health check is. */
  private readonly reached = new Map<string, string>();
  /** All names and types that were reached, or looked for: an operation on another one changes no answer. */
  private relevant = new Set<string>();
  /** The name and type of each record by its id, for when it is gone. */
  private readonly keys = new Map<string, string>();

  constructor(
    private readonly cloud: Cloud,
    questions: Questions,
  ) {
    const isItself = (values: string) => values;
    const isBounded = () => false;
    const defaults = { types: ["A"] as const, places: ALL_LOCATIONS, answererOf: isItself, isStrict: true, isBounded };
    this.questions = { ...defaults, ...questions };
    for (const record of cloud.all(RECORD)) this.keys.set(String(record.id), keyOf(record));
    this.look("the start", true);
    cloud.watch = ({ action, type, id }: Operation) => {
      if (type === HEALTH_CHECK) this.look(`${action} ${id}`, true);
      if (type === RECORD) this.look(`${action} ${id}`, this.isRelevant(id));
    };
  }

  /** How many single operations were seen. */
  public get count(): number {
    return this.states.length - 1;
  }

  /** Stops watching, and tells what was wrong on the way: users for whom it was not as before, nor as after, nor between. */
  public end(): readonly string[] {
    this.cloud.watch = () => undefined;
    const judged = new Set<Answers>();
    return this.states.flatMap(({ after, answers, dangling }) => {
      const strange = [...answers].flatMap(([question, of]) => {
        if (judged.has(of)) return [];
        judged.add(of);
        return this.strangeIn(question, of);
      });
      return [...dangling, ...strange.slice(0, 1)].map((text) => `after ${after}: ${text}`);
    });
  }

  private strangeIn(question: string, answers: Answers): readonly string[] {
    const [first, last] = [this.states.at(0), this.states.at(-1)].map((state) => state?.answers.get(question));
    return [...answers].flatMap(([place, all]) => {
      const index = all.findIndex((shares, outage) => {
        const ends = [first, last].map((side) => side?.get(place)?.[outage] ?? NONE);
        const all = [first, last].flatMap((side) => side?.get(place) ?? []);
        return !this.isRight(question, place, shares, ends) || (outage === 0 && !this.isWithin(shares, all));
      });
      if (index < 0) return [];
      const down = index === 0 ? "nothing" : this.questions.outages[index - 1]?.join(" and ");
      return [`${question} from ${locationName(place)} with ${down} down get ${inWords(all[index] ?? NONE)}`];
    });
  }

  private isRight(question: string, place: Location, shares: Shares, [before = NONE, after = NONE]: Shares[]): boolean {
    const { named, isStrict } = this.questions;
    const allowed = named?.(question.split(" ")[0] ?? "", place);
    const isNamed = allowed === undefined || [...shares.keys()].every((who) => allowed.has(who));
    const isNew = before.size === 0 || after.size === 0;
    // IPv6 that comes or goes: who has no answer of it for a moment goes on with IPv4.
    if (isNew && question.endsWith(" AAAA")) {
      const end = before.size === 0 ? after : before;
      return shares.size === 0 || (isNamed && isWhole(shares) && (!isStrict || isBetween(shares, end, end)));
    }
    if (isNew && allowed !== undefined) return isNamed;
    return isNamed && isWhole(shares) && (!isStrict || isBetween(shares, before, after));
  }

  /** Whether nobody who is bounded has more than is known of them. */
  private isWithin(shares: Shares, known: readonly Shares[]): boolean {
    const { isBounded } = this.questions;
    return [...shares].every(([who, share]) => {
      return !isBounded(who) || share <= Math.max(0, ...known.map((one) => one.get(who) ?? 0)) + TOLERANCE;
    });
  }

  /** Whether a record has a name that a question reaches; or had, when it is gone. */
  private isRelevant(id: string): boolean {
    const record = this.cloud.read(RECORD, id);
    if (record !== undefined) this.keys.set(id, keyOf(record));
    return this.relevant.has(this.keys.get(id) ?? "");
  }

  private look(after: string, mayDiffer: boolean): void {
    const last = this.states.at(-1);
    const records = this.cloud.all(RECORD).map(blockOf);
    const answers = mayDiffer || last === undefined ? this.ask(records, last?.answers) : last.answers;
    this.states.push({ after, answers, dangling: danglingIn(records) });
  }

  private ask(records: readonly Block[], before: State["answers"] = new Map()): State["answers"] {
    const checks = this.cloud.all(HEALTH_CHECK).map(blockOf);
    const { zone } = readTerraform({ resource: { [RECORD]: byId(records), [HEALTH_CHECK]: byId(checks) } });
    const { hostNames, outages, types } = this.questions;
    const scenarios = [[], ...outages].map((down) => zone.scenario(new Set(down)));
    const byAddress = new Map(records.map((record) => [`${RECORD}.${record.id}`, record]));
    const health = checks.map(numberOf).join();
    this.relevant = new Set();
    const questions = hostNames.flatMap((name) => types.map((type) => ({ name, type })));
    return new Map(
      questions.map((question): [string, Answers] => {
        const words = `${question.name} ${question.type}`;
        const beyond = zone.recordsOf(question).flatMap(({ address }) => byAddress.get(address) ?? []);
        this.note(question, beyond);
        const reached = `${health} ${beyond.map(numberOf).sort().join()}`;
        const known = before.get(words);
        if (known !== undefined && this.reached.get(words) === reached) return [words, known];
        this.reached.set(words, reached);
        return [words, this.answersTo(question, scenarios, zone.placesAlike(question))];
      }),
    );
  }

  /** The answers from all places: those that reach the same records get the same. */
  private answersTo(question: Asked, scenarios: readonly Scenario[], alike: readonly (readonly Location[])[]): Answers {
    const { places, answererOf } = this.questions;
    const groups = new Map(alike.flatMap((group) => group.map((place) => [place, group] as const)));
    const byGroup = new Map<readonly Location[], readonly Shares[]>();
    return new Map(
      places.map((place): [Location, readonly Shares[]] => {
        const group = groups.get(place) ?? [place];
        const shares =
          byGroup.get(group) ?? scenarios.map((scenario) => sharesOf(scenario, question, place, answererOf));
        byGroup.set(group, shares);
        return [place, shares];
      }),
    );
  }

  /** The names that answer a question, and those that would if they had records. */
  private note({ name, type }: Asked, beyond: readonly Block[]): void {
    const labels = name.split(".");
    for (const [depth] of labels.entries()) {
      const above = labels.slice(depth).join(".");
      for (const one of [above, `*.${above}`]) this.relevant.add(`${one} ${type}`);
    }
    for (const record of beyond) {
      this.relevant.add(keyOf(record));
      const [alias] = record.alias ?? [];
      if (alias !== undefined) this.relevant.add(`${alias.name} ${type}`);
    }
  }
}

interface Asked {
  readonly name: string;
  readonly type: RecordType;
}

const NONE: Shares = new Map();

const keyOf = ({ name, type }: Block | ValueObject) => `${name} ${type}`;

const numbers = new WeakMap<Block, number>();
const blocks = new WeakMap<ValueObject, Block>();
let count = 0;

/** A number by which a block is told from all others. */
function numberOf(block: Block): number {
  const number = numbers.get(block) ?? ++count;
  numbers.set(block, number);
  return number;
}

/** A value of the cloud as the configuration would have it: the same for the same value. */
function blockOf(value: ValueObject): Block {
  const block = blocks.get(value) ?? withReferences(plain(value) as Block);
  blocks.set(value, block);
  return block;
}

function sharesOf(
  scenario: Scenario,
  { name, type }: Asked,
  place: Location,
  answererOf: (values: string) => string,
): Shares {
  const shares = new Map<string, number>();
  for (const { values, probability } of scenario.answers(name, type, place)) {
    const answerer = answererOf(values.join());
    shares.set(answerer, (shares.get(answerer) ?? 0) + probability);
  }
  return shares;
}

const TOLERANCE = 1e-9;

/** Whether everybody has an answer. */
function isWhole(shares: Shares): boolean {
  return Math.abs([...shares.values()].reduce((one, other) => one + other, 0) - 1) <= TOLERANCE;
}

/**
 * Whether each address has as much as before or after, or something between. Weights change one after the other, and for a
 * moment two of them do not make 100.
 */
function isBetween(shares: Shares, before: Shares, after: Shares): boolean {
  return [...new Set([...shares.keys(), ...before.keys(), ...after.keys()])].every((value) => {
    const [share, ...ends] = [shares, before, after].map((one) => one.get(value) ?? 0);
    return (share ?? 0) >= Math.min(...ends) - TOLERANCE && (share ?? 0) <= Math.max(...ends) + TOLERANCE;
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

function withReferences(block: Block): Block {
  const { health_check_id: check, child_healthchecks: children, ...others } = block;
  const referenceTo = (id: string) => `\${${HEALTH_CHECK}.${id}.id}`;
  return {
    ...others,
    ...(check && { health_check_id: referenceTo(check) }),
    ...(children && { child_healthchecks: children.map(referenceTo) }),
  };
}

const byId = (blocks: readonly Block[]) => Object.fromEntries(blocks.map((block) => [block.id, block]));

/** A value without what is not set, as the configuration would have it. */
function plain(value: Value): unknown {
  if (isList(value)) return value.map(plain);
  if (!isObject(value)) return value;
  const set = Object.entries(value).filter(([, of]) => of !== null && !(isList(of) && of.length === 0));
  return Object.fromEntries(set.map(([name, of]) => [name, plain(of)]));
}
