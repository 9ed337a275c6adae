import type { ComputeBackendServiceConfig } from "@cdktf/provider-google/lib/compute-backend-service";
import type { Problems } from "../core/problems";

/** Headers that the load balancer adds, by name. A value may hold Google's variables, such as `{client_region}`. */
export interface CustomHeaders {
  readonly [name: string]: string;
}

/** The headers that the load balancer adds to the requests and responses of a service. */
export interface CustomHeaderOptions {
  /**
   * Headers that are added to requests on the way to the pods: `{ "X-Client-Region": "{client_region}" }`.
   *
   * @default - none
   */
  readonly requestHeaders?: CustomHeaders;

  /**
   * Headers that are added to responses: `{ "Strict-Transport-Security": "max-age=31536000" }`.
   *
   * @default - none
   */
  readonly responseHeaders?: CustomHeaders;
}

/** Names that Google sets itself or refuses. Source: https://cloud.google.com/load-balancing/docs/https/custom-headers */
const RESERVED = /^(host|connection|keep-alive|transfer-encoding|te|upgrade|content-length|x-goog.*|x-gfe.*|x-amz.*)$/i;

/** Validates the names of headers. */
export function checkCustomHeaders(problems: Problems, { requestHeaders, responseHeaders }: CustomHeaderOptions): void {
  for (const [property, headers = {}] of Object.entries({ requestHeaders, responseHeaders })) {
    checkHeaders(problems.at(property), headers);
  }
}

/** The headers that are added, for the provider. */
export function customHeadersConfig({
  requestHeaders,
  responseHeaders,
}: CustomHeaderOptions): Pick<ComputeBackendServiceConfig, "customRequestHeaders" | "customResponseHeaders"> {
  return { customRequestHeaders: linesOf(requestHeaders), customResponseHeaders: linesOf(responseHeaders) };
}

function linesOf(headers: CustomHeaders | undefined): string[] | undefined {
  return headers && Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}

function checkHeaders(problems: Problems, headers: CustomHeaders): void {
  const names = Object.keys(headers);
  problems.check("", names.length, (count) => count <= 16, "up to 16 headers");
  const isAllowed = (name: string) => /^[A-Za-z0-9-]+$/.test(name) && !RESERVED.test(name);
  const expected = "a name of letters, digits and hyphens that Google does not reserve";
  for (const name of names) problems.check([name], name, isAllowed, expected, "name");
}
