/** Who answers, and the part of the users that each gets. */
export type Parts = readonly (readonly [site: number, part: number])[];

/** The data centres of a route, in the order in which they are tried. */
export interface Chain {
  /** The same for the same data centres in the same order. */
  readonly key: string;
  readonly tiers: readonly (readonly number[])[];
  /** How many of its data centres may serve the place. */
  readonly standing: number;
  /** Who gets the users that are sent to it, for each failure: nobody where all of it is down. */
  readonly parts: readonly Parts[];
  /** Of those who are served by it while all is well; `undefined` where it was not measured. */
  readonly milliseconds: number | undefined;
  /** How good it is in a failure, next to others with the same first data centre: more is better. */
  readonly inFailures: number;
}

/** What chains are made from. */
export interface ChainMaker {
  readonly failures: readonly (readonly number[])[];
  /** The data centres that users are not sent to. */
  readonly drained: ReadonlySet<number>;
  /** How data centres that are tried together share the users. */
  readonly shares: readonly number[];
  /** Whether a data centre may serve the place. */
  readonly may: (site: number) => boolean;
}

/** A chain of these tiers, for a place that has these milliseconds to each data centre. */
export function chainOf(
  tiers: readonly (readonly number[])[],
  milliseconds: readonly (number | undefined)[],
  { failures, drained, shares, may }: ChainMaker,
): Chain {
  const parts = failures.map((down) => answering(tiers, (site) => down.includes(site) || drained.has(site), shares));
  const [well = []] = parts;
  const isMeasured = well.every(([site]) => milliseconds[site] !== undefined);
  const own = parts.filter((_, failure) => failures[failure]?.some((site) => tiers[0]?.includes(site)));
  return {
    key: tiers.map((tier) => tier.join("+")).join(">"),
    tiers,
    standing: tiers.flat().filter(may).length,
    parts,
    milliseconds: isMeasured ? mean(well, milliseconds) : undefined,
    // What stays in data centres, and how near.
    inFailures: own.reduce((sum, some) => sum + sumOf(some) - mean(some, milliseconds) / 10_000, 0) / (own.length || 1),
  };
}

/** Of the first tier of which anything lives, each by its share. */
export function answering(
  tiers: readonly (readonly number[])[],
  isDown: (site: number) => boolean,
  shares: readonly number[],
): Parts {
  for (const tier of tiers) {
    const live = tier.filter((site) => !isDown(site));
    const all = live.reduce((sum, site) => sum + (shares[site] ?? 1), 0);
    if (live.length > 0) return live.map((site) => [site, (shares[site] ?? 1) / all] as const);
  }
  return [];
}

/**
 * The chains that a place may have: a first data centre that is near enough, and a second one for when it is down; where more stand behind
 * it now, as many, the nearest last.
 *
 * @param least how many data centres it has at least
 */
export function chainsFor(
  milliseconds: readonly (number | undefined)[],
  least: number,
  { first, later }: { readonly first: number; readonly later: number },
  maker: ChainMaker,
): readonly Chain[] {
  const near = (limit: number) => nearest(milliseconds, limit, maker);
  return near(first).flatMap((site) => {
    const seconds = near(Math.max(first, later)).filter((other) => other !== site);
    const longer = seconds.map((second) => {
      const others = seconds.filter((other) => other !== second).slice(0, Math.max(0, least - 2));
      return [site, second, ...others];
    });
    return [[site], ...longer]
      .filter(({ length }) => length >= least)
      .map((chain) =>
        chainOf(
          chain.map((one) => [one]),
          milliseconds,
          maker,
        ),
      );
  });
}

/** The data centres that may serve a place within a limit, the nearest first. */
export function nearest(
  milliseconds: readonly (number | undefined)[],
  limit: number,
  { may }: Pick<ChainMaker, "may">,
): readonly number[] {
  return milliseconds
    .flatMap((time, site) => (time !== undefined && time <= limit && may(site) ? [[time, site] as const] : []))
    .sort(([one, a], [other, b]) => one - other || a - b)
    .map(([, site]) => site);
}

function sumOf(parts: Parts): number {
  return parts.reduce((sum, [, part]) => sum + part, 0);
}

function mean(parts: Parts, milliseconds: readonly (number | undefined)[]): number {
  return parts.reduce((sum, [site, part]) => sum + part * (milliseconds[site] ?? 0), 0);
}
