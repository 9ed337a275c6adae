import type { RoutingPlanOptions } from "../../lib/planning";
import { COUNTRY_CODES } from "../../lib/routing";

/** Data centres of a company that is known in the whole world: where they stand, and what they take next to one another. */
const DATA_CENTERS: readonly (readonly [name: string, latitude: number, longitude: number, size: number])[] = [
  ["amsterdam", 52.4, 4.9, 45],
  ["ashburn", 39.0, -77.5, 60],
  ["dallas", 32.8, -96.8, 30],
  ["frankfurt", 50.1, 8.7, 70],
  ["london", 51.5, -0.1, 40],
  ["madrid", 40.4, -3.7, 35],
  ["paris", 48.9, 2.4, 90],
  ["sanjose", 37.3, -121.9, 30],
  ["saopaulo", -23.5, -46.6, 25],
  ["singapore", 1.3, 103.8, 40],
  ["tokyo", 35.7, 139.7, 45],
  ["warsaw", 52.2, 21.0, 25],
];

/** Regions of the last resort's clusters. */
const CLUSTERS = [
  { latitude: 50.5, longitude: 3.8 },
  { latitude: 1.3, longitude: 103.8 },
  { latitude: 33.2, longitude: -80.0 },
  { latitude: 35.7, longitude: 139.7 },
];

/** What the last resort takes at once: its smallest number of nodes, and the target utilization. */
export type AtOnce = readonly [minNodes: number, targetUtilization: number];

/** Requests per second of all countries together. */
const ALL = 500_000;

/**
 * A world of 246 countries and twelve data centres, by a number: who asks for how much has a long tail, the largest for some 10 % of all, and
 * all data centres together take 40 to 130 % of it. Four of five of the largest countries are near data centres.
 *
 * @param atOnce what the smallest number of the last resort's nodes takes, and their target utilization; without it, what is taken at once is
 * not limited
 * @param noise by how much each country's demand differs, as a part of 1, by a second number
 */
export function largeWorld(seed: number, atOnce?: AtOnce, noise: readonly [part: number, seed: number] = [0, 0]) {
  const random = randomOf(seed);
  const weights = new Map<string, number>();
  const ranked = COUNTRY_CODES.map((code) => [random() * (isNear(code) ? 0.2 : 1), code] as const);
  ranked.sort(([one], [other]) => one - other);
  ranked.forEach(([, code], rank) => {
    weights.set(code, (0.6 + 0.8 * random()) / (rank + 2));
  });
  const sum = [...weights.values()].reduce((all, weight) => all + weight, 0);
  const scale = [0.4, 0.7, 1, 1.3][seed % 4] ?? 1;
  const sizes = DATA_CENTERS.map(([, , , size]) => size * (0.7 + 0.6 * random()));
  const size = sizes.reduce((all, one) => all + one, 0);
  const differs = randomOf(noise[1] + 1000);
  const demand = COUNTRY_CODES.map((code) => {
    const factor = 1 + noise[0] * (2 * differs() - 1);
    return [code, Math.round(((weights.get(code) ?? 0) / sum) * ALL * factor)] as const;
  });
  return {
    services: { api: { demand: Object.fromEntries(demand) } },
    dataCenters: Object.fromEntries(
      DATA_CENTERS.map(([name, latitude, longitude], index) => [
        name,
        {
          capacity: { api: Math.round(((sizes[index] ?? 0) / size) * ALL * scale) },
          location: { latitude, longitude },
        },
      ]),
    ),
    lastResort: {
      locations: CLUSTERS,
      ...(atOnce && { minNodesCapacity: { api: atOnce[0] }, targetUtilization: atOnce[1] }),
    },
  } satisfies RoutingPlanOptions;
}

const NEAR = new Set(
  "AT BE BR CA CH CZ DE DK ES FR GB HK HU ID IE IT JP KR MA MX MY NL PH PL PT SE SG TH TN TW US VN".split(" "),
);

function isNear(code: string): boolean {
  return NEAR.has(code);
}

/** Numbers from 0 to 1, the same for a seed on any machine: whole numbers alone (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
