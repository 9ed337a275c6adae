/** The first things that lead back to where they started, from the first to itself; `undefined` when there are none. */
export function loopIn<Item>(
  items: readonly Item[],
  next: (item: Item) => readonly Item[],
): readonly [Item, ...Item[]] | undefined {
  const done = new Set<Item>();
  const follow = (item: Item, path: readonly Item[]): readonly [Item, ...Item[]] | undefined => {
    const start = path.indexOf(item);
    if (start >= 0) return [item, ...path.slice(start + 1), item];
    if (done.has(item)) return undefined;
    done.add(item);
    return firstOf(next(item), (other) => follow(other, [...path, item]));
  };
  return firstOf(items, (item) => follow(item, []));
}

function firstOf<Item, Result>(items: readonly Item[], find: (item: Item) => Result | undefined): Result | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
