import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../index";
import { readKnown } from "../../lib/cli/plan-routing/known";
import { planningOf } from "../../lib/cli/plan-routing/settings";
import { outputFolder, planRoutingCommandLine } from "../support/command-line";
import { expectSchema } from "../support/json-schema";
import { type AnsweredSeries, queryRange, steady } from "../support/metrics";

const folder = outputFolder((app) => new HybridPlatform(app, "production", production));

const home: readonly AnsweredSeries[] = [
  { labels: { country: "FR", site: "paris" }, peaks: steady(20_000) },
  { labels: { country: "Germany", site: "frankfurt" }, peaks: steady(7_500) },
  { labels: { country: "SG", site: "singapore" }, peaks: steady(9_000) },
];
const cloud: readonly AnsweredSeries[] = [
  { labels: { client_country: "Germany" }, peaks: steady(22_500) },
  { labels: { client_country: "Spain" }, peaks: steady(1_000) },
];
const CLOUD = { file: "metrics/cloud.json", site: "last-resort", countryLabel: "client_country" };
const drained = outputFolder((app) => {
  const { paris, ...others } = production.dataCenters;
  new HybridPlatform(app, "production", {
    ...production,
    dataCenters: { ...others, paris: { ...paris, drain: true } },
  });
});
const states = outputFolder((app) => {
  const demand = { FR: 1_000, US: 9_000, "US-TX": 2_000 };
  new HybridPlatform(app, "production", { ...production, analysis: { demand } });
});

interface Given {
  readonly home?: readonly AnsweredSeries[];
  readonly cloud?: readonly AnsweredSeries[];
  readonly data?: object;
  readonly more?: object;
  readonly errors?: readonly AnsweredSeries[];
}

/** A folder with settings and metrics, and the arguments that name them. */
function given({ data = {}, more = {}, errors, ...series }: Given = {}) {
  const scratch = mkdtempSync(join(tmpdir(), "plan-data-"));
  const write = (file: string, text: string) => writeFileSync(join(scratch, file), text);
  mkdirSync(join(scratch, "metrics"));
  write("metrics/home.json", queryRange(...(series.home ?? home)));
  write("metrics/cloud.json", queryRange(...(series.cloud ?? cloud)));
  if (errors !== undefined) write("metrics/errors.json", queryRange(...errors));
  const files = [
    { file: "metrics/home.json" },
    CLOUD,
    ...(errors === undefined ? [] : [{ file: "metrics/errors.json", measures: "errors" }]),
  ];
  const planning = { version: 1, data: { files, ...data }, ...more };
  write("planning.json", JSON.stringify(planning));
  const out = join(scratch, "routing-plan.json");
  const args = ["--planning", join(scratch, "planning.json"), "-o", out];
  return {
    planning,
    out,
    args,
    run: (...extra: string[]) => planRoutingCommandLine(folder, ...args, ...extra),
  };
}

const jsonOf = (text: string) => JSON.parse(text);

