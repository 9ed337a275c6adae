import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../index";
import { SMALL_STEP } from "../../lib/cli/plan-routing/limits";
import { beyondLimits } from "../../lib/cli/plan-routing/within";
import type { RoutingPlan } from "../../lib/planning";
import { outputFolder, planRoutingCommandLine } from "../support/command-line";
import { expectSchema } from "../support/json-schema";

const scratch = mkdtempSync(join(tmpdir(), "within-"));
afterAll(() => rmSync(scratch, { recursive: true }));
const folder = outputFolder((app) => new HybridPlatform(app, "production", production));
const hand = {
  ...production,
  routing: { countries: { FR: { serveFrom: ["paris"] }, SG: { serveFrom: ["singapore"] } } },
};
const other = outputFolder((app) => new HybridPlatform(app, "production", hand));
const DE = { serveFrom: ["frankfurt", "paris"], percent: 40 };
const there = {
  ...production,
  routing: { ...production.routing, countries: { ...production.routing.countries, DE } },
};
const reached = outputFolder((app) => new HybridPlatform(app, "production", there));
const OUT = join(scratch, "routing-plan.json");

/** Germany goes from 25 to 40 %: 15 % of its users, which are 4,500 of 63,000 requests per second; then it holds until 11.1 % more. */
const EVERYTHING = { movedShare: 1, pointsOfPlace: 100, leastMargin: 0, otherDataCenters: true };

async function within(limits: object, ...args: string[]) {
  const file = join(scratch, "limits.json");
  writeFileSync(file, JSON.stringify({ version: 1, ...limits }));
  return await planRoutingCommandLine(folder, "-o", OUT, "--within", file, ...args);
}
const refusals = async (limits: object, ...args: string[]) =>
  (await within(limits, ...args)).stderr
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replace(/^error: /, ""));

