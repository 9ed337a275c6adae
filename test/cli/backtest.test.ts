import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../index";
import { backtestText } from "../../lib/cli/backtest";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { hoursCsv, hoursFrom } from "../support/hours-csv";
import { expectSchema } from "../support/json-schema";

const scratch = mkdtempSync(join(tmpdir(), "backtest-"));
afterAll(() => rmSync(scratch, { recursive: true }));
const folder = outputFolder((app) => new HybridPlatform(app, "production", production));
const drained = outputFolder((app) => {
  const { paris, ...others } = production.dataCenters;
  const dataCenters = { ...others, paris: { ...paris, drain: true } };
  new HybridPlatform(app, "production", { ...production, dataCenters });
});
const PLAN = join(__dirname, "../../examples/video-platform/routing-plan.json");

/** Nine weeks; every evening at 20 o'clock France asks for more than Paris can take, in the first week for even more. */
const TIMES = hoursFrom("2026-09-01T00:00Z", 9 * 7 * 24);
const rows = TIMES.flatMap((time, index) => [
  { time, country: "FR", site: "paris", value: time.includes("T20:") ? (index < 7 * 24 ? 50_000 : 41_000) : 20_000 },
  { time, country: "DE", site: "last-resort", value: 10_000 },
]);
writeFileSync(join(scratch, "hours.csv"), hoursCsv(rows));
writeFileSync(
  join(scratch, "planning.json"),
  JSON.stringify({
    version: 1,
    data: { files: [{ file: "hours.csv" }] },
    prices: { currency: "EUR", lastResort: { requests: 7.3 } },
  }),
);
const backtest = (...args: string[]) =>
  hybridKubernetes("backtest", folder, "--planning", join(scratch, "planning.json"), ...args);

function inFolder<Answer>(path: string, ask: () => Answer): Answer {
  const before = process.cwd();
  process.chdir(path);
  try {
    return ask();
  } finally {
    process.chdir(before);
  }
}

