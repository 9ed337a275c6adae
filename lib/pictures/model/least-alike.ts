/** How much it would confuse if two had the same colour, by their numbers; 0 for those that are no neighbours. */
export type Weights = readonly (readonly number[])[];

/** After so many steps the best that was found is taken, which need not be the best: with some fifteen that are all neighbours there is no end to trying. */
const MOST_STEPS = 20_000;

/**
 * Gives colours, from 1 on, so that those who are confused weigh as little as can be: nobody is, if so many colours are enough. Each keeps its
 * first colour where it may as well. Who is most restricted is next (Brélaz, 1979); what cannot become better than the best is not tried.
 */
export function leastAlike(first: readonly number[], weights: Weights, colours: number): readonly number[] {
  return new Search(first, weights, colours).result();
}

class Search {
  private best: readonly number[];
  private least = Number.POSITIVE_INFINITY;
  private steps = 0;
  private readonly own: number[];

  constructor(
    private readonly first: readonly number[],
    private readonly weights: Weights,
    private readonly colours: number,
  ) {
    this.best = first;
    this.own = first.map(() => 0);
  }

  public result(): readonly number[] {
    const { core, easy } = this.parted();
    this.least = this.total(this.first.map((colour, one) => (core.includes(one) ? colour : 0)));
    this.giveAll(core, 0);
    const found = [...this.best];
    for (const one of easy) found[one] = 0;
    for (const one of easy) {
      const costs = this.costs(one, found);
      const own = this.first[one] ?? 1;
      found[one] = costs[own - 1] === 0 ? own : costs.indexOf(Math.min(...costs)) + 1;
    }
    return found;
  }

  /** Whoever has fewer neighbours than there are colours gets one whatever the others have: they come last, and the last of them first. */
  private parted(): { readonly core: readonly number[]; readonly easy: readonly number[] } {
    let core = this.first.map((_, index) => index);
    const easy: number[] = [];
    for (;;) {
      const found = core.find((one) => core.filter((other) => this.weight(one, other) > 0).length < this.colours);
      if (found === undefined) return { core, easy };
      easy.unshift(found);
      core = core.filter((one) => one !== found);
    }
  }

  private giveAll(left: readonly number[], spent: number): void {
    if (this.least === 0 || this.steps >= MOST_STEPS) return;
    this.steps += 1;
    if (left.length === 0) {
      if (spent >= this.least) return;
      this.least = spent;
      this.best = [...this.own];
      return;
    }
    const open = left.map((one) => ({ one, costs: this.costs(one, this.own) }));
    // Each of those who are left is confused at least so much with those who have a colour.
    const bound = open.reduce((sum, { costs }) => sum + Math.min(...costs), spent);
    if (bound >= this.least) return;
    const restriction = (costs: readonly number[]) =>
      costs.reduce((sum, cost) => sum + (cost > 0 ? 1e12 : 0) + cost, 0);
    const next = open.reduce((most, each) => (restriction(each.costs) > restriction(most.costs) ? each : most));
    const others = left.filter((one) => one !== next.one);
    for (const colour of this.inTurn(next.one, next.costs)) {
      this.own[next.one] = colour;
      this.giveAll(others, spent + (next.costs[colour - 1] ?? 0));
      this.own[next.one] = 0;
    }
  }

  /** The colours that are tried, the cheapest first, before others as cheap the own. Of those that nobody has, any is as good as another. */
  private inTurn(one: number, costs: readonly number[]): readonly number[] {
    const own = this.first[one];
    const all = Array.from({ length: this.colours }, (_, index) => index + 1);
    const unused = all.filter((colour) => !this.own.includes(colour));
    const fresh = unused.find((colour) => colour === own) ?? unused[0];
    const tried = all.filter((colour) => !unused.includes(colour) || colour === fresh);
    const costOf = (colour: number) => costs[colour - 1] ?? 0;
    return tried.sort((a, b) => costOf(a) - costOf(b) || Number(b === own) - Number(a === own));
  }

  /** How much it would be confused with others in each colour. */
  private costs(one: number, given: readonly number[]): readonly number[] {
    const costs = Array.from({ length: this.colours }, () => 0);
    given.forEach((colour, other) => {
      if (colour > 0) costs[colour - 1] = (costs[colour - 1] ?? 0) + this.weight(one, other);
    });
    return costs;
  }

  private weight(one: number, other: number): number {
    return one === other ? 0 : (this.weights[one]?.[other] ?? 0);
  }

  private total(given: readonly number[]): number {
    return given.reduce((sum, colour, one) => sum + (this.costs(one, given)[colour - 1] ?? 0), 0) / 2;
  }
}
