import type { Problems } from "../core/problems";

/** Headers that the load balancer adds, by name. A value may hold Google's variables, such as `{client_region}`. */
export interface CustomHeaders {
  readonly [name: string]: string;
}

/** Names that Google sets itself or refuses. Source: https://cloud.google.com/load-balancing/docs/https/custom-headers */
const RESERVED = /^(host|connection|keep-alive|transfer-encoding|te|upgrade|content-length|x-goog.*|x-gfe.*|x-amz.*)$/i;

/** The headers as a backend service has them. */
export function headerLines(headers: CustomHeaders | undefined): string[] | undefined {
  return headers && Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}

/** Validates the names of headers. */
export function checkHeaders(problems: Problems, headers: CustomHeaders): void {
  const names = Object.keys(headers);
  problems.check("", names.length, (count) => count <= 16, "up to 16 headers");
  const isAllowed = (name: string) => /^[A-Za-z0-9-]+$/.test(name) && !RESERVED.test(name);
  const expected = "a name of letters, digits and hyphens that Google does not reserve";
  for (const name of names) problems.check([name], name, isAllowed, expected);
}
