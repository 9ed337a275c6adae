import { newOverloads } from "../../lib/cli/plan-routing/within";
import { movedBetween } from "../../lib/planning/moved";

const sites = { paris: { capacity: { api: 100 } }, ashburn: { capacity: { api: 100 } } };
const to = (site: string, percent: number) => ({ serveFrom: [site], percent });

describe("who changes sides between two policies", () => {
  const demand = { FR: 60, DE: 20, US: 20, "US-CA": 5 };
  const moved = (before: object, after: object) =>
    movedBetween({ services: { api: { demand } }, dataCenters: sites }, before, after);

  test("is counted by place and of all that is asked for", () => {
    const { places, services } = moved({ countries: { FR: to("paris", 50) } }, { countries: { FR: to("paris", 75) } });
    expect([...places]).toEqual([["FR", 0.25]]);
    // A quarter of 60, of 100: the demand of the United States has that of its states.
    expect(services.get("api")).toBeCloseTo(0.15, 9);
  });

  test("has who goes from one data centre to another, and nobody twice", () => {
    const { places } = moved({ countries: { FR: to("paris", 100) } }, { countries: { FR: to("ashburn", 60) } });
    expect(places.get("FR")).toBeCloseTo(1, 9);
  });

  test("has a state by itself, and its country without it", () => {
    const US = to("ashburn", 100);
    const { places, services } = moved(
      { countries: { US } },
      { countries: { US }, subdivisions: { "US-CA": to("paris", 100) } },
    );
    expect([...places]).toEqual([["US-CA", 1]]);
    expect(services.get("api")).toBeCloseTo(0.05, 9);
  });

  test("is nobody where only the order of failover changes", () => {
    const chain = (...serveFrom: string[]) => ({ countries: { FR: { serveFrom, percent: 50 } } });
    expect([...moved(chain("paris"), chain("paris", "ashburn")).places]).toEqual([]);
  });
});

describe("what is asked for too much, and was not", () => {
  const asked = (before: number, after: number, FR: number) =>
    newOverloads(
      {
        services: { api: { demand: { FR } } },
        dataCenters: sites,
        lastResort: { capacity: { api: 60 } },
        current: { countries: { FR: to("paris", before) } },
      },
      { countries: { FR: to("paris", after) } },
    );

  test("is named with the failure", () => {
    // While Paris is down, all 120 are at the last resort, before as after; 110 at Paris are more than 100.
    expect(asked(80, 92, 120)).toEqual([
      "paris would be asked for more of api than it can take",
      "paris would be asked for more of api than it can take while ashburn is down",
    ]);
  });

  test("is named where there was too much before, and would be more", () => {
    // 110 at Paris, and 115.
    expect(asked(92, 96, 120)).toEqual([
      "paris would be asked for more of api than it can take",
      "paris would be asked for more of api than it can take while ashburn is down",
    ]);
  });

  test("is nothing where it was as much before, or less", () => {
    expect(asked(92, 92, 120)).toEqual([]);
    expect(asked(95, 92, 120)).toEqual([]);
    expect(asked(50, 60, 100)).toEqual([]);
  });

  test("is the last resort where a lower percentage leaves it more", () => {
    expect(asked(60, 20, 100)).toEqual([
      "the last resort would be asked for more of api than it can take",
      "the last resort would be asked for more of api than it can take while ashburn is down",
    ]);
  });
});
