import { plainAddress } from "../core/addresses";
import { plainHostName } from "../core/host-names";
import { checkKey } from "../core/names";
import type { Problems } from "../core/problems";
import { checkKnownRate, JUDGED_BY } from "./analysis/known-rate";
import { type Coordinates, checkCoordinates } from "./coordinates";
import { type CountryCode, checkCountry } from "./countries";
import { type AddressFamily, addressesOf, checkEndpoint, checkFamilies, type Endpoint } from "./endpoint";
import { checkHealthCheckProfile, type HealthCheckProfile, healthCheckHostName } from "./health-check-profile";
import { checkRequiredHealthCheck, type RequiredHealthCheck } from "./required-health-check";

/** A data centre that users are sent to. */
export interface RoutedDataCenter {
  /** The public addresses of its ingress: what users are sent to. */
  readonly ingress: Endpoint;

  /**
   * How its addresses are checked. With `false` none is, and `requiredHealthChecks` alone decide.
   *
   * @default - HTTPS on port 443, `/healthz` of the host `health.` in the zone, every 10 seconds, unhealthy after 3 failures
   */
  readonly healthCheck?: HealthCheckProfile | false;

  /**
   * What must be healthy as well, by a name of yours: health checks made elsewhere, CloudWatch alarms, and switches of Amazon
   * Application Recovery Controller. The data centre is healthy while all are.
   *
   * @default - nothing: the checks of its addresses decide
   */
  readonly requiredHealthChecks?: { readonly [name: string]: RequiredHealthCheck };

  /**
   * How many requests per second it can take, more than 0. Data centres that share users do so by capacity, and the failure
   * analysis refuses a policy that could ask more of one.
   *
   * @default - what its edge servers can take together, where `onPremises.edge.requestsPerSecondPerServer` says it; else not known: it
   * shares users equally, and is not checked for overload
   */
  readonly requestsPerSecond?: number;

  /**
   * How many requests per second each address of its `ingress` can take, when it has several: those that are healthy get the users of
   * one that is down. Where all addresses lead to the same servers, it is `requestsPerSecond`.
   *
   * @default - an equal part of `requestsPerSecond`; all of it where it is known what the edge servers behind them can take
   */
  readonly requestsPerSecondPerAddress?: number;

  /**
   * The country where it stands, for `rules.residency`.
   *
   * @default - not known: it is required with such a rule
   */
  readonly country?: CountryCode;

  /**
   * Where it stands, for pictures: where its sign is on a map, and the arrows to it end.
   *
   * @default - not known: its sign is beside the circle of its `country`, or else of the place with the most requests that it serves
   */
  readonly location?: Coordinates;

  /**
   * Whether users are sent elsewhere, as if it were down: for planned work on it, or for a drill. Changes its health checks in
   * place and nothing else; where there is but one and it is not made here, the records are given another, in place too.
   *
   * @default false
   */
  readonly drain?: boolean;
}

/** How the addresses of a data centre are checked; nothing when they are not. */
export function profileOf({ healthCheck = {} }: Pick<RoutedDataCenter, "healthCheck">): HealthCheckProfile | undefined {
  return healthCheck === false ? undefined : healthCheck;
}

const FAMILIES: readonly AddressFamily[] = ["ipv4", "ipv6"];

/** Names of data centres are labels of DNS names, and parts of longer ones: shorter than DNS demands, to be readable. */
const MAX_NAME_LENGTH = 32;

/**
 * Validates data centres, and that they and the last resort have the same address families.
 *
 * @param lastResort by the property that holds it; empty when it has both families for certain
 */
