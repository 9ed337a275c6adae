/** A number of requests per second, and how well it is known. */
export interface Known {
  readonly requests: number;
  /** Whether there may be more: of some places nobody said how many requests they make. */
  readonly isLeast?: boolean;
  /** Whether there may be fewer: which host names, or states, some of them are for is not known. */
  readonly isMost?: boolean;
}

/** Whether nothing is known of a number: of all who are counted nobody said how many requests they make. */
export function isNotKnown({ requests, isLeast }: Known): boolean {
  return requests === 0 && isLeast === true;
}

/** Requests that are made in one of some places, and nobody knows in which: in a country or in states of it. */
export interface Shared {
  /** The country. */
  readonly code: string;
  readonly requests: number;
  /** How many places it may be, the country among them. */
  readonly places: number;
}

/** How many requests come from a place. */
export interface RequestsOfPlace {
  /** Requests per second at peak; `undefined` where that is not known. */
  readonly requests?: number;
  /** Those of its requests that may as well be made in other places; a state alone has no others that are known. */
  readonly among?: Shared;
}

/** A part of the users of a place. */
export interface PlaceShare {
  readonly place: RequestsOfPlace;
  /** From 0 to 1. */
  readonly share: number;
}

/** Whether nobody said how many requests come from a place, nor of which others they are a part. */
export function isUnknown({ requests, among }: RequestsOfPlace): boolean {
  return requests === undefined && among === undefined;
}

/** The requests of parts of places together. Requests that several places share are counted once, where they are the most. */
export function sumOf(some: readonly PlaceShare[]): Known {
  const shared = new Map<string, { readonly shared: Shared; readonly shares: number[] }>();
  let requests = 0;
  for (const { place, share } of some) {
    const { among } = place;
    requests +=
      share * Math.max(0, (place.requests ?? 0) - (place.requests === undefined ? 0 : (among?.requests ?? 0)));
    if (among === undefined) continue;
    const known = shared.get(among.code) ?? { shared: among, shares: [] };
    known.shares.push(share);
    shared.set(among.code, known);
  }
  let isMost = false;
  for (const { shared: one, shares } of shared.values()) {
    const most = Math.max(...shares);
    const least = shares.length < one.places ? 0 : Math.min(...shares);
    requests += most * one.requests;
    isMost ||= most - least > ROUNDING;
  }
  const isLeast = some.some(({ place, share }) => share > 0 && isUnknown(place));
  return { requests, ...(isLeast ? { isLeast } : {}), ...(isMost ? { isMost } : {}) };
}

/** Shares that differ by less are the same. */
const ROUNDING = 1e-9;
