import { monthlyCost } from "../route53/simulation/monthly-cost";
import type { ReadResult } from "../route53/simulation/read-terraform";
import { Behaviours } from "../routing/analysis/behaviour";
import { answererName } from "../routing/analysis/words";
import type { Answers, Question, Share } from "../routing/answers";
import type { Location } from "../routing/location";
import { notesOf } from "./zones";

/**
 * Who is served from where, as JSON. The schema of it is docs/schemas/routing.schema.json.
 *
 * @param among the places that are asked for, of which each is the one of `ALL_LOCATIONS`; all, when it is left out
 */
export function routingJson(
  zones: ReadonlyMap<string, ReadResult>,
  down: readonly string[],
  among: readonly Location[] | undefined,
): string {
  const stacks = [...zones].map(([stack, { zone, unreadable }]) => ({
    stack,
    endpoints: zone.endpoints,
    drained: zone.drained,
    names: zone.questions.map((question) => nameJson(zone, question, down, among)),
    notAnalysed: notesOf(unreadable).map((note) => note.trimEnd()),
    healthChecksUsdPerMonth: monthlyCost(zone, 0).healthChecksUsd,
  }));
  return JSON.stringify({ down, stacks }, undefined, 2);
}

function nameJson(
  zone: Answers,
  question: Question,
  down: readonly string[],
  among: readonly Location[] | undefined,
): object {
  const behaviours = Behaviours.among(zone);
  const isAsked = (one: Location) => among === undefined || among.some((other) => codeOf(other) === codeOf(one));
  const routes = zone.placesAlike(question).flatMap((places) => {
    const asked = places.filter(isAsked);
    const behaviour = behaviours.of(question, places[0]);
    if (asked.length === 0 || behaviour === undefined) return [];
    const { chain, without } = behaviour;
    return {
      places: asked.flatMap((one) => codeOf(one) ?? []),
      isEveryoneElse: places.some((one) => codeOf(one) === null),
      answers: behaviours.shares(question, places[0], down)?.map(shareJson),
      failover: [...chain.tiers, [answererName(chain.end)]],
      whenDown: Object.fromEntries([...without].map(([name, shares]) => [name, shares.map(shareJson)])),
    };
  });
  return {
    name: question.name,
    type: question.type,
    failoverSeconds: zone.failoverSeconds(question) ?? null,
    failoverUnknown: zone.failoverUnknown(question),
    routes,
  };
}

function shareJson({ answerer, share }: Share): object {
  return { who: answererName(answerer), kind: answerer.kind, share };
}

function codeOf({ country, subdivision }: Location): string | null {
  return subdivision ?? country ?? null;
}
