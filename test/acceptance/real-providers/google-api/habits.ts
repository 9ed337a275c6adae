import type { Block } from "../../../support/synthesize";
import { pathIn } from "../../../terraform/stand-in/uses";
import type { Call } from "./call";
import { COMPUTE } from "./constants";
import { HABITS_OF_COMPUTE } from "./habits-of-compute";
import { HABITS_OF_GKE } from "./habits-of-gke";
import { HABITS_OF_OTHERS } from "./habits-of-others";
import type { Store } from "./store";

/** What an API does otherwise than it was told. */
export interface ApiHabit {
  /** The collection, or the verb, with its API: `compute/healthChecks`, `compute/patchRule`. */
  readonly of: string;
  /** Where it was seen. */
  readonly source: string;
  /** What it answers for what it holds. */
  readonly answer?: (held: Block, store: Store) => Block;
  /** Why it refuses a change. */
  readonly refuse?: (call: Call) => string | undefined;
}

export const API_HABITS: readonly ApiHabit[] = [...HABITS_OF_COMPUTE, ...HABITS_OF_GKE, ...HABITS_OF_OTHERS];

/** What an API answers for what it holds. */
export function answered(collection: string, held: Block, store: Store): Block {
  const habits = API_HABITS.filter(({ of, answer }) => of === collection && answer !== undefined);
  const answer = habits.reduce((value, habit) => habit.answer?.(value, store) ?? value, held);
  if (collection.startsWith("compute/")) return withLinks(answer);
  return WITH_ZEROS.has(collection.split("/")[0] ?? "") ? answer : withoutZeros(answer);
}

/**
 * Who is referred to is answered as a whole address, however it was said.
 *
 * Source: https://cloud.google.com/compute/docs/reference/rest/v1/backendServices, "a full or partial URL"
 */
const withLinks = (value: Block): Block =>
  JSON.parse(JSON.stringify(value), (_, one) => {
    const path = typeof one === "string" ? pathIn(one) : undefined;
    return path !== undefined &&
      String(one).length - path.length < 60 &&
      !String(one).includes(" ") &&
      !String(one).startsWith("//")
      ? `${COMPUTE}/${path}`
      : one;
  });

/** The APIs whose answers are not of protocol buffers as they stand. */
const WITH_ZEROS = new Set(["compute", "storage", "bigquery", "dns"]);

/**
 * Numbers, texts, lists and flags that have the value which they have when nothing is said are left out.
 *
 * Source: https://protobuf.dev/programming-guides/json/, fields without presence
 */
function withoutZeros(value: Block): Block {
  const isZero = (one: unknown) => one === 0 || one === "" || one === false || (Array.isArray(one) && one.length === 0);
  return JSON.parse(JSON.stringify(value), (name, one) =>
    isZero(one) && !PRESENT.has(name) && !/^\d+$/.test(name) ? undefined : one,
  );
}

/** Fields with presence: they say no where no was said. Source: `optional` and wrappers in google/container/v1/cluster_service.proto */
const PRESENT = new Set(["allowExternalTraffic", "cpuCfsQuota", "insecureKubeletReadonlyPortEnabled"]);

export function refusalOf(of: string, call: Call): string | undefined {
  for (const habit of API_HABITS) {
    const refusal = habit.of === of ? habit.refuse?.(call) : undefined;
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
