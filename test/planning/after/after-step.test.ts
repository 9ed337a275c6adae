import { execFileSync } from "node:child_process";
import { type AfterStepOptions, afterStep } from "../../../lib/planning";
import { loweredPercent } from "../../../lib/planning/after/lowered";
import { withPercents } from "../../../lib/planning/after/with-percents";
import type { RoutingPolicy } from "../../../lib/routing/routing-policy";
import { fc } from "../../support/property";

/** France asks for 1000 and Spain for 400; Paris serves of them what is given. */
function compared(france: number, spain: number, more: Partial<AfterStepOptions> = {}) {
  return afterStep({
    policy: { countries: { FR: { serveFrom: ["paris"], percent: 50 }, ES: { serveFrom: ["paris"], percent: 25 } } },
    dataCenters: { paris: { capacity: { api: 2000 } }, madrid: { capacity: { api: 500 } } },
    observed: {
      FR: { paris: { api: france }, "last-resort": { api: 1000 - france } },
      ES: { paris: { api: spain }, "last-resort": { api: 400 - spain } },
    },
    ...more,
  });
}

/** The percentage of a place, by its own route, its wave's, or that of its country. */
function percentIn({ countries = {}, subdivisions = {}, waves = {} }: RoutingPolicy, code: string): number {
  const inWave = Object.values(waves).find((wave) => wave.countries?.some((country) => country === code));
  const own = Object.entries({ ...countries, ...subdivisions }).find(([place]) => place === code)?.[1];
  const route = own ?? inWave;
  if (route === undefined) return code.startsWith("US-") ? percentIn({ countries }, "US") : 0;
  return route.serveFrom === "last-resort" ? 0 : (route.percent ?? 100);
}

