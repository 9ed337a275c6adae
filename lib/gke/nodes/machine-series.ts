import { ownValue } from "../../core/own-value";
import type { Problems } from "../../core/problems";
import { ACCELERATOR_FACTS } from "../gpus/accelerator-catalogue";
import type { SeriesFacts } from "./series-facts";

/** The series without accelerators of which there is something to know; those with accelerators are in the catalogue of these. */
const WITHOUT_ACCELERATORS: Readonly<Record<string, SeriesFacts>> = {
  // Machines of A3 that the catalogue does not have.
  a3: { alwaysLocalSsds: true },
  c4: { hyperdiskOnly: true },
  c4a: { hyperdiskOnly: true, arm: true },
  c4d: { hyperdiskOnly: true },
  h4d: { hyperdiskOnly: true, compactFlexStart: true },
  m4: { hyperdiskOnly: true },
  n4: { hyperdiskOnly: true },
  n4a: { hyperdiskOnly: true, arm: true },
  n4d: { hyperdiskOnly: true },
  t2a: { arm: true },
  x4: { hyperdiskOnly: true },
  z3: { alwaysLocalSsds: true },
};

const ALL: readonly (readonly [series: string, facts: SeriesFacts])[] = [
  WITHOUT_ACCELERATORS,
  ...ACCELERATOR_FACTS.map(({ series = {} }) => series),
].flatMap((series) => Object.entries(series));

/** Machine types that always have this many local SSDs. */
export const BUILT_IN_LOCAL_SSDS: ReadonlyMap<string, number> = new Map(
  ALL.flatMap(([, { machines = {} }]) =>
    Object.entries(machines).flatMap(([type, { localSsds }]) =>
      localSsds === undefined ? [] : [[type, localSsds] as const],
    ),
  ),
);

/** Whether a machine takes no Persistent Disk. */
export function takesHyperdiskOnly(machineType: string): boolean {
  return isOfSeries(machineType, ({ hyperdiskOnly }) => hyperdiskOnly);
}

/** Whether a machine has Arm processors. */
export function isArm(machineType: string): boolean {
  return isOfSeries(machineType, ({ arm }) => arm);
}

/** Whether a machine has local SSDs whatever its options are: all of its series have, or those that end so. */
export function alwaysHasLocalSsds(machineType: string): boolean {
  return machineType.endsWith("lssd") || isOfSeries(machineType, ({ alwaysLocalSsds }) => alwaysLocalSsds);
}

/** Whether machines can be flex-start and close to each other at once. */
export function canBeCompactFlexStart(machineType: string): boolean {
  return isOfSeries(machineType, ({ compactFlexStart }) => compactFlexStart);
}

/** The series of those that can. */
export const COMPACT_FLEX_START = ALL.flatMap(([series, facts]) => (facts.compactFlexStart ? [series] : [])).sort();

/** How many networks the GPUs of a machine need to communicate over; `undefined` for those without networks of their own. */
export function gpuDirectNetworks(machineType: string): number | undefined {
  return ALL.map(([, { machines = {} }]) => ownValue(machines, machineType)?.gpuDirectNetworks).find(
    (count) => count !== undefined,
  );
}

/** Checks how a machine type is written. Which there are, ages: only Google knows. */
export function checkMachineType(problems: Problems, property: string, machineType: string): boolean {
  const isWritten = (type: string) => /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(type);
  return problems.check(
    property,
    machineType,
    isWritten,
    'a machine type of Compute Engine: "n2-standard-8"',
    "format",
  );
}

/**
 * The number of vCPUs of a machine type, where none has so many: it is 1, or even. Source:
 * https://cloud.google.com/compute/docs/machine-resource
 */
export function oddVcpus(machineType: string): number | undefined {
  const [, digits] = /^[a-z][a-z0-9]*-(?:standard|highmem|highcpu)-(\d+)$/.exec(machineType) ?? [];
  const count = Number(digits ?? 0);
  return count % 2 === 1 && count > 1 ? count : undefined;
}

function isOfSeries(machineType: string, has: (facts: SeriesFacts) => boolean | undefined): boolean {
  return ALL.some(([series, facts]) => has(facts) === true && machineType.startsWith(`${series}-`));
}
