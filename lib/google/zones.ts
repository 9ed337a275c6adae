import type { Problems, PropertyPath } from "../core/problems";
import { isUnknown } from "../core/tokens";

// How Google writes regions and zones. What is newer than this version must be possible to write, so these are patterns and
// not lists. Zones for AI are named otherwise than the rest: `us-central1-ai1a`.
// Sources: https://cloud.google.com/compute/docs/regions-zones and https://cloud.google.com/compute/docs/regions-zones/ai-zones

const REGION = "[a-z]+-[a-z]+[0-9]+";
const ZONE = `(${REGION})-(?:ai[0-9]+)?[a-z]`;

const IS_REGION = new RegExp(`^${REGION}$`);
const IS_ZONE = new RegExp(`^${ZONE}$`);

/** The region of a zone as a regular expression with one group, for queries that only their own language can compute. */
export const REGION_OF_ZONE = `(${REGION}).*`;

/** Whether this is written like a region: `europe-west1`. */
export function isRegionName(text: string): boolean {
  return IS_REGION.test(text);
}

/** Checks that a region is written like one. */
export function checkRegion(problems: Problems, property: PropertyPath, region: string): boolean {
  return problems.check(property, region, isRegionName, 'a region of Google Cloud: "europe-west1"', "name");
}

/** Whether this is written like a zone, of `region` if it is set: `europe-west1-b`. */
export function isZoneName(text: string, region?: string): boolean {
  const own = regionOfZone(text);
  return own !== undefined && (region === undefined || own === region);
}

/** Checks that a zone is written like one, of `region` if it is set. */
export function checkZone(problems: Problems, property: PropertyPath, zone: string, region?: string): boolean {
  const own = region === undefined || isUnknown(region) ? undefined : region;
  const expected = own === undefined ? 'a zone of Google Cloud: "europe-west1-b"' : `a zone of ${own}: "${own}-b"`;
  return problems.check(property, zone, (text) => isZoneName(text, own), expected, "name");
}

/** The region of a zone; `undefined` for what is not written like a zone. */
export function regionOfZone(zone: string): string | undefined {
  return IS_ZONE.exec(zone)?.[1];
}
