import { Problems } from "../../../lib/core/problems";
import { planRouting } from "../../../lib/planning";
import type { Calendar } from "../../../lib/planning/data/calendar";
import {
  type KnownPlaces,
  type MeasuredBy,
  measuredOf,
  nowOf,
  optionsOf,
  rulesOf,
} from "../../../lib/planning/data/measured";
import type { Series } from "../../../lib/planning/data/series";
import { fc } from "../../support/property";
import { daily, days, FIRST_HOUR, NEWEST, range, readOf, without } from "./worlds-of-data";

const KNOWN: KnownPlaces = { dataCenters: ["paris", "frankfurt"], places: [], service: "requests" };
const measured = (series: readonly Series[], by: Partial<MeasuredBy> = {}, known = KNOWN) =>
  Problems.of("data", (problems) => {
    const now = nowOf(problems, series, by.calendar ?? {}, by.now);
    return measuredOf(problems, readOf(...series), known, { ...by, now });
  });
const refused = (series: readonly Series[], by: Partial<MeasuredBy> = {}) => {
  try {
    measured(series, by);
  } catch (error) {
    return (error as Error).message.split("\n");
  }
  return [];
};
const demand = (...args: Parameters<typeof measured>) => optionsOf(measured(...args)).services.requests?.demand;
const negative = (series: Series, hour: number): Series => {
  const values = Float64Array.from(series.values);
  values[hour] = -1e6;
  return { ...series, values };
};
/** A place that is sound, so that all places together are. */
const SOUND = daily("DE", "last-resort", days(28, 1000));

describe("the demand of a place", () => {
  test("is the 90th percentile of its daily peaks: of 28 days, two may be above", () => {
    const peaks = days(28, 100).map((peak, index) => peak + index);
    // The newest day must be in the range of the others: 100 to 127 without one another.
    const mixed = [...peaks.slice(14), ...peaks.slice(0, 14)];
    expect(demand([daily("FR", "paris", mixed), SOUND])).toEqual({ DE: 1000, FR: 125 });
  });

  test("is what all sites serve of it together, also while it moves from one to the other", () => {
    const cloud = daily("FR", "last-resort", [...days(14, 100), ...days(14, 60)]);
    // Paris serves Germany from the first day on, and France from the 15th.
    const paris = daily("FR", "paris", days(14, 40), { first: FIRST_HOUR + 14 * 24 });
    const found = measured([cloud, paris, daily("DE", "paris", days(28, 10)), SOUND]);
    expect(found.numbers).toContainEqual(
      expect.objectContaining({ place: "FR", value: 100, days: 28, holes: 0, ageHours: 0, files: ["a.json"] }),
    );
    expect(found.held).toEqual({});
  });

  test("counts days of a time zone", () => {
    // Twenty o'clock in UTC is the next day in Tokyo, whose first and last day are not whole.
    const found = measured([daily("JP", "paris", days(28, 7)), SOUND], { calendar: { timeZone: "Asia/Tokyo" } });
    expect(found.numbers.find(({ place }) => place === "JP")).toMatchObject({ days: 27, value: 7 });
    expect(found.timeZone).toBe("Asia/Tokyo");
  });

  test("looks at the last days only", () => {
    const peaks = [...days(14, 900), ...days(14, 500)];
    expect(demand([daily("FR", "paris", peaks), SOUND], { limits: { days: 14 } })).toMatchObject({ FR: 500 });
    expect(demand([daily("FR", "paris", peaks), SOUND])).toMatchObject({ FR: 900 });
  });

  test("of the United States is that of its states, and of users in no known one", () => {
    const us = daily("US", "paris", days(28, 10));
    const states = [daily("US-CA", "paris", days(28, 30)), daily("US-NY", "paris", days(28, 20))];
    expect(demand([us, ...states, SOUND])).toEqual({ DE: 1000, US: 60, "US-CA": 30, "US-NY": 20 });
  });
});

