import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { byHand } from "../../examples/automatic-routing/by-hand";
import { platformWith } from "../../examples/automatic-routing/platform";
import { HybridPlatform } from "../../index";
import { plannedRouting } from "../../lib/planning";
import { outputFolder, planRoutingCommandLine } from "../support/command-line";
import { stacksOfExample } from "../support/examples";
import { expectGolden } from "../support/golden";
import { expectSchema } from "../support/json-schema";
import { addressesOf, synthesize } from "../support/synthesize";

const EXAMPLE = join(__dirname, "..", "..", "examples", "automatic-routing");
const PLAN = join(EXAMPLE, "routing-plan.json");
const PLANNING = join(EXAMPLE, "planning.json");

const plan = () => JSON.parse(readFileSync(PLAN, "utf8"));

const before = outputFolder((app) => new HybridPlatform(app, "production", platformWith(byHand)));
const scratch = mkdtempSync(join(tmpdir(), "automatic-routing-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Plans on from the routing that is written by hand: what the example's first pull request brought. */
const planned = (...args: string[]) => planRoutingCommandLine(before, "--planning", PLANNING, ...args);

describe("the example automatic-routing", () => {
  test("has the plan that the command writes now, to the byte", async () => {
    const out = join(scratch, "routing-plan.json");
    const { status, stderr } = await planned("-o", out);
    expect([status, stderr]).toEqual([0, ""]);
    if (process.env.UPDATE_GOLDEN === "1") copyFileSync(out, PLAN);
    expect(readFileSync(PLAN, "utf8")).toBe(readFileSync(out, "utf8"));
  });

  test("has files of their schemas", async () => {
    expectSchema("planning", JSON.parse(readFileSync(PLANNING, "utf8")));
    expectSchema("routing-plan", plan());
  });

  test("has a target that its analysis accepts too", async () => {
    const target = plannedRouting({ ...plan(), policy: plan().target });
    const synthesized = () => synthesize((app) => new HybridPlatform(app, "production", platformWith(target)));
    expect(synthesized).not.toThrow();
  });

  test("has a sentence about who moves, worst place and failure, margin, saving, what is assumed and the way back", async () => {
    const lines = (await planned("--check", "-o", PLAN)).stdout.split("\n");
    const one = (start: RegExp) => lines.filter((line) => start.test(line));
    expect(one(/^This step changes \d+ places: [A-Z]{2}/)).toHaveLength(1);
    expect(one(/^Place +Now +This step +Target +Why no more$/)).toHaveLength(1);
    expect(
      one(/^The fullest is [a-z-]+, when [a-z-]+( and [a-z-]+)? (is|are) down: [\d.]+ %; now it is [a-z-]+, when/),
    ).toHaveLength(1);
    expect(one(/^It holds until the demand is \+[\d.]+ %; then [a-z-]+, when/)).toHaveLength(1);
    expect(one(/^Saving each month: EUR 0 to [\d,]+ after this step, 0 to [\d,]+ at the target/)).toHaveLength(1);
    expect(one(/^- Assumed: /).length).toBeGreaterThan(1);
    expect(one(/^- Way back: /)).toHaveLength(1);
  });

  test("keeps the address of every resource", async () => {
    const lines = Object.entries(stacksOfExample("automatic-routing/main")).flatMap(([name, stack]) => [
      name,
      ...addressesOf(stack).map((address) => `  ${address}`),
    ]);
    expectGolden("automatic-routing.addresses.txt", `${lines.join("\n")}\n`);
  });
});
