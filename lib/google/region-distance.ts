import { kilometresBetween } from "../core/great-circle";
import { coordinatesOf } from "./regions";

/** Kilometres between two regions on the globe, or `undefined` when this version does not know one of them. */
export function distanceKm(one: string, other: string): number | undefined {
  if (one === other) return 0;
  const from = coordinatesOf(one);
  const to = coordinatesOf(other);
  return from === undefined || to === undefined ? undefined : Math.round(kilometresBetween(from, to));
}
