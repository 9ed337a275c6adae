/**
 * A text in which something else stands for each of these. What is not there is an error: a change of nothing proves nothing.
 * @param changes what is found, each wherever it stands (a pattern as `g` says), and what stands there instead, in turn
 */
export function replaced(text: string, ...changes: readonly (readonly [find: string | RegExp, by: string])[]): string {
  return changes.reduce((before, [find, by]) => {
    const isThere = typeof find === "string" ? before.includes(find) : before.search(find) !== -1;
    if (!isThere) throw new Error(`nothing like ${find} is in a text that begins with ${before.slice(0, 80)}`);
    return typeof find === "string" ? before.replaceAll(find, () => by) : before.replace(find, by);
  }, text);
}
