import type { Problems } from "./validation-error";

/** Checks a whole number from `min` to `max`; `unit` says what it counts, such as "of seconds". */
export function checkWholeNumber(
  problems: Problems,
  property: string,
  value: number,
  [min, max]: readonly [min: number, max: number],
  unit = "",
): boolean {
  const ok = Number.isInteger(value) && value >= min && value <= max;
  return problems.check(property, value, ok, `a whole number${unit === "" ? "" : ` ${unit}`} from ${min} to ${max}`);
}

/** Checks a TCP port. */
export function checkPort(problems: Problems, property: string, port: number): boolean {
  return checkWholeNumber(problems, property, port, [1, 65535]);
}
