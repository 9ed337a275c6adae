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

/** Seven days of both halves of Germany, with these milliseconds and errors per second. */
function gain(
  home: number,
  cloud: number,
  { registration = {}, metrics = ["rum", "rum"], errors = [0.1, 0.1], args = [] as string[] } = {},
) {
  const of = (site: string, value: (hour: number) => number) =>
    TIMES.map((time, hour) => ({ time, country: "DE", site, value: value(hour) }));
  const both = (first: (hour: number) => number, second: (hour: number) => number) =>
    hoursCsv([...of("frankfurt", first), ...of("last-resort", second)]);
  const wobble = (value: number) => (hour: number) => value + (hour % 5) + Math.floor(hour / 24) * 0.1;
  writeFileSync(
    join(scratch, "load.csv"),
    both(
      () => 100,
      () => 100,
    ),
  );
  writeFileSync(
    join(scratch, "errors.csv"),
    both(
      () => errors[0] ?? 0,
      () => errors[1] ?? 0,
    ),
  );
  writeFileSync(join(scratch, "home.csv"), hoursCsv(of("frankfurt", wobble(home))));
  writeFileSync(
    join(scratch, "cloud.csv"),
    hoursCsv(of("last-resort", (hour) => wobble(cloud)(hour) + Math.floor(hour / 24) * 0.2)),
  );
  const files = [
    { file: "load.csv" },
    { file: "errors.csv", measures: "errors" },
    { file: "home.csv", measures: "latency", ...(metrics[0] && { metric: metrics[0] }) },
    { file: "cloud.csv", measures: "latency", ...(metrics[1] && { metric: metrics[1] }) },
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
    [{ registration: { days: { from: "2026-11-04", to: "2026-11-10" } } }, "measureGain: "],
    [{ registration: { version: 2 } }, "version: got 2, expected 1"],
    [{ registration: { place: {} } }, "did you mean places?"],
  ])("refuses %j", (change, words) => {
    const { status, stdout, stderr } = gain(42, 50, change as object);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(words);
  });
});
