import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { markdownTable } from "../lib/core/markdown-table";
import { Loads } from "../lib/planning/loads";
import { worldOf } from "../lib/planning/make-world";
import { Rows } from "../lib/planning/rows";
import { totalOf } from "../lib/planning/score";
import { bestPolicy, MOVES } from "../lib/planning/search";
import { loadHighs } from "../lib/planning/solver";
import { startsBy } from "../lib/planning/starts";
import { BY_LAST_RESORT, type Served, type World } from "../lib/planning/world";
import { type AtOnce, largeWorld } from "../test/planning/large-world";

/**
 * How good plans are, of worlds with a limit of what the last resort takes at once:
 *
 *     npm run plans -- moves            what each move of the search brings, in twenty worlds
 *     npm run plans -- best --update    the best known answers of ten worlds, by any method, in test/planning/best-known.json
 */
const FILE = join(__dirname, "..", "test", "planning", "best-known.json");

/** The best known answer of a world: what it brings is written as `totalOf` has it, from nothing that is deployed. */
export interface BestKnown {
  readonly seed: number;
  readonly atOnce: AtOnce;
  /** Of the world's demand and capacities: another world has another best. */
  readonly hash: string;
  readonly value: number;
  /** Which method found it. */
  readonly method: string;
}

const LIMITS: readonly AtOnce[] = [
  [20_000, 0.7],
  [50_000, 0.9],
];

function optionsOf(seed: number, atOnce: AtOnce, places = 99) {
  // What a reviewer's time is worth is left out, so that answers are compared by what they bring alone.
  return { ...largeWorld(seed, atOnce), limits: { leastGain: 0, places } };
}

const hashOf = (seed: number, atOnce: AtOnce) =>
  createHash("sha256")
    .update(JSON.stringify(largeWorld(seed, atOnce)))
    .digest("hex")
    .slice(0, 16);

function known(seed: number, atOnce: AtOnce, places?: number) {
  const world = worldOf(optionsOf(seed, atOnce, places));
  return { world, rows: new Rows(world, new Loads(world, ({ now }) => now)) };
}

/** How many places of a world are planned where moves are compared: twenty worlds four times over take a minute or two then. */
const FEW = 40;

/** What is lost without each move: as a part of what is brought with all of them, in the mean of all worlds, and in the best and worst. */
function moves(): void {
  const worlds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((seed) => LIMITS.map((atOnce) => known(seed, atOnce, FEW)));
  const all = worlds.map(({ world, rows }) => totalOf(world, bestPolicy(world, rows)));
  const table = MOVES.map((move) => {
    const lost = worlds.map(({ world, rows }, index) => {
      return 100 * (1 - totalOf(world, bestPolicy(world, rows, { without: move })) / (all[index] ?? 0));
    });
    const mean = lost.reduce((sum, one) => sum + one, 0) / lost.length;
    return [move, ...[mean, Math.min(...lost), Math.max(...lost)].map((percent) => `${percent.toFixed(2)} %`)];
  });
  process.stdout.write(`${markdownTable(["Without", "Less, in the mean", "Least", "Most"], table)}\n`);
}

/** Begins again and again from the best that was found, with a part of the units at the last resort: always the same ones. */
function longSearch(world: World, rows: Rows, start: readonly Served[]): readonly Served[] {
  let found = start;
  for (let round = 0; round < ROUNDS; round++) {
    const left = found.map((served, unit) =>
      (unit * 7 + round * 3) % 5 === 0 && !world.units[unit]?.isFrozen ? BY_LAST_RESORT : served,
    );
    const again = bestPolicy(world, rows, { starts: () => [left] });
    if (totalOf(world, again) > totalOf(world, found)) found = again;
  }
  return found;
}

const ROUNDS = 3;

async function best(isUpdate: boolean): Promise<void> {
  const highs = await loadHighs();
  if (highs === undefined) throw new Error("the package highs is not installed");
  const before = JSON.parse(readFileSync(FILE, "utf8")) as readonly BestKnown[];
  const after = before.map(({ seed, atOnce, hash, value, method }): BestKnown => {
    const { world, rows } = known(seed, atOnce);
    let most: BestKnown = { seed, atOnce, hash: hashOf(seed, atOnce), value: 0, method: "" };
    if (hash === most.hash) most = { ...most, value, method };
    const consider = (name: string, policy: readonly Served[]) => {
      const found = totalOf(world, policy);
      process.stdout.write(`${seed} ${atOnce.join("/")} ${name}: ${found.toFixed(6)}, best ${most.value.toFixed(6)}\n`);
      if (found > most.value + 1e-6) most = { ...most, value: Math.round(found * 1e6) / 1e6, method: name };
      return policy;
    };
    const starts = startsBy(highs);
    consider("search", bestPolicy(world, rows));
    const planned = consider("search with a solver", bestPolicy(world, rows, { starts }));
    consider("long search", longSearch(world, rows, planned));
    return most;
  });
  if (isUpdate) writeFileSync(FILE, `${JSON.stringify(after, null, 2)}\n`);
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { update: { type: "boolean" } } });
if (positionals[0] === "moves") moves();
else if (positionals[0] === "best") best(values.update ?? false);
else throw new Error(`npm run plans: got ${positionals[0] ?? "nothing"}, expected moves, or best`);
