import type { Location } from "./location";

/**
 * What DNS would answer if a configuration were deployed: all that the analysis of failures knows of a DNS provider. For
 * Route 53, `readTerraform` makes one of Terraform's JSON.
 */
export interface Answers {
  /** What users may ask for. */
  readonly questions: readonly Question[];

  /** All names that exist: those that have records of any type, and all above them. A wildcard answers none of them. */
  readonly names: ReadonlySet<string>;

  /** The endpoints that a health check watches, and what several of them depend on, by name: each can go down by itself. */
  readonly endpoints: readonly string[];

  /** The endpoints that are sent no users on purpose, by name. */
  readonly drained: readonly string[];

  /**
   * What endpoints depend on beside their addresses, by name: it can be unhealthy by itself, too. What several endpoints depend on is
   * among the endpoints as well.
   */
  readonly signals: ReadonlyMap<string, SignalKind>;

  /**
   * What of an endpoint can be down by itself: its addresses, when several of one family have health checks of their own. None
   * for an endpoint that can only be down as a whole.
   */
  partsOf(endpoint: string): readonly EndpointPart[];

  /** Whether anything is answered: by records of the name, or by those of a wildcard that stand in for them. */
  isAnswered(question: Question): boolean;

  /**
   * The places whose answers to a question are known, in groups whose members get the same answers, whatever is down. Questions that have
   * one list get the same answers in each of its groups, as host names of one policy do.
   */
  placesAlike(question: Question): readonly Places[];

  /** The places whose answers to a question are not known: they may lead to what cannot be simulated. */
  unknownPlaces(question: Question): readonly Location[];

  /** The endpoints, and parts of them, by name, on whose health the answers to a question from a place may depend. */
  dependsOn(question: Question, place: Location): ReadonlySet<string>;

  /**
   * What decides about the answers to a question from a place: one text for all questions and places that get the same answers, whatever
   * is down. Host names of one policy share it.
   */
  decidedBy(question: Question, place: Location): string;

  /** The answers while these endpoints, or parts of them, are down, and nothing else. */
  whileDown(down: readonly string[]): Outage;

  /** The aliases that a question may lead to whose target the configuration does not have. */
  danglingAliases(question: Question): readonly DanglingAlias[];

  /**
   * How long users who ask may be sent to an endpoint that went down, of those of which it is known.
   *
   * @returns seconds; 0 when no endpoint is watched; `undefined` when it is known of none
   */
  failoverSeconds(question: Question): number | undefined;

  /**
   * The endpoints of which it is not known how long users who ask may be sent to them while they are down, by name: only Terraform
   * knows, or an alarm or a switch decides alone.
   */
  failoverUnknown(question: Question): readonly string[];
}

/** What decides about endpoints without being one: a CloudWatch alarm, a switch, a health check of something else or made elsewhere. */
export type SignalKind = "alarm" | "switch" | "health check";

/** A host name, and the type of record that is asked for. */
export interface Question {
  readonly name: string;
  readonly type: string;
}

/** A part of an endpoint that can be down by itself. */
export interface EndpointPart {
  /** The endpoint and the addresses: `paris 203.0.113.10`. */
  readonly name: string;
  readonly addresses: readonly string[];
  /** The share of the endpoint's users that it gets while all of the endpoint is healthy, from 0 to 1. */
  readonly share: number;
}

/** At least one place. */
export type Places = readonly [Location, ...Location[]];

/** The answers while some endpoints are down. */
export interface Outage {
  /** Who answers the users of a place: shares of more than 0, which add up to 1, in the order of `compareAnswerers`. */
  shares(question: Question, place: Location): readonly Share[];
}

/** A part of the users of a place, and who answers them. */
export interface Share {
  readonly answerer: Answerer;
  /** From 0 to 1. */
  readonly share: number;
  /** What exactly is answered, and how likely each: these add up to the share. Empty where there is no answer. */
  readonly replies: readonly Reply[];
}

/** What a resolver is told. */
export interface Reply {
  /** The addresses, of which users take any; the name of an alias that leads out of the configuration. */
  readonly addresses: readonly string[];
  /** All addresses of the answer, where it has those of others as well; these alone, if it is left out. */
  readonly together?: readonly string[];
  /** How long resolvers keep it; `undefined` for an alias that leads out, and when only Terraform knows. */
  readonly ttlSeconds: number | undefined;
  /** From 0 to 1, of all who ask. */
  readonly share: number;
}

/**
 * Who answers:
 *
 * - `endpoint`: what a health check watches, such as a data centre;
 * - `last-resort`: what no health check watches, so that it answers when nothing else does;
 * - `alias`: what an alias leads to that the configuration does not have, such as another team's load balancer, by its name; and for a
 *   routed name the addresses of somebody else's record that no health check watches;
 * - `nobody`: there is no answer.
 */
export type Answerer =
  | { readonly kind: "endpoint"; readonly name: string }
  | { readonly kind: "alias"; readonly name: string; readonly isDangling: boolean }
  | { readonly kind: "last-resort" }
  | { readonly kind: "nobody" };

/** What the last resort is called: among the endpoints, where a health check watches it, and in print. No data centre has a space in its name. */
export const LAST_RESORT = "last resort";

/** Who answers at the endpoint of this name. */
export function answererAt(endpoint: string): Answerer {
  return endpoint === LAST_RESORT ? { kind: "last-resort" } : { kind: "endpoint", name: endpoint };
}

/** An alias whose target the configuration does not have. */
export interface DanglingAlias {
  /** The record, by its name in Terraform. */
  readonly record: string;
  /** The name that it is an alias of. */
  readonly target: string;
  /** Whether the target is nowhere, for certain. If not, it may have been made elsewhere. */
  readonly isCertain: boolean;
}

/** Sorts answerers: by name, then the last resort, and nobody last. */
export function compareAnswerers(one: Answerer, other: Answerer): number {
  return rank(one) - rank(other) || Number(nameOf(one) > nameOf(other)) - Number(nameOf(one) < nameOf(other));
}

function rank({ kind }: Answerer): number {
  return ["last-resort", "nobody"].indexOf(kind);
}

function nameOf(answerer: Answerer): string {
  return "name" in answerer ? answerer.name : "";
}
