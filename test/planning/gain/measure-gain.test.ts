import { type MeasuredHour, type MeasureGainOptions, measureGain } from "../../../lib/planning";
import { answeredYes } from "../../../lib/planning/gain/estimate";
import { chanceAbove, passedWith } from "../../../lib/planning/gain/student";

const METRIC = "rum_milliseconds";
const DAYS = { from: "2026-11-03", to: "2026-11-09" };
const registration = { step: "2026-11-02", days: DAYS, places: { DE: { percent: 50 } } };

/** Seven days of one side, with the same requests each hour. */
function hours(place: string, value: (day: number, hour: number) => number, requests = 1000): MeasuredHour[] {
  return Array.from({ length: 7 * 24 }, (_, index) => {
    const [day, hour] = [Math.floor(index / 24), index % 24];
    const time = `2026-11-0${3 + day}T${String(hour).padStart(2, "0")}:00Z`;
    return { place, time, requests: hour >= 18 && hour < 22 ? 4 * requests : requests, value: value(day, hour) };
  });
}

const OPTIONS: MeasureGainOptions = {
  registration,
  home: { metric: METRIC, hours: hours("DE", (day) => 40 + (day % 3)) },
  cloud: { metric: METRIC, hours: hours("DE", (day) => 50 + (day % 2)) },
};

const isEvening = (hour: number) => hour >= 18 && hour < 22;

