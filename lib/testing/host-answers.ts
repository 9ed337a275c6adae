import type { TerraformConfiguration } from "../cli/output-folder";
import { inZone, zonesIn } from "../cli/zones";
import { checkOneOf } from "../core/checks";
import { counted } from "../core/counted";
import { plainHostName } from "../core/host-names";
import { Problems } from "../core/problems";
import { notAnalysed } from "../route53/simulation/not-analysed";
import { type ReadResult, readRecords, readTerraform } from "../route53/simulation/read-terraform";
import { questionText } from "../routing/analysis/words";
import type { Question } from "../routing/answers";
import { CONTINENT_CODES, type ContinentCode } from "../routing/countries";
import { ALL_LOCATIONS, type Location } from "../routing/location";
import { fail } from "./fail";
import { PlaceAnswers } from "./place-answers";
import { locationsOf, type Place } from "./places";
import { configurationsOf, ownRecordsOf, type RoutingSource, zoneIn } from "./routing-source";

/** A type of record that an address is asked by. */
export type AddressType = "A" | "AAAA";

const OPTIONS: readonly string[] = ["type", "zone"] satisfies readonly (keyof AnswersOptions)[];

/** What is asked for, and in which zone. */
export interface AnswersOptions {
  /**
   * Which addresses are asked for.
   *
   * @default - A and AAAA alike
   */
  readonly type?: AddressType;

  /**
   * The hosted zone that is asked, where several of a stack have the name: its id, `zone.zoneId`, or its name in Terraform where it is
   * made there, `aws_route53_zone.main`.
   *
   * @default - the only one that has the name; that of the routing, where the source is one
   */
  readonly zone?: string;
}

/**
 * What users get who ask for a host name, for assertions in tests:
 * `answers(app, "api.example.com").from("FR").whenDown("paris").are("frankfurt")`.
 *
 * An assertion that fails throws an `AssertionError` of Node, which every test runner shows.
 *
 * @param source where the records are; the routing itself, where its stack has the name in two zones
 * @param hostName the name that users ask for
 * @param options which addresses, and in which zone
 * @throws `ValidationError` for what is no source, a name without address records, and for one that cannot be simulated
 */
export function answers(source: RoutingSource, hostName: string, options: AnswersOptions = {}): HostAnswers {
  checkQuestion(source, hostName, options);
  const own = ownRecordsOf(source);
  const name = plainHostName(hostName);
  const configurations = configurationsOf(source);
  const zone = options.zone === undefined ? undefined : checkedZone(options.zone, source, configurations);
  return Problems.of("answers", (problems) => {
    const reads = readZones(problems, configurations, zone, own);
    const found = reads.map((read) => ({ read, questions: questionsOf(read, name, options.type) }));
    for (const { read, questions } of found) refuseTwoZones(problems, read, questions, own);
    const unknown = found.flatMap(({ read, questions }) => unknownOf(read, questions));
    for (const sentence of unknown) problems.conflict("hostName", sentence);
    const [first, ...others] = found.filter(({ questions }) => questions.length > 0);
    if (first === undefined) problems.refuse("hostName", hostName, `a name with address records${knownNames(reads)}`);
    if (others.length > 0)
      problems.conflict("hostName", `${hostName} has records in ${others.length + 1} stacks: name one`);
    return first === undefined
      ? new HostAnswers(readTerraform({}), [])
      : new HostAnswers(namedFor(first.read, first.questions), first.questions);
  });
}

/** What is read of each configuration: all of its zones, or the one that is named. */
function readZones(
  problems: Problems,
  all: readonly TerraformConfiguration[],
  zone: string | undefined,
  own?: ReadonlySet<string>,
): readonly ReadResult[] {
  const isOwn = own && (({ address }: { readonly address: string }) => own.has(address));
  return all.map((configuration) => {
    const asked = zone === undefined ? configuration : inZone(configuration, zone);
    const simulated = readRecords(problems, [asked], isOwn).zone.withCnames();
    return { zone: simulated, unreadable: simulated.unreadable };
  });
}

/** The zone that is named, as the records name it. */
function checkedZone(zone: string, source: RoutingSource, all: readonly TerraformConfiguration[]): string {
  const known = [...new Set(all.flatMap(zonesIn))].sort();
  const named = typeof zone === "string" ? zoneIn(source, zone) : zone;
  return Problems.of("answers", (problems) => {
    const expected = `a zone with records: ${known.join(", ")}`;
    if (!known.includes(named)) problems.refuse("zone", named, expected);
    return named;
  });
}

/** A public and a private zone may have one name: whoever asks in the one never asks in the other. */
function refuseTwoZones(
  problems: Problems,
  { zone }: ReadResult,
  questions: readonly Question[],
  own?: ReadonlySet<string>,
): void {
  for (const question of questions) {
    const zones = zone.zonesOf(question);
    if (zones.length < 2 || zone.recordsOf(question).some(({ address }) => own?.has(address))) continue;
    const where = `${question.name} has records in two zones of one stack, ${[...zones].sort().join(" and ")}`;
    const way = `name one by its zone, or the routing that has it: answers(routing, "${question.name}")`;
    problems.conflict("hostName", `${where}: ${way}`);
    return;
  }
}

