import { ownValue } from "../../core/own-value";
import type { MachineFacts } from "../nodes/series-facts";
import type { Accelerator } from "./accelerator";
import { ACCELERATOR_FACTS, type AcceleratorFacts } from "./accelerator-catalogue";
import { ACCELERATOR_KINDS, type AcceleratorKind, type AcceleratorKindName } from "./accelerator-kinds";

/** The record of an accelerator, or `undefined` when this version does not know it. */
export function factsOf(type: string): AcceleratorFacts | undefined {
  return ACCELERATOR_FACTS.find((facts) => facts.type === type);
}

/** The kind of an accelerator. One that this version does not know is taken for a GPU of NVIDIA's. */
export function kindOf(accelerator: Accelerator): AcceleratorKind {
  return ACCELERATOR_KINDS[kindNameOf(accelerator)];
}

/** The name of an accelerator's kind. */
export function kindNameOf({ type }: Accelerator): AcceleratorKindName {
  return factsOf(type)?.kind ?? "NVIDIA_GPU";
}

/** The accelerator that is built into a machine type, and how many of it; `undefined` for a machine type that is not known. */
export function builtInAccelerator(machineType: string): { readonly type: string; readonly count: number } | undefined {
  for (const facts of ACCELERATOR_FACTS) {
    const machine = new Map(machinesOf(facts)).get(machineType);
    if (machine !== undefined) return { type: facts.type, count: machine.count };
  }
  return undefined;
}

/** The machine types that an accelerator is built into; none for one that is not known or that is attached. */
export function machineTypesWith(type: string): readonly string[] {
  return machinesOf(factsOf(type)).map(([machineType]) => machineType);
}

/** The zones of a region that offer an accelerator, as far as this version knows; none when it knows of no zone. */
export function zonesWith(type: string, region: string): readonly string[] {
  return [...(ownValue(factsOf(type)?.zones, region) ?? "")].map((letter) => `${region}-${letter}`);
}

function machinesOf(facts: AcceleratorFacts | undefined): readonly (readonly [string, MachineFacts])[] {
  return Object.values(facts?.series ?? {}).flatMap(({ machines = {} }) => Object.entries(machines));
}
