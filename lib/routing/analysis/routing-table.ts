import { markdownTable } from "../../core/markdown-table";
import type { Answers, Question } from "../answers";
import { type Location, locationNames } from "../location";
import { Behaviours } from "./behaviour";
import { chainText, questionText, sharesText } from "./words";

/**
 * For review, in Markdown: for each host name who is served from where, when all is well and while each endpoint is down.
 *
 * Host names with the same answers share a table, and places with the same answers a row.
 */
export function routingTables(answers: Answers): string {
  const behaviours = new Behaviours(answers);
  const tables = new Map<string, string[]>();
  for (const question of answers.questions) {
    const table = tableOf(answers, behaviours, question);
    tables.set(table, [...(tables.get(table) ?? []), questionText(question)]);
  }
  return [...tables].map(([table, names]) => `### ${names.join(", ")}\n\n${table}`).join("\n");
}

function tableOf(answers: Answers, behaviours: Behaviours, question: Question): string {
  const rows = new Map<string, { cells: readonly string[]; places: readonly Location[] }>();
  for (const places of answers.placesAlike(question)) {
    const cells = cellsOf(answers, behaviours, question, places[0]);
    const key = cells.join("|");
    rows.set(key, { cells, places: [...(rows.get(key)?.places ?? []), ...places] });
  }
  // The first row is the one of the users whom Route 53 cannot place: everyone without a route is with them.
  const [everyone, ...others] = [...rows.values()];
  const named = others.map(({ cells, places }) => [locationNames(places), ...cells]);
  const head = ["Users", "Answer", "Chain", ...answers.endpoints.map((name) => `${name} down`)];
  const table = markdownTable(head, [...named, ["everyone else", ...(everyone?.cells ?? [])]]);
  return `${table}\n${failoverText(answers.failoverSeconds(question))}`;
}

function cellsOf(answers: Answers, behaviours: Behaviours, question: Question, place: Location): readonly string[] {
  const { well, chain, without } = behaviours.of(question, place);
  const all = sharesText(well);
  const alone = answers.endpoints.map((name) => sharesText(without.get(name) ?? []));
  return [all, chainText(chain), ...alone.map((text) => (text === all ? "same" : text))];
}

function failoverText(seconds: number | undefined): string {
  if (seconds === 0) return "";
  const time = seconds === undefined ? "a time that is not known here" : `${seconds} s`;
  return `\nFail-over: ${time}, and what AWS and resolvers take beyond that.\n`;
}