describe("a held place counts with what the program says, where that is more", () => {
  // The example's demand of France is 24,000, all of it in Paris, which 36,000 of them and of Germany leave full while Frankfurt is down.
  const of = (peaks: readonly number[]) => ({
    home: [{ labels: { country: "FR", site: "paris" }, peaks }, ...home.slice(1)],
  });
  test.each([
    ["numbers of less than 0", steady(-5), "it has numbers of less than 0"],
    ["nothing but 0", steady(0), "nothing was measured of it"],
    ["too few days of too little", [...steady(1_000, 5)], "it has 5 of at least 14 days"],
  ])("with %s", async (_, peaks, why) => {
    const { stdout } = await given(of(peaks)).run("--json");
    const { plan, places } = jsonOf(stdout);
    expect(plan.data.held.FR.join()).toContain(why);
    const germany = places.find(({ place }: { place: string }) => place === "DE");
    expect(germany.target.percent).toBe(40);
    expect(germany.reason).toMatchObject({ kind: "full", load: 24_000 + 0.41 * 30_000, limit: 36_000 });
  });

  test("and a state with it, which is a part of the United States", async () => {
    const texas = { labels: { country: "US-TX", site: "paris" }, peaks: steady(1_200, 5) };
    const asked = given({ home: [...home, { labels: { country: "US", site: "paris" }, peaks: steady(7_000) }, texas] });
    const planning = planningOf(readKnown(states, undefined, undefined), asked.args[1]);
    // 7,000 of no known state and 1,200 of Texas are 8,200; 800 more of Texas are 9,000.
    expect(planning.options.services.requests?.demand).toMatchObject({ US: 9_000, "US-TX": 2_000 });
    const found = (place: string) => planning.data?.numbers.find((number) => number.place === place);
    expect([found("US")?.value, found("US-TX")?.value, found("US-TX")?.planned]).toEqual([7_000, 1_200, 2_000]);
    expect(found("US")).not.toHaveProperty("planned");
  });

  test("and both numbers are shown", async () => {
    const asked = given(of([...steady(1_000, 5)]));
    const { stdout } = await asked.run("--json");
    expectSchema("plan-routing", jsonOf(stdout));
    expectSchema("routing-plan", jsonOf(readFileSync(asked.out, "utf8")));
    expect((await asked.run()).stdout).toMatch(/^demand: FR +1,000 requests\/s, planned with 24,000 +metrics/m);
  });

  test("and one whose data is good counts with that, though it is less and frozen", async () => {
    const freezes = [{ reason: "x", from: "2026-10-01", to: "2026-12-31", places: ["FR"] }];
    const { stdout } = await given({ more: { calendar: { freezes } } }).run("--json");
    // 36,000 less 20,000 of France are 53 % of Germany.
    const germany = jsonOf(stdout).places.find(({ place }: { place: string }) => place === "DE");
    expect(germany.target.percent).toBe(53);
  });
});

test("data without one value of any country is refused, and no plan is made of what the program says alone", async () => {
  const nothing = given();
  const text = readFileSync(join(nothing.out, "..", "metrics", "cloud.json"), "utf8").replaceAll(/"\d+"\]/g, '"NaN"]');
  for (const file of ["home", "cloud"]) {
    const labels = file === "home" ? text.replaceAll("client_country", "country") : text;
    writeFileSync(
      join(nothing.out, "..", "metrics", `${file}.json`),
      labels.replaceAll('"metric":{"country"', '"metric":{"site":"paris","country"'),
    );
  }
  const { status, stderr } = await nothing.run();
  expect([status, stderr]).toEqual([1, expect.stringContaining("requests: has no value of any country")]);
});

