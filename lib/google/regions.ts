import { closest } from "fastest-levenshtein";

/**
 * The Google Cloud regions that this version knows.
 *
 * `slot` is the region's permanent place in an address plan: it must never change, and no two regions may share one.
 * A new region takes the next free number, wherever it stands in the list. Slots are below 64.
 *
 * `zones` are the letters of the region's zones; the first three are where a regional cluster runs by default, so a
 * new zone is added at the end. Source: https://cloud.google.com/compute/docs/regions-zones
 */
const REGIONS: Readonly<Record<string, { readonly slot: number; readonly zones: string }>> = {
  "africa-south1": { slot: 0, zones: "abc" },
  "asia-east1": { slot: 1, zones: "abc" },
  "asia-east2": { slot: 2, zones: "abc" },
  "asia-northeast1": { slot: 3, zones: "abc" },
  "asia-northeast2": { slot: 4, zones: "abc" },
  "asia-northeast3": { slot: 5, zones: "abc" },
  "asia-south1": { slot: 6, zones: "abc" },
  "asia-south2": { slot: 7, zones: "abc" },
  "asia-southeast1": { slot: 8, zones: "abc" },
  "asia-southeast2": { slot: 9, zones: "abc" },
  "australia-southeast1": { slot: 10, zones: "abc" },
  "australia-southeast2": { slot: 11, zones: "abc" },
  "europe-central2": { slot: 12, zones: "abc" },
  "europe-north1": { slot: 13, zones: "abc" },
  "europe-north2": { slot: 14, zones: "abc" },
  "europe-southwest1": { slot: 15, zones: "abc" },
  "europe-west1": { slot: 16, zones: "bcd" },
  "europe-west2": { slot: 17, zones: "abc" },
  "europe-west3": { slot: 18, zones: "abc" },
  "europe-west4": { slot: 19, zones: "abc" },
  "europe-west6": { slot: 20, zones: "abc" },
  "europe-west8": { slot: 21, zones: "abc" },
  "europe-west9": { slot: 22, zones: "abc" },
  "europe-west10": { slot: 23, zones: "abc" },
  "europe-west12": { slot: 24, zones: "abc" },
  "me-central1": { slot: 25, zones: "abc" },
  "me-central2": { slot: 26, zones: "abc" },
  "me-west1": { slot: 27, zones: "abc" },
  "northamerica-northeast1": { slot: 28, zones: "abc" },
  "northamerica-northeast2": { slot: 29, zones: "abc" },
  "northamerica-south1": { slot: 30, zones: "abc" },
  "southamerica-east1": { slot: 31, zones: "abc" },
  "southamerica-west1": { slot: 32, zones: "abc" },
  "us-central1": { slot: 33, zones: "abcf" },
  "us-east1": { slot: 34, zones: "bcd" },
  "us-east4": { slot: 35, zones: "abc" },
  "us-east5": { slot: 36, zones: "abc" },
  "us-south1": { slot: 37, zones: "abc" },
  "us-west1": { slot: 38, zones: "abc" },
  "us-west2": { slot: 39, zones: "abc" },
  "us-west3": { slot: 40, zones: "abc" },
  "us-west4": { slot: 41, zones: "abc" },
};

/** Bits that number the slots: there are 64, for 42 regions today. */
export const SLOT_BITS = 6;

/** All regions that this version knows, in alphabetical order. */
export const KNOWN_REGIONS: readonly string[] = Object.keys(REGIONS);

/** Whether this version knows the region. */
export function isKnownRegion(region: string): boolean {
  return Object.hasOwn(REGIONS, region);
}

/** The region's permanent slot in an address plan, or `undefined` for a region that this version does not know. */
export function slotOf(region: string): number | undefined {
  return isKnownRegion(region) ? REGIONS[region]?.slot : undefined;
}

/** The zones where a cluster of the region runs by default: the first three; none when the region is not known. */
export function defaultZones(region: string): readonly string[] {
  const letters = isKnownRegion(region) ? (REGIONS[region]?.zones ?? "") : "";
  return [...letters.slice(0, 3)].map((letter) => `${region}-${letter}`);
}

/** What to write instead of a region that is not known, in words. */
export function regionAdvice(region: string): string {
  return `a region of Google Cloud, such as "${closest(region, KNOWN_REGIONS)}"`;
}
