import { markdownTable } from "../core/markdown-table";
import { Problems } from "../core/problems";
import { monthlyCost } from "../route53/simulation/monthly-cost";
import type { ReadResult } from "../route53/simulation/read-terraform";
import { Behaviours } from "../routing/analysis/behaviour";
import { routingTables } from "../routing/analysis/routing-table";
import { downText, questionText, sharesText } from "../routing/analysis/words";
import { countryAdvice } from "../routing/countries";
import { type Location, locationName, locationOf, NOWHERE } from "../routing/location";
import { notesOf, zonesOf } from "./zones";

/** What of a routing is asked for. */
export interface RoutingQuestion {
  /** Names of endpoints that are down. */
  readonly down: readonly string[];
  /** The country or state that asks: `DE`, `US-CA`. */
  readonly from?: string;
  /** How many million queries per month are paid for. */
  readonly millionQueries?: number;
}

/** Who is served from where: all of it, or what one place gets while some endpoints are down. */
export function routing(folder: string, question: RoutingQuestion): string {
  const zones = zonesOf(folder);
  Problems.of("routing", (problems) => {
    if (zones.size === 0) problems.conflict("folder", `${folder} holds no address records of Route 53`);
  });
  const place = placeOf(question.from);
  const isAsked = question.down.length > 0 || question.from !== undefined;
  const sections = [...zones].map(([stack, { zone, unreadable }]) => {
    const text = isAsked
      ? answersTo(zone, question.down, place)
      : `${routingTables(zone)}\n${costOf(zone, question)}\n`;
    return [`## ${stack}\n`, text, ...notesOf(unreadable)].join("\n");
  });
  return sections.join("\n");
}

function answersTo(zone: ReadResult["zone"], names: readonly string[], place: Location): string {
  const known = [...new Set([...zone.endpoints, ...zone.signals])];
  const down = names.filter((name) => known.includes(name));
  if (names.length > 0 && down.length === 0) {
    return `There is no ${names.join(" or ")} here, but ${known.join(", ")}.\n`;
  }
  const behaviours = new Behaviours(zone);
  const rows = zone.questions.map((question) => [
    questionText(question),
    sharesText(behaviours.shares(question, place, down)),
  ]);
  const when = down.length === 0 ? "all is well" : downText(down);
  return `${markdownTable([`From ${locationName(place)}, when ${when}`, "Answer"], rows)}\n`;
}

function placeOf(code: string | undefined): Location {
  if (code === undefined) return NOWHERE;
  const location = locationOf(code);
  Problems.of("routing", (problems) => {
    if (location === undefined) problems.refuse("--from", code, `${countryAdvice(code)}, or a state: "US-CA"`);
  });
  return location ?? NOWHERE;
}

function costOf(zone: ReadResult["zone"], { millionQueries }: RoutingQuestion): string {
  const { healthChecksUsd, queriesUsd } = monthlyCost(zone, millionQueries ?? 0);
  const queries =
    millionQueries === undefined ? "" : `, and ${dollars(queriesUsd)} for ${millionQueries} million queries`;
  return `Cost: ${dollars(healthChecksUsd)} per month for ${zone.healthChecks.length} health checks${queries}.`;
}

function dollars(sum: number): string {
  return `$${sum.toFixed(2)}`;
}