describe("a place is held", () => {
  const heldOf = (series: Series, by?: Partial<MeasuredBy>) => measured([series, SOUND], by).held.FR;

  test("with too few days, and is planned with the largest of its values", () => {
    const short = daily("FR", "paris", [5, 9, 7], { first: FIRST_HOUR + 25 * 24 });
    // DE is measured at another site from the first day on: FR has moved to Paris.
    expect(measured([short, SOUND]).held).toEqual({
      FR: ["it has 3 of at least 14 days", "89.3 % of its values are missing at paris, and at most 10 % may be"],
    });
    expect(demand([short, SOUND])).toMatchObject({ FR: 9 });
    expect(heldOf(short, { limits: { leastDays: 3, holes: 1 } })).toBeUndefined();
  });

  test("with holes; a day with few of them counts", () => {
    const series = daily("FR", "paris", days(28, 10));
    // Two hours of 24 are less than a tenth, three are more; 68 of 672 are more than a tenth of all.
    expect(measured([without(series, [30, 31]), SOUND]).numbers.find(({ place }) => place === "FR")).toMatchObject({
      days: 28,
      holes: 0.003,
    });
    expect(measured([without(series, [30, 31, 32]), SOUND]).numbers.find(({ place }) => place === "FR")?.days).toBe(27);
    expect(heldOf(without(series, range(24, 24 + 67)))).toBeUndefined();
    expect(heldOf(without(series, range(24, 24 + 68)))).toEqual([
      "10.1 % of its values are missing at paris, and at most 10 % may be",
    ]);
  });

  test("with numbers of less than 0, which do not count", () => {
    const series = daily("FR", "paris", days(28, 10));
    series.values[100] = -5;
    expect(heldOf(series)).toEqual(["it has numbers of less than 0"]);
  });

  test.each([
    [13.1, ["it jumps: 13.1 at the peak of 2026-10-28, and 10 at those of other days"]],
    [13, undefined],
    [7, undefined],
    [6.9, ["it jumps: 6.9 at the peak of 2026-10-28, and 10 at those of other days"]],
  ])("where the newest day jumps: %d after days of 10", (last, why) => {
    expect(heldOf(daily("FR", "paris", [...days(27, 10), last]))).toEqual(why);
  });

  test("where its values end before those of others", () => {
    const series = daily("FR", "paris", days(25, 10));
    const others = daily("DE", "paris", days(28, 1000));
    const none = daily("DE", "last-resort", days(28, 0));
    // It has moved away, for all that is known: what it asks for now is nothing. Its hours are old.
    expect(measured([series, others, none]).held.FR).toContain("it ends 72 hours ago, and at most 48 are allowed");
  });

  test("where nothing was measured of it, and the program knows it", () => {
    const found = measured([SOUND], {}, { ...KNOWN, places: ["DE", "ES"] });
    expect([found.withoutData, found.held]).toEqual([["ES"], { ES: ["nothing was measured of it"] }]);
    const video = daily("DE", "last-resort", days(28, 5), { service: "video" });
    expect(measured([video], {}, { ...KNOWN, places: ["DE", "ES"] }).held).toEqual({});
  });

  test("while a site of its users tells nothing", () => {
    const cloud = daily("FR", "last-resort", days(28, 50));
    const paris = without(daily("FR", "paris", days(28, 50)), range(100, 200));
    expect(measured([cloud, paris, SOUND]).held.FR).toEqual([
      "14.9 % of its values are missing at paris, and at most 10 % may be",
    ]);
  });

  test("but not for a few users who come to another site now and then", () => {
    const seldom = without(
      daily("FR", "frankfurt", days(28, 2)),
      range(0, 672).filter((hour) => hour % 10 !== 0),
    );
    expect(measured([daily("FR", "paris", days(28, 50)), seldom, SOUND]).held).toEqual({});
  });
});

