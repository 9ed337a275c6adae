import type { MeasuredHour } from "../../../lib/planning";

/** Numbers from 0 to 1 that look random, and are the same in each run: xorshift, of which all bits are good. */
export function generator(seed: number): () => number {
  let state = (seed * 2_654_435_761) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A place whose users ask by resolvers, which draw a side each time that an answer's time to live is over. */
export interface SimulatedPlace {
  readonly name: string;
  readonly percent: number;
  readonly resolvers: number;
  /** Which part of the users have resolvers that these percentages reach. The others are always served by the cloud. */
  readonly reach: number;
  /** How many milliseconds slower those are who are never reached, wherever they are served. */
  readonly otherBase?: number;
  /** How many milliseconds it is slower at home, all day, and from 17 to 21 o'clock, on top of it: four of its five busiest hours, of which the first and the last ask for as much. */
  readonly slower: number;
  readonly slowerInTheEvening?: number;
  /** The share of errors in the cloud and at home. They come in bursts of five. */
  readonly errors?: readonly [cloud: number, home: number];
}

/** When it is measured, and what is drawn. */
export interface Period {
  readonly from: string;
  readonly days: number;
  readonly random: () => number;
  /** The seed of who its users are, where they are the same in several periods. @default - drawn as all else */
  readonly users?: number;
}

const HOUR = 3_600_000;
/** With answers that live a minute. */
const DRAWS_PER_HOUR = 60;
const REQUESTS_PER_HOUR = 40_000;
const MEAN = 50;
const LIKE_THE_HOUR_BEFORE = 0.8;
export const EVENING: readonly number[] = [17, 18, 19, 20];
const BURST = 5;

/** How much a place asks for in an hour of the day, next to the mean of the day. Most at 19 o'clock. */
export function busyAt(hour: number): number {
  return 1 + 0.6 * Math.sin(((hour - 13) / 24) * 2 * Math.PI);
}

/** What both sides measure of a place from a day on, hour by hour. */
export function measured(
  { name, percent, resolvers, reach, otherBase = 0, slower, slowerInTheEvening = 0, errors }: SimulatedPlace,
  { from, days, random, users }: Period,
): { readonly home: MeasuredHour[]; readonly cloud: MeasuredHour[] } {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const counts = binomial(DRAWS_PER_HOUR, percent / 100);
  // A few resolvers have most of the users.
  const ofUsers = users === undefined ? random : generator(users);
  const sizes = scaled(Array.from({ length: resolvers }, () => (1 - ofUsers()) ** -0.7));
  const bases = Array.from({ length: resolvers }, () => 52 * (ofUsers() - 0.5));
  const noise = { both: normal(), home: normal(), cloud: normal() };
  const next = (before: number) => LIKE_THE_HOUR_BEFORE * before + Math.sqrt(1 - LIKE_THE_HOUR_BEFORE ** 2) * normal();
  const centre = bases.reduce((sum, base, index) => sum + base * (sizes[index] ?? 0), 0);
  const home: MeasuredHour[] = [];
  const cloud: MeasuredHour[] = [];
  for (let hour = 0; hour < days * 24; hour++) {
    const ofDay = hour % 24;
    const busy = busyAt(ofDay);
    noise.both = next(noise.both);
    noise.home = next(noise.home);
    noise.cloud = next(noise.cloud);
    let atHome = 0;
    let atHomeBase = 0;
    for (let index = 0; index < resolvers; index++) {
      const part = ((counts[(random() * counts.length) | 0] ?? 0) / DRAWS_PER_HOUR) * (sizes[index] ?? 0) * reach;
      atHome += part;
      atHomeBase += part * (bases[index] ?? 0);
    }
    const inCloudBase = reach * centre - atHomeBase + (1 - reach) * (centre + otherBase);
    const common = MEAN + 10 * busy + 4 * noise.both;
    const evening = EVENING.includes(ofDay) ? slowerInTheEvening : 0;
    const time = timeOf(from, hour);
    const add = (to: MeasuredHour[], share: number, value: number, rate: number | undefined) => {
      if (share <= 0) return;
      const requests = Math.max(1, Math.round(REQUESTS_PER_HOUR * busy * share));
      const failed = rate === undefined ? {} : { errors: BURST * poisson((requests * rate) / BURST, random, normal) };
      to.push({ place: name, time, requests, value, ...failed });
    };
    add(home, atHome, common + atHomeBase / (atHome || 1) + slower + evening + 2 * noise.home, errors?.[1]);
    add(cloud, 1 - atHome, common + inCloudBase / (1 - atHome || 1) + 2 * noise.cloud, errors?.[0]);
  }
  return { home, cloud };
}

const times = new Map<string, string>();

function timeOf(from: string, hour: number): string {
  const key = `${from} ${hour}`;
  const known = times.get(key);
  if (known !== undefined) return known;
  const time = `${new Date(Date.parse(`${from}T00:00Z`) + hour * HOUR).toISOString().slice(0, 13)}:00Z`;
  times.set(key, time);
  return time;
}

/** The counts of a binomial distribution, each as often as it is likely. */
function binomial(draws: number, share: number): readonly number[] {
  const TABLE = 2048;
  const table: number[] = [];
  let probability = share >= 1 ? 0 : (1 - share) ** draws;
  let sum = probability;
  let count = 0;
  for (let index = 0; index < TABLE; index++) {
    while (sum < (index + 0.5) / TABLE && count < draws) {
      if (share >= 1) count = draws;
      else {
        probability *= ((draws - count) / (count + 1)) * (share / (1 - share));
        count++;
        sum += probability;
      }
    }
    table.push(count);
  }
  return table;
}

function poisson(mean: number, random: () => number, normal: () => number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
  let count = 0;
  for (let left = random(); left > Math.exp(-mean); left *= random()) count++;
  return count;
}

function scaled(sizes: readonly number[]): readonly number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => size / all);
}
