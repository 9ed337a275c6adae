import { createInterface } from "node:readline/promises";
import { oneOf } from "../core/checks";
import { ValidationError } from "../core/validation-error";
import { EXAMPLE, type InitOptions, refusalOfOption } from "./init-options";

/** A question about one option. */
interface Question {
  readonly option: keyof InitOptions;
  readonly words: string;
  /** What an empty answer means. */
  readonly otherwise: string | (() => string);
  /** The only answers, where there are few. */
  readonly answers?: readonly string[];
}

const QUESTIONS: readonly Question[] = [
  { option: "javascript", words: "TypeScript or JavaScript", answers: ["ts", "js"], otherwise: "ts" },
  { option: "ci", words: "A pipeline", answers: ["none", "github", "gitlab"], otherwise: "none" },
  { option: "project", words: "The id of the Google Cloud project", otherwise: EXAMPLE.project },
  { option: "region", words: "The first region", otherwise: () => EXAMPLE.region },
  { option: "zoneName", words: "The name of the hosted zone at Route 53", otherwise: EXAMPLE.zoneName },
  { option: "zoneId", words: "The id of that zone", otherwise: EXAMPLE.zoneId },
];

/** Asks for the options that are not given, one after the other; again, where an answer cannot be. */
export async function asked(
  given: InitOptions,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stdout,
): Promise<InitOptions> {
  const terminal = createInterface({ input, output });
  const closed = new Promise<never>((_, reject) => {
    terminal.once("close", () => {
      const message = "the questions were not answered: nothing was written";
      reject(new ValidationError("init", [{ code: "value", path: ["questions"], property: "questions", message }]));
    });
  });
  closed.catch(() => {});
  let options = given;
  try {
    for (const question of QUESTIONS) {
      if (given[question.option] !== undefined) continue;
      options = { ...options, ...(await answerTo(question)) };
    }
  } finally {
    terminal.close();
  }
  return options;

  async function answerTo(question: Question): Promise<InitOptions> {
    const { words, answers } = question;
    const otherwise = typeof question.otherwise === "string" ? question.otherwise : question.otherwise();
    const choice = answers === undefined ? "" : ` (${answers.join(", ")})`;
    const answer = await Promise.race([terminal.question(`${words}${choice} [${otherwise}]: `), closed]);
    const option = optionOf(question, answer.trim() || otherwise);
    const refusal = typeof option === "string" ? option : refusalOfOption(option);
    if (refusal === undefined) return option as InitOptions;
    output.write(`  ${refusal}\n`);
    return answerTo(question);
  }
}

/** The option that an answer means, or why it means none. */
function optionOf({ option, answers }: Question, answer: string): InitOptions | string {
  if (answers !== undefined && !answers.includes(answer)) {
    return `got ${JSON.stringify(answer)}, expected ${oneOf(answers)}`;
  }
  if (option === "javascript") return { javascript: answer === "js" };
  return { [option]: answer === "none" ? undefined : answer };
}
