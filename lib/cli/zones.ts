import { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { largestStepsIn } from "../route53/largest-step";
import { isOfRouting } from "../route53/record-names";
import { notAnalysed } from "../route53/simulation/not-analysed";
import { type ReadResult, readRecords } from "../route53/simulation/read-terraform";
import type { SimulatedZone } from "../route53/simulation/simulated-zone";
import { type Block, isTrue, only } from "../route53/simulation/terraform-block";
import { zoneOf } from "../route53/simulation/zone-names";
import { isHostName } from "../routing/analysis/compared-questions";
import { readOutputFolder, type Settings, type SynthesizedStack, type TerraformConfiguration } from "./output-folder";

/** A stack with address records. */
export interface StackWithRecords extends SynthesizedStack {
  readonly read: ReadResult;
}

/**
 * The stacks with address records. One whose zones have records of the same name, such as a public and a private zone, is there once for
 * each of them, as `dns, zone Z0123456789EXAMPLE`: who asks in the one never asks in the other.
 *
 * @param apart the stacks that are divided so whatever they have
 * @param type what records a stack must have: addresses, or any
 */
export function withRecords(
  stacks: readonly SynthesizedStack[],
  apart: ReadonlySet<string> = stacksApart(stacks),
  type: "address" | "any" = "address",
): readonly StackWithRecords[] {
  return stacks
    .flatMap((stack) => (apart.has(stack.name) ? byZone(stack) : [stack]))
    .map((stack) => ({ ...stack, read: readStack(stack) }))
    .filter(({ read }) => hasAddresses(read) || (type === "any" && read.zone.records.length > 0));
}

function hasAddresses({ zone, unreadable }: ReadResult): boolean {
  return zone.questions.length > 0 || notesOf(unreadable).length > 0;
}

function readStack({ name, configuration }: SynthesizedStack): ReadResult {
  return Problems.of(name, (problems) => readRecords(problems, [configuration]));
}

/** The names of the stacks of which several zones answer who asks for an address of a name, by a CNAME or by a wildcard as well. */
export function stacksApart(stacks: readonly SynthesizedStack[]): ReadonlySet<string> {
  return new Set(stacks.filter((stack) => hasTwoOfOneName(readStack(stack).zone)).map(({ name }) => name));
}

function hasTwoOfOneName(zone: SimulatedZone): boolean {
  return zone.records.some(({ name, type }) => {
    const isAsked = type === "CNAME" ? isHostName(name) && !isUnknown(name) : ADDRESS_TYPES.includes(type);
    if (!isAsked || isOfRouting(name)) return false;
    return new Set(ADDRESS_TYPES.flatMap((type) => zone.zonesOf({ name, type }))).size > 1;
  });
}

const ADDRESS_TYPES = ["A", "AAAA"];

function byZone(stack: SynthesizedStack): readonly SynthesizedStack[] {
  const { configuration, name } = stack;
  return zonesIn(configuration).map((zone) => ({
    ...stack,
    name: `${name}, zone ${zone}`,
    configuration: inZone(configuration, zone),
  }));
}

/** The zones that a stack has records in. */
export function zonesIn({ resource = {} }: TerraformConfiguration): readonly string[] {
  const records = Object.values<Settings | null>(resource.aws_route53_record ?? {});
  return [...new Set(records.flatMap((record) => (record === null ? [] : zoneOf(record.zone_id))))];
}

/** What of a stack is in one zone. */
export function inZone(configuration: TerraformConfiguration, zone: string): TerraformConfiguration {
  const { resource = {} } = configuration;
  const isIn = (record: Settings | null) => record !== null && zoneOf(record.zone_id) === zone;
  const records = Object.entries(resource.aws_route53_record ?? {});
  const own = Object.fromEntries(records.filter(([, record]) => isIn(record)));
  const checks = checksOf(own, resource.aws_route53_health_check ?? {});
  const blocks = { ...resource, aws_route53_record: own, aws_route53_health_check: checks };
  return { ...configuration, resource: blocks };
}

/** The health checks that records follow, and those that these count. */
function checksOf(records: Blocks, all: Blocks): Blocks {
  const found: Record<string, Settings> = {};
  const add = (blocks: Blocks): void => {
    for (const [, name = ""] of JSON.stringify(blocks).matchAll(/aws_route53_health_check\.([\w-]+)/g)) {
      const check = all[name];
      if (check === undefined || Object.hasOwn(found, name)) continue;
      found[name] = check;
      add({ [name]: check });
    }
  };
  add(records);
  return found;
}

type Blocks = Readonly<Record<string, Settings>>;

/** What is known of the records of a stack, and which steps its rules allow. */
export interface ReadZone extends ReadResult {
  /** How many of a place's users may move at once, in percent, by host name. */
  readonly largestSteps: ReadonlyMap<string, number>;
  /** The records as Terraform has them, by their names in Terraform. */
  readonly blocks: Readonly<Record<string, unknown>>;
  /** The zones of its records that it tells to be private: nobody on the Internet can ask these. */
  readonly privateZones: ReadonlySet<string>;
  /** Whether users can ask it for an address. */
  readonly hasAddresses: boolean;
}

/**
 * The configurations with address records, by stack.
 *
 * @param apart the stacks that are divided by their zones; those whose zones have records of the same name, if it is left out
 * @param type what records a stack must have: addresses, if it is left out, or any
 */
export function zonesOf(
  folder: string,
  apart?: ReadonlySet<string>,
  type?: "address" | "any",
): ReadonlyMap<string, ReadZone> {
  return zonesOfStacks(readOutputFolder(folder), apart, type);
}

/** The same of stacks that are read. */
export function zonesOfStacks(
  stacks: readonly SynthesizedStack[],
  apart?: ReadonlySet<string>,
  type?: "address" | "any",
): ReadonlyMap<string, ReadZone> {
  return new Map(
    withRecords(stacks, apart, type).map(({ name, read, configuration }) => [
      name,
      {
        ...read,
        largestSteps: largestStepsIn(configuration),
        blocks: configuration.resource?.aws_route53_record ?? {},
        privateZones: privateZonesIn(configuration),
        hasAddresses: hasAddresses(read),
      },
    ]),
  );
}

/** Zones that are made for a VPC, and those that are looked up as private. */
function privateZonesIn({ resource, data }: TerraformConfiguration): ReadonlySet<string> {
  const made = Object.entries(resource?.aws_route53_zone ?? {}).filter(
    ([, { vpc }]) => only(vpc as Block | Block[] | undefined) !== undefined,
  );
  const lookedUp = Object.entries(data?.aws_route53_zone ?? {}).filter(([, { private_zone }]) => isTrue(private_zone));
  return new Set([
    ...made.map(([name]) => `aws_route53_zone.${name}`),
    ...lookedUp.map(([name]) => `data.aws_route53_zone.${name}`),
  ]);
}

/** A line for each record that cannot be simulated, and a line break. */
export function notesOf(unreadable: ReadResult["unreadable"]): readonly string[] {
  return unreadable.flatMap((record) => {
    const note = notAnalysed(record);
    return note === undefined ? [] : `${note}.\n`;
  });
}
