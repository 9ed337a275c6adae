import { defaultZones, KNOWN_REGIONS, regionAdvice, slotOf } from "../../lib/google/regions";
import { expectGolden } from "../support/golden";

test("a region keeps its slot for ever: a changed line moves every address of a network that runs", () => {
  expectGolden("region-slots.txt", KNOWN_REGIONS.map((region) => `${region} ${slotOf(region)}\n`).join(""));
});

test("a region keeps the zones of its clusters: a changed line moves nodes", () => {
  expectGolden("region-zones.txt", KNOWN_REGIONS.map((region) => `${defaultZones(region).join(" ")}\n`).join(""));
});

test("no two regions share a slot, and all fit into 64", () => {
  const slots = KNOWN_REGIONS.map((region) => slotOf(region) ?? Number.NaN);
  expect(new Set(slots).size).toBe(KNOWN_REGIONS.length);
  expect(slots.every((slot) => slot >= 0 && slot < 64)).toBe(true);
});

test("a cluster has three zones, and the regions without a zone a have others", () => {
  expect(KNOWN_REGIONS.filter((region) => defaultZones(region).length !== 3)).toEqual([]);
  expect(defaultZones("europe-west1")).toEqual(["europe-west1-b", "europe-west1-c", "europe-west1-d"]);
});

test("a region that is not known has neither slot nor zones, whatever its name", () => {
  for (const region of ["europe-west99", "constructor", ""]) {
    expect([slotOf(region), defaultZones(region)]).toEqual([undefined, []]);
  }
});

test.each([
  ["europe-wst1", "europe-west1"],
  ["asia-south-east1", "asia-southeast1"],
])("%s is corrected to %s", (given, meant) => {
  expect(regionAdvice(given)).toContain(`"${meant}"`);
});
