/** The texts of `--only`, which are divided by this. */
const BETWEEN = "|";

/**
 * Those with one of the texts of `--only` in their names; all without it.
 *
 * @throws an error that names the texts that no name has: a misspelled check would be passed without being run
 */
export function chosen<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  only: string | undefined,
): readonly Item[] {
  const texts = (only ?? "").split(BETWEEN);
  const unknown = texts.filter((text) => !items.some((item) => nameOf(item).includes(text)));
  if (unknown.length > 0) throw new UnknownCheck(`--only: nothing has ${unknown.map(quoted).join(" or ")} in its name`);
  return items.filter((item) => texts.some((text) => nameOf(item).includes(text)));
}

/** What was asked for is not there. */
export class UnknownCheck extends Error {}

function quoted(text: string): string {
  return JSON.stringify(text);
}
