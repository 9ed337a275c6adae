import { percentile } from "../../planning/data/percentile";
import { DEFAULT_REACH, LEAST_REACH } from "./planning";

type Reach = { readonly [place: string]: number };

/** A reach is written with two digits: a third one differs from hour to hour. */
const rounded = (part: number) => Math.round(part * 100) / 100;

/** What differs by less is the default. */
const ALIKE = 0.05;

function isFewer(part: number, expected = 1, tolerance = 0.1): boolean {
  return part < expected * (1 - tolerance);
}

/**
 * What `after.reach` would say if an hour were all: of each place of which clearly fewer came than is expected. Where that is most of them, the
 * middle is the default, and those are named that differ from it. It is shown, and a person writes it: fewer also come where something is broken.
 * Of a place of which less than half came none is suggested: it would expect next to nothing, and hold nothing any more.
 */
export function suggestedReach(observed: Reach, expected: Reach, tolerance = 0.1): Reach {
  const places = Object.entries(observed);
  const fewer = places.filter(([place, part]) => isFewer(part, expected[place], tolerance) && part >= LEAST_REACH);
  const all = Object.fromEntries(fewer.map(([place, part]) => [place, rounded(part)]));
  if (fewer.length < 2 || fewer.length * 2 <= places.length) return all;
  const middle = rounded(percentile(Object.values(all), 0.5));
  const others = Object.entries(all).filter(([, part]) => Math.abs(part - middle) > ALIKE);
  return { [DEFAULT_REACH]: middle, ...Object.fromEntries(others) };
}
