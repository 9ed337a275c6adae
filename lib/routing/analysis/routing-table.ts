import { markdownTable } from "../../core/markdown-table";
import { validateParameters } from "../../core/options-shape";
import { type Answers, LAST_RESORT, type Question } from "../answers";
import { type Location, locationNames, locationsInShort, NOWHERE } from "../location";
import { type Behaviour, Behaviours } from "./behaviour";
import { chainText, percentText, questionText, sharesText } from "./words";

/**
 * For review, in Markdown: for each host name who is served from where, when all is well and while each endpoint is down.
 *
 * Host names with the same answers share a table, and places with the same answers a row.
 */
export function routingTables(answers: Answers): string {
  validateParameters("routingTables", { answers: [answers, "Answers"] });
  const behaviours = Behaviours.among(answers);
  const tables = new Map<string, string[]>();
  // By the behaviour, which host names of one policy share.
  const cells = new Map<Behaviour, readonly string[]>();
  const cellsFor = (behaviour: Behaviour) => {
    const known = cells.get(behaviour) ?? cellsOf(answers, behaviour);
    cells.set(behaviour, known);
    return known;
  };
  for (const question of answers.questions) {
    const table = tableOf(answers, behaviours, question, cellsFor);
    tables.set(table, [...(tables.get(table) ?? []), questionText(question)]);
  }
  return [...tables].map(([table, names]) => `### ${names.join(", ")}\n\n${table}`).join("\n");
}

function tableOf(
  answers: Answers,
  behaviours: Behaviours,
  question: Question,
  cellsFor: (behaviour: Behaviour) => readonly string[],
): string {
  const rows = new Map<string, Row & { readonly places: Location[] }>();
  const add = (cells: readonly string[], places: readonly Location[], behaviour?: Behaviour) => {
    const key = cells.join("|");
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { cells, behaviour, places: [...places] });
    else row.places.push(...places);
  };
  for (const { places } of behaviours.groupsOf(question)) {
    const behaviour = behaviours.of(question, places[0]);
    if (behaviour !== undefined) add(cellsFor(behaviour), places, behaviour);
  }
  const unknown = answers.unknownPlaces(question);
  if (unknown.length > 0) add(["not analysed", ...answers.endpoints.map(() => ""), ""], unknown);
  // Everyone without a route is with the users whom Route 53 cannot place.
  const everyone = [...rows.values()].find(({ places }) => places.includes(NOWHERE));
  const others = [...rows.values()].filter((row) => row !== everyone);
  const named = others.map(({ cells, places }) => [locationNames(places), ...cells]);
  const head = ["Users", "Answer", "Chain", ...answers.endpoints.map((name) => `${name} down`)];
  const table = markdownTable(head, [...named, ["everyone else", ...(everyone?.cells ?? [])]]);
  const isWatched = answers.endpoints.includes(LAST_RESORT);
  const lastResort = isWatched ? "" : lastResortText([...rows.values()]);
  const notes = [failoverText(answers.failoverSeconds(question), answers.failoverUnknown(question)), lastResort];
  return [`${table}\n`, ...notes].join("");
}

interface Row {
  readonly cells: readonly string[];
  readonly places: readonly Location[];
  readonly behaviour?: Behaviour;
}

/** Who has no service while the last resort is down. Nothing watches it, so it is answered all the same. */
function lastResortText(rows: readonly Row[]): string {
  if (rows.every(({ behaviour }) => behaviour === undefined || behaviour.chain.tiers.length === 0)) return "";
  const lost = new Map<string, Location[]>();
  for (const { places, behaviour } of rows) {
    const share = behaviour?.well.find(({ answerer }) => answerer.kind === "last-resort")?.share ?? 0;
    if (share > 0) lost.set(percentText(share), [...(lost.get(percentText(share)) ?? []), ...places]);
  }
  if (lost.size === 0) return "";
  const parts = [...lost].map(([percent, places]) => `${percent} of ${usersOf(places)}`);
  const why = "It has no health check, so it is answered all the same.";
  return `\nLast resort down: no service for ${parts.join(", ")}. ${why}\n`;
}

function usersOf(places: readonly Location[]): string {
  return places.includes(NOWHERE) ? "everyone else" : locationsInShort(places);
}

function cellsOf(answers: Answers, { well, chain, without }: Behaviour): readonly string[] {
  const all = sharesText(well);
  const alone = answers.endpoints.map((name) => sharesText(without.get(name) ?? []));
  return [all, chainText(chain), ...alone.map((text) => (text === all ? "same" : text))];
}

function failoverText(seconds: number | undefined, unknown: readonly string[]): string {
  if (seconds === 0 && unknown.length === 0) return "";
  const time = seconds === undefined ? "a time that is not known here" : `${seconds} s`;
  const others =
    seconds === undefined || unknown.length === 0
      ? ""
      : `, from ${unknown.join(" and ")} a time that is not known here`;
  return `\nFailover: ${time}${others}, and what AWS and resolvers take beyond that.\n`;
}
