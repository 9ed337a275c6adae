import type { Point } from "./equal-earth";

/** What numbers are written with: the signs of ASCII that are seen, and stand as they are in a text of a program. */
const SIGNS = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index))
  .filter((sign) => !/[ "'\\\x60]/.test(sign))
  .join("");
/** Signs from here on are the last of their number. */
const BASE = SIGNS.length / 2;

/**
 * Lines as a text: of each how many points it has, and the way from each point to the next, the first from where the line before ended.
 * A way is mostly so short that a number needs one sign, as in a source map.
 */
export function writtenLines(lines: readonly (readonly Point[])[]): string {
  let [x, y] = [0, 0];
  const numbers = lines.flatMap((line) => [
    line.length,
    ...line.flatMap(([nextX, nextY]) => {
      const way = [nextX - x, nextY - y];
      [x, y] = [nextX, nextY];
      return way;
    }),
  ]);
  return numbers.map(written).join("");
}

/** The lines that such a text has. */
export function linesIn(text: string): readonly (readonly Point[])[] {
  const numbers = numbersIn(text);
  const lines: (readonly Point[])[] = [];
  let [at, x, y] = [0, 0, 0];
  while (at < numbers.length) {
    const length = numbers[at++] ?? 0;
    lines.push(
      Array.from({ length }, (): Point => {
        [x, y] = [x + (numbers[at++] ?? 0), y + (numbers[at++] ?? 0)];
        return [x, y];
      }),
    );
  }
  return lines;
}

/** A whole number: twice as large, and odd below zero; then digit by digit, the least first. */
function written(number: number): string {
  return digits(number < 0 ? -2 * number - 1 : 2 * number);
}

function digits(number: number): string {
  if (number < BASE) return SIGNS.charAt(BASE + number);
  return SIGNS.charAt(number % BASE) + digits(Math.floor(number / BASE));
}

function numbersIn(text: string): readonly number[] {
  const numbers: number[] = [];
  let [number, unit] = [0, 1];
  for (const sign of text) {
    const digit = SIGNS.indexOf(sign);
    number += (digit % BASE) * unit;
    unit *= BASE;
    if (digit < BASE) continue;
    numbers.push(number % 2 === 1 ? -(number + 1) / 2 : number / 2);
    [number, unit] = [0, 1];
  }
  return numbers;
}
