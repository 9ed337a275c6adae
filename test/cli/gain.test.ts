import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hybridKubernetes } from "../support/command-line";
import { hoursCsv, hoursFrom } from "../support/hours-csv";
import { expectSchema } from "../support/json-schema";

const scratch = mkdtempSync(join(tmpdir(), "gain-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const REGISTRATION = {
  version: 1,
  step: "2026-11-02",
  days: { from: "2026-11-03", to: "2026-11-09" },
  places: { DE: { percent: 50 } },
  tolerated: { value: 15 },
};
const TIMES = hoursFrom("2026-11-03T00:00Z", 7 * 24);

const rateOf = (rate: number | ((hour: number) => number) | undefined, hour: number) =>
  typeof rate === "function" ? rate(hour) : (rate ?? 0);

/** Seven days of both halves of Germany, with these milliseconds and errors per second. */
function gain(
  home: number,
  cloud: number,
  {
    registration = {},
    metrics = ["rum", "rum"],
    errors = [0.1, 0.1] as readonly (number | ((hour: number) => number))[],
    loads = [100, 100],
    more = [] as object[],
    args = [] as string[],
    /** The milliseconds of the data centre in each hour. */
    atHome = undefined as ((value: number, hour: number) => number | undefined) | undefined,
  } = {},
) {
  const of = (site: string, value: (hour: number) => number) =>
    TIMES.map((time, hour) => ({ time, country: "DE", site, value: value(hour) }));
  const both = (first: (hour: number) => number, second: (hour: number) => number) =>
    hoursCsv([...of("frankfurt", first), ...of("last-resort", second)]);
  const wobble = (value: number) => (hour: number) => value + (hour % 5) + Math.floor(hour / 24) * 0.1;
  writeFileSync(
    join(scratch, "load.csv"),
    both(
      () => loads[0] ?? 0,
      () => loads[1] ?? 0,
    ),
  );
  writeFileSync(
    join(scratch, "errors.csv"),
    both(
      (hour) => rateOf(errors[0], hour),
      (hour) => rateOf(errors[1], hour),
    ),
  );
  const timed = of("frankfurt", wobble(home)).flatMap((row, hour) => {
    const value = atHome === undefined ? row.value : atHome(row.value, hour);
    return value === undefined ? [] : [{ ...row, value }];
  });
  writeFileSync(join(scratch, "home.csv"), hoursCsv(timed));
  writeFileSync(
    join(scratch, "cloud.csv"),
    hoursCsv(of("last-resort", (hour) => wobble(cloud)(hour) + Math.floor(hour / 24) * 0.2)),
  );
  const files = [
    { file: "load.csv" },
    { file: "errors.csv", measures: "errors" },
    { file: "home.csv", measures: "latency", ...(metrics[0] && { metric: metrics[0] }) },
    { file: "cloud.csv", measures: "latency", ...(metrics[1] && { metric: metrics[1] }) },
    ...more,
  ];
  writeFileSync(join(scratch, "planning.json"), JSON.stringify({ version: 1, data: { files } }));
  const file = join(scratch, "registration.json");
  writeFileSync(file, JSON.stringify({ ...REGISTRATION, ...registration }));
  return hybridKubernetes("gain", file, "--planning", join(scratch, "planning.json"), ...args);
}

describe("gain", () => {
  test("ends with 0 where nobody is clearly worse off, and shows the interval", () => {
    const { status, stdout, stderr } = gain(42, 50);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("By rum: more is worse.");
    // 8 ms less, and less still by 0.2 each day: 8.6 on average. Days differ by 0.432, and so their mean by 0.432 / √7; 1.11 × 2.447 of it is 0.44.
    expect(stdout).toMatch(/^DE +50 % +0 % +halves, 7 days +-8\.6 \(-9\.04 to -8\.16\) +-8\.6 .* +not clearly worse$/m);
    // 0.1 of 100 fail on both sides, all day and in the busiest hours.
    expect(stdout).toMatch(/^Place +At home .* Value +In the busiest hours +Errors +In the busiest hours +Verdict$/m);
    expect(stdout).toMatch(/ 0 points \(0 to 0\) +0 points \(0 to 0\) +not clearly worse$/m);
  });

  test("ends with 2 where somebody is, and says by how much", () => {
    const { status, stderr } = gain(80, 50);
    expect(status).toBe(2);
    expect(stderr).toContain("error: DE: the value is clearly worse: +29.4 (+29 to +29.8)");
  });

  test("judges errors by themselves", () => {
    const { status, stdout, stderr } = gain(42, 50, { errors: [2, 0.1] });
    expect(status).toBe(2);
    expect(gain(42, 50).stdout).toContain("0 points (0 to 0)");
    expect(stderr).toContain("DE: the share of errors is clearly worse: +1.9 points (+1.9 to +1.9)");
    expect(stdout).toMatch(/clearly worse$/m);
  });

  describe("ends with 1 where it is not known, shows all that is, and says why", () => {
    const OF_DE = "error: DE: it is not known: ";
    const onlyOne = (value: number, hour: number) => (hour === 30 ? undefined : value);
    test.each<[string, Parameters<typeof gain>[2], string]>([
      // Half of the requests were at home all the same.
      ["an hour is not timed", { atHome: onlyOne }, "the value was not measured in hours of 2026-11-04"],
      ["times are negative", { atHome: (value) => -value }, "the value was not measured in hours of 2026-11-03,"],
      ["times are nothing", { atHome: () => 0 }, "the value was not measured in hours of 2026-11-03,"],
      // 42 to 46.6 ms with a mean of 44.3, as seconds; 52.9 ms in the cloud.
      [
        "one side has seconds",
        { atHome: (value) => value / 1000 },
        "the value is 0.0443 at home and 52.9 in the cloud: are both in the same unit",
      ],
      [
        "fewer were at home than two thirds of what is registered",
        { registration: { places: { DE: { percent: 90 } } } },
        "50 % of the requests were served at home, and 90 % is registered: is that what was deployed",
      ],
    ])("%s", (_, change, why) => {
      const { status, stdout, stderr } = gain(42, 50, change);
      expect({ status, stderr: stderr.slice(0, OF_DE.length + why.length) }).toEqual({
        status: 1,
        stderr: OF_DE + why,
      });
      expect(stdout).toMatch(/^DE +50 % +.* not known$/m);
    });

    test("two thirds of what is registered may be at home, where percentages do not reach the others", () => {
      // 60 of 160 are 37.5 %, and two thirds of 56 are 37.33; of 57 they are 38.
      const of = (percent: number) =>
        gain(42, 50, { loads: [60, 100], registration: { places: { DE: { percent } } } }).stderr;
      expect(of(56)).toContain("neither days before nor places that did not move are registered");
      expect(of(57)).toContain("37.5 % of the requests were served at home, and 57 % is registered");
    });
  });

  describe("knows when it is asked", () => {
    const asked = (...args: string[]) => {
      const { status, stdout, stderr } = gain(42, 50, { args });
      return [status, stdout !== "", stderr];
    };
    const TOO_EARLY = "error: it is not judged yet: its days end with 2026-11-09\n";

    test("ends with 3 while the days are not over, and prints no table", () => {
      expect(asked("--now", "2026-11-09T23:59Z")).toEqual([3, false, TOO_EARLY]);
      expect(asked("--now", "2026-11-10T00:00Z")).toEqual([0, true, ""]);
    });

    test("ends with 3 while their last hour is not in the data, and with 1 when that is overdue", () => {
      const late = { registration: { days: { from: "2026-11-04", to: "2026-11-10" } } };
      const at = (now: string) => gain(42, 50, { ...late, args: ["--now", now] });
      const waits = "error: it is not judged yet: days.to is 2026-11-10, and the data ends with 2026-11-09T23:00Z: ";
      expect(at("2026-11-11T00:00Z")).toMatchObject({ status: 3, stderr: expect.stringContaining(waits) });
      expect(at("2026-11-12T23:59Z").status).toBe(3);
      expect(at("2026-11-13T00:00Z")).toMatchObject({
        status: 1,
        stderr: expect.stringContaining("the data ends with 2026-11-09T23:00Z"),
      });
    });

    test("ends with 1 where another step was deployed since, which nothing judges", () => {
      expect(asked("--deployed", "2026-11-02T23:59Z")).toEqual([0, true, ""]);
      const [status, isShown, stderr] = asked("--deployed", "2026-11-03T00:00Z");
      expect([status, isShown]).toEqual([1, true]);
      expect(stderr).toContain("is of the step of 2026-11-02, and the last one is of 2026-11-03: nothing judges it");
      // Who is worse off by the step that it judges is worse off all the same.
      expect(gain(80, 50, { args: ["--deployed", "2026-11-03T00:00Z"] }).status).toBe(2);
    });

    test("refuses what is no time", () => {
      expect(asked("--now", "yesterday")).toEqual([1, false, expect.stringContaining('--now: got "yesterday"')]);
    });
  });

  test("refuses one side with metrics of two names: they begin and end at different events", () => {
    writeFileSync(
      join(scratch, "other.csv"),
      hoursCsv(TIMES.map((time) => ({ time, country: "DE", site: "paris", value: 40 }))),
    );
    const more = [{ file: "other.csv", measures: "latency", metric: "ttfb" }];
    expect(gain(42, 50, { more })).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringContaining("has several metrics at data centres: rum, ttfb"),
    });
  });

  test("shows the errors in the busiest hours, which may be all that is worse", () => {
    // Nothing but the first hours of each day has more requests than the others where all have as many.
    const [busy, quiet] = [0.9, 0.1];
    const { status, stdout, stderr } = gain(42, 50, { errors: [(hour) => (hour % 24 < 4 ? busy : quiet), 0.3] });
    // 4 of 24 hours with 0.9 and 20 with 0.1 are 0.233 of 100 on average, less than 0.3; in the busiest hours it is 0.6 more.
    expect(status).toBe(2);
    expect(stdout).toMatch(
      / -0\.0667 points \(-0\.0667 to -0\.0667\) +\+0\.6 points \(\+0\.6 to \+0\.6\) +clearly worse$/m,
    );
    expect(stderr).toBe(
      "error: DE: the share of errors in the busiest hours is clearly worse: +0.6 points (+0.6 to +0.6)\n",
    );
  });

  test("is JSON for programs, from a registration of its schema", () => {
    expectSchema("gain-registration", REGISTRATION);
    const answer = JSON.parse(gain(42, 50, { args: ["--json"] }).stdout);
    expectSchema("gain", answer);
    expect(answer.places[0]).toMatchObject({ place: "DE", verdict: "not-clearly-worse", days: 7 });
  });

  test.each([
    [{ metrics: ["rum", "request_time"] }, "two metrics begin and end at different events"],
    [{ metrics: ["", "rum"] }, "gain: data: does not name the metric at data centres: set metric of its file"],
    [{ registration: { days: { from: "2026-11-03", to: "2026-11-08" } } }, "registration.days"],
    [{ registration: { version: 2 } }, "version: got 2, expected 1"],
    [{ registration: { place: {} } }, "did you mean places?"],
  ])("refuses %j", (change, words) => {
    const { status, stdout, stderr } = gain(42, 50, change as object);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(words);
  });
});
