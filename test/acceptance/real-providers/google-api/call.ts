import type { Block } from "../../../support/synthesize";
import type { Store } from "./store";

/** What one of Google's APIs is asked. */
export interface Call {
  /** The API: `compute`. */
  readonly service: string;
  readonly method: string;
  /** Without the API and its version: `projects/acme/global/networks/acme`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly told: Block;
  readonly store: Store;
}

/** What an API does by itself, where it is more than to hold a resource. Nothing, where it is not. */
export type Service = (call: Call) => Block | undefined;

/** What an API answers instead of doing what it was told. */
export class ApiError extends Error {
  constructor(
    public readonly status: number,
    public readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

export const notFound = (path: string): ApiError =>
  new ApiError(404, "notFound", `The resource '${path}' was not found`);

/** The collection that a resource is in, with its API: `compute/networks`. */
export const collectionOf = ({ service, path }: Pick<Call, "service" | "path">): string =>
  `${service}/${path.split("/").at(isMember(path) ? -2 : -1)}`;

/** Whether a path is that of a resource, and not of a collection: names and kinds take turns. */
export function isMember(path: string): boolean {
  const parts = path.split("/");
  return (parts[2] === "global" ? parts.length - 1 : parts.length) % 2 === 0;
}
