import { questionText } from "../../routing/analysis/words";
import { locationsInShort } from "../../routing/location";
import type { UnreadableRecord } from "./unreadable";

/** Which names are not analysed, from where, and why; nothing for a record that no address is asked of. */
export function notAnalysed({ record, reason, questions, places }: UnreadableRecord): string | undefined {
  if (questions.length === 0) return undefined;
  const names = questions.map(questionText).join(", ");
  const from = places === "all" ? "" : ` for users from ${locationsInShort(places)}`;
  return `${names} ${questions.length > 1 ? "are" : "is"} not analysed${from}: ${record}: ${reason}`;
}
