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

/** The paths among these that a stack names: each ends after a slash, so that no name is taken for the end of another one. */
export function namedIn({ configuration }: SynthesizedStack, paths: ReadonlySet<string>): readonly string[] {
  if (paths.size === 0) return [];
  const texts = new Set(textsIn([configuration.resource, configuration.data]));
  return [...paths].filter((path) => [...texts].some((text) => text === path || text.endsWith(`/${path}`)));
}
