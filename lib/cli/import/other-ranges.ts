import type { Settings } from "../output-folder";
import { type Existing, isRecord, lastPart, one, textOf } from "./existing";

/** A region of the program: the subnet of its cluster, and which ranges of that it has. */
interface Region {
  readonly region: string;
  readonly props: Settings;
}

/** What others have of a VPC, by subnet: all ranges in it but those that the program has for its regions; nothing where that is all. */
export function otherRangesOf(
  vpc: Existing | undefined,
  subnets: readonly Existing[],
  regions: readonly Region[],
): Readonly<Record<string, readonly string[]>> | undefined {
  const inVpc = subnets.filter(({ settings }) => isInVpc(settings, vpc));
  const others = inVpc.map(({ settings }) => {
    const own = regions.find(({ region, props }) => region === regionOf(settings) && isCalled(settings, props));
    const used = Object.values(one(own?.props.ranges));
    return [keyOf(settings, inVpc), rangesOf(settings).filter((range) => !used.includes(range))] as const;
  });
  const given = others.filter(([, ranges]) => ranges.length > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

/** Whether what names its VPC, by its name or its path, is in this one. */
export function isInVpc({ network, project }: Settings, vpc: Existing | undefined): boolean {
  const path = textOf(network);
  if (vpc === undefined || path === undefined) return false;
  const owner = /(?:^|\/)projects\/([^/]+)\//.exec(path)?.[1] ?? project;
  return lastPart(path) === vpc.settings.name && [undefined, owner].includes(textOf(vpc.settings.project));
}

const isCalled = ({ name }: Settings, { subnet }: Settings) => one(subnet).subnetName === name;
const regionOf = ({ region }: Settings) => lastPart(String(region));

/** The subnet's name; with its region where others are called the same, as in a VPC of automatic subnets. */
function keyOf({ name, region }: Settings, all: readonly Existing[]): string {
  const isAlone = all.filter(({ settings }) => settings.name === name).length === 1;
  return isAlone ? String(name) : `${name}-${regionOf({ region })}`;
}

function rangesOf({ ip_cidr_range, secondary_ip_range }: Settings): readonly string[] {
  const secondary = (Array.isArray(secondary_ip_range) ? secondary_ip_range : []).filter(isRecord);
  return [ip_cidr_range, ...secondary.map((range) => range.ip_cidr_range)].flatMap((range) => textOf(range) ?? []);
}