describe("where the data centres of a country change, it is not held", () => {
  const at = (day: number) => ({ first: FIRST_HOUR + day * 24 });
  const cloud = daily("FR", "last-resort", days(28, 10));
  const found = (series: readonly Series[], dataCenters: readonly string[]) => {
    const { numbers, held } = measured([cloud, SOUND, ...series], {}, { ...KNOWN, dataCenters });
    return { held, ...numbers.find(({ place }) => place === "FR") };
  };
  const FINE = { held: {}, value: 110, days: 28, holes: 0, ageHours: 0 };

  test("when one is new", () => {
    const paris = daily("FR", "paris", [...days(20, 100), ...days(8, 60)]);
    expect(found([paris, daily("FR", "lyon", days(8, 40), at(20))], ["paris", "lyon"])).toMatchObject(FINE);
    // Since this morning: it is compared with the same hours of the day before.
    const parisToday = daily("FR", "paris", [...days(27, 100), 60]);
    const lyonToday = daily("FR", "lyon", days(1, 40), at(27));
    expect(found([parisToday, lyonToday], ["paris", "lyon"])).toMatchObject(FINE);
  });

  test("when one is new since the evening, of which the hours before were quieter", () => {
    const parisThen = daily("FR", "paris", days(28, 100));
    const evening = 27 * 24 + 18;
    for (const hour of range(evening, 28 * 24)) parisThen.values[hour] = 0.6 * (parisThen.values[hour] ?? 0);
    const hours = [20, 20, 40, 20, 20, 20];
    const lyon = { ...daily("FR", "lyon", []), first: FIRST_HOUR + evening, values: Float64Array.from(hours) };
    expect(found([parisThen, lyon], ["paris", "lyon"])).toMatchObject(FINE);
  });

  test("when one is gone, and the program does not have it any more", () => {
    const moved = [daily("FR", "paris", days(1, 100)), daily("FR", "frankfurt", days(27, 100), at(1))];
    expect(found(moved, ["frankfurt"])).toMatchObject(FINE);
    // Where the program has it, it is missing.
    expect(found(moved, ["frankfurt", "paris"]).held).toEqual({
      FR: [
        "it has 1 of at least 14 days",
        "96.4 % of its values are missing at paris, and at most 10 % may be",
        "it ends 648 hours ago at paris, and at most 48 are allowed",
      ],
    });
  });

  test("when one is drained and silent", () => {
    const drained = [daily("FR", "paris", days(20, 100)), daily("FR", "frankfurt", days(8, 100), at(20))];
    const known = { ...KNOWN, drained: ["paris"] };
    const found = measured([cloud, SOUND, ...drained], {}, known);
    expect([found.held, found.silentSites]).toEqual([{}, undefined]);
    expect(measured([cloud, SOUND, ...drained]).held).toHaveProperty("FR");
    expect(measured([cloud, SOUND, ...drained]).silentSites).toHaveProperty("paris");
  });

  test("when one has another name", () => {
    const renamed = [daily("FR", "paris", days(20, 100)), daily("FR", "paris-1", days(8, 100), at(20))];
    expect(found(renamed, ["paris-1"])).toMatchObject(FINE);
  });

  test("but while one was there before and was not measured", () => {
    const paris = daily("FR", "paris", days(28, 60));
    // With 10 and 60 before it, 10 are at most 15 % more; and 11 are above.
    expect(found([paris, daily("FR", "lyon", days(8, 10), at(20))], ["paris", "lyon"]).held).toEqual({});
    expect(found([paris, daily("FR", "lyon", days(8, 11), at(20))], ["paris", "lyon"]).held).toEqual({
      FR: ["it has 8 of at least 14 days", "71.4 % of its values are missing at lyon, and at most 10 % may be"],
    });
  });
});

describe("a site that tells nothing any more", () => {
  const known = { ...KNOWN, dataCenters: ["paris"] };
  const silent = [
    daily("FR", "paris", [...days(26, 40)]),
    daily("FR", "last-resort", [...days(26, 5), ...days(2, 45)]),
  ];

  test("makes no jump of all places, and is named", () => {
    const found = measured([...silent, daily("DE", "last-resort", days(28, 60))], {}, known);
    expect([found.all, found.held]).toEqual([[], {}]);
    expect(found.silentSites).toEqual({ paris: "2026-10-26T23:00:00Z" });
  });

  test("and one that told nothing before makes none when it is back", () => {
    const back = without(daily("FR", "paris", days(28, 40)), range(0, 27 * 24));
    const cloud = daily("FR", "last-resort", [...days(27, 5), 5]);
    const found = measured([back, cloud, daily("DE", "last-resort", days(28, 60))], {}, known);
    expect(found.all).toEqual([]);
    expect(found.silentSites).toBeUndefined();
  });

  test("and a jump of those that tell something is one", () => {
    const found = measured([...silent, daily("DE", "last-resort", [...days(27, 60), 90])], {}, known);
    expect(found.all).toEqual([
      "requests of all places: it jumps: 90 at the peak of 2026-10-28, and 60 at those of other days",
    ]);
  });

  test("is not one whose answer ends an hour or two earlier", () => {
    const paris = daily("FR", "paris", days(28, 40));
    const short = (hours: number) => without(paris, range(672 - hours, 672));
    expect(measured([short(2), SOUND], {}, known).silentSites).toBeUndefined();
    expect(measured([short(3), SOUND], {}, known).silentSites).toEqual({ paris: "2026-10-28T20:00:00Z" });
  });
});

