import { latencyByDistance, planRouting, type RoutingPlanOptions } from "../../lib/planning";
import { COUNTRY_CODES, SUBDIVISION_CODES } from "../../lib/routing";
import { pointOfPlace } from "../../lib/routing/place-points";

const PARIS = { latitude: 48.9, longitude: 2.4 };
const TOKYO = { latitude: 35.7, longitude: 139.7 };

describe("the latency by distance", () => {
  test("is known for every country and every state", () => {
    const latency = latencyByDistance({ paris: PARIS });
    expect(Object.keys(latency)).toEqual([...COUNTRY_CODES, ...SUBDIVISION_CODES]);
    for (const times of Object.values(latency)) expect(times.paris).toBeGreaterThanOrEqual(5);
  });

  test("is five milliseconds, and 1.6 for each 100 kilometres", () => {
    const { FR, GB, JP, "US-NY": newYork } = latencyByDistance({ paris: PARIS });
    // London to Paris are 340 km, Tokyo to Paris 9,712, the middle of the state of New York to Paris some 5,980.
    expect([FR?.paris, GB?.paris, JP?.paris]).toEqual([5, 10, 160]);
    expect(newYork?.paris).toBeGreaterThan(92);
    expect(newYork?.paris).toBeLessThan(101);
  });

  test("is that of the nearest of several points, and whole", () => {
    const latency = latencyByDistance({ "last-resort": [PARIS, TOKYO], nowhere: [] });
    expect([latency.FR, latency.JP]).toEqual([{ "last-resort": 5 }, { "last-resort": 5 }]);
    expect(Object.values(latency).every((times) => Number.isInteger(times["last-resort"]))).toBe(true);
  });

  test("refuses what is no point on Earth", () => {
    expect(() => latencyByDistance({ paris: { latitude: 91, longitude: 0 } })).toThrow("paris.latitude");
    expect(() => latencyByDistance({ all: [PARIS, { latitude: 0, longitude: 181 }] })).toThrow("all.1.longitude");
    expect(() => latencyByDistance({ paris: "here" } as never)).toThrow("locations.paris");
  });

  test("has points that lie on the continent's side of the globe", () => {
    expect(pointOfPlace("constructor")).toBeUndefined();
    expect(pointOfPlace("FR-75")).toBeUndefined();
    expect(pointOfPlace("US-CA")).toEqual({ latitude: 37.2, longitude: -119.4 });
  });
});

describe("a routing planned by distance", () => {
  const options: RoutingPlanOptions = {
    services: { api: { demand: { FR: 1000, JP: 500, "US-CA": 100 } } },
    dataCenters: {
      paris: { capacity: { api: 3000 }, headroom: 0, location: PARIS },
      tokyo: { capacity: { api: 3000 }, headroom: 0, location: TOKYO },
    },
    lastResort: { locations: [PARIS] },
  };

  test("sends places to what is near", async () => {
    const { target } = await planRouting(options);
    // Paris takes over from Tokyo, as the last resort is not nearer. From California, Tokyo is farther than the last resort and 15 ms.
    expect(target.countries).toEqual({ FR: { serveFrom: ["paris"] }, JP: { serveFrom: ["tokyo", "paris"] } });
    const near = { ...options, lastResort: { locations: [TOKYO] } };
    expect((await planRouting(near)).target.subdivisions).toEqual({ "US-CA": { serveFrom: ["tokyo", "paris"] } });
  });

  test("believes what was measured before the distance", async () => {
    const { target } = await planRouting({ ...options, latency: { FR: { paris: 300 } } });
    expect(target.countries).toEqual({ JP: { serveFrom: ["tokyo", "paris"] } });
  });

  test("needs a location of everything that nothing was measured to", async () => {
    const paris = { capacity: { api: 1 } };
    await expect(planRouting({ ...options, dataCenters: { paris }, lastResort: {} })).rejects.toThrow(
      /dataCenters\.paris\.location: got nothing, expected where it is[\s\S]*lastResort\.locations: got nothing/,
    );
  });
});