export function checkRoutedDataCenters(
  problems: Problems,
  dataCenters: { readonly [name: string]: RoutedDataCenter },
  lastResort: { readonly [property: string]: Endpoint },
): void {
  const below = problems.at("dataCenters");
  const ingresses: Record<string, Endpoint> = {};
  const owners = new Map<string, string>();
  for (const [name, dataCenter] of Object.entries(dataCenters)) {
    const { ingress, requestsPerSecond, requestsPerSecondPerAddress } = dataCenter;
    checkKey(below, name, name, MAX_NAME_LENGTH);
    checkEndpoint(below.at([name, "ingress"]), ingress);
    checkHealth(below.at(name), dataCenter);
    checkCountryOf(below, [name, "country"], dataCenter.country);
    if (dataCenter.location !== undefined) checkCoordinates(below.at([name, "location"]), dataCenter.location);
    checkKnownRate(below, [name, "requestsPerSecond"], requestsPerSecond);
    checkKnownRate(below, [name, "requestsPerSecondPerAddress"], requestsPerSecondPerAddress);
    claimAddresses(below, [name, "ingress"], ingress, { owners, name });
    ingresses[`dataCenters.${name}.ingress`] = ingress;
  }
  for (const [property, endpoint] of Object.entries(lastResort)) {
    checkEndpoint(problems.at(property), endpoint);
    const advice =
      property === "lastResort"
        ? "; the data centre that serves everyone else is the last resort itself, and has no ingress in dataCenters"
        : "";
    claimAddresses(problems, [property], endpoint, { owners, name: property }, advice);
  }
  checkFamilies(problems, ingresses, lastResort);
}

/** Checks that nobody else has the addresses of an endpoint, however they are spelled. */
function claimAddresses(
  problems: Problems,
  property: readonly string[],
  endpoint: Endpoint,
  { owners, name }: { readonly owners: Map<string, string>; readonly name: string },
  advice = "",
): void {
  for (const family of FAMILIES) {
    for (const address of addressesOf(endpoint, family)) {
      const owner = owners.get(plainAddress(address)) ?? name;
      const expected = `an address of its own: ${owner} has this one${advice}`;
      if (owner !== name) problems.refuse([...property, family], address, expected);
      owners.set(plainAddress(address), owner);
    }
  }
}

/** Validates what decides whether a data centre is healthy. */
function checkHealth(problems: Problems, dataCenter: RoutedDataCenter): void {
  const { ingress, requiredHealthChecks = {} } = dataCenter;
  const profile = profileOf(dataCenter);
  for (const [name, check] of Object.entries(requiredHealthChecks)) {
    checkKey(problems.at("requiredHealthChecks"), name, name, MAX_NAME_LENGTH);
    checkRequiredHealthCheck(problems.at(["requiredHealthChecks", name]), check);
  }
  if (profile === undefined) {
    const message =
      "something must decide whether the data centre is healthy: configure requiredHealthChecks beside false";
    if (Object.keys(requiredHealthChecks).length === 0) problems.conflict("healthCheck", message);
    return;
  }
  checkHealthCheckProfile(problems.at("healthCheck"), profile);
  const isOneEach = FAMILIES.every((family) => addressesOf(ingress, family).length === 1);
  const expected = "nothing, unless ingress has one address in each family";
  if (profile.checkedFamily !== undefined && !isOneEach) {
    problems.refuse("healthCheck.checkedFamily", profile.checkedFamily, expected, "unexpected");
  }
}

/** Checks that no health check asks for a name that users ask for: its result would depend on itself. */
export function checkHealthCheckHosts(
  problems: Problems,
  dataCenters: { readonly [name: string]: RoutedDataCenter },
  zoneName: string,
  hostNames: readonly string[],
): void {
  const asked = new Set(hostNames.map(plainHostName));
  for (const [name, dataCenter] of Object.entries(dataCenters)) {
    const profile = profileOf(dataCenter);
    // Over TCP, no name is sent.
    if (profile === undefined || profile.protocol === "TCP") continue;
    const hostName = healthCheckHostName(profile, plainHostName(zoneName));
    const allowed = "a name that no user asks for: AWS calls the results unpredictable otherwise";
    problems.check(
      ["dataCenters", name, "healthCheck", "hostName"],
      hostName,
      (hostName) => !asked.has(plainHostName(hostName)),
      allowed,
    );
  }
}

function checkCountryOf(problems: Problems, property: readonly string[], country: CountryCode | undefined): void {
  if (country !== undefined && problems.known(property, country, JUDGED_BY)) checkCountry(problems, property, country);
}
