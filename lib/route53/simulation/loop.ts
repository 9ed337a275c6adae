/** The first things that lead back to where they started, from the first to itself; `undefined` when there are none. */
export function loopIn<Item>(
  items: readonly Item[],
  next: (item: Item) => readonly Item[],
): readonly [Item, ...Item[]] | undefined {
  const done = new Set<Item>();
  const path: Item[] = [];
  const follow = (item: Item): readonly [Item, ...Item[]] | undefined => {
    if (done.has(item)) {
      const start = path.indexOf(item);
      return start < 0 ? undefined : [item, ...path.slice(start + 1), item];
    }
    done.add(item);
    path.push(item);
    const found = firstOf(next(item), follow);
    path.pop();
    return found;
  };
  return firstOf(items, follow);
}

function firstOf<Item, Result>(items: readonly Item[], find: (item: Item) => Result | undefined): Result | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
