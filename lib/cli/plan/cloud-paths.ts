import type { SynthesizedStack } from "../output-folder";
import { shownValue } from "./blocks";
import { type CodedResource, textsIn } from "./resources";

/** Types whose collection in Google's paths is not their name in the plural. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  google_compute_address: "addresses",
  google_compute_global_address: "addresses",
  google_compute_security_policy: "securityPolicies",
  google_compute_ssl_policy: "sslPolicies",
};

/** The end of the path by which other stacks name a resource: `regions/us-east1/subnetworks/production-us-east1`. */
export function cloudPath({ type, settings }: CodedResource): string | undefined {
  const name = shownValue(settings.name);
  if (!type.startsWith("google_compute_") || name === undefined) return undefined;
  const place = ["zone", "region"].flatMap((argument) => {
    const value = shownValue(settings[argument]);
    return value === undefined ? [] : [`${argument}s/${value}/`];
  });
  return `${place[0] ?? "global/"}${COLLECTIONS[type] ?? collectionOf(type)}/${name}`;
}

/** `google_compute_network_endpoint_group` is in `networkEndpointGroups`. */
function collectionOf(type: string): string {
  const noun = type.replace(/^google_compute_(region_|global_)?/, "");
  return `${noun.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}s`;
}

/** The paths among these that a stack names. */
export function namedIn(stack: SynthesizedStack, paths: ReadonlySet<string>): readonly string[] {
  if (paths.size === 0) return [];
  const ends = ENDS.get(stack) ?? endsIn(stack);
  ENDS.set(stack, ends);
  return [...paths].filter((path) => ends.has(path));
}

/** The ends of a stack's texts: each stack is asked for the paths of every other one. */
const ENDS = new WeakMap<SynthesizedStack, ReadonlySet<string>>();

/** A path of something global has three steps, and one of a region or zone has four. */
function endsIn({ configuration }: SynthesizedStack): ReadonlySet<string> {
  const ends = new Set<string>();
  for (const text of textsIn([configuration.resource, configuration.data])) {
    const steps = text.split("/");
    for (const count of [3, 4]) if (steps.length >= count) ends.add(steps.slice(-count).join("/"));
  }
  return ends;
}
