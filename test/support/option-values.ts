import type { OptionsKind } from "../../lib/core/options-kinds";

/** Numbers of which an option with any limits allows two. */
export const NUMBERS = [
  1, 2, 3, 5, 8, 10, 16, 20, 30, 45, 60, 64, 90, 100, 256, 300, 600, 1000, 1024, 1460, 3600, 64_513, 65_000,
  4_200_000_000, 4_200_100_000, 0.5,
];

/** Values of an option's kind, as far as they can be known from the kind: texts, lists and objects cannot. */
export function valuesOf(kind: OptionsKind): readonly unknown[] {
  switch (kind.kind) {
    case "number":
      return NUMBERS;
    case "boolean":
      return [true, false];
    case "value":
      return [kind.value];
    case "either":
      return kind.of.flatMap(valuesOf);
    default:
      return [];
  }
}
