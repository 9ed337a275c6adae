import { Problems } from "../../lib/core/problems";

/** What checks refuse, a line per problem and without the place; nothing when all is well. */
export function refused(check: (problems: Problems) => unknown): string[] {
  try {
    Problems.of("construct", check);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n").map((line) => line.replace("construct: ", ""));
  }
}