describe("plan-routing with metrics", () => {
  test("plans with the 90th percentile of what each country asked for, of all sites together", async () => {
    const { planning, run, out } = given();
    expectSchema("planning", planning);
    const { stdout, stderr } = await run("--json");
    expect(stderr).toBe("");
    const answer = jsonOf(stdout);
    expectSchema("plan-routing", answer);
    const numbers = answer.plan.data.numbers.map(({ kind, place, value, files }: Record<string, unknown>) => [
      kind,
      place,
      value,
      files,
    ]);
    expect(numbers).toEqual([
      ["demand", "DE", 30_000, ["metrics/cloud.json", "metrics/home.json"]],
      ["demand", "ES", 1_000, ["metrics/cloud.json"]],
      ["demand", "FR", 20_000, ["metrics/home.json"]],
      ["demand", "SG", 9_000, ["metrics/home.json"]],
    ]);
    // The program's analysis has 24,000 for France: what was measured counts. 20,000 and 25 % of 30,000 and 9,000 are 60.8 % of 60,000.
    expect(answer.plan.atHome.now).toBeCloseTo(36_500 / 60_000, 6);
    const file = jsonOf(readFileSync(out, "utf8"));
    expectSchema("routing-plan", file);
    expect(file.inputs.slice(2)).toEqual([
      {
        name: "metrics/home.json",
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        from: "2026-10-01T00:00:00Z",
        to: "2026-10-28T23:00:00Z",
      },
      expect.objectContaining({ name: "metrics/cloud.json" }),
    ]);
    expect(file.data.now).toBe("2026-10-28T23:00:00Z");
  });

  test("shows where each number is from, and how sure it is", async () => {
    const jumped = [
      ...home.slice(0, 2),
      { labels: { country: "SG", site: "singapore" }, peaks: [...steady(9_000, 27), 14_000] },
    ];
    const { stdout, stderr } = await given({ home: jumped }).run("--now", "2026-10-29T05:00Z");
    expect(stderr).toBe("");
    expect(stdout).toContain("Measured, as of 2026-10-29T05:00:00Z, in days of UTC:");
    expect(stdout).toMatch(
      /^demand: DE +30,000 requests\/s +metrics\/cloud\.json, metrics\/home\.json +28 +0 % +6 +-$/m,
    );
    expect(stdout).toMatch(
      /^demand: SG +9,000 requests\/s +metrics\/home\.json +28 +0 % +6 +it jumps: 14,000 at the peak/m,
    );
  });

  test("names a data centre that tells nothing any more, whose users another site serves", async () => {
    const peaks = [...steady(20_000, 26)];
    const silent = [{ labels: { country: "FR", site: "paris" }, peaks }, ...home.slice(1)];
    const inCloud = [...cloud, { labels: { client_country: "France" }, peaks: [...steady(1, 26), 20_001, 20_001] }];
    const asked = given({ home: silent, cloud: inCloud });
    const { stdout } = await asked.run();
    expect(stdout).toMatch(
      /^- Silent: paris has no value after 2026-10-26T23:[0-9:]+Z\. What it served since is not known\.$/m,
    );
    expect(stdout).not.toContain("it jumps");
    expectSchema("routing-plan", jsonOf(readFileSync(asked.out, "utf8")));
  });

  test("misses nothing at a data centre that the program drains", async () => {
    const silent = [{ labels: { country: "FR", site: "paris" }, peaks: steady(20_000, 10) }, ...home.slice(1)];
    const asked = given({
      home: silent,
      cloud: [...cloud, { labels: { client_country: "France" }, peaks: steady(100) }],
    });
    const heldIn = (output: string) => planningOf(readKnown(output, undefined, undefined), asked.args[1]).data?.held;
    expect(heldIn(folder)).toHaveProperty("FR");
    expect(heldIn(drained)).toEqual({});
  });

  test("holds a country with bad data, and one that is frozen; by hand it can be let go", async () => {
    const short = [home[0], home[1], { labels: { country: "SG", site: "singapore" }, peaks: steady(9_000, 3) }];
    const asked = { home: short as AnsweredSeries[] };
    const reasonOf = (text: string, name: string) =>
      jsonOf(text).places.find(({ place }: { place: string }) => place === name).reason.kind;
    const calendar = {
      timeZone: "Europe/Paris",
      freezes: [{ reason: "sale", from: "2026-10-29", to: "2026-10-30", places: ["DE"] }],
    };
    const held = given({ ...asked, more: { calendar } });
    expectSchema("planning", held.planning);
    const { stdout } = await held.run("--json");
    expect([reasonOf(stdout, "SG"), reasonOf(stdout, "DE")]).toEqual(["frozen", "frozen"]);
    expect(jsonOf(stdout).plan.data.held).toEqual({
      DE: ["frozen from 2026-10-29 to 2026-10-30: sale"],
      // The first day of October begins before the data, in Paris.
      SG: [
        "it has 2 of at least 14 days",
        expect.stringMatching(/^92\.3 % of its values are missing/),
        "it ends 600 hours ago at singapore, and at most 48 are allowed",
      ],
    });
    const free = given({ ...asked, more: { rules: { SG: { frozen: false } } } });
    expect(reasonOf((await free.run("--json")).stdout, "SG")).not.toBe("frozen");
  });

  test("holds every country while all are frozen, which needs no metrics but a time", async () => {
    const calendar = { freezes: [{ reason: "Christmas", from: "2026-12-24", to: "2026-12-26" }] };
    const scratch = mkdtempSync(join(tmpdir(), "plan-data-"));
    const planning = join(scratch, "planning.json");
    writeFileSync(planning, JSON.stringify({ version: 1, calendar }));
    const run = (...args: string[]) =>
      planRoutingCommandLine(folder, "--planning", planning, "-o", join(scratch, "plan.json"), ...args);
    const frozen = await run("--now", "2026-12-25T12:00Z");
    expect(frozen.stdout).toContain("Nothing changes: every place is frozen.");
    expect(frozen.stdout).toContain("- No route changes: frozen from 2026-12-24 to 2026-12-26: Christmas.");
    expect((await run("--now", "2026-12-27T00:00Z")).stdout).toContain("This step changes 1 place: DE.");
    expect(await run()).toMatchObject({
      status: 1,
      stderr: `error: plan-routing: --now: freezes are judged by a time, and there is no data that has one: add --now\n`,
    });
  });

  test("asks no site for more than 1.25 times what it has served well, once errors are known", async () => {
    const errors = home.map(({ labels, peaks }) => ({ labels, peaks: peaks.map((peak) => peak * 0.001) }));
    const { stdout } = await given({ errors }).run("--json");
    const well = jsonOf(stdout).plan.data.numbers.filter(({ kind }: { kind: string }) => kind === "servedWell");
    expect(well.map(({ site, value }: { site: string; value: number }) => [site, value])).toEqual([
      ["frankfurt", 7_500],
      ["paris", 20_000],
      ["singapore", 9_000],
    ]);
    // 1.25 times 7,500 are 9,375: 31 % of 30,000.
    expect(jsonOf(stdout).plan.policy.countries.DE.percent).toBe(31);
  });

  test("leaves the numbers to the file that is written by hand", async () => {
    const { stdout } = await given({ more: { services: { requests: { demand: { DE: 20_000 } } } } }).run("--json");
    // 20,000 and 25 % of 20,000 and 9,000, of 50,000.
    expect(jsonOf(stdout).plan.atHome.now).toBeCloseTo(0.68, 6);
  });

  test("is the same to the byte each time", async () => {
    const { run, out } = given();
    // The way back names the file that was asked for.
    const said = ({ stdout }: { stdout: string }, file: string) => stdout.replace(file, "FILE");
    const one = [said(await run(), out), readFileSync(out, "utf8")];
    const other = given();
    expect([said(await other.run(), other.out), readFileSync(other.out, "utf8")]).toEqual(one);
  });

  test.each([
    [
      { data: { files: [{ file: "metrics/home.json" }] } },
      /data\.requests: has no country at last-resort: whom it serves would not count/,
    ],
    [{ data: { files: [] } }, /data\.files: got \[\], expected files of metrics/],
    [{ data: { files: [{ file: "gone.json" }] } }, /data\.gone\.json: cannot be read/],
    [
      { data: { files: [{ file: "metrics/home.json", kind: "load" }] } },
      /data\.files\.0\.kind: got "load", expected one of file, measures/,
    ],
    [
      { data: { files: [{ file: "metrics/home.json", measures: "x" }] } },
      /measures: got "x", expected "load", "errors" or "latency"/,
    ],
    [{ data: { exclude: { agent: "x" } } }, /data\.exclude: got .* expected names by label/],
    [{ data: { exclude: { agent: ["x"] } } }, /data\.exclude\.agent: no series has this label/],
    [{ data: { limits: { leastDays: 40 } } }, /data\.limits\.leastDays: got 40, expected at most days, 28/],
    [{ more: { calendar: { timeZone: "Mars" } } }, /calendar\.timeZone: got "Mars", expected the name of a time zone/],
    [
      { more: { calendar: { events: [{ name: "x", from: "2026-02-30", to: "2026-03-01" }] } } },
      /calendar\.events\.0\.from: got "2026-02-30", expected a day: "2026-12-24"/,
    ],
    [
      { more: { calendar: { freezes: [{ from: "2026-02-03", to: "2026-03-01" }] } } },
      /freezes\.0\.reason: got nothing, expected a text/,
    ],
    [
      {
        home: [{ labels: { country: "FR", site: "paris" }, peaks: steady(1, 3) }],
        cloud: [{ labels: { client_country: "FR" }, peaks: steady(1, 3) }],
      },
      /data\.requests: of all places: it has 3 of at least 14 days/,
    ],
    [
      { cloud: [{ labels: { client_country: "Atlantis" }, peaks: steady(900) }] },
      /2\.4 % is asked for by users of no known place, and at most 1 % may be: "Atlantis"/,
    ],
  ] as const)("refuses in words: %#", async (settings, words) => {
    const { status, stdout, stderr } = await given(settings as Given).run();
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(words);
    expect(stderr).not.toContain("at Object");
  });
});
