import type { ComputeUrlMapHostRule, ComputeUrlMapPathMatcher } from "@cdktf/provider-google/lib/compute-url-map";
import { oneOf } from "../core/checks";
import { plainHostName } from "../core/host-names";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";

/** Which requests a service answers. */
export interface UrlRule {
  /**
   * The host name that users request. With certificates that prove it, it is in their zone. `*.shop.example.com` is all names below
   * `shop.example.com` that no other service has; its certificate is for those with one label more alone.
   */
  readonly hostName: string;

  /**
   * The paths of the host that this service answers: `/login` is that path alone, `/videos/*` everything below. The longest
   * match wins, in whatever order they are written.
   *
   * @default - all paths that no other service of the host has
   */
  readonly paths?: readonly string[];
}

/** Rules by the name of the service. */
export interface UrlRules {
  readonly [serviceName: string]: UrlRule;
}

/** Which service answers what no rule is about. */
export interface DefaultServiceOptions {
  /**
   * The service, by its key, that answers requests for host names that no service has: whoever asks the address itself, or has a name of
   * their own lead to it.
   *
   * @default - the first in alphabetical order, not in that of the program, of those without `paths`
   */
  readonly defaultService?: string;
}

/** The service that answers host names that no service has. The order of keys has no meaning. */
export function defaultServiceOf(rules: UrlRules, { defaultService }: DefaultServiceOptions): string | undefined {
  if (defaultService !== undefined) return defaultService;
  return Object.keys(rules)
    .sort()
    .find((name) => rules[name]?.paths === undefined);
}

/** Validates that the service for other host names is one. */
export function checkDefaultService(
  problems: Problems,
  rules: UrlRules,
  { defaultService }: DefaultServiceOptions,
): void {
  if (defaultService === undefined || !problems.known("defaultService", defaultService)) return;
  const expected = `a service: ${oneOf(Object.keys(rules))}`;
  problems.check("defaultService", defaultService, (name) => Object.hasOwn(rules, name), expected, "one-of");
}

/** The host names of all rules, each once. */
export function hostNamesOf(rules: UrlRules): readonly string[] {
  return [...new Set(Object.values(rules).map(({ hostName }) => plainHostName(hostName)))];
}

/**
 * The rules as a URL map has them. A host's paths are called after the service that answers the rest of it. They are in
 * alphabetical order, because Terraform compares lists by position.
 *
 * @param serviceId the backend service of a service
 */
export function urlMapRules(
  rules: UrlRules,
  serviceId: (serviceName: string) => string,
): { hostRule: ComputeUrlMapHostRule[]; pathMatcher: ComputeUrlMapPathMatcher[] } {
  const named = Object.entries(rules).sort(([one], [other]) => (one < other ? -1 : 1));
  const rest = named.filter(([, { paths }]) => paths === undefined);
  return {
    hostRule: rest.map(([name, { hostName }]) => ({ hosts: [plainHostName(hostName)], pathMatcher: name })),
    pathMatcher: rest.map(([name, { hostName }]) => {
      const pathRule = named
        .filter(([, rule]) => rule.paths !== undefined && plainHostName(rule.hostName) === plainHostName(hostName))
        .map(([other, { paths = [] }]) => ({ paths: [...paths], service: serviceId(other) }));
      return { name, defaultService: serviceId(name), pathRule: pathRule.length > 0 ? pathRule : undefined };
    }),
  };
}

/** Validates that each rule can match, and that each host has one service for the paths of no other. */
export function checkUrlRules(problems: Problems, rules: UrlRules): void {
  const known = Object.entries(rules).filter(([, { hostName }]) => !isUnknown(hostName));
  for (const host of hostNamesOf(Object.fromEntries(known))) {
    checkHost(
      problems,
      known.filter(([, { hostName }]) => plainHostName(hostName) === host),
    );
  }
}

function checkHost(problems: Problems, services: readonly (readonly [string, UrlRule])[]): void {
  const owners = new Map<string, string>();
  let rest: string | undefined;
  for (const [name, { hostName, paths }] of services) {
    const below = problems.at(name);
    if (paths === undefined) {
      const expected = `a host name of its own, or paths of it: ${rest} answers the rest of this one`;
      if (rest !== undefined) below.refuse("hostName", hostName, expected);
      rest ??= name;
      continue;
    }
    if (!below.known("paths", paths)) continue;
    below.check("paths", paths, ({ length }) => length > 0, "at least one path; for all of the host, leave it out");
    for (const path of paths) {
      if (!checkPath(below, path)) continue;
      const owner = owners.get(path);
      if (owner !== undefined) below.refuse("paths", path, `a path that can match: ${owner} has this one already`);
      owners.set(path, owners.get(path) ?? name);
    }
  }
  const [first] = services;
  if (first === undefined || rest !== undefined) return;
  const [name] = first;
  problems.conflict([name, "paths"], "needs a service of the same host name without paths, which answers the rest");
}

/** Google matches a path as it was sent, without the query, so some patterns can never match. */
function checkPath(problems: Problems, path: string): boolean {
  const isShaped = (one: string) => /^\/([^*?#\s]*\/)?(\*|[^*?#\s]*)$/.test(one) && one.length <= 1024;
  const shape = 'a path that can match: "/" first, no "?", "#" or space, and "*" at most once, after the last "/"';
  if (!problems.check("paths", path, isShaped, shape, "format")) return false;
  const everything = 'some paths of the host: instead of "/*", leave paths out, and this service answers the rest';
  if (!problems.check("paths", path, (one) => one !== "/*", everything)) return false;
  const isPlain = (one: string) => !/\/\.{1,2}(\/|$)|\/\//.test(one);
  return problems.check("paths", path, isPlain, 'a path that can match: without "//", "/./" and "/../"', "format");
}
