import { distanceKm } from "../../lib/google/region-distance";
import { KNOWN_REGIONS } from "../../lib/google/regions";
import { fc } from "../support/property";

describe("the distance of regions", () => {
  test("is known for every region that this version knows", () => {
    const unknown = KNOWN_REGIONS.filter((region) => distanceKm(region, "europe-west1") === undefined);
    expect(unknown).toEqual([]);
    expect(distanceKm("europe-west1", "moon-east1")).toBeUndefined();
    expect(distanceKm("constructor", "europe-west1")).toBeUndefined();
  });

  test("is within a few percent of an atlas", () => {
    // London to Paris, Tokyo to Sydney, Singapore to Jakarta, São Paulo to Johannesburg
    const known: [string, string, number][] = [
      ["europe-west2", "europe-west9", 344],
      ["asia-northeast1", "australia-southeast1", 7820],
      ["asia-southeast1", "asia-southeast2", 890],
      ["southamerica-east1", "africa-south1", 7440],
    ];
    for (const [one, other, km] of known) {
      expect(Math.abs((distanceKm(one, other) ?? 0) / km - 1)).toBeLessThan(0.03);
    }
  });

  test("is the same both ways, nothing to itself, and never more than half around the globe", () => {
    const region = fc.constantFrom(...KNOWN_REGIONS);
    fc.assert(
      fc.property(region, region, (one, other) => {
        const km = distanceKm(one, other) as number;
        expect(km).toBe(distanceKm(other, one));
        expect(km === 0).toBe(one === other);
        expect(km).toBeLessThanOrEqual(20_020);
      }),
    );
  });
});
