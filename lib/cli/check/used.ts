import { isUnknown } from "../../core/tokens";
import type { Settings, SynthesizedStack } from "../output-folder";

/** What the stacks configure of a provider, each once. */
export function providersOf(stacks: readonly SynthesizedStack[], provider: "google" | "aws"): readonly Settings[] {
  const all = stacks.flatMap(({ configuration }) => configuration.provider?.[provider] ?? []);
  return [...new Map(all.map((settings) => [JSON.stringify(settings), settings])).values()];
}

/** The buckets that states are kept in. */
export function bucketsOf(stacks: readonly SynthesizedStack[], backend: "gcs" | "s3"): readonly string[] {
  const all = stacks.flatMap(({ configuration }) => configuration.terraform?.backend?.[backend]?.bucket ?? []);
  const known = all.filter((bucket): bucket is string => typeof bucket === "string" && !isUnknown(bucket));
  return [...new Set(known)].sort();
}
