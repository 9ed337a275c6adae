import { inThousands } from "./svg";

/** How many places: shares of them are counted together, and 0.35 is told as such. */
export function placesAmount(places: number): string {
  return inThousands(Math.round(places * 100) / 100);
}

/** `1 place`, `0.35 places`. */
export function placesText(places: number): string {
  const text = placesAmount(places);
  return `${text} place${text === "1" ? "" : "s"}`;
}
