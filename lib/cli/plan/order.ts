/** One stack that is deployed, or destroyed as it was. */
export interface Step {
  readonly action: "deploy" | "destroy";
  readonly stack: string;
}

/** Steps, and which of them come before others. */
export class Order {
  private readonly after = new Map<string, Set<string>>();

  constructor(private readonly steps: readonly Step[]) {
    for (const step of steps) this.after.set(keyOf(step), new Set());
  }

  /** Puts one step after another, and says whether it could: not where the other way round is decided already. */
  public follow(later: Step, earlier: Step): boolean {
    if (this.comesAfter(keyOf(earlier), keyOf(later))) return false;
    if (this.after.has(keyOf(earlier))) this.after.get(keyOf(later))?.add(keyOf(earlier));
    return true;
  }

  /** All steps: of those that can be next, the first as they were given, and what is destroyed before all. */
  public sorted(): readonly Step[] {
    const left = [...this.steps].sort((one, other) => rank(one) - rank(other));
    const sorted: Step[] = [];
    while (left.length > 0) {
      const isNext = (step: Step) =>
        ![...(this.after.get(keyOf(step)) ?? [])].some((key) => left.some((other) => keyOf(other) === key));
      // There is always one: no step is put after another that comes after it.
      const [next] = left.splice(Math.max(0, left.findIndex(isNext)), 1);
      if (next !== undefined) sorted.push(next);
    }
    return sorted;
  }

  private comesAfter(later: string, earlier: string, seen = new Set<string>()): boolean {
    if (seen.has(later)) return false;
    seen.add(later);
    const direct = this.after.get(later) ?? new Set();
    return direct.has(earlier) || [...direct].some((one) => this.comesAfter(one, earlier, seen));
  }
}

function keyOf({ action, stack }: Step): string {
  return `${action} ${stack}`;
}

function rank({ action }: Step): number {
  return action === "destroy" ? 0 : 1;
}