describe("after a step", () => {
  test("compares what was predicted with what was observed, by data centre and by place", () => {
    const { isHeld, sites, places, lowered } = compared(520, 96);
    expect(isHeld).toBe(false);
    expect(sites.map(({ site, predicted, observed, isOff }) => [site, predicted, observed, isOff])).toEqual([
      ["madrid", 0, 0, false],
      ["paris", 600, 616, false],
      ["last-resort", 800, 784, false],
    ]);
    expect(places.map(({ place, predicted, observed }) => [place, predicted, observed])).toEqual([
      ["ES", 100, 96],
      ["FR", 500, 520],
    ]);
    expect(places[1]?.off).toBeCloseTo(0.04, 12);
    expect(lowered).toEqual([{ place: "FR", from: 50, to: 48 }]);
  });

  test.each([
    [500, 110, false],
    [500, 112, true],
    [500, 88, true],
    [560, 100, true],
  ])(
    "holds the next step when a place is off by more than 10 %%: %i of France, %i of Spain",
    (france, spain, isHeld) => {
      expect(compared(france, spain).isHeld).toBe(isHeld);
    },
  );

  test("does not look at what is negligible, and at the last resort only through the others", () => {
    // Of all 1400, 12 are 0.86 %.
    expect(compared(500, 112, { negligible: 0.01 }).isHeld).toBe(false);
    // Of France's 1000, 750 and 250 are predicted: 7 % and 20 % off.
    const policy = { countries: { FR: { serveFrom: ["paris"], percent: 75 } } };
    const observed = { FR: { paris: { api: 700 }, "last-resort": { api: 300 } } };
    const { isHeld, sites } = compared(0, 0, { policy, observed });
    expect(isHeld).toBe(false);
    expect(sites.at(-1)).toMatchObject({ site: "last-resort", predicted: 250, observed: 300, isOff: false });
  });

  test("holds it when users come to a data centre that none was sent to", () => {
    const observed = { FR: { madrid: { api: 100 }, paris: { api: 400 }, "last-resort": { api: 500 } } };
    const { isHeld, sites } = compared(0, 0, { observed });
    expect(isHeld).toBe(true);
    expect(sites[0]).toMatchObject({ site: "madrid", predicted: 0, observed: 100, off: Infinity, isOff: true });
  });

  test("expects less of a place by the reach that is known of it, and judges percentages without", () => {
    expect(compared(425, 100).isHeld).toBe(true);
    const reached = compared(425, 100, { reach: { FR: 0.85 } });
    expect(reached.isHeld).toBe(false);
    expect(reached.sites.at(-1)).toMatchObject({ predicted: 875, observed: 875 });
    expect(compared(500, 100, { reach: { FR: 0.85 } })).toMatchObject({ isHeld: true, lowered: [] });
  });

  test("lowers the next step's percentage by as many users as came too many, and raises none", () => {
    const next = {
      countries: {
        FR: { serveFrom: ["paris"], percent: 80 },
        ES: { serveFrom: ["paris", "madrid"], percent: 60 },
        IT: { serveFrom: ["paris"] },
      },
    } as const;
    const found = compared(625, 50, { next });
    // France: 80 / (625 / 500).
    expect(found.lowered).toEqual([{ place: "FR", from: 80, to: 64 }]);
    expect(found.next).toEqual({ countries: { ...next.countries, FR: { serveFrom: ["paris"], percent: 64 } } });
    expect(compared(400, 50, { next }).next).toBe(next);
  });

  test("gives a state that follows the United States a percentage of its own, and leaves these as they are", () => {
    const policy = { countries: { US: { serveFrom: ["paris"], percent: 50 } } };
    const observed = {
      US: { paris: { api: 500 }, "last-resort": { api: 500 } },
      "US-TX": { paris: { api: 540 }, "last-resort": { api: 460 } },
    };
    const { isHeld, lowered, next } = compared(0, 0, { policy, observed });
    expect([isHeld, lowered]).toEqual([false, [{ place: "US-TX", from: 50, to: 46 }]]);
    const subdivisions = { "US-TX": { serveFrom: ["paris"], percent: 46 } };
    expect(next).toEqual({ ...policy, subdivisions });
    // The command lowers with it what it shows.
    const dataCenters = { paris: { capacity: { api: 2000 } } };
    expect(withPercents(policy, lowered, { dataCenters, observed })).toEqual({ ...policy, subdivisions });
  });

  test("never raises a percentage, whatever is observed", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const percent = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(percent, percent, share, (now, later, part) => {
        const policy = { countries: { FR: { serveFrom: ["paris"], percent: now } } };
        const planned = { countries: { FR: { serveFrom: ["paris"], percent: later } } };
        const observed = { FR: { paris: { api: 1000 * part }, "last-resort": { api: 1000 * (1 - part) } } };
        const { next, lowered } = compared(0, 0, { policy, next: planned, observed });
        const route = next.countries?.FR;
        const to = route === undefined || route.serveFrom === "last-resort" ? 0 : (route.percent ?? 100);
        expect(to).toBeLessThanOrEqual(later);
        expect(to).toBe(Math.min(later, Math.floor(later / Math.max(1, (100 * part) / now) + 1e-9)));
        expect(lowered).toHaveLength(to < later ? 1 : 0);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(percent, fc.double({ min: 0, max: 1000, noNaN: true }), (given, ratio) => {
        expect(loweredPercent(given, ratio)).toBeLessThanOrEqual(given);
        expect(loweredPercent(given, ratio)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("raises no percentage of any place, wave or state, whatever is observed and whatever reach is known", () => {
    const codes = ["FR", "ES", "DE", "NL", "US", "US-TX", "US-CA"] as const;
    const route = fc.record({
      serveFrom: fc.constantFrom(["paris"], ["paris", "madrid"]),
      percent: fc.integer({ min: 0, max: 100 }),
    });
    const maybe = (one: string) => fc.record({ [one]: route }, { requiredKeys: [] });
    const policy = fc
      .tuple(maybe("FR"), maybe("ES"), maybe("US"), maybe("US-TX"), fc.option(route))
      .map(([FR, ES, US, texas, wave]) => ({
        countries: { ...FR, ...ES, ...US },
        ...(Object.keys(texas).length > 0 && { subdivisions: texas }),
        ...(wave && { waves: { north: { ...wave, countries: ["DE", "NL"] as const } } }),
      }));
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const seen = fc.record(Object.fromEntries(codes.map((code) => [code, fc.tuple(part, part)])));
    const reaches = fc.dictionary(fc.constantFrom(...codes), part);
    let lowerings = 0;
    fc.assert(
      fc.property(policy, policy, seen, reaches, (deployed, planned, parts, reach) => {
        const observed = Object.fromEntries(
          Object.entries(parts).map(([code, [at, inMadrid]]) => {
            const [paris, madrid] = [at * (1 - inMadrid), at * inMadrid];
            return [
              code,
              { paris: { api: 100 * paris }, madrid: { api: 100 * madrid }, "last-resort": { api: 100 * (1 - at) } },
            ];
          }),
        );
        const asked = { policy: deployed as RoutingPolicy, next: planned as RoutingPolicy, observed };
        const found = compared(0, 0, { ...asked, reach });
        const lower = codes.map((code) => percentIn(found.next, code) - percentIn(planned as RoutingPolicy, code));
        expect(Math.max(...lower)).toBeLessThanOrEqual(0);
        lowerings += lower.filter((one) => one < 0).length;
        // A reach is for predictions: what is configured is judged without it.
        expect(compared(0, 0, asked)).toMatchObject({ lowered: found.lowered, next: found.next, reach: found.reach });
        for (const [code, one] of Object.entries(found.reach)) {
          expect(one).toBeCloseTo(
            Math.min(1, (100 * (parts[code]?.[0] ?? 0)) / percentIn(deployed as RoutingPolicy, code)),
            9,
          );
        }
      }),
      { numRuns: 150 },
    );
    expect(lowerings).toBeGreaterThan(50);
  });

  test("has one way back, a word of the shell for each file, and how long it takes", () => {
    expect(compared(500, 100, { ttlSeconds: 30 }).wayBack).toEqual({
      command: "npx cdktf-hybrid-kubernetes plan-routing --back",
      mostSeconds: 30,
      nearlyAllSeconds: 930,
    });
    const file = "it's a plan.json";
    const { command } = compared(500, 100, { file }).wayBack;
    const words = execFileSync("sh", ["-c", `${command.replace("npx", "printf '%s\\n'")}`], { encoding: "utf8" });
    expect(words.trimEnd().split("\n").slice(-2)).toEqual(["--out", file]);
  });

  test("refuses what is out of range", () => {
    expect(() => compared(0, 0, { observed: {} })).toThrow("afterStep: observed");
    expect(() => compared(0, 0, { observed: { FR: { pari: { api: 1 } } } })).toThrow("observed.FR.pari");
    expect(() => compared(0, 0, { observed: { XX: { paris: { api: 1 } } } })).toThrow("observed.XX");
    expect(() => compared(0, 0, { observed: { FR: { paris: { api: -1 } } } })).toThrow("observed.FR.paris.api");
    expect(() => compared(0, 0, { reach: { FR: 1.1 } })).toThrow("reach.FR");
    expect(() => compared(0, 0, { tolerance: 0 })).toThrow("tolerance");
    expect(() => compared(0, 0, { ttlSeconds: 0 })).toThrow("ttlSeconds");
    expect(() => compared(0, 0, { policy: { countries: { FR: { serveFrom: ["pari"] } } } })).toThrow(
      "policy.countries.FR",
    );
  });
});
