import type { GainRegistration, HarmKind, MeasuredHour, PlaceGain } from "../../../lib/planning";
import { gainOf } from "../../../lib/planning/gain/measure-gain";
import { busyAt, EVENING, generator, measured, type SimulatedPlace } from "./resolvers";

// What is judged here is made up, and so the truth is known: users behind 20 to 200 resolvers, which draw a side each minute; 85 % of them
// are reached; hours are like the hour before by 0.8. All of it is the same in each run of the same seed.

const DAYS = { from: "2026-11-03", to: "2026-11-09" };
const BEFORE = { from: "2026-10-20", to: "2026-10-26" };
const STEP = "2026-11-02";
const METRIC = "rum_milliseconds";

/** From few to many: with few, one resolver has a large part of the users. */
export const RESOLVERS = [20, 60, 200];

/** A country of which a fifth is moved: more would leave too much of the cloud's half that is never reached. */
export const DE: SimulatedPlace = { name: "DE", percent: 20, resolvers: 60, reach: 0.85, slower: 4 };

const COUNTRIES = "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LT LU LV MT NL NO PL PT RO SE SI".split(
  " ",
);

export const KINDS: readonly HarmKind[] = ["value", "busiest-value", "errors", "busiest-errors"];

type Sides = { readonly home: MeasuredHour[]; readonly cloud: MeasuredHour[] };

/** What is reported of places that are split in the days of the registration. */
export function halves(places: readonly SimulatedPlace[], random: () => number): readonly PlaceGain[] {
  const all: Sides = { home: [], cloud: [] };
  for (const place of places) add(all, measured(place, { from: DAYS.from, days: 7, random }));
  return reported({ step: STEP, days: DAYS, places: movedOf(places) }, all);
}

const CONTROL = { ...DE, percent: 0, resolvers: 60, errors: [0.001, 0.001] } as const;

/** What is reported of places that are moved as a whole from 0 %, next to two that do not move. */
export function stepByStep(places: readonly SimulatedPlace[], random: () => number): readonly PlaceGain[] {
  const all: Sides = { home: [], cloud: [] };
  const controls = ["AU", "NZ"].map((name) => ({ ...CONTROL, name }));
  for (const place of [...places, ...controls]) {
    // The same users before and after: only what they meet is drawn anew.
    const users = 1 + Math.floor(random() * 2 ** 30);
    add(all, measured({ ...place, percent: 0 }, { from: BEFORE.from, days: 7, random, users }));
    add(all, measured(place, { from: DAYS.from, days: 7, random, users }));
  }
  const registration = { step: STEP, days: DAYS, before: BEFORE, places: movedOf(places) };
  return reported({ ...registration, controls: controls.map(({ name }) => name) }, all);
}

function movedOf(places: readonly SimulatedPlace[]) {
  return Object.fromEntries(places.map(({ name, percent }) => [name, { percent }]));
}

function reported(registration: GainRegistration, { home, cloud }: Sides): readonly PlaceGain[] {
  return gainOf({ registration, home: { metric: METRIC, hours: home }, cloud: { metric: METRIC, hours: cloud } })
    .places;
}

function add(all: Sides, { home, cloud }: Sides): void {
  all.home.push(...home);
  all.cloud.push(...cloud);
}

/** How often an interval held the truth, as a part of those that there are. */
export type Coverage = ReadonlyMap<HarmKind, { readonly held: number; readonly intervals: number }>;

/** A place that gets slower at home and slower still in the evening, with more errors there. */
const HARMED = { slower: 4, slowerInTheEvening: 6, errors: [0.001, 0.0012] } as const;

/** Of halves, or step by step at 60 %, where those who are never reached are other users than the rest. */
export function coverageOf(
  method: "halves" | "step-by-step",
  more: Partial<SimulatedPlace>,
  { runs, seed }: { readonly runs: number; readonly seed: number },
): Coverage {
  const random = generator(seed);
  const isHalves = method === "halves";
  const usual = { ...DE, ...HARMED, ...(isHalves ? {} : { percent: 60, otherBase: 20 }) };
  const counts = new Map(KINDS.map((kind) => [kind, { held: 0, intervals: 0 }]));
  for (let run = 0; run < runs; run++) {
    const place = { ...usual, resolvers: RESOLVERS[run % RESOLVERS.length] ?? 20, ...more };
    const [found] = (isHalves ? halves : stepByStep)([place], random);
    for (const { kind, low, high } of found?.harms ?? []) {
      const truth = truthOf(kind, found?.busiestHours ?? []) * (isHalves ? 1 : (place.reach * place.percent) / 100);
      const count = counts.get(kind);
      if (count === undefined) continue;
      count.intervals++;
      if (low <= truth && truth <= high) count.held++;
    }
  }
  return counts;
}

const DAY = Array.from({ length: 24 }, (_, hour) => hour);

/** How much worse it is at home, in the hours that are judged. */
function truthOf(kind: HarmKind, busiest: readonly number[]): number {
  if (kind === "errors" || kind === "busiest-errors") return HARMED.errors[1] - HARMED.errors[0];
  const hours = kind === "value" ? DAY : busiest;
  const asked = (of: readonly number[]) => of.reduce((sum, hour) => sum + busyAt(hour), 0);
  const evening = asked(hours.filter((hour) => EVENING.includes(hour))) / asked(hours);
  return HARMED.slower + HARMED.slowerInTheEvening * evening;
}

/** 30 countries, of which the step changed nothing. */
export function unchanged(more: Partial<SimulatedPlace> = {}): readonly SimulatedPlace[] {
  return COUNTRIES.map((name, index): SimulatedPlace => {
    const resolvers = RESOLVERS[index % RESOLVERS.length] ?? 20;
    return { ...DE, name, slower: 0, resolvers, errors: [0.001, 0.001], ...more };
  });
}

/** In how many runs anything of such countries is called worse. */
export function falseAlarms(
  draw: (random: () => number) => readonly PlaceGain[],
  { runs, seed }: { readonly runs: number; readonly seed: number },
): number {
  const random = generator(seed);
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    if (draw(random).some(({ verdict }) => verdict === "clearly-worse")) alarms++;
  }
  return alarms;
}

/** In how many runs the one country that gets so many milliseconds more is called worse, and in how many another one is. */
export function foundHarm(
  milliseconds: number,
  { runs, seed }: { readonly runs: number; readonly seed: number },
): { readonly found: number; readonly others: number } {
  const random = generator(seed);
  let [found, others] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const places = unchanged({ resolvers: 60 }).map((one) =>
      one.name === "IT" ? { ...one, slower: milliseconds } : one,
    );
    const worse = halves(places, random).flatMap(({ place, verdict }) => (verdict === "clearly-worse" ? place : []));
    if (worse.includes("IT")) found++;
    if (worse.some((place) => place !== "IT")) others++;
  }
  return { found, others };
}