describe("data is refused as a whole", () => {
  test.each([
    [
      "with too few days",
      [daily("DE", "last-resort", days(13, 10))],
      {},
      ["data: requests: of all places: it has 13 of at least 14 days"],
    ],
    [
      "with holes in all places",
      [without(daily("DE", "last-resort", days(28, 10)), range(24, 124))],
      {},
      ["data: requests: of all places: 14.9 % of its values are missing, and at most 10 % may be"],
    ],
    [
      "with negative numbers of all together",
      [daily("DE", "last-resort", [-1, ...days(27, 10)])],
      {},
      ["data: requests: of all places: it has numbers of less than 0"],
    ],
    [
      "that is old",
      [SOUND],
      { now: NEWEST + 49 * 3600 },
      ["data: requests: of all places: it ends 49 hours ago, and at most 48 are allowed"],
    ],
    [
      "that is newer than now",
      [SOUND],
      { now: NEWEST - 3600 },
      ['data: --now: got "2026-10-28T22:00:00Z", expected the newest value, 2026-10-28T23:00:00Z, or later'],
    ],
    [
      "with users of no known place",
      [SOUND, daily("unknown", "paris", days(28, 11))],
      {},
      ["data: requests: 1.1 % is asked for by users of no known place, and at most 1 % may be: "],
    ],
    [
      "with users of no known place, of whom some values are missing",
      [SOUND, without(daily("unknown", "paris", days(28, 11)), [30, 31, 200])],
      {},
      ["data: requests: 1.1 % is asked for by users of no known place, and at most 1 % may be: "],
    ],
    [
      "with users of no known place, of whom one value is less than 0",
      [SOUND, negative(daily("unknown", "paris", days(28, 11)), 30)],
      {},
      ["data: requests: 1.1 % is asked for by users of no known place, and at most 1 % may be: "],
    ],
    [
      "without the last resort, whose users are then missing",
      [daily("DE", "paris", days(28, 10))],
      {},
      ["data: requests: has no country at last-resort: whom it serves would not count"],
    ],
    [
      "with values of countries in two steps",
      [SOUND, daily("DE", "paris", days(28, 11), { step: 60 })],
      {},
      [
        "data: requests: has values of countries that are 60 and 3600 seconds apart: ask with one step, and finer ones without the country",
      ],
    ],
  ] as const)("%s", (_, series, by, lines) => {
    expect(refused(series, by)).toEqual(lines);
  });

  test("but a jump of all places only holds them", () => {
    const found = measured([daily("DE", "last-resort", [...days(27, 10), 20])]);
    expect(found.all).toEqual([
      "requests of all places: it jumps: 20 at the peak of 2026-10-28, and 10 at those of other days",
    ]);
    expect(rulesOf(found, ["DE", "FR"], () => [])).toEqual({ DE: { frozen: true }, FR: { frozen: true } });
  });
});

describe("a calendar", () => {
  const finale = { name: "Finale", from: "2026-10-27", to: "2026-10-28", places: ["FR"] };
  const series = [
    daily("FR", "paris", [...days(26, 10), 30, 40]),
    daily("DE", "last-resort", [...days(26, 1000), 1010, 1020]),
  ];

  test("leaves days of an event out of what is usual, at its places alone", () => {
    const calendar: Calendar = { events: [finale] };
    const found = measured(series, { calendar });
    expect(found.numbers.map(({ place, value, days }) => [place, value, days])).toEqual([
      ["DE", 1000, 28],
      ["FR", 10, 26],
    ]);
    expect([found.held, found.all]).toEqual([{}, []]);
    expect(measured(series).held.FR).toEqual([expect.stringMatching("it jumps")]);
  });

  test.each([
    // The newest value is of 28 October in UTC: fourteen days later is 11 November.
    ["2026-11-11", 15],
    ["2026-11-12", 10],
  ])("plans for an event two weeks before it: %s", (from, value) => {
    const event = { name: "Premiere", from, to: "2026-11-20", places: ["FR"], demand: 1.5 };
    const found = measured(series, { calendar: { events: [finale, event] } });
    expect(found.numbers.find(({ place }) => place === "FR")?.value).toBe(value);
    expect(found.numbers.find(({ place }) => place === "FR")?.event).toBe(value === 15 ? "Premiere" : undefined);
    expect(found.numbers.find(({ place }) => place === "DE")?.value).toBe(1000);
  });

  test("holds places while they are frozen, in its time zone", () => {
    const freeze = { reason: "sale", from: "2026-10-29", to: "2026-10-30", places: ["FR", "US"] };
    const us = daily("US-CA", "paris", days(28, 1));
    const calm = [SOUND, daily("FR", "paris", days(28, 10)), us];
    // 23 o'clock of the 28th in UTC is the 29th in Paris.
    expect(measured(calm, { calendar: { freezes: [freeze] } }).held).toEqual({});
    const held = measured(calm, { calendar: { timeZone: "Europe/Paris", freezes: [freeze] } }).held;
    expect(held).toEqual({
      FR: ["frozen from 2026-10-29 to 2026-10-30: sale"],
      "US-CA": ["frozen from 2026-10-29 to 2026-10-30: sale"],
    });
    const { places: _, ...everywhere } = freeze;
    const found = measured(calm, { calendar: { freezes: [everywhere] }, now: NEWEST + 3600 });
    expect(found.all).toEqual(["frozen from 2026-10-29 to 2026-10-30: sale"]);
  });
});

