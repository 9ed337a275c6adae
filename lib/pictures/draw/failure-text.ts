import type { FailureMoves } from "../model/moves";
import { filledBy } from "../model/overloads";
import type { Scene } from "../model/scene";
import { filledText } from "./overload-text";
import { movesText } from "./words";

/** What a failure moves, and whom it fills, in a sentence: `paris is down: 24,000 requests per second (38 %) move, 24,000 to frankfurt; frankfurt is then at 95 %.` */
export function failureText(scene: Scene, failure: FailureMoves): string {
  const filled = filledBy(scene, failure.scenario);
  const sentence = `${failure.scenario.title}: ${movesText(scene, failure)}`;
  return filled === undefined ? sentence : `${sentence.slice(0, -1)}; ${filledText(filled)}.`;
}
