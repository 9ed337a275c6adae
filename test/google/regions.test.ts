import { readFileSync } from "node:fs";
import { join } from "node:path";
import { countryOfRegion, defaultZones, KNOWN_REGIONS, regionAdvice, slotOf } from "../../lib/google/regions";
import { expectGolden } from "../support/golden";

/** Where a place is that Google names without its country, or with another name of it than ISO 3166-1 has. */
const PARTS: Readonly<Record<string, string>> = {
  "Hong Kong": "Hong Kong SAR China",
  England: "United Kingdom",
  Québec: "Canada",
  Ontario: "Canada",
};
const STATES = ["Iowa", "South Carolina", "Virginia", "Ohio", "Texas", "Oregon", "California", "Utah", "Nevada"];

test("each region is in the country where Google says that it is", () => {
  const lines = readFileSync(join(__dirname, "places-of-regions.txt"), "utf8").trim().split("\n");
  const told = lines.flatMap((line) => {
    const [, region = "", place = ""] = /^(\S+) (.+)$/.exec(line) ?? [];
    if (region === "#" || region === "") return [];
    const part = place.split(", ").at(-1) ?? "";
    return [[region, STATES.includes(part) ? "United States" : (PARTS[part] ?? part)]];
  });
  const nameOf = new Intl.DisplayNames(["en"], { type: "region" });
  const known = KNOWN_REGIONS.map((region) => [region, nameOf.of(countryOfRegion(region) ?? "")]);
  expect(Object.fromEntries(known)).toEqual(Object.fromEntries(told));
});

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