test("users of sites without a country make no demand, and need none at the last resort", () => {
  const found = measured([daily(undefined, "paris", days(3, 10))], {}, { ...KNOWN, places: ["FR"] });
  expect([found.numbers, found.held, found.unmeasuredSites]).toEqual([[], {}, ["frankfurt"]]);
});

test("latency without a time has no time that a freeze could be judged by", () => {
  const latency = daily("FR", "paris", [], { measures: "latency", isTimeless: true, values: Float64Array.of(8) });
  expect(measured([latency]).now).toBeUndefined();
  const freezes = [{ reason: "sale", from: "2026-10-29", to: "2026-10-30" }];
  expect(refused([latency], { calendar: { freezes } })).toEqual([
    "data: --now: freezes are judged by a time, and there is no data that has one: add --now",
  ]);
  expect(measured([latency], { calendar: { freezes }, now: NEWEST + 86_400 }).all).toHaveLength(1);
});

test("sites that only one of program and metrics knows are told", () => {
  const found = measured([SOUND, daily("DE", "pariss", days(28, 5))]);
  expect([found.unknownSites, found.unmeasuredSites]).toEqual([["pariss"], ["paris", "frankfurt"]]);
  expect(optionsOf(found).services.requests?.demand).toEqual({ DE: 1005 });
});

test("a held place keeps its route, and the plan goes on for others", async () => {
  const found = measured([daily("FR", "paris", [...days(27, 10), 20]), SOUND]);
  const plan = await planRouting({
    services: optionsOf(found).services,
    dataCenters: { paris: { capacity: { requests: 2000 } }, frankfurt: { capacity: { requests: 2000 } } },
    latency: { FR: { paris: 5, "last-resort": 30 }, DE: { paris: 5, "last-resort": 30 } },
    current: { countries: { FR: { serveFrom: ["paris"], percent: 10 } } },
    rules: rulesOf(found, ["DE", "FR"], () => []),
  });
  expect(plan.places.map(({ place, next, reason }) => [place, next.percent, reason.kind])).toEqual([
    ["DE", expect.any(Number), expect.any(String)],
    ["FR", 10, "frozen"],
  ]);
  expect(plan.places[0]?.next.percent).toBeGreaterThan(0);
});

test("a wave is held when one of its places is", () => {
  const found = measured([daily("FR", "paris", [...days(27, 10), 20]), SOUND]);
  expect(rulesOf(found, ["DE", "FR"], (place) => (place === "FR" ? ["first"] : []))).toEqual({
    first: { frozen: true },
  });
});

test("random series with holes give numbers that were measured, and tell how many are missing", () => {
  const peaks = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 28, maxLength: 28 });
  fc.assert(
    fc.property(peaks, fc.array(fc.nat(671), { maxLength: 120 }), (some, missing) => {
      const series = without(daily("FR", "paris", some), missing);
      const found = measured([series, SOUND]).numbers.find(({ place }) => place === "FR");
      expect([...series.values]).toContain(found?.value);
      expect(found?.holes).toBe(Number((new Set(missing).size / 672).toFixed(4)));
      // A day that lost more than two of its 24 hours does not count.
      const lost = range(0, 28).map(
        (day) => [...new Set(missing)].filter((hour) => Math.floor(hour / 24) === day).length,
      );
      expect(found?.days).toBe(lost.filter((hours) => hours <= 2).length);
      const isHeld = new Set(missing).size > 67 || (found?.days ?? 0) < 14;
      const faults = (found?.faults ?? []).filter((fault) => !fault.startsWith("it jumps"));
      expect(faults.length > 0).toBe(isHeld);
    }),
    { numRuns: 60 },
  );
});
