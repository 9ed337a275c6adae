import { siteName, type World } from "./world";

/** What a site is asked for of a service, while something is down, and the most that it may be. */
export interface TooMuch {
  readonly site: string;
  readonly service: string;
  readonly down: readonly string[];
  readonly load: number;
  readonly limit: number;
  /** Whether it is what the last resort takes before new nodes are there. */
  readonly atOnce: boolean;
}

/** A row in names, by its numbers. */
export function rowInNames(
  world: World,
  { service, failure, site }: { readonly [index in "service" | "failure" | "site"]: number },
): Pick<TooMuch, "site" | "service" | "down"> {
  return {
    site: siteName(world, site),
    service: world.services[service] ?? "",
    down: (world.failures[failure] ?? []).map((one) => siteName(world, one)),
  };
}
