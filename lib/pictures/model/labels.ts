/**
 * Two letters for each name, the first letter of it and one that follows, so that no two are the same: `Pa`, `Fr`; and of names that differ
 * in their number, this: `D1`, `D12`.
 */
export function labelsOf(names: readonly string[]): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const name of names) {
    const taken = new Set(labels.values());
    const isNumbered = names.some((other) => other !== name && stemOf(other) === stemOf(name));
    labels.set(name, candidatesFor(name, isNumbered, names.length).find((label) => !taken.has(label)) ?? name);
  }
  return labels;
}

function stemOf(name: string): string {
  return name.replace(/\d+$/, "");
}

function candidatesFor(name: string, isNumbered: boolean, most: number): readonly string[] {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const [first = "", second] = words;
  const head = first.slice(0, 1).toUpperCase();
  const initials = second === undefined ? [] : [`${head}${second.slice(0, 1).toLowerCase()}`];
  const letters = [...words.join("").slice(1), ..."abcdefghijklmnopqrstuvwxyz"].map((letter) => letter.toLowerCase());
  const numbers = isNumbered ? [`${head}${name.slice(stemOf(name).length).slice(-3)}`] : [];
  // One of so many is free.
  const counted = Array.from({ length: most }, (_, index) => `${head}${index + 1}`);
  return [...numbers, ...initials, ...letters.map((letter) => `${head}${letter}`), ...counted];
}
