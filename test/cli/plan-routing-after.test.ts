import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../index";
import { outputFolder, planRoutingCommandLine } from "../support/command-line";
import { type CsvHour, hoursCsv } from "../support/hours-csv";
import { expectSchema } from "../support/json-schema";

const scratch = mkdtempSync(join(tmpdir(), "after-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const FR = { serveFrom: ["paris", "frankfurt"] };
const SG = { serveFrom: ["singapore"] };
/** The data that a step was planned with ends before any hour that it is judged by. */
const inputs = [{ name: "hours.csv", sha256: "", from: "2026-10-27T00:00Z", to: "2026-11-27T00:00Z" }];
const germany = (percent: number) => ({
  version: 1,
  inputs,
  policy: { countries: { FR, DE: { serveFrom: ["frankfurt", "paris"], percent }, SG } },
  target: { countries: { FR, DE: { serveFrom: ["frankfurt", "paris"], percent: 40 }, SG } },
});

const folder = outputFolder((app) => new HybridPlatform(app, "production", production));

const US = { serveFrom: ["paris"], percent: 40 } as const;
const states = outputFolder((app) => {
  const demand = { FR: 1_000, US: 10_000, "US-TX": 2_000 };
  const platform = { ...production, analysis: { demand }, routing: { ...production.routing, countries: { US } } };
  new HybridPlatform(app, "production", platform);
});

const HOUR = "2026-11-27T17:00Z";
/** What each site served in one hour; the step of the example sends a quarter of Germany to Frankfurt. */
const observed = (frankfurt: number, cloud: number, time = HOUR): readonly CsvHour[] => [
  { time, country: "FR", site: "paris", value: 24_000 },
  { time, country: "DE", site: "frankfurt", value: frankfurt },
  { time, country: "DE", site: "last-resort", value: cloud },
  { time, country: "SG", site: "singapore", value: 9_000 },
];

/** A value for each half of an hour. */
const twice = (row: CsvHour) => [row, { ...row, time: row.time.replace(":00Z", ":30Z") }];

let runs = 0;
interface Files {
  readonly planning?: object;
  readonly plan?: object;
  readonly output?: string;
}

const judged = (rows: readonly CsvHour[], hour = "last", ...args: string[]) => judgedWith({}, rows, hour, ...args);

const judgedWith = (files: Files, rows: readonly CsvHour[], hour: string, ...args: string[]) =>
  judgedOf(files, rows.flatMap(twice), hour, ...args);

const judgedRaw = (rows: readonly CsvHour[], hour: string) => judgedOf({}, rows, hour);

async function judgedOf(files: Files, rows: readonly CsvHour[], hour: string, ...args: string[]) {
  const own = join(scratch, String(++runs));
  mkdirSync(own);
  writeFileSync(join(own, "hours.csv"), hoursCsv(rows));
  writeFileSync(join(own, "planning.json"), JSON.stringify({ version: 1, data: { files: [{ file: "hours.csv" }] } }));
  const out = join(own, "routing-plan.json");
  writeFileSync(out, JSON.stringify(files.plan ?? germany(25)));
  writeFileSync(join(own, "own.json"), JSON.stringify({ version: 1, ...files.planning }));
  const said = await planRoutingCommandLine(
    files.output ?? folder,
    "--planning",
    join(own, "own.json"),
    "-o",
    out,
    "--observed",
    join(own, "planning.json"),
    "--after",
    hour,
    ...args,
  );
  return { ...said, out, plan: JSON.parse(readFileSync(out, "utf8")) };
}

describe("plan-routing --after", () => {
  test("plans the next step where the last one did what it predicted", async () => {
    const { status, stdout, stderr, plan } = await judged(observed(7_500, 22_500));
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(
      "The last step did what it predicted: the hour from 2026-11-27T17:00Z, next to what its policy predicts of what was asked for then.",
    );
    expect(stdout).toMatch(/^by frankfurt +7,500 requests\/s +7,500 requests\/s +none$/m);
    expect(stdout).toContain("This step changes 1 place: DE.");
    expect(plan.policy.countries.DE.percent).toBe(40);
  });

  test("holds the next step where it is more than 10 % off, writes nothing, and says the way back in one line", async () => {
    // A quarter of 30,000 are 7,500; 8,400 are 12 % more.
    const { status, stdout, stderr, plan, out } = await judged(observed(8_400, 21_600));
    expect(status).toBe(2);
    expect(stdout).toMatch(/^The next step is held: /);
    expect(stdout).toMatch(/^by frankfurt +7,500 requests\/s +8,400 requests\/s +\+12 %: too far off$/m);
    expect(stdout).not.toContain("This step changes");
    expect(plan).toEqual(germany(25));
    expect(stderr.split("\n")).toEqual([
      "error: frankfurt: 8,400 requests/s were observed, and 7,500 requests/s predicted: +12 %",
      "error: DE: 8,400 requests/s were observed, and 7,500 requests/s predicted: +12 %",
      `error: the next step is held. Way back: npx cdktf-hybrid-kubernetes plan-routing --back --out ${out} && npx cdktf synth, then deploy; most resolvers follow within 60 seconds, nearly all within 16 minutes`,
      "",
    ]);
  });

  test("holds it as well where too few came", async () => {
    expect((await judged(observed(6_700, 23_300))).status).toBe(2);
    expect((await judged(observed(6_800, 23_200))).status).toBe(0);
  });

  test("lowers the next percentage by what users follow too much, and never raises one", async () => {
    // 8,100 of 7,500 are 1.08 times as many: 40 / 1.08 is 37.04.
    const { status, stdout, plan } = await judged(observed(8_100, 21_900));
    expect(status).toBe(0);
    expect(stdout).toContain("More users came than percentages say: DE gets 37 % and not 40 %.");
    expect(stdout).toMatch(
      /^DE +25 % frankfurt → paris +37 % frankfurt → paris +40 % frankfurt → paris +more users follow than percentages say: 40 % was planned$/m,
    );
    // It was the last step before it was lowered: now one more leads from 37 to 40 %.
    expect(plan.steps).toBe(2);
    expect(stdout).toContain(", in 2 steps.");
    // 24,000 and 37 % of 30,000 are 35,100 while Frankfurt is down, of 40,000.
    expect(stdout).toContain("It holds until the demand is +14 %; then paris, when frankfurt is down.");
    expect(plan.policy.countries.DE.percent).toBe(37);
    expect(plan.target.countries.DE.percent).toBe(40);
    expect((await judged(observed(6_900, 23_100))).plan.policy.countries.DE.percent).toBe(40);
  });

  test("takes the last whole hour, or the one that is asked for", async () => {
    const rows = [...observed(8_400, 21_600, "2026-11-27T16:00Z"), ...observed(7_500, 22_500)];
    expect((await judged(rows)).status).toBe(0);
    expect((await judged(rows, "2026-11-27T16:00Z")).status).toBe(2);
  });

  test("is JSON for programs, held or not", async () => {
    for (const frankfurt of [7_500, 8_100, 8_400]) {
      const { stdout } = await judged(observed(frankfurt, 30_000 - frankfurt), "last", "--json");
      const answer = JSON.parse(stdout);
      expectSchema("plan-routing", answer);
      expect(answer.after).toMatchObject({ hour: HOUR, isHeld: frankfurt === 8_400 });
      expect(answer.plan === undefined).toBe(frankfurt === 8_400);
    }
  });

  test.each([
    [["2026-11-27T17:05Z"], 'plan-routing: --after: got "2026-11-27T17:05Z", expected the beginning of an hour in UTC'],
    [["2026-11-27T12:00Z"], "plan-routing: --after: nothing was measured in the hour of 2026-11-27T12:00Z"],
    [["last", "--without", "paris"], 'plan-routing: --after: is about a step, and "without paris" asks what would be'],
  ])("refuses %j", async ([hour = "", ...args], words) => {
    const { status, stdout, stderr } = await judged(observed(7_500, 22_500), hour, ...args);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(words);
  });

  test("expects less where a reach is known, of a country or of all, and asks for it where fewer came", async () => {
    // 85 % of a quarter of 30,000, and of all of France and Singapore.
    const rows = [
      { time: HOUR, country: "FR", site: "paris", value: 20_400 },
      { time: HOUR, country: "FR", site: "last-resort", value: 3_600 },
      { time: HOUR, country: "DE", site: "frankfurt", value: 6_375 },
      { time: HOUR, country: "DE", site: "last-resort", value: 23_625 },
      { time: HOUR, country: "SG", site: "singapore", value: 7_650 },
      { time: HOUR, country: "SG", site: "last-resort", value: 1_350 },
    ];
    const held = await judged(rows);
    expect(held.status).toBe(2);
    expect(held.stderr).toContain(
      'if several steps show the same and nothing is broken, write "after": { "reach": { "default": 0.85 } } into planning.json',
    );
    const planning = { after: { reach: { default: 0.85 } } };
    expectSchema("planning", { version: 1, ...planning });
    const { status, stdout } = await judgedWith({ planning }, rows, "last");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^by frankfurt +6,375 requests\/s +6,375 requests\/s +none$/m);
    const own = { after: { reach: { default: 0.85, DE: 1 } } };
    expect((await judgedWith({ planning: own }, rows, "last")).stderr).toContain("error: DE: 6,375");
    expect((await judgedWith({ planning: { after: { tolerance: 0.16 } } }, rows, "last")).status).toBe(0);
  });

  test("measures the reach of each place, and suggests it for those of which fewer came", async () => {
    const rows = observed(6_600, 23_400);
    const { stdout, stderr } = await judged(rows);
    // 6,600 of 7,500.
    expect(stderr).toContain('write "after": { "reach": { "DE": 0.88 } } into planning.json');
    const { after } = JSON.parse((await judged(rows, "last", "--json")).stdout);
    expect(after.reach).toEqual({ DE: 0.88, FR: 1, SG: 1 });
    expect(stdout).toContain("The next step is held");
    // What is written so is expected then.
    const planning = { after: { reach: { DE: 0.88 } } };
    expect((await judgedWith({ planning }, rows, "last")).status).toBe(0);
    // Nor of a place of which less than half came, or where a data centre has no series at all.
    const few = (await judged(observed(3_000, 27_000))).stderr;
    expect(few).toContain("error: less than half of what was predicted came of DE: look for what is broken");
    expect(few).not.toContain("reach");
    const silent = observed(6_600, 23_400).map((row) => (row.country === "SG" ? { ...row, site: "last-resort" } : row));
    const nothing = await judged(silent);
    expect(nothing.status).toBe(2);
    expect(nothing.stderr).toContain(
      "error: nothing was measured at singapore: look whether it serves, and whether its metrics are in the data",
    );
    expect(nothing.stderr).not.toContain("reach");
    // Where more came, no reach is suggested.
    expect((await judged(observed(8_400, 21_600))).stderr).not.toContain("reach");
  });

  test.each([
    [{ reach: { XX: 1 } }, "after.reach.XX"],
    [{ reach: { FR: 1.2 } }, "after.reach.FR"],
    [{ reach: { FR: "0.9" } }, "after.reach.FR"],
    [
      { reach: { default: 0 } },
      "after.reach.default: got 0, expected a number from 0.5 to 1: with less, a data centre that serves nobody would be what is expected",
    ],
    [{ reach: { FR: 0.49 } }, "after.reach.FR"],
    [{ reach: 0.85 }, "after.reach"],
    [{ tolerance: 0 }, "after.tolerance"],
    [{ reached: {} }, "after.reached"],
  ])("refuses settings of it that are out of range: %j", async (after, property) => {
    const { status, stderr } = await judgedWith({ planning: { after } }, observed(7_500, 22_500), "last");
    expect([status, stderr]).toEqual([1, expect.stringContaining(property)]);
  });

  test("takes no hour that began before the step reached users", async () => {
    const rows = observed(7_500, 22_500);
    const ask = (...args: string[]) => judged(rows, "last", ...args);
    // A minute is the time to live, and 15 follow for resolvers that keep answers longer.
    expect((await ask("--deployed", "2026-11-27T16:44Z")).status).toBe(0);
    const { status, stderr } = await ask("--deployed", "2026-11-27T16:44:30Z");
    expect([status, stderr]).toEqual([
      1,
      "error: plan-routing: --after: the hour of 2026-11-27T17:00Z began before users followed the step, deployed at 2026-11-27T16:44:30Z, with a time to live of 60 seconds and 15 minutes for resolvers that keep answers longer: the first one is that of 2026-11-27T18:00Z\n",
    ]);
    expect((await ask("--deployed", "yesterday")).stderr).toContain(
      '--deployed: got "yesterday", expected a time in UTC',
    );
    // Without it, by the data that the step was planned with.
    const plannedWith = (to: string) => ({ ...germany(25), inputs: [{ name: "hours.csv", sha256: "", from: to, to }] });
    const later = await judgedWith({ plan: plannedWith("2026-11-27T17:30Z") }, rows, "last");
    expect(later.stderr).toContain("began before the step was planned, with data until 2026-11-27T17:30Z");
    expect((await judgedWith({ plan: plannedWith("2026-11-27T16:55Z") }, rows, "last")).status).toBe(0);
    // A plan that was made without data tells no time.
    const without = { plan: { ...germany(25), inputs: [{ name: "planning.json", sha256: "" }] } };
    for (const hour of ["last", HOUR]) {
      const unknown = await judgedWith(without, rows, hour);
      expect([unknown.status, unknown.stderr]).toEqual([
        1,
        "error: plan-routing: --deployed: nothing tells when the step was deployed, which was planned without data: add it\n",
      ]);
      expect((await judgedWith(without, rows, hour, "--deployed", "2026-11-27T16:00Z")).status).toBe(0);
    }
  });

  test("takes no hour that is not over at one of the sites", async () => {
    // Frankfurt serves a quarter of Germany in each minute, and its metrics are later than others. The load falls.
    const at = (hour: number, minute: number) => `2026-11-27T${hour}:${String(minute).padStart(2, "0")}Z`;
    const rows = [16, 17].flatMap((hour) =>
      [0, 10, 20, 30, 40, 50].flatMap((minute) => {
        const asked = 30_000 - 600 * (hour - 16) * (minute / 10);
        const isThere = hour === 16 || minute < 20;
        return observed(asked / 4, (asked * 3) / 4, at(hour, minute)).filter(
          ({ site }) => isThere || site !== "frankfurt",
        );
      }),
    );
    const last = await judgedOf({}, rows, "last");
    expect([last.status, last.stdout]).toEqual([0, expect.stringContaining("the hour from 2026-11-27T16:00Z")]);
    const asked = await judgedOf({}, rows, HOUR);
    expect([asked.status, asked.stderr]).toEqual([
      1,
      "error: plan-routing: --after: the hour of 2026-11-27T17:00Z is not over in the data of frankfurt\n",
    ]);
  });

  test("takes only an hour that is over, and of which something is known at the last resort", async () => {
    // A first value of the hour from 18:00 is there, and no second one.
    const rows = [...observed(7_500, 22_500)];
    const late = { time: "2026-11-27T18:00Z", country: "DE", site: "frankfurt", value: 7_500 };
    const partly = await judgedRaw([...rows.flatMap(twice), late], "2026-11-27T18:00Z");
    expect(partly.stderr).toContain("the hour of 2026-11-27T18:00Z is not over in the data");
    const onlyHome = rows.filter(({ site }) => site !== "last-resort");
    const { status, stderr } = await judged(onlyHome);
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining("nothing was measured at last-resort in the hour of"),
    ]);
  });

  test("takes no last hour that is older than two days", async () => {
    const rows = observed(7_500, 22_500);
    expect((await judged(rows, "last", "--now", "2026-11-29T18:00Z")).status).toBe(0);
    const { status, stderr } = await judged(rows, "last", "--now", "2026-11-29T18:01Z");
    expect([status, stderr]).toEqual([1, expect.stringContaining("more than 48 hours ago")]);
    expect((await judged(rows, HOUR, "--now", "2026-11-30T18:01Z")).status).toBe(0);
  });

  test("lowers a state that has its percentage from the United States, and leaves these as they are", async () => {
    const policy = { countries: { US } };
    const rows = [
      { time: HOUR, country: "US", site: "paris", value: 3_200 },
      { time: HOUR, country: "US", site: "last-resort", value: 4_800 },
      { time: HOUR, country: "US-TX", site: "paris", value: 860 },
      { time: HOUR, country: "US-TX", site: "last-resort", value: 1_140 },
    ];
    const latency = { US: { paris: 20, "last-resort": 20 }, "US-TX": { paris: 20, "last-resort": 20 } };
    const files = { output: states, plan: { version: 1, inputs, policy, target: policy }, planning: { latency } };
    const { status, stdout, stderr, plan } = await judgedWith(files, rows, "last");
    expect([status, stderr]).toEqual([0, ""]);
    // 860 of 800 are 1.075 times as many.
    const [, to = "", from = ""] = /US-TX gets (\d+) % and not (\d+) %/.exec(stdout) ?? [];
    expect(Number(to)).toBe(Math.floor(Number(from) / 1.075));
    const [, next] = /^US +40 % paris +(\d+) % paris/m.exec(stdout) ?? [];
    expect(plan.policy).toMatchObject({
      countries: { US: { percent: Number(next) } },
      subdivisions: { "US-TX": { percent: Number(to) } },
    });
  });

  test("asks for no reach where more came of another place: then it is not that percentages are followed by fewer", async () => {
    const policy = { countries: { US } };
    const latency = { US: { paris: 20, "last-resort": 20 }, "US-TX": { paris: 20, "last-resort": 20 } };
    const files = { output: states, plan: { version: 1, inputs, policy, target: policy }, planning: { latency } };
    const of = (texas: number) => [
      { time: HOUR, country: "US", site: "paris", value: 2_560 },
      { time: HOUR, country: "US", site: "last-resort", value: 5_440 },
      { time: HOUR, country: "US-TX", site: "paris", value: texas },
      { time: HOUR, country: "US-TX", site: "last-resort", value: 2_000 - texas },
    ];
    // 3,200 were predicted of the one, and 800 of the other.
    expect((await judgedWith(files, of(640), "last")).stderr).toContain("fewer came than predicted");
    const { status, stderr } = await judgedWith(files, of(960), "last");
    expect([status, stderr]).toEqual([2, expect.stringContaining("US-TX: 960 requests/s were observed")]);
    expect(stderr).not.toContain("fewer came than predicted");
  });

  test("refuses a plan that is not deployed, and one that is not there", async () => {
    const planning = join(scratch, "1", "planning.json");
    const out = join(scratch, "other-plan.json");
    const ask = async () =>
      (await planRoutingCommandLine(folder, "-o", out, "--observed", planning, "--after", "last")).stderr;
    await judged(observed(7_500, 22_500));
    expect(await ask()).toContain("cannot be read: it has what the step predicted");
    writeFileSync(out, JSON.stringify(germany(30)));
    expect(await ask()).toContain(
      "other-plan.json has another policy than what was synthesized, of DE: deploy it, and wait an hour, or freeze by rules what is written by hand",
    );
  });

  test("goes on where a country is written by hand and frozen, by what is deployed", async () => {
    const { policy, target } = germany(25);
    const byHand = { ...policy, countries: { ...policy.countries, SG: { serveFrom: ["singapore"], percent: 50 } } };
    const plan = { ...germany(25), policy: byHand, target };
    expect((await judgedWith({ plan }, observed(7_500, 22_500), "last")).stderr).toContain("of SG: deploy it");
    const allowed = { SG: { allowed: ["singapore"] } };
    const free = await judgedWith({ plan, planning: { rules: allowed } }, observed(7_500, 22_500), "last");
    expect(free.stderr).toContain("of SG: deploy it");
    const rules = { SG: { frozen: true } };
    const judged = await judgedWith({ plan, planning: { rules } }, observed(7_500, 22_500), "last");
    // All of Singapore's users were there, as its deployed route says.
    expect([judged.status, judged.stderr]).toEqual([0, ""]);
    expect(judged.stdout).toMatch(/^by singapore +9,000 requests\/s +9,000 requests\/s +none$/m);
    expect(judged.plan.policy.countries).toMatchObject({ DE: { percent: 40 }, SG: { serveFrom: ["singapore"] } });
    expect(judged.plan.policy.countries.SG.percent ?? 100).toBe(100);
  });
});