describe("what a step brought", () => {
  test("is one difference a day, with an interval of Student's t distribution", () => {
    const [germany] = measureGain(OPTIONS).places;
    expect(germany).toMatchObject({
      verdict: "not-clearly-worse",
      method: "halves",
      days: 7,
      home: 0.5,
      neverReached: 0,
    });
    expect(germany?.busiestHours).toEqual([18, 19, 20, 21]);
    // By hand: the differences are -10, -10, -8, -11, -9, -9, -10; their mean -67 / 7, their standard deviation 0.9759.
    const [value] = germany?.harms ?? [];
    expect(value?.difference).toBeCloseTo(-67 / 7, 9);
    expect((value?.high ?? 0) - (value?.low ?? 0)).toBeCloseTo((2 * 2.446912 * 1.11 * 0.9759) / Math.sqrt(7), 4);
  });

  test("that is faster for 20 hours and slower in the evening is worse", () => {
    const value = (day: number, hour: number) => (isEvening(hour) ? 55 : 30) + (day % 3);
    const [germany] = measureGain({ ...OPTIONS, home: { metric: METRIC, hours: hours("DE", value) } }).places;
    expect(germany?.verdict).toBe("clearly-worse");
    expect(germany?.harms.map(({ kind, isClearlyWorse }) => [kind, isClearlyWorse])).toEqual([
      ["value", false],
      ["busiest-value", true],
    ]);
  });

  test("is no harm as far as it is tolerated", () => {
    const slow = { ...OPTIONS, home: { metric: METRIC, hours: hours("DE", (day) => 60 + (day % 3)) } };
    expect(measureGain(slow).places[0]?.verdict).toBe("clearly-worse");
    const tolerant = { ...slow, registration: { ...registration, tolerated: { value: 15 } } };
    expect(measureGain(tolerant).places[0]?.verdict).toBe("not-clearly-worse");
  });

  test("compares the halves while at most a fifth of the cloud's is never reached", () => {
    // At 50 %, as many as at home are drawn to the cloud: of 1000 there 150, or 250, are never reached.
    const methodWith = (requests: number) => {
      const home = { metric: METRIC, hours: hours("DE", (day) => 40 + (day % 3), requests) };
      return measureGain({ ...OPTIONS, home }).places[0];
    };
    expect(methodWith(850)).toMatchObject({ method: "halves", neverReached: expect.closeTo(0.15, 9) });
    expect(methodWith(750)).toMatchObject({ method: "step-by-step", neverReached: expect.closeTo(0.25, 9) });
  });

  test("is not known of halves of which the cloud's is never reached by more than a fifth, without places that did not move", () => {
    // 500 of 3000 are at home: with 50 % as many would be drawn to the cloud, so 2000 of 2500 are never reached.
    const options = { ...OPTIONS, cloud: { metric: METRIC, hours: hours("DE", () => 50, 5000) } };
    const [germany] = measureGain(options).places;
    expect(germany?.neverReached).toBeCloseTo(0.8, 9);
    expect(germany).toMatchObject({ verdict: "not-known", method: "step-by-step", harms: [] });
  });

  test("is not known where an hour is missing", () => {
    const options = { ...OPTIONS, home: { metric: METRIC, hours: OPTIONS.home.hours.slice(1) } };
    expect(measureGain(options).places[0]).toMatchObject({
      verdict: "not-known",
      days: 6,
      reason: "hours are missing of 2026-11-03",
    });
  });

  describe("step by step", () => {
    const before = { from: "2026-10-20", to: "2026-10-26" };
    const whole = { ...registration, places: { DE: { percent: 100 } }, before, controls: ["NL"] };
    const earlier = (place: string) =>
      hours(place, (day) => 50 + (day % 2)).map((one) => ({
        ...one,
        time: new Date(Date.parse(one.time) - 14 * 86_400_000).toISOString().replace(":00.000Z", "Z"),
      }));
    const home = hours("DE", (day) => 80 + (day % 3));
    const others = [...earlier("DE"), ...earlier("NL"), ...hours("NL", (day) => 50 + (day % 2))];
    const judged = (hoursAtHome: readonly MeasuredHour[], more: readonly MeasuredHour[] = []) =>
      measureGain({
        registration: whole,
        home: { metric: METRIC, hours: hoursAtHome },
        cloud: { metric: METRIC, hours: [...others, ...more] },
      }).places[0];

    test("compares the whole place with the days before, beyond what changed in the others", () => {
      expect(judged(home)).toMatchObject({ verdict: "clearly-worse", method: "step-by-step", days: 7 });
    });

    test("hides no hour of either side that is missing, unless hardly anybody was served there", () => {
      // Without the slow evenings of the data centre only those would count whom the cloud serves.
      const left = hours("DE", () => 50, 500);
      const isKept = ({ time }: MeasuredHour) => !/T(18|19)/.test(time);
      expect(judged(home, left)).toMatchObject({ days: 7 });
      expect(judged(home.filter(isKept), left)).toMatchObject({ verdict: "not-known", days: 0 });
      expect(judged(home, left.filter(isKept))).toMatchObject({ verdict: "not-known", days: 0 });
      expect(judged(home, hours("DE", () => 50, 10).filter(isKept))).toMatchObject({
        verdict: "clearly-worse",
        days: 7,
      });
      // A day on which the data centre measured nothing at all.
      const without = home.filter(({ time }) => !time.startsWith("2026-11-05"));
      expect(judged(without, left)).toMatchObject({ verdict: "not-known", days: 6 });
    });
  });

  test("is not known of a place that nothing was measured of", () => {
    const options = { ...OPTIONS, registration: { ...registration, places: { FR: { percent: 50 } } } };
    expect(measureGain(options).places[0]).toMatchObject({
      verdict: "not-known",
      reason: "nothing was measured of it in these days",
    });
  });

  test("is not known where more users are at home than the registered percentage sends there", () => {
    const options = { ...OPTIONS, registration: { ...registration, places: { DE: { percent: 20 } } } };
    expect(measureGain(options).places[0]).toMatchObject({
      verdict: "not-known",
      harms: [],
      reason: "50 % of the requests were served at home, and 20 % is registered: is that what was deployed",
    });
    const close = { ...OPTIONS, registration: { ...registration, places: { DE: { percent: 46 } } } };
    expect(measureGain(close).places[0]?.verdict).toBe("not-clearly-worse");
  });

  test("is not known where fewer are at home than two thirds of what is registered, however many the percentage reaches", () => {
    // A neighbour, and days before, so that it could be judged step by step.
    const earlier = (place: string) =>
      hours(place, () => 50).map((one) => ({
        ...one,
        time: new Date(Date.parse(one.time) - 14 * 86_400_000).toISOString().replace(":00.000Z", "Z"),
      }));
    const before = { from: "2026-10-20", to: "2026-10-26" };
    const cloud = [...OPTIONS.cloud.hours, ...hours("NL", () => 50), ...["DE", "NL"].flatMap(earlier)];
    const judged = (percent: number) =>
      measureGain({
        registration: { ...registration, places: { DE: { percent } }, before, controls: ["NL"] },
        home: OPTIONS.home,
        cloud: { metric: METRIC, hours: cloud },
      }).places[0];
    expect(judged(75)).toMatchObject({ verdict: "not-clearly-worse", method: "step-by-step" });
    expect(judged(76)).toMatchObject({
      verdict: "not-known",
      reason: "50 % of the requests were served at home, and 76 % is registered: is that what was deployed",
    });
  });

  test("counts an hour whose value is not known for where users were, and not for how they were served", () => {
    const home = OPTIONS.home.hours.map(({ value, ...hour }) =>
      hour.time.startsWith("2026-11-04") ? hour : { ...hour, value },
    );
    expect(measureGain({ ...OPTIONS, home: { metric: METRIC, hours: home } }).places[0]).toMatchObject({
      home: 0.5,
      neverReached: 0,
      days: 6,
      verdict: "not-known",
      reason: "the value was not measured in hours of 2026-11-04",
    });
  });

  test.each([
    [0.51, "not-clearly-worse", undefined],
    [0.5, "not-known", "the value is 0.5 at home and 50.4 in the cloud: are both in the same unit"],
  ])("is not known where one side has a hundredth of the other's value: %d", (value, verdict, reason) => {
    const options = { ...OPTIONS, home: { metric: METRIC, hours: hours("DE", () => value) } };
    expect(measureGain(options).places[0]).toMatchObject({ verdict, ...(reason && { reason }) });
  });

  test.each<[string, MeasureGainOptions, string]>([
    [
      "an hour of a day that there is not",
      {
        ...OPTIONS,
        home: { metric: METRIC, hours: [{ ...OPTIONS.home.hours[0], time: "2026-02-30T00:00Z" }] as MeasuredHour[] },
      },
      'home.hours.0.time: got "2026-02-30T00:00Z"',
    ],
    [
      "two metrics",
      { ...OPTIONS, cloud: { ...OPTIONS.cloud, metric: "total_latencies" } },
      'measureGain: home.metric: is "rum_milliseconds", and that of the cloud is "total_latencies"',
    ],
    [
      "a look before the days are over",
      {
        ...OPTIONS,
        home: { metric: METRIC, hours: OPTIONS.home.hours.slice(0, 100) },
        cloud: { metric: METRIC, hours: OPTIONS.cloud.hours.slice(0, 100) },
      },
      "registration.days.to: is 2026-11-09, and the data ends with 2026-11-07T03:00Z: there is one look",
    ],
    [
      "six days",
      { ...OPTIONS, registration: { ...registration, days: { from: "2026-11-03", to: "2026-11-08" } } },
      "2026-11-09 or later: fewer than 7 full days say nothing",
    ],
    [
      "the day of the step",
      { ...OPTIONS, registration: { ...registration, step: "2026-11-03" } },
      "a day after the step, 2026-11-03",
    ],
    [
      "days before of other days of the week",
      { ...OPTIONS, registration: { ...registration, before: { from: "2026-10-21", to: "2026-10-27" } } },
      `begins with another day of the week than "days"`,
    ],
    [
      "a control that moved",
      { ...OPTIONS, registration: { ...registration, controls: ["DE"] } },
      "a place that the step did not move",
    ],
  ])("refuses %s", (_, options, message) => {
    expect(() => measureGain(options)).toThrow(message);
  });
});

describe("Student's t distribution", () => {
  test("is that of printed tables", () => {
    // Two-sided 95 % and 99.9 %, from tables of the distribution.
    for (const [degrees, one, other] of [
      [1, 12.7062, 636.619],
      [2, 4.302653, 31.5991],
      [5, 2.570582, 6.868827],
      [6, 2.446912, 5.958816],
      [13, 2.160369, 4.220832],
      [30, 2.042272, 3.645959],
    ] as const) {
      expect(passedWith(0.025, degrees)).toBeCloseTo(one, 4);
      expect(passedWith(0.0005, degrees) / other).toBeCloseTo(1, 5);
      expect(chanceAbove(-one, degrees)).toBeCloseTo(0.975, 6);
    }
  });
});

test("of many questions, the least likely ones are compared with the chance divided by as many as are left", () => {
  const questions = [0.03, 0.01, 0.02, 0.9].map((chance) => ({ chance }));
  // 0.01 <= 0.05 / 4, 0.02 > 0.05 / 3.
  expect([...answeredYes(questions, 0.05)]).toEqual([{ chance: 0.01 }]);
  expect([...answeredYes(questions, 0.08)].map(({ chance }) => chance)).toEqual([0.01, 0.02, 0.03]);
});