describe("backtest", () => {
  test("replays what is deployed, the next step and the target over the last eight weeks", () => {
    const { status, stdout, stderr } = backtest("--plan", PLAN);
    expect([status, stderr]).toEqual([0, ""]);
    // Of nine weeks the last eight: 56 evenings of an hour.
    expect(stdout).toContain("1344 hours from 2026-09-08T00:00Z to 2026-11-02T23:00Z; none is missing.");
    expect(stdout).toMatch(
      /^deployed +[\d.]+ % +3,360 min +paris, 3,360 min, when (frankfurt|singapore) is down +EUR/m,
    );
    // It has a route and a demand, and no file has it: who is not counted fills nothing.
    expect(stdout).toMatch(/^- Nothing was measured of SG in these hours, and so nothing of it counts\.$/m);
    expect(stdout).toMatch(/^next step /m);
    expect(stdout).toMatch(/^target /m);
    expect(stdout).toContain(`- Next step and target are those of ${PLAN}.`);
  });

  test("counts by hand", () => {
    const answer = JSON.parse(backtest("--json").stdout);
    expectSchema("backtest", answer);
    expect(Object.keys(answer.policies)).toEqual(["deployed"]);
    expect(answer.notMeasured).toEqual(["SG"]);
    const { atHome, minutesOver, cost } = answer.policies.deployed;
    // Each day 23 hours of 20,000 and one of 41,000 from France are 501,000; a quarter of Germany's 240,000 are 60,000.
    expect(atHome).toBeCloseTo(561_000 / 741_000, 9);
    expect(minutesOver).toBe(56 * 60);
    // 7,500 for 1,344 hours, each at a hundredth: 7.3 a month of 730 hours.
    expect(cost.least).toBeCloseTo(7_500 * 1344 * 0.01, 6);
    expect(cost.most).toBeCloseTo(7_500 * 1344 * 0.01, 6);
  });

  test("goes back as many weeks as it is asked", () => {
    const weeks = (number: string) => JSON.parse(backtest("--weeks", number, "--json").stdout).policies.deployed;
    expect(weeks("1").minutesOver).toBe(7 * 60);
    expect(weeks("9").minutesOver).toBe(63 * 60);
  });

  test("leaves out hours in which a data centre tells nothing, and says so", () => {
    // Ten days, with the end of the data among them; in each of them Paris is asked for too much.
    const silent = rows.filter(({ site, time }) => site !== "paris" || time < "2026-10-10" || time >= "2026-10-20");
    writeFileSync(join(scratch, "silent.csv"), hoursCsv(silent));
    const planning = join(scratch, "silent.json");
    writeFileSync(planning, JSON.stringify({ version: 1, data: { files: [{ file: "silent.csv" }] } }));
    const { stdout } = hybridKubernetes("backtest", folder, "--planning", planning);
    expect(stdout).toContain(
      "1104 hours from 2026-09-08T00:00Z to 2026-11-02T23:00Z; 240 hours are missing and left out.",
    );
    expect(stdout).toMatch(
      /^- Left out are hours in which it is not known what was asked for in FR: a site tells nothing\.$/m,
    );
    const answer = JSON.parse(hybridKubernetes("backtest", folder, "--planning", planning, "--json").stdout);
    expectSchema("backtest", answer);
    expect([answer.hours, answer.missingHours, answer.policies.deployed.minutesOver]).toEqual([1104, 240, 46 * 60]);
    const ended = rows.filter(({ site, time }) => site !== "paris" || time < "2026-10-24");
    writeFileSync(join(scratch, "silent.csv"), hoursCsv(ended));
    // Nobody is sent to a data centre that is drained: then others have its users.
    expect(hybridKubernetes("backtest", drained, "--planning", planning).stdout).toContain("; none is missing.");
    expect(hybridKubernetes("backtest", folder, "--planning", planning).stdout).toContain(
      "1104 hours from 2026-09-08T00:00Z to 2026-10-23T23:00Z; 240 hours are missing and left out.",
    );
  });

  test("counts as missing what lies between values that are hours apart", () => {
    const some = rows.filter(({ time }) => Number(time.slice(11, 13)) % 2 === 0);
    writeFileSync(join(scratch, "some.csv"), hoursCsv(some));
    const planning = join(scratch, "some.json");
    writeFileSync(planning, JSON.stringify({ version: 1, data: { files: [{ file: "some.csv" }] } }));
    const { hours, missingHours } = JSON.parse(
      hybridKubernetes("backtest", folder, "--planning", planning, "--json").stdout,
    );
    // Eight weeks back from the last one, at 22 o'clock.
    expect([hours, missingHours]).toEqual([672, 671]);
  });

  test("refuses a plan that is named and not there", () => {
    const { status, stderr } = backtest("--plan", join(scratch, "none.json"));
    expect([status, stderr]).toEqual([1, `error: backtest: --plan: ${join(scratch, "none.json")} cannot be read\n`]);
  });

  test("names the file whose data centre is gone, and replays what is deployed where nobody asked for it", () => {
    const old = { ...JSON.parse(readFileSync(PLAN, "utf8")), target: { countries: { DE: { serveFrom: ["madrid"] } } } };
    const file = join(scratch, "old.json");
    writeFileSync(file, JSON.stringify(old));
    const asked = backtest("--plan", file);
    const why = "names madrid, which the program does not have: replace the name in the file where it has a new one";
    expect([asked.status, asked.stderr]).toEqual([1, expect.stringContaining(`backtest: --plan: ${file} ${why}`)]);
    const args = { planning: join(scratch, "planning.json"), weeks: 8, format: "text" } as const;
    const text = inFolder(scratch, () => {
      writeFileSync("routing-plan.json", JSON.stringify(old));
      return backtestText(folder, args);
    });
    expect(text).toContain(`- routing-plan.json is not replayed: it ${why}`);
    expect(text).toMatch(/^\| deployed /m);
    expect(text).not.toContain("| target");
  });

  test("refuses what has no data", () => {
    expect(hybridKubernetes("backtest", folder)).toMatchObject({
      status: 1,
      stderr: "error: backtest: --planning: its data has what was measured: name the file\n",
    });
  });
});
