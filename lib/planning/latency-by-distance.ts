import { kilometresBetween } from "../core/great-circle";
import { validateParameters } from "../core/options-shape";
import { Problems } from "../core/problems";
import { type Coordinates, checkCoordinates } from "../routing/coordinates";
import { COUNTRY_CODES, SUBDIVISION_CODES } from "../routing/countries";
import { pointOfPlace } from "../routing/place-points";

/** What a round trip takes beside the distance: the users' own networks and the devices on the way. */
const AT_THE_EDGES = 5;

/** Light in fibre takes a millisecond for 100 km there and back, and cables are some 1.6 times as long as the way over the globe. */
const PER_KILOMETRE = 1.6 / 100;

/** Milliseconds from each place to each site. */
export type LatencyPerPlace = { readonly [place: string]: { readonly [site: string]: number } };

/**
 * How far each country, and each state of the United States, is from sites, in milliseconds of a round trip: an estimate from the distance,
 * for where nothing was measured. A place is where most of its users are. `planRouting` takes it where locations are given.
 *
 * Whole milliseconds, so that machines whose sines differ in the last digit plan the same.
 *
 * @param locations where each data centre is, and `"last-resort"`; of several points, such as the regions of the clusters, the nearest counts
 * @throws `ValidationError` for what is no point on Earth
 */
export function latencyByDistance(locations: {
  readonly [site: string]: Coordinates | readonly Coordinates[];
}): LatencyPerPlace {
  validateParameters("latencyByDistance", { locations: [locations, "map<string, Coordinates | list<Coordinates>>"] });
  Problems.of("latencyByDistance", (problems) => {
    for (const [site, at] of Object.entries(locations)) {
      if (isOne(at)) checkCoordinates(problems.at(site), at);
      else checkEach(problems.at(site), at);
    }
  });
  return estimated(locations);
}

/** The same of what was checked. */
export function estimated(locations: {
  readonly [site: string]: Coordinates | readonly Coordinates[];
}): LatencyPerPlace {
  const sites = Object.entries(locations).map(([site, at]) => [site, isOne(at) ? [at] : at] as const);
  return Object.fromEntries(
    [...COUNTRY_CODES, ...SUBDIVISION_CODES].flatMap((place) => {
      const from = pointOfPlace(place);
      if (from === undefined) return [];
      const times = sites.flatMap(([site, points]) =>
        points.length === 0 ? [] : [[site, Math.min(...points.map((to) => milliseconds(from, to)))] as const],
      );
      return [[place, Object.fromEntries(times)] as const];
    }),
  );
}

/** Validates points on Earth, each by its number. */
export function checkEach(problems: Problems, points: readonly Coordinates[]): void {
  points.forEach((point, index) => {
    checkCoordinates(problems.at(String(index)), point);
  });
}

function milliseconds(from: Coordinates, to: Coordinates): number {
  const kilometres = kilometresBetween([from.latitude, from.longitude], [to.latitude, to.longitude]);
  return Math.round(AT_THE_EDGES + kilometres * PER_KILOMETRE);
}

function isOne(at: Coordinates | readonly Coordinates[]): at is Coordinates {
  return !Array.isArray(at);
}
