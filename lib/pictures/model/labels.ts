/** Two letters for each name, the first letter of it and one that follows, so that no two are the same: `Pa`, `Fr`. */
export function labelsOf(names: readonly string[]): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const name of names) {
    const taken = new Set(labels.values());
    labels.set(name, candidatesFor(name).find((label) => !taken.has(label)) ?? String(labels.size));
  }
  return labels;
}

function candidatesFor(name: string): readonly string[] {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const [first = "", second] = words;
  const head = first.slice(0, 1).toUpperCase();
  const initials = second === undefined ? [] : [`${head}${second.slice(0, 1).toLowerCase()}`];
  const letters = [...words.join("").slice(1), ..."abcdefghijklmnopqrstuvwxyz"].map((letter) => letter.toLowerCase());
  return [...initials, ...letters.map((letter) => `${head}${letter}`)];
}
