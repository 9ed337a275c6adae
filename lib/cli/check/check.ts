import { checkedAws } from "./aws";
import { type CheckLine, checkJson, checkText } from "./check-line";
import { coreLine } from "./core";
import { googleLines } from "./google";
import { nodeLines } from "./node";
import { checkedOutput } from "./output";
import { pagesIn, pagesOfAws, placeLines } from "./places";
import { Programs } from "./programs";
import { readProject } from "./settings";
import { terraformLine } from "./terraform";

/** What is looked at, and how that is written. */
export interface CheckCommand {
  /** Whether the clouds that the stacks use are asked, by gcloud and the AWS CLI. */
  readonly cloud?: boolean;
  /** Files with Route 53's list of places as the AWS CLI printed it, a page each, in place of asking. */
  readonly geoLocations: readonly string[];
  readonly json?: boolean;
}

/** How a check is shown. */
export interface CheckView {
  /** How long a line may be; as long as it is, when this is left out. */
  readonly columns?: number;
  /** Is called before each program. */
  readonly onAsk?: (command: string) => void;
}

/** What a check says. */
export interface CheckOutput {
  readonly text: string;
  /** In one line: how much is wrong. */
  readonly findings: readonly string[];
}

/** Looks at the project of the working directory: what it needs to be synthesized, and with `cloud` to be deployed. */
export function check(folder: string | undefined, command: CheckCommand, view: CheckView = {}): CheckOutput {
  const lines = linesOf(process.cwd(), folder, command, new Programs(view.onAsk));
  const wrong = lines.filter(({ result }) => result === "wrong").length;
  return {
    text: command.json ? checkJson(lines) : checkText(lines, view.columns),
    findings: wrong === 0 ? [] : [`${wrong} of ${lines.length} lines ${wrong === 1 ? "is" : "are"} wrong`],
  };
}

function linesOf(
  project: string,
  folder: string | undefined,
  { cloud = false, geoLocations }: CheckCommand,
  programs: Programs,
): readonly CheckLine[] {
  const given = geoLocations.length === 0 ? undefined : pagesIn(geoLocations);
  const settings = readProject(project);
  const output = checkedOutput(project, folder ?? settings.output);
  const lines = [
    ...nodeLines(project),
    coreLine(project),
    settings.line,
    terraformLine(output.stacks, programs),
    ...output.lines,
  ];
  if (!cloud) return [...lines, ...(given === undefined ? [] : placeLines(given))];
  const aws = checkedAws(output.stacks, programs);
  const env = aws.identity?.env;
  const pages = given ?? (env === undefined ? undefined : pagesOfAws(programs, env));
  return [
    ...lines,
    ...googleLines(output.stacks, programs),
    ...aws.lines,
    ...(pages === undefined ? [] : placeLines(pages)),
  ];
}
