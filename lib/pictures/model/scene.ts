import type { Location } from "../../routing/location";
import type { Known, RequestsOfPlace } from "./requests";

/** A state of the platform that is drawn: all is well, or one thing is down. */
export interface Scenario {
  /** For links: `all-is-well`, `paris-is-down`. */
  readonly id: string;
  /** `All is well`, `paris is down`. */
  readonly title: string;
  /** What is down, by name. */
  readonly down: readonly string[];
}

/** Who answers: a data centre, the last resort, somebody else, or nobody. */
export interface Server {
  readonly name: string;
  readonly kind: "endpoint" | "last-resort" | "alias" | "nobody";
  /** Two letters that no other server has: `Pa`. */
  readonly label: string;
  /** The number of its colour, from 1 to 6, which no neighbour has; nothing for the last resort and for nobody, which are grey and white. */
  readonly hue?: number;
  /** The country it stands in, and where, in degrees, if that is known. */
  readonly country?: string;
  readonly latitude?: number;
  readonly longitude?: number;
  /** Whether users are sent elsewhere on purpose. */
  readonly isDrained: boolean;
}

/** A data centre, and where it stands, if that is known. */
export type Standing = Pick<Server, "name" | "latitude" | "longitude">;

/** A part of the users of a place. */
export interface Part {
  readonly server: string;
  /** From 0 to 1. */
  readonly share: number;
}

/** A country, or a state of the United States whose answers are its own. */
export interface ServedPlace extends RequestsOfPlace {
  readonly code: string;
  readonly name: string;
  readonly location: Location;
  /** Who answers, by the id of the scenario. */
  readonly parts: ReadonlyMap<string, readonly Part[]>;
  /** Whether it gets what everyone does who is not named, in all scenarios. */
  readonly isLikeEveryone: boolean;
}

/** What a server is asked for, and what it can take. */
export interface ServerLoad extends Known {
  readonly server: string;
  /** What it can take, and what of it at once beside what it has; `undefined` where that is not known. */
  readonly limit?: number;
  readonly atOnce?: number;
}

/** All that pictures show. */
export interface Scene {
  /** The stack that the records are in. */
  readonly title: string;
  /** The host names that are drawn, and those that are answered otherwise: `api.example.com`, or of one family alone `api.example.com (IPv6)`. */
  readonly asked: readonly string[];
  readonly others: readonly string[];
  readonly scenarios: readonly [Scenario, ...Scenario[]];
  readonly servers: readonly Server[];
  /** The data centres that are configured, whether the records name them or not: a colour is kept for each. */
  readonly configured: readonly Standing[];
  /** Pairs of servers that have the same colour though they are neighbours when all is well: six are then not enough. */
  readonly alike: readonly (readonly [string, string])[];
  readonly places: readonly ServedPlace[];
  /** Whether the requests of places are known. */
  readonly hasDemand: boolean;
  /** Whether some of the requests are for host names that are drawn or for others, and nobody knows for which. */
  readonly sharesDemand: boolean;
  /** Whether it is known of anybody what it can take. */
  readonly hasLimits: boolean;
  /** What each server is asked for by all host names together, by the id of the scenario; nothing without a demand. */
  readonly loads: ReadonlyMap<string, readonly ServerLoad[]>;
}

/** With more states, only their number is told. */
const MOST_STATES = 3;

/** `United States without US-NY`. */
export function nameWithout(name: string, states: readonly ServedPlace[]): string {
  if (states.length === 0) return name;
  const codes = states.map(({ code }) => code).sort();
  const few = [...(codes.length > 1 ? [codes.slice(0, -1).join(", ")] : []), ...codes.slice(-1)].join(" and ");
  return `${name} without ${codes.length > MOST_STATES ? `${codes.length} states` : few}`;
}

/** The parts of a place in a scenario. */
export function partsOf(place: ServedPlace, { id }: Scenario): readonly Part[] {
  return place.parts.get(id) ?? [];
}

/** Whether DNS sends anybody to a server when all is well: not to one that is drained, or that serves in failures alone. */
export function isServing({ places, scenarios: [well] }: Scene, name: string): boolean {
  return places.some((place) => partsOf(place, well).some(({ server, share }) => server === name && share > 0));
}

/** The data centres that DNS sends nobody to when all is well. */
export function idleIn(scene: Scene): ReadonlySet<string> {
  const sites = scene.servers.filter(({ kind }) => kind === "endpoint").map(({ name }) => name);
  return new Set(sites.filter((name) => !isServing(scene, name)));
}

/** Whether a place is served alike in two scenarios. */
export function isServedAlike(place: ServedPlace, one: Scenario, other: Scenario): boolean {
  return sameParts(partsOf(place, one), partsOf(place, other));
}

const ROUNDING = 1e-9;

/** Whether two divisions of users are the same. */
export function sameParts(one: readonly Part[], other: readonly Part[]): boolean {
  if (one.length !== other.length) return false;
  return one.every(({ server, share }, index) => {
    const same = other[index];
    return same?.server === server && Math.abs(same.share - share) < ROUNDING;
  });
}
