import type { Location } from "./location";

/**
 * What DNS would answer if a configuration were deployed: all that the analysis of failures knows of a DNS provider. For
 * Route 53, `readTerraform` makes one of Terraform's JSON.
 */
export interface Answers {
  /** What users may ask for. */
  readonly questions: readonly Question[];

  /** The endpoints that a health check watches, and what several of them depend on, by name: each can go down by itself. */
  readonly endpoints: readonly string[];

  /** All places, in groups whose members get the same answers to a question, whatever is down. */
  placesAlike(question: Question): readonly Places[];

  /** The answers while these endpoints are down, and no other. */
  whileDown(endpoints: readonly string[]): Outage;

  /** The aliases that a question may lead to whose target the configuration does not have. */
  danglingAliases(question: Question): readonly DanglingAlias[];

  /**
   * How long users who ask may be sent to an endpoint that went down.
   *
   * @returns seconds; 0 when no endpoint is watched; `undefined` when only Terraform knows, and where an alarm or a switch decides
   * alone
   */
  failoverSeconds(question: Question): number | undefined;
}

/** A host name, and the type of record that is asked for. */
export interface Question {
  readonly name: string;
  readonly type: string;
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
}

/**
 * Who answers:
 *
 * - `endpoint`: what a health check watches, such as a data centre;
 * - `last-resort`: what no health check watches, so that it answers when nothing else does;
 * - `alias`: what an alias leads to that the configuration does not have, such as another team's load balancer;
 * - `nobody`: there is no answer.
 */
export type Answerer =
  | { readonly kind: "endpoint"; readonly name: string }
  | { readonly kind: "alias"; readonly name: string; readonly isDangling: boolean }
  | { readonly kind: "last-resort" }
  | { readonly kind: "nobody" };

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
