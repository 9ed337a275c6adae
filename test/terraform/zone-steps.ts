import { type Location, readTerraform } from "../../lib/routing";
import { ALL_LOCATIONS, locationName } from "../../lib/routing/location";
import { Scenario } from "../../lib/routing/simulation/scenario";
import type { Block } from "../support/synthesize";
import type { Cloud, Operation } from "./stand-in/cloud";
import { isList, isObject, type Value } from "./stand-in/values";

const RECORD = "aws_route53_record";
const HEALTH_CHECK = "aws_route53_health_check";

/** What users get for one question: each address with its share, in words. */
type Answers = ReadonlyMap<string, string>;

/** Watches a hosted zone while Terraform changes it: after each single operation every place asks for every name. */
export class ZoneSteps {
  private readonly states: {
    readonly after: string;
    readonly answers: Answers;
    readonly dangling: readonly string[];
  }[] = [];

  constructor(
    private readonly cloud: Cloud,
    private readonly hostNames: readonly string[],
    /** The addresses of all data centres, before and after: each is dead once, and all at once. */
    private readonly addresses: readonly string[],
  ) {
    this.look("the start");
    cloud.watch = ({ action, type, id }: Operation) => {
      if (type === RECORD || type === HEALTH_CHECK) this.look(`${action} ${id}`);
    };
  }

  /** Stops watching, and tells what was wrong on the way: by users who get neither what they had nor what they will have. */
  public end(): readonly string[] {
    this.cloud.watch = () => undefined;
    const first = this.states.at(0)?.answers ?? new Map();
    const last = this.states.at(-1)?.answers ?? new Map();
    return this.states.flatMap(({ after, answers, dangling }) => {
      const strange = [...answers].filter(([who, what]) => what !== first.get(who) && what !== last.get(who));
      const wrong = [...dangling, ...strange.slice(0, 1).map(([who, what]) => `${who} get ${what}`)];
      return wrong.map((text) => `after ${after}: ${text}`);
    });
  }

  private look(after: string): void {
    const records = this.cloud.all(RECORD).map((value) => plain(value) as Block);
    this.states.push({ after, answers: this.ask(records), dangling: danglingIn(records) });
  }

  private ask(records: readonly Block[]): Answers {
    const checks = this.cloud.all(HEALTH_CHECK).map((value) => plain(value) as Block);
    const zone = readTerraform({
      resource: { [RECORD]: byId(records.map(withReference)), [HEALTH_CHECK]: byId(checks) },
    });
    const answers = new Map<string, string>();
    for (const dead of [[], ...this.addresses.map((one) => [one]), this.addresses]) {
      const scenario = new Scenario(zone, new Set(dead));
      for (const name of this.hostNames) {
        for (const place of ALL_LOCATIONS) {
          const when = dead.length === 0 ? "nobody" : dead.join(" and ");
          answers.set(`${name} from ${locationName(place)} with ${when} dead`, answerOf(scenario, name, place));
        }
      }
    }
    return answers;
  }
}

function answerOf(scenario: Scenario, name: string, place: Location): string {
  const shares = new Map<string, number>();
  for (const { values, probability } of scenario.answers(name, "A", place)) {
    shares.set(values.join(), (shares.get(values.join()) ?? 0) + probability);
  }
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