describe("plan-routing --within", () => {
  test("refuses the step of the example where nothing is allowed but the defaults, and writes it all the same", async () => {
    const { status, stdout } = await within({});
    expect(status).toBe(2);
    expect(stdout).toContain("This step changes 1 place: DE.");
    expect(JSON.parse(readFileSync(OUT, "utf8")).policy.countries.DE.percent).toBe(40);
    expect(await refusals({})).toEqual([
      "7.1 % of all requests would move, and at most 2 % may",
      "DE: 15 % of its users would move, and at most 5 % may",
    ]);
  });

  test.each([
    [{ movedShare: 0.0715 }, []],
    [{ movedShare: 0.0714 }, ["7.1 % of all requests would move, and at most 7.1 % may"]],
    [{ pointsOfPlace: 15 }, []],
    [{ pointsOfPlace: 14 }, ["DE: 15 % of its users would move, and at most 14 % may"]],
    [{ leastMargin: 0.11 }, []],
    [{ leastMargin: 0.12 }, ["it would hold until the demand is +11.1 %, and at least +12 % is wanted"]],
    [{ otherDataCenters: false }, []],
  ])("judges each limit by itself: %j", async (limits, lines) => {
    expect(await refusals({ ...EVERYTHING, ...limits })).toEqual(lines);
    expect((await within({ ...EVERYTHING, ...limits })).status).toBe(lines.length === 0 ? 0 : 2);
  });

  test("lets through only other percentages, unless otherDataCenters allows more", async () => {
    const file = join(scratch, "other.json");
    const ask = async (otherDataCenters: boolean) => {
      writeFileSync(file, JSON.stringify({ version: 1, ...EVERYTHING, otherDataCenters }));
      return await planRoutingCommandLine(other, "-o", join(scratch, "other-plan.json"), "--within", file);
    };
    expect((await ask(false)).stderr).toContain('DE: from "-" to "');
    expect(await ask(true)).toMatchObject({ status: 0, stderr: "" });
  });

  test.each([
    ["2026-12-17T22:59Z", undefined],
    ["2026-12-17T23:00Z", "nothing changes by itself from 2026-12-18 to 2027-01-03 (Europe/Paris): Christmas"],
    ["2027-01-03T22:59Z", "nothing changes by itself from 2026-12-18 to 2027-01-03 (Europe/Paris): Christmas"],
    ["2027-01-03T23:00Z", undefined],
  ])("stops for a freeze, whose days are of its time zone: %s", async (now, line) => {
    const freeze = { from: "2026-12-18", to: "2027-01-03", timeZone: "Europe/Paris", reason: "Christmas" };
    const limits = { ...EVERYTHING, freezes: [freeze] };
    expectSchema("step-limits", { version: 1, ...limits });
    expect(await refusals(limits, "--now", now)).toEqual(line === undefined ? [] : [line]);
  });

  test("names a freeze without a reason by its days alone", async () => {
    for (const reason of ["", " "]) {
      const freezes = [{ from: "2026-12-18", to: "2027-01-03", reason }];
      expect(await refusals({ ...EVERYTHING, freezes }, "--now", "2026-12-20T10:00Z")).toEqual([
        "nothing changes by itself from 2026-12-18 to 2027-01-03 (UTC)",
      ]);
    }
  });

  test("says that more is asked for than can be taken, where that is so today", () => {
    const options = { services: { api: { demand: { FR: 1 } } }, dataCenters: {} };
    const reasons = (growth: number) => {
      const plan = { steps: 1, policy: {}, places: [], margin: { next: { growth, down: [] } } };
      return beyondLimits(options, plan as unknown as RoutingPlan, { ...SMALL_STEP, leastMargin: 0 }, 0);
    };
    const TODAY = "more is asked for than can be taken, even with today's demand, and at least +0 % is wanted";
    for (const growth of [-1, -0.1]) expect(reasons(growth)).toEqual([TODAY]);
    expect(reasons(0)).toEqual([]);
  });

  test("lets through a plan that changes nothing, whatever day it is", async () => {
    const file = join(scratch, "none.json");
    const freezes = [{ from: "2000-01-01", to: "2999-12-31" }];
    writeFileSync(file, JSON.stringify({ version: 1, movedShare: 0, leastMargin: 1, freezes }));
    const ask = () => planRoutingCommandLine(reached, "-o", join(scratch, "same.json"), "--within", file);
    expect(await ask()).toMatchObject({ status: 0, stderr: "" });
  });

  test("says why in JSON too", async () => {
    const answer = JSON.parse((await within({ ...EVERYTHING, pointsOfPlace: 1 }, "--json")).stdout);
    expectSchema("plan-routing", answer);
    expect(answer.beyondLimits).toEqual(["DE: 15 % of its users would move, and at most 1 % may"]);
    expect(JSON.parse((await within(EVERYTHING, "--json")).stdout).beyondLimits).toEqual([]);
  });

  test.each([
    [{ movedshare: 0.1 }, "movedshare: got 0.1, expected one of: movedShare, pointsOfPlace, leastMargin"],
    [{ movedShare: 2 }, "movedShare: got 2, expected a number from 0 to 1"],
    [{ version: 2 }, "version: got 2, expected 1"],
    [{ otherDataCenters: "no" }, 'otherDataCenters: got "no", expected true or false'],
    [{ freezes: {} }, 'freezes: got {}, expected a list: [{ "from": "2026-12-18", "to": "2027-01-03" }]'],
    [{ freezes: [{ from: "2026-02-30", to: "2026-03-01" }] }, 'freezes.0.from: got "2026-02-30", expected a day'],
    [{ freezes: [{ from: "2026-03-02", to: "2026-03-01" }] }, "freezes.0.to: got"],
    [{ freezes: [{ from: "2026-03-01", to: "2026-03-01", timeZone: "Mars" }] }, 'freezes.0.timeZone: got "Mars"'],
    [{ freezes: [{ from: "2026-03-01", until: "2026-03-01" }] }, "freezes.0.until: got"],
  ])("refuses limits that it would not understand: %j", async (limits, words) => {
    const { status, stdout, stderr } = await within(limits);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(words);
  });

  test("refuses what would be if, and a time without its offset", async () => {
    expect(await within({}, "--without", "paris")).toMatchObject({
      status: 1,
      stderr: 'error: plan-routing: --within: is about a step, and "without paris" asks what would be\n',
    });
    expect((await within({}, "--now", "2026-12-20T10:00")).stderr).toContain(
      '--now: got "2026-12-20T10:00", expected a time in UTC',
    );
  });
});
