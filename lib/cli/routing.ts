import { counted } from "../core/counted";
import { markdownTable } from "../core/markdown-table";
import { Problems } from "../core/problems";
import { monthlyCost } from "../route53/simulation/monthly-cost";
import type { ReadResult } from "../route53/simulation/read-terraform";
import { Behaviours } from "../routing/analysis/behaviour";
import { namesOfWhatCanBeDown } from "../routing/analysis/failures";
import { routingTables } from "../routing/analysis/routing-table";
import { downText, questionText, sharesText } from "../routing/analysis/words";
import type { Question } from "../routing/answers";
import { type Location, locationNames } from "../routing/location";
import { aboutHost } from "./asked-host";
import { checkDown } from "./down";
import { readEnvironment } from "./environments";
import { type AskedPlace, placeOf } from "./places";
import { routingJson } from "./routing-json";
import { notesOf, zonesOfStacks } from "./zones";

/** What of a routing is asked for. */
export interface RoutingQuestion {
  /** Names of endpoints that are down. */
  readonly down: readonly string[];
  /** The place that asks: `DE`, `US-CA`, `EU`. */
  readonly from?: string;
  /** How many million queries per month are paid for. */
  readonly millionQueries?: number;
  /** This environment alone. */
  readonly environment?: string;
  /** This host name alone. */
  readonly host?: string;
  /** As JSON, and not as text, whose tables are in Markdown. */
  readonly json?: boolean;
}

/** Who is served from where: all of it, or what a place gets, or everybody while some endpoints are down. */
export function routing(folder: string, question: RoutingQuestion): string {
  const all = zonesOfStacks(readEnvironment(folder, question.environment));
  const zones = Problems.of("routing", (problems) => {
    if (all.size === 0) problems.conflict("folder", `${folder} holds no address records of Route 53`);
    else checkDown(problems, [...all.values()], question.down);
    return all.size === 0 ? all : aboutHost(problems, all, question.host);
  });
  const place = question.from === undefined ? undefined : placeOf(question.from);
  if (question.json) return routingJson(zones, question.down, place?.locations);
  const isAsked = question.down.length > 0 || place !== undefined;
  const sections = [...zones].map(([stack, { zone, unreadable }]) => {
    const text = isAsked
      ? answersTo(zone, question.down, place)
      : `${routingTables(zone)}\n${drainedText(zone)}${costOf(zone, question)}\n`;
    return [`## ${stack}\n`, text, ...notesOf(unreadable)].join("\n");
  });
  return sections.join("\n");
}

function answersTo(zone: ReadResult["zone"], names: readonly string[], place: AskedPlace | undefined): string {
  const known = namesOfWhatCanBeDown(zone);
  const down = names.filter((name) => known.includes(name));
  const behaviours = Behaviours.among(zone);
  const when = down.length === 0 ? "all is well" : downText(down, zone.signals);
  const [only, ...others] = place?.locations ?? [];
  if (place !== undefined && only !== undefined && others.length === 0) {
    const rows = zone.questions.map((question) => [
      questionText(question),
      sharesText(behaviours.shares(question, only, down)),
    ]);
    return `${markdownTable([`From ${place.name}, when ${when}`, "Answer"], rows)}\n`;
  }
  const title = place === undefined ? `When ${when}` : `From ${place.name}, when ${when}`;
  const tables = new Map<string, string[]>();
  for (const question of zone.questions) {
    const table = markdownTable([title, "Answer"], rowsOf(zone, behaviours, question, down, place?.locations));
    tables.set(table, [...(tables.get(table) ?? []), questionText(question)]);
  }
  return [...tables].map(([table, questions]) => `### ${questions.join(", ")}\n\n${table}\n`).join("\n");
}

/** A row for all places with the same answer, and everyone else last. */
function rowsOf(
  zone: ReadResult["zone"],
  behaviours: Behaviours,
  question: Question,
  down: readonly string[],
  among: readonly Location[] | undefined,
): readonly (readonly string[])[] {
  const rows = new Map<string, Location[]>();
  for (const places of zone.placesAlike(question)) {
    const asked = places.filter((one) => among === undefined || among.includes(one));
    if (asked.length === 0) continue;
    const answer = sharesText(behaviours.shares(question, places[0], down));
    rows.set(answer, [...(rows.get(answer) ?? []), ...asked]);
  }
  const [everyone, ...others] = [...rows];
  const named = others.map(([answer, places]) => [locationNames(places), answer]);
  return everyone === undefined ? named : [...named, [among ? "all others there" : "everyone else", everyone[0]]];
}

/** A drained data centre is in no chain, so it has a line of its own. */
function drainedText(zone: ReadResult["zone"]): string {
  const { drained } = zone;
  if (drained.length === 0) return "";
  return `Drained: ${drained.join(", ")}. ${drained.length > 1 ? "Their" : "Its"} health checks are forced to fail.\n\n`;
}

function costOf(zone: ReadResult["zone"], { millionQueries }: RoutingQuestion): string {
  const { healthChecksUsd, queriesUsd } = monthlyCost(zone, millionQueries ?? 0);
  const queries =
    millionQueries === undefined ? "" : `, and ${dollars(queriesUsd)} for ${millionQueries} million queries`;
  return `Cost: ${dollars(healthChecksUsd)} per month for ${counted(zone.healthChecks.length, "health check")}${queries}.`;
}

function dollars(sum: number): string {
  return `$${sum.toFixed(2)}`;
}
