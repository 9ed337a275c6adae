import { oneOf } from "../core/checks";
import { checkHostNameOrWildcard, checkInZone, plainHostName } from "../core/host-names";
import { checkAdditionalHostedZones, checkHostedZone, type HostedZoneAttributes } from "../core/hosted-zone";
import { checkKey } from "../core/names";
import type { Problems } from "../core/problems";
import type { PropertyNames } from "../core/property-names";
import { isUnknown } from "../core/tokens";
import { checkFailureAnalysis } from "../routing/analysis/failure-analysis-options";
import { checkRoutingPolicy, MAX_KEY_LENGTH } from "../routing/check-routing-policy";
import type { Endpoint } from "../routing/endpoint";
import { checkLastResort, type LastResort } from "../routing/last-resort";
import { checkHealthCheckHosts, checkRoutedDataCenters, type RoutedDataCenter } from "../routing/routed-data-center";
import type { RoutingPolicy } from "../routing/routing-policy";
import { checkRoutingRules, type RoutingRules } from "../routing/rules/routing-rules";
import { warnOfLongChains, warnOfUnevenParts } from "./alias-chain";
import { checkRequiredTogether } from "./data-center-health";
import {
  type AdditionalZone,
  checkProviders,
  checkRequiredElsewhere,
  routedZones,
  warnOfEmptyZones,
} from "./routed-zones";
import type { RoutingAnalysisOptions } from "./routing-analysis";
import { checkTtl } from "./ttl";

/** With more data centres, all sets of failures take minutes. */
const MOST_FOR_ALL = 12;

/** Longer than any health check takes to notice a failure, in seconds. */
const LONG_TTL = 300;

/** A policy and the host names that it routes. */
export interface HostPolicy extends RoutingPolicy {
  /**
   * The host names, each in a zone and in one policy only. `*.shop.example.com` stands for all names below
   * `shop.example.com` that have no records of their own.
   */
  readonly hostNames: readonly string[];
}

/** Options of a routing. */
export interface GeoRoutingProps {
  /** The hosted zone of the host names: a `HostedZone`, or its id and name. It holds all records that are in no other. */
  readonly zone: HostedZoneAttributes;

  /**
   * Other hosted zones of the host names, by a key of yours that names their records in Terraform. The zone of a host name is the one
   * with the longest name that holds it. Each has all records that its host names need, since no alias leads to another zone.
   *
   * @default - none: all host names are in `zone`
   */
  readonly additionalZones?: { readonly [key: string]: AdditionalZone };

  /**
   * A name for this routing, unique in each zone. Records that no user requests are below `_routing-<routingName>`.
   */
  readonly routingName: string;

  /** The data centres, by name. Each has one health check per address, whatever the number of host names. */
  readonly dataCenters: { readonly [name: string]: RoutedDataCenter };

  /** What answers everyone who is not named, and when no data centre is healthy: the global load balancer. */
  readonly lastResort: LastResort;

  /** The policies, by name. */
  readonly policies: { readonly [name: string]: HostPolicy };

  /**
   * How long a resolver keeps an answer, 1 to 86400 seconds. It is a part of every failover's time; AWS advises 60 or less.
   *
   * @default 60
   */
  readonly ttlSeconds?: number;

  /**
   * What the routing is judged by before it is deployed.
   *
   * @default - while any one data centre is down, nobody may be left without an answer, or be sent to it
   */
  readonly analysis?: RoutingAnalysisOptions;

  /**
   * Your own rules: who may never be served from where, how many sites must be left, how much one site may get. A routing that breaks
   * one, while all is well or under a failure, is refused.
   *
   * @default - none
   */
  readonly rules?: RoutingRules;

  /**
   * What these options are called in errors and warnings. For a construct that makes the routing for users of its own.
   *
   * @default - as they are called here
   */
  readonly reportAs?: PropertyNames;
}

/**
 * Validates the options of a routing.
 *
 * @param lastResort the last resort by the property that holds it; empty when it has both address families for certain
 */
