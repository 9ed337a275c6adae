import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BestKnown } from "../../bench/plans";
import { planRouting } from "../../lib/planning";
import { worldOf } from "../../lib/planning/make-world";
import { worthOf } from "../../lib/planning/score";
import { cases } from "../support/cases";
import { largeWorld } from "./large-world";

const BEST_KNOWN = JSON.parse(readFileSync(join(__dirname, "best-known.json"), "utf8")) as readonly BestKnown[];

/** How far a plan with a solver's help may be from the best that any method has found. */
const FROM_BEST = 0.02;

test.each(BEST_KNOWN)("the best known plan of world $seed, at once $atOnce, is of this world", (known) => {
  const world = largeWorld(known.seed, known.atOnce);
  expect(createHash("sha256").update(JSON.stringify(world)).digest("hex").slice(0, 16)).toBe(known.hash);
});

/** What is planned the fastest. */
const FAST = BEST_KNOWN.filter(({ seed, atOnce: [minNodes] }) => seed === 5 && minNodes === 20_000);

test.each(cases({ some: FAST, all: BEST_KNOWN }))(
  "the best known plan of world $seed, at once $atOnce, is hardly better than what is planned with a solver, and not above the bound",
  async ({ seed, atOnce, value }) => {
    const options = { ...largeWorld(seed, atOnce), limits: { leastGain: 0 }, bound: true };
    const { places, bound, atHome } = await planRouting(options);
    const { units, sites, ...rest } = worldOf(options);
    // What it costs to move is a tenth of what moves, from nothing that is deployed.
    const worths = places.map(({ place, target: { serveFrom, percent } }) => {
      const unit = units.find(({ name }) => name === place);
      const chain = unit?.chains.find(
        ({ tiers }) => tiers.map(([site = -1]) => sites[site]).join() === serveFrom.join(),
      );
      if (unit === undefined || chain === undefined) return 0;
      return worthOf({ units, sites, ...rest }, unit, { chain, percent }) - (0.1 * unit.weight * percent) / 100;
    });
    const brought = worths.reduce((sum, worth) => sum + worth, 0);
    expect(brought).toBeGreaterThanOrEqual(value * (1 - FROM_BEST));
    // Whoever finds more runs npm run plans -- best --update.
    expect(brought).toBeLessThanOrEqual(value * (1 + 1e-6) + 1e-6);
    expect(bound?.atHome).toBeGreaterThanOrEqual(atHome.target);
  },
);
