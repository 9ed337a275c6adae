/** The first things that lead back to where they started, from the first to itself; `undefined` when there are none. */
export function loopIn<Item>(
  items: readonly Item[],
  next: (item: Item) => readonly Item[],
): readonly [Item, ...Item[]] | undefined {
  const done = new Set<Item>();
  /** Lists of which each leads nowhere: the records of all host names lead to the same ones. */
  const followed = new Set<readonly Item[]>();
  const path: Item[] = [];
  const follow = (item: Item): readonly [Item, ...Item[]] | undefined => {
    if (done.has(item)) {
      const start = path.indexOf(item);
      return start < 0 ? undefined : [item, ...path.slice(start + 1), item];
    }
    done.add(item);
    path.push(item);
    const others = next(item);
    const found = followed.has(others) ? undefined : firstOf(others, follow);
    followed.add(others);
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