export function checkGeoRouting(
  problems: Problems,
  props: Omit<GeoRoutingProps, "lastResort"> & { readonly lastResort?: Partial<LastResort> },
  lastResort: { readonly [property: string]: Endpoint },
): void {
  const { zone, additionalZones = {}, routingName, dataCenters, policies, ttlSeconds, analysis = {} } = props;
  checkHostedZone(problems.at("zone"), zone);
  checkAdditionalHostedZones(problems.at("additionalZones"), zone, additionalZones);
  checkProviders(problems.at("additionalZones"), additionalZones);
  if (problems.known("routingName", routingName)) checkKey(problems, "routingName", routingName, MAX_KEY_LENGTH);
  if (ttlSeconds !== undefined) checkTtl(problems, ttlSeconds);
  checkRoutedDataCenters(problems, dataCenters, lastResort);
  checkPolicies(problems.at("policies"), props);
  checkFailureAnalysis(problems.at("analysis"), analysis);
  const hostNames = Object.values(policies).flatMap((policy) => policy.hostNames);
  checkLastResort(problems.at("lastResort"), props.lastResort ?? {}, Object.keys(dataCenters));
  checkRequiredTogether(problems, dataCenters);
  const elsewhere = routedZones(props).find(({ provider }) => provider !== undefined);
  checkRequiredElsewhere(problems, dataCenters, elsewhere?.key);
  checkDemandedNames(problems, analysis, hostNames);
  checkRemainingNames(problems, analysis, Object.keys(dataCenters));
  const hasDemand = analysis.demand !== undefined || analysis.demandPerHostName !== undefined;
  checkRoutingRules(problems, props.rules ?? {}, { dataCenters, hasDemand });
  checkHealthCheckHosts(problems, dataCenters, zone.zoneName, hostNames);
  warnOfEmptyZones(problems.at("additionalZones"), props);
  warnOfLongChains(problems, props);
  warnOfUnevenParts(problems, props);
  const count = Object.keys(dataCenters).length;
  if (analysis.simultaneousFailures === "all" && count > MOST_FOR_ALL) {
    const expected = `1 or 2: ${count} data centres make ${2 ** count} sets of failures, and ${2 ** MOST_FOR_ALL} at most are tried`;
    problems.refuse("analysis.simultaneousFailures", "all", expected);
  }
  if (ttlSeconds !== undefined && !isUnknown(ttlSeconds) && ttlSeconds > LONG_TTL) {
    const message =
      `resolvers keep sending users to what is down for ${ttlSeconds} seconds, however fast its health check is: ` +
      "AWS advises 60 or less";
    problems.warn("ttlSeconds", message);
  }
}

function checkPolicies(problems: Problems, props: Omit<GeoRoutingProps, "lastResort">): void {
  const { zone, additionalZones = {}, dataCenters, policies } = props;
  const others = Object.values(additionalZones).map(({ zoneName }) => zoneName);
  const taken = new Set<string>();
  for (const [name, policy] of Object.entries(policies)) {
    checkKey(problems, name, name, MAX_KEY_LENGTH);
    const below = problems.at(name);
    checkRoutingPolicy(below, policy, Object.keys(dataCenters));
    for (const hostName of policy.hostNames) {
      if (!below.known("hostNames", hostName) || !checkHostNameOrWildcard(below, "hostNames", hostName)) continue;
      checkInZone(below, "hostNames", hostName, zone.zoneName, ...others);
      below.check("hostNames", hostName, (one) => !taken.has(plainHostName(one)), "each host name once");
      taken.add(plainHostName(hostName));
    }
  }
}

function checkDemandedNames(
  problems: Problems,
  { demandPerHostName = {} }: RoutingAnalysisOptions,
  hostNames: readonly string[],
): void {
  const known = hostNames.map(plainHostName);
  for (const name of Object.keys(demandPerHostName)) {
    const isOne = (name: string) => known.includes(plainHostName(name));
    const expected = `a host name of the policies: ${oneOf(hostNames)}`;
    problems.check(["analysis", "demandPerHostName", name], name, isOne, expected, "one-of");
  }
}

function checkRemainingNames(
  problems: Problems,
  { remainingCapacity = {} }: RoutingAnalysisOptions,
  dataCenters: readonly string[],
): void {
  for (const name of Object.keys(remainingCapacity)) {
    const isOne = (name: string) => dataCenters.includes(name);
    const expected = `a data centre: ${oneOf(dataCenters)}`;
    problems.check(["analysis", "remainingCapacity", name], name, isOne, expected, "one-of");
  }
}
