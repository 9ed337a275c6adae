import { questionText } from "../../routing/analysis/words";
import type { UnreadableRecord } from "./simulated-zone";

/** Which names are not analysed, and why; nothing for a record that no address is asked of. */
export function notAnalysed({ record, reason, questions }: UnreadableRecord): string | undefined {
  if (questions.length === 0) return undefined;
  const names = questions.map(questionText).join(", ");
  return `${names} ${questions.length > 1 ? "are" : "is"} not analysed: ${record}: ${reason}`;
}