/** What the data centres are called where these questions lead: others of a name, which another routing has, are called by theirs. */
function namedFor(read: ReadResult, questions: readonly Question[]): ReadResult {
  if (read.zone.namesApart.size === 0) return read;
  const reached = new Set(questions.flatMap((question) => read.zone.recordsOf(question)));
  return { ...read, zone: read.zone.named({ isOwn: (record) => reached.has(record) }) };
}

const ADDRESS_TYPES: readonly AddressType[] = ["A", "AAAA"];

/** Tests may be written in plain JavaScript, where no compiler says what is wrong. */
function checkQuestion(source: RoutingSource, hostName: string, options: AnswersOptions): void {
  Problems.of("answers", (problems) => {
    const isSource = typeof source === "string" || (typeof source === "object" && source !== null);
    const sources = "an app, a construct, the folder that cdktf synth wrote, or Terraform's JSON as an object";
    if (!isSource) problems.refuse("source", source, sources);
    if (typeof hostName !== "string") problems.refuse("hostName", hostName, 'a host name: "api.example.com"');
    problems.known("hostName", hostName, "nothing can be asked for otherwise");
    const isObject = typeof options === "object" && options !== null;
    for (const key of isObject ? Object.keys(options) : []) {
      if (!OPTIONS.includes(key)) problems.conflict(["options", key], `is no option of answers: ${OPTIONS.join(", ")}`);
    }
    if (!isObject) problems.refuse("options", options, 'what is asked for: { type: "AAAA" }');
    checkOneOf(problems, "type", options?.type, ADDRESS_TYPES);
  });
}

/** Those of the name that have records, its own or those for all names below another. */
function questionsOf({ zone }: ReadResult, name: string, type: AddressType | undefined): readonly Question[] {
  const asked = ADDRESS_TYPES.filter((one) => type === undefined || one === type).map((one) => ({ name, type: one }));
  return asked.filter((question) => zone.recordsOf(question).length > 0);
}

/** Why nothing is known of questions. What is not known from some places alone fails where these are asked about. */
function unknownOf({ zone, unreadable }: ReadResult, questions: readonly Question[]): readonly string[] {
  return questions.flatMap((question) => {
    const owner = zone.recordsOf(question)[0]?.name;
    const isSame = (other: Question) => other.name === owner && other.type === question.type;
    const records = unreadable.filter((one) => one.places === "all" && one.questions.some(isSame));
    return records.flatMap((record) => notAnalysed({ ...record, questions: [question] }) ?? []);
  });
}

function knownNames(reads: readonly ReadResult[]): string {
  const names = [...new Set(reads.flatMap(({ zone }) => zone.questions.map(({ name }) => name)))].sort();
  return names.length === 0 ? " (there are none)" : `: ${names.join(", ")}`;
}

/** What users get who ask for one host name. */
export class HostAnswers {
  /** @internal */
  constructor(
    private readonly read: ReadResult,
    private readonly questions: readonly Question[],
  ) {}

  /** What users of these places get, each of them, a country with all of its states: `from("FR")`, `from("US-CA", "US-NY")`. */
  public from(...places: readonly Place[]): PlaceAnswers {
    return this.at(locationsOf("from", places));
  }

  /** What users of each country of a continent get: `fromContinent("EU")`. */
  public fromContinent(continent: ContinentCode): PlaceAnswers {
    Problems.of("answers", (problems) => {
      const isContinent = (code: string) => CONTINENT_CODES.some((known) => known === code);
      problems.check("fromContinent", continent, isContinent, `one of: ${CONTINENT_CODES.join(", ")}`);
    });
    return this.at(ALL_LOCATIONS.filter((location) => location.continent === continent));
  }

  /** What users of all 246 countries get, of all states, and those whom Route 53 cannot place. */
  public fromEverywhere(): PlaceAnswers {
    return this.at(ALL_LOCATIONS);
  }

  /**
   * Asserts that users are sent on in time when an endpoint goes down: until its health check has failed, and resolvers have forgotten
   * the answer. What AWS takes between the two is not known.
   *
   * @param seconds how long it may take
   */
  public failoverWithin(seconds: number): void {
    Problems.of("answers", (problems) => {
      const isTime = typeof seconds === "number" && Number.isFinite(seconds);
      if (!isTime) problems.refuse("failoverWithin", seconds, "a number of seconds");
    });
    for (const question of this.questions) {
      const takes = this.read.zone.failoverSeconds(question);
      const unknown = this.read.zone.failoverUnknown(question);
      if (takes !== undefined && takes <= seconds && unknown.length === 0) continue;
      const isKnown = takes !== undefined && (takes > seconds || unknown.length === 0);
      const time = isKnown ? counted(takes, "second") : `a time that is not known from ${unknown.join(" and ")}`;
      fail(`Users of ${questionText(question)} are sent on within ${time}, and not within ${seconds}.`, takes, seconds);
    }
  }

  private at(locations: readonly Location[]): PlaceAnswers {
    return new PlaceAnswers(this.read.zone, this.questions, locations, [[]]);
  }
}
