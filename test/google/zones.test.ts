import { defaultZones, KNOWN_REGIONS } from "../../lib/google/regions";
import { isRegionName, isZoneName, REGION_OF_ZONE, regionOfZone } from "../../lib/google/zones";
import { fc } from "../support/property";

test("every region that is known, and each of its zones, is written as one", () => {
  for (const region of KNOWN_REGIONS) {
    expect(isRegionName(region)).toBe(true);
    for (const zone of defaultZones(region)) expect(regionOfZone(zone)).toBe(region);
  }
});

test.each(["us-central1-ai1a", "us-south1-ai1b"])("a zone for AI is a zone of its region: %s", (zone) => {
  expect(isZoneName(zone)).toBe(true);
  expect(isZoneName(zone, zone.split("-ai")[0])).toBe(true);
});

test.each([
  "",
  "europe-west1",
  "europe-west1-",
  "europe-west1-bc",
  "europe-west1-ai-a",
  "EUROPE-WEST1-B",
  "a-europe-west1-b",
])("%j is no zone", (text) => {
  expect(isZoneName(text)).toBe(false);
  expect(regionOfZone(text)).toBeUndefined();
});

test("a zone of another region is not one of this region", () => {
  expect(isZoneName("europe-west1-b", "europe-west12")).toBe(false);
  expect(isZoneName("europe-west12-b", "europe-west1")).toBe(false);
});

test("a query finds the same region in a zone as the program does", () => {
  const region = fc.constantFrom(...KNOWN_REGIONS);
  const suffix = fc.constantFrom("a", "f", "ai1a");
  fc.assert(
    fc.property(region, suffix, (name, end) => {
      const zone = `${name}-${end}`;
      expect(new RegExp(`^${REGION_OF_ZONE}$`).exec(zone)?.[1]).toBe(regionOfZone(zone));
    }),
  );
});
