import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { byHand } from "../../examples/automatic-routing/by-hand";
import { dataCenters } from "../../examples/automatic-routing/data-centers";
import { demand } from "../../examples/automatic-routing/demand";
import { platformWith } from "../../examples/automatic-routing/platform";
import { HybridPlatform } from "../../index";
import { plannedRouting } from "../../lib/planning";
import type { Route, RoutingPolicy } from "../../lib/routing/routing-policy";
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

const settings = () => JSON.parse(readFileSync(PLANNING, "utf8"));

/** What a policy does with each place, counted here anew: the states of the United States are no part of the rest of it. */
type Shares = ReadonlyMap<string, { readonly order: readonly string[]; readonly rate: number; readonly text: string }>;

const ALL = Object.entries(demand).reduce((sum, [place, rate]) => sum + (place.includes("-") ? 0 : rate), 0);

function served({ countries = {}, subdivisions = {} }: RoutingPolicy): Shares {
  const states = Object.entries(demand).reduce((sum, [place, rate]) => sum + (place.includes("-") ? rate : 0), 0);
  const routes: Readonly<Record<string, Route | undefined>> = { ...countries, ...subdivisions };
  const found = Object.entries(demand).map(([place, rate]) => {
    const route = routes[place] ?? (place.includes("-") ? countries.US : undefined);
    const order = route === undefined || route.serveFrom === "last-resort" ? [] : route.serveFrom.flat();
    const part = order.length === 0 ? 0 : (route?.percent ?? 100);
    const asked = place === "US" ? rate - states : rate;
    return [
      place,
      { order, rate: (asked * part) / 100, text: part === 0 ? "" : `${part} % ${order.join(" → ")}`, asked },
    ] as const;
  });
  return new Map(found.sort(([, one], [, other]) => other.asked - one.asked));
}

const home = (shares: Shares) => [...shares.values()].reduce((sum, { rate }) => sum + rate, 0);

const percent = (part: number) => `${Math.round(part * 1000) / 10} %`;

/** The data centre that is fullest, and what is down then. */
function worst(shares: Shares) {
  let found = { part: 0, where: "", text: "" };
  for (const down of [[], ...(settings().failures as string[][])]) {
    const loads = new Map<string, number>();
    for (const { order, rate } of shares.values()) {
      const site = order.find((name) => !down.includes(name));
      if (site !== undefined) loads.set(site, (loads.get(site) ?? 0) + rate);
    }
    for (const [site, load] of loads) {
      const part = load / (Object.entries(dataCenters).find(([name]) => name === site)?.[1].requestsPerSecond ?? 0);
      if (part <= found.part) continue;
      const where = `${site}, when ${down.join(" and ")} ${down.length === 1 ? "is" : "are"} down`;
      found = { part, where: down.length === 0 ? `${site}, when all is well` : where, text: "" };
    }
  }
  return { ...found, text: `${found.where}: ${percent(found.part)}` };
}

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

  test("has one sentence who moves, the table, worst place and failure before and after, margin, saving, what is assumed, the way back", async () => {
    const lines = (await planned("--check", "-o", PLAN)).stdout.split("\n");
    const one = (start: RegExp) => {
      const found = lines.filter((line) => start.test(line));
      expect([start, found.length]).toEqual([start, 1]);
      return found[0];
    };
    const [now, next, target] = [served(byHand), served(plan().policy), served(plan().target)];
    const changed = [...next.keys()].filter((place) => now.get(place)?.text !== next.get(place)?.text);
    const who = one(/^This step changes/);
    expect(who).toContain(`This step changes ${changed.length} places: ${changed.slice(0, 6).join(", ")}`);
    const share = (of: Shares) => percent(home(of) / ALL);
    expect(who).toContain(
      `serve ${share(now)} of all demand now, ${share(next)} after it, and ${share(target)} at the target`,
    );

    one(/^Place +Now +This step +Target +Why no more$/);
    for (const place of changed) {
      const cells = [now, next, target].map((of) => of.get(place)?.text || "-");
      expect(
        one(new RegExp(`^${place} `))
          ?.split(/ {2,}/)
          .slice(0, 4),
      ).toEqual([place, ...cells]);
    }

    const [worstNow, worstNext] = [worst(now), worst(next)];
    expect(one(/^The fullest is/)).toBe(`The fullest is ${worstNext.text}; now it is ${worstNow.text}.`);
    expect(one(/^It holds until/)).toBe(
      `It holds until the demand is +${percent(1 / worstNext.part - 1)}; then ${worstNext.where}.`,
    );
    const saving = (of: Shares) => Math.round(2 * (home(of) - home(now))).toLocaleString("en-US");
    expect(one(/^Saving/)).toBe(
      `Saving each month: EUR 0 to ${saving(next)} after this step, 0 to ${saving(target)} at the target: 0 where nodes do not scale in.`,
    );
    expect(one(/^- Covered/)).toBe("- Covered: each data centre down by itself; madrid and paris down together.");
    const unproven = Object.keys(dataCenters).filter((name) => !(name in settings().dataCenters));
    expect(lines.filter((line) => line.startsWith("- Assumed"))).toEqual([
      "- Assumed: latency by distance: nothing was measured.",
      `- Assumed: ${unproven.join(", ")} can take what is configured: there is no servedWell.`,
      "- Assumed: a percentage is a share of what resolvers ask, and not of users.",
    ]);
    expect(one(/^- Way back/)).toBe(
      `- Way back: npx cdktf-hybrid-kubernetes plan-routing --back --out ${PLAN} && npx cdktf synth, then deploy; most resolvers follow within 60 seconds, nearly all within 16 minutes.`,
    );
  });

  test("keeps the address of every resource", async () => {
    const lines = Object.entries(stacksOfExample("automatic-routing/main")).flatMap(([name, stack]) => [
      name,
      ...addressesOf(stack).map((address) => `  ${address}`),
    ]);
    expectGolden("automatic-routing.addresses.txt", `${lines.join("\n")}\n`);
  });
});
