import type { Failure } from "./failures";

/** Something about which only what of this is down decides: endpoints and parts of them, by name. */
interface Decided {
  readonly dependsOn: ReadonlySet<string>;
}

interface Bundle<Item, Result> extends Decided {
  readonly items: readonly Item[];
  /** By what of it is down. */
  readonly results: Map<string, Result>;
}

/**
 * Computes something about many items under each failure. Most failures change nothing for most items, and many items are changed by the
 * same ones: what the same decides about is computed together, and once for each of its states.
 */
export class Bundles<Item extends Decided, Result> {
  private readonly bundles: readonly Bundle<Item, Result>[];

  /**
   * @param compute for items that the same decides about, and what of that is down
   */
  constructor(
    items: readonly Item[],
    private readonly compute: (items: readonly Item[], deciding: Failure) => Result,
  ) {
    const bundles = new Map<string, [Item, ...Item[]]>();
    const keys = new Map<ReadonlySet<string>, string>();
    for (const item of items) {
      const key = keys.get(item.dependsOn) ?? [...item.dependsOn].sort().join("\n");
      keys.set(item.dependsOn, key);
      const bundle = bundles.get(key);
      if (bundle === undefined) bundles.set(key, [item]);
      else bundle.push(item);
    }
    this.bundles = [...bundles.values()].map((all) => ({
      items: all,
      dependsOn: all[0].dependsOn,
      results: new Map(),
    }));
  }

  /** One result for each bundle. */
  public while(down: Failure): readonly Result[] {
    return this.bundles.map(({ dependsOn, items, results }) => {
      const deciding = down.filter((name) => dependsOn.has(name));
      const key = deciding.join("\n");
      const known = results.get(key);
      if (known !== undefined) return known;
      const result = this.compute(items, deciding);
      results.set(key, result);
      return result;
    });
  }
}
