import { isDeepStrictEqual } from "node:util";
import type { ReadResult } from "../route53/simulation/read-terraform";
import { questionText } from "../routing/analysis/words";
import type { Question } from "../routing/answers";
import { locationName } from "../routing/location";
import type { ReadZone } from "./zones";

/** A name of two versions that cannot be compared, and why. */
export interface LostName {
  /** With its type: `api.example.com (A)`. */
  readonly name: string;
  readonly reason: string;
}

/**
 * The names of two versions that cannot be compared: those of which not the same places are analysed, and those of which the same places
 * are not, where any record changes that these may reach. Where none does, nothing changes, whatever it is that is not known.
 */
export function lostNames(old: ReadZone, young: ReadZone): readonly LostName[] {
  const questions = new Map([...questionsOf(old), ...questionsOf(young)].map((one) => [questionText(one), one]));
  return [...questions].flatMap(([name, question]) => {
    if (!old.zone.isAnswered(question) || !young.zone.isAnswered(question)) return [];
    if (hiddenPlaces(old, question) !== hiddenPlaces(young, question)) {
      return [{ name, reason: "it is not analysed in one of the versions" }];
    }
    const isSame = isDeepStrictEqual(blocksOf(old, question), blocksOf(young, question));
    return isSame ? [] : [{ name, reason: "records change that lead to one that is not analysed" }];
  });
}

/** All that users ask for, what cannot be simulated included. */
export function questionsOf({ zone, unreadable }: ReadResult): readonly Question[] {
  return [...zone.questions, ...unreadable.flatMap(({ questions }) => questions)];
}

/** The places that are not analysed. */
function hiddenPlaces({ zone }: ReadResult, question: Question): string {
  return zone.unknownPlaces(question).map(locationName).sort().join();
}

/** The records that the places may reach that are not analysed, by their names in Terraform, but for comments. */
function blocksOf({ zone, blocks }: ReadZone, question: Question): Readonly<Record<string, unknown>> {
  const reached = [...zone.unknownRecordsOf(question)].map((address) => {
    const name = address.replace(/^aws_route53_record\./, "");
    return [name, { ...(blocks[name] as object), "//": undefined }];
  });
  return Object.fromEntries(reached);
}
