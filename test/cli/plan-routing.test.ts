import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform, type HybridPlatformProps } from "../../index";
import { readPlan, targetOf } from "../../lib/cli/plan-routing/plan-file";
import { optionsIf } from "../../lib/cli/plan-routing/what-if";
import { plannedRouting } from "../../lib/planning";
import type { PlatformRouting } from "../../stacks";
import { outputFolder, planRoutingCommandLine } from "../support/command-line";
import { expectSchema } from "../support/json-schema";
import { SMALL_PLATFORM } from "../support/platform";
import { refusalOf } from "../support/synthesize";

const scratch = mkdtempSync(join(tmpdir(), "plan-routing-"));
const folderOf = (platform: HybridPlatformProps, name = "production") =>
  outputFolder((app) => new HybridPlatform(app, name, platform));
const folder = folderOf(production);
const small = folderOf(SMALL_PLATFORM);
const { singapore, ...others } = production.dataCenters ?? {};
const { requestsPerSecond: _, onPremises: __, ...unknown } = singapore ?? { address: "" };
const unsaid = folderOf({ ...production, dataCenters: { ...others, singapore: unknown } });
const twoPolicies = folderOf({
  ...SMALL_PLATFORM,
  services: {
    ...SMALL_PLATFORM.services,
    video: {
      hostName: "video.example.com",
      maxRatePerEndpoint: 10,
      routing: { countries: { DE: { serveFrom: ["paris"] } } },
    },
  },
});

let files = 0;
/** A file of its own for each test. */
const fresh = (content?: unknown): string => {
  const file = join(scratch, `${++files}.json`);
  if (content !== undefined) writeFileSync(file, JSON.stringify(content));
  return file;
};
const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));
const planned = (...args: string[]) => planRoutingCommandLine(folder, ...args);
const asJson = async (...args: string[]) => JSON.parse((await planned("-o", fresh(), "--json", ...args)).stdout);

/** The lines of an answer, without those between. */
const linesOf = (text: string) => text.split("\n").filter((line) => line !== "");

