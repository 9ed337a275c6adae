/**
 * Draws some of all, each as likely as any other: the same for the same seed. They come in the order of the draw, so that the first
 * of them are a fair sample, too: of a run that is ended early.
 */
export function draw<T>(all: readonly T[], count: number, seed: number): T[] {
  const random = randomFrom(seed);
  const indices = all.map((_, index) => index);
  for (let drawn = 0; drawn < Math.min(count, all.length); drawn++) {
    const other = drawn + Math.floor(random() * (all.length - drawn));
    [indices[drawn], indices[other]] = [indices[other] as number, indices[drawn] as number];
  }
  return indices.slice(0, count).map((index) => all[index] as T);
}

/** Numbers from 0 to below 1: the generator "mulberry32", which is in the public domain. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