describe("plan-routing", () => {
  test("plans on from what was synthesized, with nothing else", async () => {
    const out = fresh();
    const { status, stdout, stderr } = await planned("-o", out);
    expect([status, stderr]).toEqual([0, ""]);
    const lines = linesOf(stdout);
    // 24,000 of France and 25 % of 30,000 of Germany and 9,000 of Singapore are 40,500 of 63,000; 40 % are 45,000.
    expect(lines[0]).toBe(
      "This step changes 1 place: DE. Data centres serve 64.3 % of all demand now, 71.4 % after it; that is the target.",
    );
    // Of 40,000 a tenth stays free; 24,000 and 41 % of 30,000 are 36,300.
    expect(lines[3]).toMatch(
      /^DE +25 % frankfurt → paris +40 % frankfurt → paris +40 % frankfurt → paris +at 41 %: paris is asked for 36,300 while frankfurt is down, and takes 36,000 requests\/s$/,
    );
    // 40,000 are 11.1 % more than 36,000; now it is 24,000 and 7,500 of 40,000.
    expect(stdout).toContain("It holds until the demand is +11.1 %; then paris, when frankfurt is down.");
    expect(stdout).toContain(
      "The fullest is paris, when frankfurt is down: 90 %; now it is paris, when frankfurt is down: 78.8 %.",
    );
    expect(stdout).toContain(
      `- Way back: npx cdktf-hybrid-kubernetes plan-routing --back --out ${out} && npx cdktf synth, then deploy; most resolvers follow within 60 seconds, nearly all within 16 minutes.`,
    );
    expectSchema("routing-plan", read(out));
    expect(read(out).policy.countries.DE).toEqual({ serveFrom: ["frankfurt", "paris"], percent: 40 });
  });

  test("has a policy for the example that its analysis accepts, and refuses what is far above it", async () => {
    const out = fresh();
    await planned("-o", out);
    const committed = join(__dirname, "../../examples/video-platform/routing-plan.json");
    if (process.env.UPDATE_GOLDEN === "1") copyFileSync(out, committed);
    expect(readFileSync(committed, "utf8")).toBe(readFileSync(out, "utf8"));
    const routing = plannedRouting(read(out)) as PlatformRouting;
    const { planned: program } = jest.requireActual("../../examples/video-platform/planned");
    expect(program.routing).toEqual({ ...production.routing, ...routing });
    const synthesized = (next: PlatformRouting) => {
      const app = new App({ outdir: mkdtempSync(join(scratch, "out-")) });
      new HybridPlatform(app, "production", { ...production, routing: { ...production.routing, ...next } });
      app.synth();
    };
    expect(() => synthesized(routing)).not.toThrow();
    // The analysis knows no headroom: at 54 % more than 40,000 come, and more than the rule allows at one place.
    const DE = { serveFrom: ["frankfurt", "paris"], percent: 54 };
    expect(refusalOf(() => synthesized({ countries: { ...routing.countries, DE } }))).toHaveLength(4);
  });

  test("leaves a file alone that has the same policies, and says with --check when it has others", async () => {
    const out = fresh();
    expect(await planned("-o", out, "--check")).toMatchObject({
      status: 2,
      stderr: `error: ${out}: there is no such file: run "plan-routing" without --check\n`,
    });
    await planned("-o", out);
    const plan = read(out);
    const { DE, ...others } = plan.policy.countries;
    writeFileSync(out, JSON.stringify({ ...plan, inputs: [], policy: { countries: { ...others, DE } } }));
    const before = readFileSync(out, "utf8");
    expect(await planned("-o", out, "--check")).toMatchObject({ status: 0, stderr: "" });
    expect((await planned("-o", out)).status).toBe(0);
    expect(readFileSync(out, "utf8")).toBe(before);
    writeFileSync(out, JSON.stringify({ ...plan, policy: { countries: { ...others, DE: { ...DE, percent: 39 } } } }));
    expect(await planned("-o", out, "--check")).toMatchObject({
      status: 2,
      stderr: `error: ${out}: another plan is better now: run "plan-routing" without --check\n`,
    });
    expect(read(out).policy.countries.DE.percent).toBe(39);
  });

  test("writes the same bytes each time", async () => {
    const [one, other] = [fresh(), fresh()];
    await planned("-o", one);
    await planned("-o", other);
    expect(readFileSync(one, "utf8")).toBe(readFileSync(other, "utf8"));
    expect(readFileSync(one, "utf8")).not.toContain(folder);
  });

  test("takes what is known beside the program from a file, over what the program knows", async () => {
    const planning = {
      version: 1,
      services: { video: { demand: { FR: 6, DE: 8 } } },
      units: { video: "Gbit/s" },
      dataCenters: { paris: { capacity: { video: 10 } }, frankfurt: { capacity: { video: 10 }, headroom: 0 } },
      lastResort: { targetUtilization: 0.6 },
      // Germany's failover to Paris would fill Paris before the last resort.
      limits: { fewerDataCenters: true },
      rules: { SG: { frozen: true } },
      prices: { currency: "EUR", lastResort: { video: 100 } },
    };
    expectSchema("planning", planning);
    const { stdout, stderr } = await planned("-o", fresh(), "--planning", fresh(planning));
    expect(stderr).toBe("");
    // While Frankfurt is down, Germany's 8 are at the last resort; nodes that run for 59 % of them take 4.72 / 0.6.
    expect(stdout).toContain(
      "at 41 %: the last resort is asked for 8 while frankfurt is down, and takes 7.87 Gbit/s, before new nodes are there",
    );
    expect(stdout).not.toContain("targetUtilization");
    expect(stdout).toMatch(
      /Saving each month: EUR 0 to -?\d+ after this step, 0 to -?\d+ at the target: 0 where nodes do not scale in\./,
    );
    const { plan, places } = await asJson("--planning", fresh(planning));
    expect(plan.inputs.map(({ name }: { name: string }) => name)).toEqual([
      "routing-facts.json of production-dns",
      "planning.json",
    ]);
    expect(places.find(({ place }: { place: string }) => place === "SG").reason).toEqual({ kind: "frozen" });
  });

  test("says how much any routing can bring at most where planning.json asks for it, in the unit of the target", async () => {
    const out = fresh();
    const planning = { version: 1, bound: true };
    expectSchema("planning", planning);
    const { stdout, stderr } = await planned("-o", out, "--planning", fresh(planning));
    expect(stderr).toBe("");
    // Of Germany's 30,000 the 12,000 that are left in Paris beside France, of its 36,000: with France and Singapore 45,000 of 63,000.
    expect(linesOf(stdout)[1]).toBe(
      "Under the same failures, limits and rules no routing serves more than 71.4 % of all demand in data centres; the target has 71.4 %.",
    );
    expect(read(out).bound.atHome).toBeCloseTo(45 / 63, 4);
    expect(read(out).bound.atHome).toBeGreaterThanOrEqual(read(out).atHome.target);
    expectSchema("routing-plan", read(out));
    const answer = await asJson("--planning", fresh(planning));
    expectSchema("plan-routing", answer);
    expect(answer.plan.bound).toEqual(read(out).bound);
    await planned("-o", out);
    expect((await asJson()).plan.bound).toBeUndefined();
  });

  test("says in words that the solver is not installed, and plans without it", async () => {
    jest.doMock("highs", () => {
      throw new Error("Cannot find module 'highs'");
    });
    try {
      const out = fresh();
      const { status, stdout } = await planned("-o", out, "--planning", fresh({ version: 1, bound: true }));
      expect(status).toBe(0);
      expect(linesOf(stdout)[1]).toBe(
        "How much any routing can bring at most is not known: the optional package highs is not installed: npm install highs.",
      );
      expect(read(out).bound).toEqual({ unknown: "the optional package highs is not installed: npm install highs" });
      expectSchema("routing-plan", read(out));
      expect(read(out).policy.countries.DE.percent).toBe(40);
    } finally {
      jest.dontMock("highs");
    }
  });

  test("keeps the data centres that stand behind a country, unless fewer are allowed", async () => {
    const fewer = { version: 1, limits: { fewerDataCenters: true } };
    expectSchema("planning", fewer);
    const { plan } = await asJson("--planning", fresh(fewer));
    // Alone in Frankfurt there is room for all of Germany; then nobody takes over but the last resort.
    expect(plan.target.countries.DE).toEqual({ serveFrom: ["frankfurt"] });
    expect((await asJson()).plan.target.countries.DE).toEqual({ serveFrom: ["frankfurt", "paris"], percent: 40 });
  });

  test("says what stops the next step, and what would help where none moves anybody", async () => {
    const linesWith = async (planning: object) => {
      const file = fresh({ version: 1, ...planning });
      const out = fresh();
      const { stdout } = await planned("-o", out, "--planning", file);
      expectSchema("plan-routing", await asJson("--planning", file));
      return linesOf(stdout).filter((line) => line.startsWith("DE"));
    };
    expect(await linesWith({ limits: { largestStep: 0.02 } })).toEqual([
      expect.stringMatching(
        / {2}the next steps: a step moves at most 2 % of all requests; then at 41 %: paris is asked for 36,300 while frankfurt is down, /,
      ),
    ]);
    // One percent of 30,000 of 63,000.
    expect(await linesWith({ limits: { largestStep: 0.001 } })).toEqual([
      expect.stringMatching(
        / {2}no safe step leads there: one percent of its users is more than limits\.largestStep, 0\.001, lets move: with 0\.0048 it would$/,
      ),
    ]);
    expect(await linesWith({ limits: { largestStepOfCapacity: 0.05 } })).toEqual([
      expect.stringMatching(
        / {2}the next steps: a step may ask frankfurt for 9,500 requests\/s at most \(limits\.largestStepOfCapacity\); then /,
      ),
    ]);
    expect(await linesWith({ dataCenters: { frankfurt: { servedWell: { requests: 7_000 } } } })).toEqual([
      expect.stringMatching(
        / {2}the next steps: a step may ask frankfurt for 8,750 requests\/s at most, 1\.25 times what it has served well; then /,
      ),
    ]);
  });

  test("says which failures the plan covers, and refuses a set without a name", async () => {
    const covered = async (planning: object, ...args: string[]) => {
      const file = fresh({ version: 1, ...planning });
      const { stdout } = await planned("--planning", file, "-o", fresh(), ...args);
      return linesOf(stdout).filter((line) => line.startsWith("- Covered: "));
    };
    expect(await covered({})).toEqual(["- Covered: each data centre down by itself."]);
    expect(await covered({ dataCenters: { singapore: { drain: true } } })).toEqual([
      "- Covered: each data centre down by itself, but for those that are drained.",
    ]);
    expect(await covered({ failures: [["paris"], ["paris", "frankfurt"], ["last-resort"]] })).toEqual([
      "- Covered: paris down; paris and frankfurt down together; the last resort down.",
    ]);
    expect(await covered({ failures: [] })).toEqual(["- Covered: no failure: failures is empty."]);
    expect(await covered({}, "--without", "paris,frankfurt,singapore")).toEqual([
      "- Covered: no failure: there is no data centre that serves.",
    ]);
    const file = fresh({ version: 1, failures: [["paris"], []] });
    const { status, stderr } = await planned("--planning", file, "-o", fresh());
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining(
        `${file}.failures.1: got [], expected at least one name of what is down; no sets at all, [], plan for no failure`,
      ),
    ]);
  });

  test("refuses a data centre whose capacity nobody knows, which would be emptied", async () => {
    const { status, stderr } = await planRoutingCommandLine(unsaid, "-o", fresh());
    expect([status, linesOf(stderr)]).toEqual([
      1,
      [
        "error: plan-routing: dataCenters.singapore: how much it can take is not known: configure its requestsPerSecond, or its capacity in --planning",
      ],
    ]);
    const file = fresh({ version: 1, dataCenters: { singapore: { capacity: { requests: 20_000 } } } });
    const { stdout } = await planRoutingCommandLine(unsaid, "-o", fresh(), "--planning", file);
    expect(stdout).toMatch(/^This step changes 1 place: DE\./);
    const drained = fresh({ version: 1, dataCenters: { singapore: { drain: true } } });
    expect((await planRoutingCommandLine(unsaid, "-o", fresh(), "--planning", drained)).status).toBe(0);
  });

  test("says in words that a site takes nothing, and not how many times as much that is", async () => {
    const file = fresh({ version: 1, dataCenters: { singapore: { capacity: { requests: 0 } } } });
    const { stdout } = await planned("--planning", file, "-o", fresh());
    expect(stdout).not.toContain("Infinity");
    expect(stdout).toMatch(/now it is singapore, when all is well: it can take nothing\.$/m);
  });

  test("says why nobody gets more where nothing changes", async () => {
    const file = fresh({ version: 1, rules: { DE: { frozen: true }, SG: { frozen: true } } });
    const frozen = linesOf((await planned("--planning", file, "-o", fresh())).stdout);
    expect(frozen[0]).toBe(
      "Nothing changes: every place that could get more is frozen. Data centres serve 64.3 % of all demand.",
    );
    const rows = frozen.slice(1, 6).map((line) => line.split(/ {2,}/));
    expect([rows[0], ...rows.slice(2)]).toEqual([
      ["Place", "Now", "Why no more"],
      ["DE", "25 % frankfurt → paris", "it stays as it is"],
      ["SG", "100 % singapore", "it stays as it is"],
      ["1 place more stays as now."],
    ]);
    const full = fresh({ version: 1, dataCenters: { paris: { capacity: { requests: 35_000 } } } });
    const [summary, ...lines] = linesOf((await planned("--planning", full, "-o", fresh())).stdout);
    expect(summary).toMatch(/^Nothing changes: within the limits no routing is better by more than a change costs\. /);
    expect(lines.find((line) => line.startsWith("DE"))).toMatch(
      /^DE {2,}25 % frankfurt → paris {2,}at 26 %: paris is /,
    );
  });

  test("says who takes over where another data centre does", async () => {
    const file = fresh({ version: 1, rules: { DE: { allowed: ["frankfurt"] } } });
    expect((await planned("--planning", file, "-o", fresh())).stdout).toContain(
      "\nWho takes over in a failure changes: DE from paris to the last resort.\n",
    );
    expect((await planned("-o", fresh())).stdout).not.toContain("Who takes over");
  });

  test("says how little data centres serve on the way where a country changes its data centre", async () => {
    const latency = {
      FR: { paris: 10, frankfurt: 20, "last-resort": 30 },
      DE: { paris: 30, frankfurt: 10, "last-resort": 30 },
      SG: { singapore: 10, "last-resort": 30 },
    };
    // France has to leave Paris for Frankfurt: 24,000 of 63,000 leave by parts and come back by parts.
    const planning = { version: 1, latency, limits: { largestStep: 0.2 }, rules: { FR: { allowed: ["frankfurt"] } } };
    const first = linesOf((await planned("--planning", fresh(planning), "-o", fresh())).stdout)[0];
    expect(first).toMatch(
      / On the way it is [\d.]+ % at least: meanwhile the last resort serves users of places that leave a data centre\.$/,
    );
  });

  test("refuses what is deployed and the target in planning.json, which it knows itself", async () => {
    const file = fresh({ version: 1, current: {}, target: {} });
    expect(linesOf((await planned("--planning", file, "-o", fresh())).stderr)).toEqual([
      `error: plan-routing: ${file}.current: is what was synthesized: configure the routing in the program`,
      `plan-routing: ${file}.target: is planned: bound it by rules and limits`,
    ]);
  });

  test("names the file that holds no plan", async () => {
    const out = fresh({});
    const { status, stderr } = await planned("-o", out);
    expect([status, stderr]).toEqual([1, expect.stringContaining(`${out}.version: got nothing, expected 1`)]);
    expect(read(out)).toEqual({});
  });

  test("counts steps that what is served well limits on the condition that each is", async () => {
    const steps = async (planning: object) => {
      const file = fresh({ version: 1, limits: { largestStep: 0.03 }, ...planning });
      return linesOf((await planned("--planning", file, "-o", fresh())).stdout)[0];
    };
    // A step of 3 % of 63,000 is 6 of a hundred of 30,000: 31, 37 and 40 %.
    expect(await steps({})).toMatch(/ at the target, in 3 steps\.$/);
    expect(await steps({ dataCenters: { paris: { servedWell: { requests: 30_000 } } } })).toMatch(
      / at the target, in 3 steps if each step is served well\.$/,
    );
  });

  test("names what it refuses by the file that says it", async () => {
    const file = fresh({ version: 1, limits: { largestStep: 25 }, failures: [["pari"]] });
    const { stderr } = await planned("-o", fresh(), "--planning", file);
    expect(linesOf(stderr)).toEqual([
      `error: plan-routing: ${file}.failures.0.0: got "pari", expected frankfurt, paris, singapore, last-resort`,
      `plan-routing: ${file}.limits.largestStep: got 25, expected a share, more than 0 and up to 1`,
    ]);
  });

  test("calls what a plan costs a cost", async () => {
    // Paris is too full with 30 % less than France asks for, so users of Germany leave.
    const planning = {
      version: 1,
      dataCenters: { paris: { capacity: { requests: 20_000 } } },
      prices: { currency: "EUR", lastResort: { requests: 2 } },
      limits: { largestStep: 1, largestStepOfCapacity: 1 },
    };
    const { stdout } = await planned("-o", fresh(), "--planning", fresh(planning));
    expect(stdout).toMatch(
      /^Each month: a cost of EUR 0 to [\d,]+ after this step, a cost of EUR 0 to [\d,]+ at the target: 0 where the number of nodes stays\.$/m,
    );
    expect(stdout).not.toContain("EUR 0 to -");
    const { saving } = (await asJson("--planning", fresh(planning))).plan;
    expect(saving.next).toEqual({ least: expect.any(Number), most: 0 });
    expect(saving.next.least).toBeLessThan(0);
  });

  test("counts what is saved by the unit", async () => {
    const planning = fresh({ version: 1, prices: { currency: "EUR", lastResort: { requests: 2 } } });
    // Fifteen points of 30,000 requests per second, at 2 each.
    expect((await planned("-o", fresh(), "--planning", planning)).stdout).toContain(
      "Saving each month: EUR 0 to 9,000 after this step, 0 to 9,000 at the target",
    );
  });

  test.each([
    [["--without", "frankfurt"], "without frankfurt", 0.714],
    // 60.5 % of 81,900: Singapore's 11,700, France's 31,200, and of Germany's 39,000 17 %.
    [["--demand", "x1.3"], "with the demand x1.3", 0.605],
    [["--with", "marseille:40000@43.3,5.4"], "with marseille:40000@43.3,5.4", 1],
  ])("says what would be with %p, and writes nothing", async (args, asked, ifSo) => {
    const out = fresh();
    const { status, stdout } = await planned("-o", out, ...args);
    expect(status).toBe(0);
    expect(linesOf(stdout)[0]).toBe(
      `What if: ${asked}. In data centres at the target: ${Math.round(ifSo * 1000) / 10} %; as it is 71.4 %.`,
    );
    expect(() => read(out)).toThrow("ENOENT");
    const answer = await asJson(...args);
    expectSchema("plan-routing", answer);
    expect(answer.whatIf.asked).toBe(asked);
    expect(answer.whatIf.atHome.ifSo).toBeCloseTo(ifSo, 3);
    // What is written nowhere needs no way back.
    expect(stdout).not.toContain("Way back");
  });

  test("says what a data centre more would save, as a range, in words and for programs", async () => {
    const prices = { currency: "EUR", lastResort: { requests: 2 } };
    const args = ["--with", "marseille:40000@43.3,5.4", "--planning", fresh({ version: 1, prices })];
    // All 63,000 are at home then, and 45,000 are without it.
    expect(linesOf((await planned("-o", fresh(), ...args)).stdout)[0]).toContain(
      "It saves EUR 0 to 36,000 a month: nothing, where nodes do not scale in.",
    );
    const answer = await asJson(...args);
    expectSchema("plan-routing", answer);
    expect(answer.whatIf.saving).toEqual({ currency: "EUR", least: 0, most: 36_000 });
  });

  test("is JSON for programs, and Markdown for a pull request", async () => {
    const answer = await asJson();
    expectSchema("plan-routing", answer);
    expect(answer).toMatchObject({ stack: "production-dns", hostNames: ["api.example.com", "video.example.com"] });
    expect((await planned("-o", fresh(), "--format", "markdown")).stdout).toMatch(/^\| Place *\| Now/m);
  });

  test("goes on to the target of the plan before, unless a data centre of it is gone", async () => {
    const out = fresh();
    await planned("-o", out, "--planning", fresh({ version: 1, limits: { largestStep: 0.02 } }));
    const first = read(out);
    expect(first.policy.countries.DE.percent).toBeLessThan(first.target.countries.DE.percent);
    writeFileSync(out, JSON.stringify({ ...first, target: { countries: { DE: { serveFrom: ["madrid"] } } } }));
    expect((await planned("-o", out)).status).toBe(0);
    expect(read(out).target.countries.DE.serveFrom).toEqual(["frankfurt", "paris"]);
  });

  test("goes on without a data centre that is gone, for all other places to the same target", async () => {
    const out = fresh();
    await planned("-o", out, "--planning", fresh({ version: 1, limits: { largestStep: 0.02 } }));
    const first = read(out);
    const { DE, FR } = first.target.countries;
    // Not where a plan from scratch leads: that is 40 %.
    const target = {
      countries: {
        DE: { ...DE, percent: 39 },
        FR,
        SG: { serveFrom: [["madrid", "singapore"], "lisbon"] },
        ES: { serveFrom: ["madrid"] },
      },
      continents: { EU: { serveFrom: "last-resort" } },
    };
    expect(targetOf({ ...first, target, dataTo: undefined }, ["paris", "frankfurt", "singapore"], {})).toEqual({
      target: {
        countries: { DE: { ...DE, percent: 39 }, FR, SG: { serveFrom: ["singapore"] } },
        continents: target.continents,
      },
      gone: ["madrid", "lisbon"],
    });
    // Of Spain nothing is left: its route is the one that is deployed, where there is one.
    const ES = { serveFrom: ["paris"], percent: 3 };
    const deployed = { countries: { ES }, subdivisions: {} };
    const led = targetOf({ ...first, target, dataTo: undefined }, ["paris", "frankfurt", "singapore"], deployed);
    expect(led?.target.countries).toMatchObject({ ES, DE: { percent: 39 } });
    const before = [{ countries: { DE: { serveFrom: ["madrid"] } } }, first.before[0]];
    writeFileSync(
      out,
      JSON.stringify({
        ...first,
        before,
        target: { countries: { ...first.target.countries, DE: { ...DE, percent: 39 }, SG: target.countries.SG } },
      }),
    );
    const few = fresh({ version: 1, limits: { leastGain: 0.02 } });
    const asWritten = read(out);
    const json = JSON.parse((await planned("-o", out, "--planning", few, "--json")).stdout);
    expectSchema("plan-routing", json);
    expect(json.gone).toEqual(["madrid", "lisbon"]);
    writeFileSync(out, JSON.stringify(asWritten));
    const { stdout } = await planned("-o", out, "--planning", few);
    expect(read(out).target.countries.DE.percent).toBe(39);
    expect(stdout).toContain(
      "- Gone: madrid, lisbon. The target of the plan before goes on without it, and is planned anew where nothing else was left.",
    );
    expect(stdout).not.toContain("to go back to");
    // The deployed policy is that of `before`, and nothing is known of the time before that.
    expect(read(out).before).toEqual([first.before[0]]);
  });

  test("keeps what was deployed before where the deployed policy was written by hand since, but no policy with a data centre that is gone", async () => {
    const out = fresh();
    await planned("-o", out);
    const first = read(out);
    const earlier = { countries: { ...first.policy.countries, DE: { serveFrom: ["frankfurt"], percent: 7 } } };
    const gone = { countries: { ...first.policy.countries, DE: { serveFrom: ["madrid"] } } };
    writeFileSync(out, JSON.stringify({ ...first, policy: earlier, before: [earlier, gone] }));
    const { stdout } = await planned("-o", out);
    expect(read(out).before).toEqual([first.before[0], earlier]);
    expect(stdout).toContain("- Gone: one policy to go back to, with a data centre that the program does not have.");
  });

  test("knows the newest data of the plan before, in whatever order its inputs are", () => {
    const to = ["2026-11-26T10:00:00Z", "2026-11-27T09:00:00Z", undefined, "2026-10-27T23:00:00Z"];
    const out = fresh({ version: 1, policy: {}, target: {}, inputs: to.map((time) => ({ name: "a", to: time })) });
    expect(readPlan(out)?.dataTo).toBe("2026-11-27T09:00:00Z");
    expect(readPlan(fresh({ version: 1, policy: {}, target: {} }))?.dataTo).toBeUndefined();
  });

  test("a data centre that would be there could fail as well", () => {
    const options = {
      services: { requests: { demand: { FR: 1 } } },
      dataCenters: { paris: { capacity: { requests: 1 } } },
    };
    const asked = { with: ["lyon:10@45,4"] };
    expect(optionsIf({ ...options, failures: [["paris"]] }, asked).failures).toEqual([["paris"], ["lyon"]]);
    // By default each is one.
    expect(optionsIf(options, asked)).not.toHaveProperty("failures");
    expect(optionsIf(options, asked).dataCenters.lyon?.capacity).toEqual({ requests: 10 });
  });

  test("does not go back to a data centre that is gone", async () => {
    const out = fresh();
    await planned("-o", out);
    const file = { ...read(out), before: [{ countries: { DE: { serveFrom: ["madrid"] } } }] };
    writeFileSync(out, JSON.stringify(file));
    const { status, stderr } = await planned("-o", out, "--back");
    expect([status, stderr]).toEqual([
      1,
      `error: plan-routing: --back: what ${out} has as deployed before its step names madrid, which the program does not have: replace the name in the file where it has a new one, or keep the data centre until no route names it\n`,
    ]);
    expect(read(out)).toEqual(file);
    // Nothing was synthesized: then the file alone counts.
    expect((await planRoutingCommandLine(scratch, "-o", out, "--back")).status).toBe(0);
    expect(read(out).policy).toEqual(file.before[0]);
  });

  test.each([
    [
      small,
      [],
      ["services: nobody said how many requests there are: configure analysis.demand, or services in --planning"],
    ],
    [
      twoPolicies,
      [],
      [
        "routing: there are several policies, and one is planned at a time: platform of api.example.com; service-video of video.example.com",
      ],
    ],
    [folder, ["--stack", "gone"], ['--stack: got "gone", expected a stack with a routing: "production-dns"']],
    [folder, ["--planning", "gone.json"], ["--planning: gone.json cannot be read"]],
    [
      folder,
      ["--demand", "1.3", "--without", "pariss", "--with", "x"],
      [
        '--demand: got "1.3", expected how many times as much: x1.3',
        '--without: got "pariss", expected a data centre: frankfurt, paris, singapore',
        '--with: got "x", expected a name, what it takes and where it stands: marseille:40000@43.3,5.4',
      ],
    ],
    [folder, ["--with", "paris:1@48.9,2.4"], ['--with: got "paris", expected a name that no data centre has']],
  ])("refuses in words: %#", async (from, args, lines) => {
    const { status, stdout, stderr } = await planRoutingCommandLine(from, "-o", fresh(), ...args);
    expect([status, stdout]).toEqual([1, ""]);
    expect(linesOf(stderr)).toEqual(lines.map((line, index) => `${index === 0 ? "error: " : ""}plan-routing: ${line}`));
  });

  test.each([
    [{ version: 2 }, ".version: got 2, expected 1"],
    [[], ": got [], expected an object: docs/schemas/planning.schema.json"],
    [{ version: 1, units: { video: 1 } }, ".units.video: got 1, expected a text"],
    [{ version: 1, prices: {} }, ".prices: got {}, expected what one more unit at the last resort costs each month"],
    [{ version: 1, limit: {} }, ".json.limit: is not a property of RoutingPlanOptions: did you mean limits?"],
    [
      { version: 1, dataCenters: { paris: { capacity: { video: 1 } } } },
      '.json.dataCenters.paris.capacity.video: got "video", expected a service: requests',
    ],
  ])("refuses a file with %j", async (content, words) => {
    const { status, stderr } = await planned("-o", fresh(), "--planning", fresh(content));
    expect(status).toBe(1);
    expect(stderr).toContain(words);
  });

  test("refuses a file of another kind, and never writes over it", async () => {
    const out = fresh({ version: 1, policy: [] });
    expect(await planned("-o", out)).toMatchObject({ status: 1 });
    expect(read(out)).toEqual({ version: 1, policy: [] });
  });

  test("goes back to what was deployed before each step, one after the other, and never forward again", async () => {
    const out = fresh();
    await planned("-o", out);
    const first = read(out);
    expect(first.before).toEqual([{ countries: first.before[0].countries }]);
    expect(first.before[0].countries.DE.percent).toBe(25);
    expectSchema("routing-plan", first);
    // The file again, before it is deployed, has the same way back.
    writeFileSync(out, JSON.stringify({ ...first, target: first.before[0] }));
    await planned("-o", out);
    expect(read(out).before).toEqual(first.before);
    // As a further step would have it.
    const worse = { countries: { ...first.policy.countries, SG: { serveFrom: ["paris"] } } };
    writeFileSync(out, JSON.stringify({ ...first, policy: worse, before: [first.policy, ...first.before] }));
    expect(await planned("-o", out, "--back")).toMatchObject({ status: 0, stderr: "" });
    expect(read(out)).toMatchObject({ policy: first.policy, target: first.policy, before: first.before });
    expectSchema("routing-plan", read(out));
    await planned("-o", out, "--back");
    expect(read(out)).toMatchObject({ policy: first.before[0] });
    const { status, stderr } = await planned("-o", out, "--back");
    expect([status, stderr]).toEqual([1, expect.stringContaining("take an earlier commit of it, or delete it")]);
    expect(read(out).policy).toEqual(first.before[0]);
    expect((await planned("-o", fresh(), "--back")).stderr).toContain("cannot be read");
  });

  test.each([
    [{ prices: { currency: "EUR", lastResort: { request: 2 } } }, ".prices.lastResort.request: got"],
    [{ prices: { currency: "EUR", lastResort: { requests: null } } }, ".prices.lastResort.requests: got null"],
    [{ prices: { currency: "EUR", lastResort: { requests: "2" } } }, '.prices.lastResort.requests: got "2"'],
    [{ prices: { currency: "EUR", lastResort: {}, home: 1 } }, ".prices.home: got 1"],
    [{ units: { video: "Gbit/s" } }, '.units.video: got "video", expected a service: "requests"'],
  ])("refuses settings that name nothing: %j", async (settings, words) => {
    const { status, stderr } = await planned("-o", fresh(), "--planning", fresh({ version: 1, ...settings }));
    expect([status, stderr]).toEqual([1, expect.stringContaining(words)]);
  });

  test.each([
    [["--without", "paris", "--check"], '--check: is about a step, and "without paris" asks what would be'],
    [["--with", "lyon:1@45,4", "--with", "lyon:9@45,4"], "--with: lyon is there twice"],
    [["--without", "paris,paris"], "--without: paris is there twice"],
    [["--with", "last-resort:1@45,4"], 'dataCenters.last-resort: got "last-resort", expected another name'],
    // A variable of a job that is empty must not end in the plan as it is.
    [["--without", ""], '--without: got "", expected a data centre: frankfurt, paris, singapore'],
    [["--demand", ""], '--demand: got "", expected how many times as much: x1.3'],
    [["--with", ""], '--with: got "", expected a name, what it takes and where it stands'],
    [["--now", "2026-02-30T00:00Z"], '--now: got "2026-02-30T00:00Z", expected a time in UTC'],
    [["--observed", "some.json"], "--observed: is about the hour of --after"],
    [["--deployed", "2026-11-27T17:00Z"], "--deployed: is about the hour of --after"],
    [["--back", "--check"], "--back: plans nothing: leave --check out"],
    [["--back", "--json"], "--back: plans nothing, and has no JSON"],
  ])("refuses what says nothing together: %j", async (args, words) => {
    const { status, stderr } = await planned("-o", fresh(), ...args);
    expect([status, stderr]).toEqual([1, expect.stringContaining(words)]);
  });

  test("refuses a file that cannot be written, in words", async () => {
    const { status, stderr } = await planned("-o", join(scratch, "nowhere", "plan.json"));
    expect([status, stderr]).toEqual([
      1,
      `error: plan-routing: --out: there is no folder ${join(scratch, "nowhere")}\n`,
    ]);
  });

  test("has the margin of now and the saving for programs, too", async () => {
    const prices = { currency: "EUR", lastResort: { requests: 2 } };
    const out = fresh();
    const answer = await planned("-o", out, "--json", "--planning", fresh({ version: 1, prices }));
    expectSchema("plan-routing", JSON.parse(answer.stdout));
    const { plan } = JSON.parse(answer.stdout);
    // Paris takes 24,000 of France and 7,500 of Germany while Frankfurt is down, of 40,000.
    expect(plan.margin.now.growth).toBeCloseTo(40_000 / 31_500 - 1, 9);
    // 15 % of 30,000 more.
    const range = { least: 0, most: 9_000 };
    expect(plan.saving).toEqual({ currency: "EUR", next: range, target: range });
    expectSchema("routing-plan", read(out));
    expect(read(out).saving).toEqual(plan.saving);
    expect((await asJson()).plan.saving).toBeUndefined();
  });
});
