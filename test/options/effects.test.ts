import { ValidationError } from "../../index";
import { cases } from "../support/cases";
import { type OptionPlace, optionPlaces } from "../support/option-places";
import { valuesOf } from "../support/option-values";
import { withAt } from "../support/options";
import type { Sample } from "../support/samples";

/** Options of which these samples allow one value only, or that judge and make nothing. */
const WITHOUT_EFFECT: { readonly [name: string]: string } = {
  "AdditionalHostedZone.delegated": "only where the host names below it are in two zones for a while",
  "AfterStepOptions.negligible":
    "test/planning/after: of these numbers, two are in its range, and more than any difference of the sample",
  "BlueGreenUpgrade.batchNodeCount": "in place of batchPercentage",
  "CloudDnsOptions.scope": "the scope of the VPC needs a domain",
  "Coordinates.latitude": "for pictures",
  "Coordinates.longitude": "for pictures",
  "DataCenterOptions.country": "judges",
  "DataCenterOptions.requestsPerSecond": "judges",
  "DataCenterOptions.requestsPerSecondPerAddress": "judges",
  "EdgeOptions.requestsPerSecondPerServer": "judges",
  "EdgeService.servicePort": "only where autoneg attaches a service",
  "ExistingCluster.defaultMaxPodsPerNode": "judges",
  "ExistingCluster.maxNodes": "judges",
  "ExistingCluster.requestsPerSecond": "judges",
  "ExistingClusterOptions.multiNetworking": "what a cluster has already: its pools are judged by it",
  "ExistingClusterOptions.releaseChannel": "what a cluster has already: its pools are judged by it",
  "ExternalMetricOptions.averageValue": "in place of value",
  "FailureAnalysisOptions.failuresToWithstand": "judges",
  "FailureAnalysisOptions.lastResortRequestsPerSecond": "judges",
  "FailureAnalysisOptions.simultaneousFailures": "judges",
  "GainRegistration.chance":
    "test/planning/gain: of these numbers, two are in its range, and no harm of the sample is between them",
  "GlobalNetworkOptions.internetRoutes": "false only without NAT",
  "GpuOptions.acceleratorCount": "built into the machine type",
  "IRegionalCluster.multiNetworking": "what a cluster has already: its pools are judged by it",
  "IRegionalCluster.releaseChannel": "what a cluster has already: its pools are judged by it",
  "LastResortOptions.requestsPerSecond": "judges",
  "Location.continent": "asks the simulation, in place of a country",
  "Location.subdivision": "asks the simulation, for a country with states",
  "Migration.largestStep": "judges the steps",
  "NetworkOptions.learnedPrefixQuota": "judges",
  "NodeUpgradeOptions.autoUpgrade": "false only without a release channel",
  "PlanLimits.failoverMilliseconds": "test/planning/limits.test.ts: the sample has no second data centre that is far",
  "PlanLimits.fewerDataCenters":
    "test/planning/limits.test.ts: the sample's countries have room for all data centres that they have",
  "PlanLimits.largestStep": "test/planning/limits.test.ts: the sample's other limit of a step is stricter",
  "PlanLimits.largestStepOfCapacity": "test/planning/limits.test.ts: the sample's other limit of a step is stricter",
  "PlanLimits.leastGain": "test/planning/limits.test.ts: of these numbers, all in its range let nothing change",
  "PlanLimits.worthOfMillisecond": "test/planning/limits.test.ts: of these numbers, all in its range keep users near",
  "PlannedDataCenter.headroom": "test/planning/limits.test.ts: of these numbers, one is in its range",
  "PlatformAnalysisOptions.failoverTargetSeconds": "judges",
  "PlatformAnalysisOptions.failuresToWithstand": "judges",
  "PlatformRouting.rules.maxPercentAtOneSite": "judges",
  "RackRouterOptions.number": "1 or 2, of which the other router has one",
  "RoutedDataCenter.country": "judges",
  "RoutedDataCenter.requestsPerSecond": "judges",
  "RoutedDataCenter.requestsPerSecondPerAddress": "judges",
  "RoutingAnalysisOptions.failoverTargetSeconds": "judges",
  "RoutingAnalysisOptions.failuresToWithstand": "judges",
  "RoutingAnalysisOptions.lastResortRequestsPerSecond": "judges",
  "RoutingAnalysisOptions.simultaneousFailures": "judges",
  "RoutingPlanOptions.bound": "asks for a number beside the plan: test/planning/bound.test.ts",
  "RoutingRules.maxPercentAtOneSite": "judges",
  "ToleratedHarm.errors": "test/planning/gain: of these numbers, two are in its range, and more than any service fails",
};

/** Whether two values of an option make two different things, in any place of the samples. */
function hasEffect(name: string, places: readonly OptionPlace[]): boolean {
  // Of most options two configurations differ, which take less time than all that is written: warnings are not in them.
  const ofTwo = ({ configurations, synthesized }: Sample, props: object) =>
    configurations === undefined ? synthesized(props) : JSON.stringify(configurations(props));
  const ofAll = ({ synthesized }: Sample, props: object) => synthesized(props);
  if (!(name in WITHOUT_EFFECT)) {
    return places.some((place) => differ(place, ofTwo, 2) || differ(place, ofAll, Number.POSITIVE_INFINITY));
  }
  // Known to have no effect: each further value, and most further places, would be tried in vain, and cost a synthesis.
  const some = places.slice(0, cases({ some: 3, all: places.length }));
  return some.some((place) => differ(place, ofAll, 2));
}

/** Whether two values make two different things in one place, of the first values that are allowed there. */
function differ(
  { sample, path, kind }: OptionPlace,
  make: (sample: Sample, props: object) => string,
  most: number,
): boolean {
  const made = new Set<string>();
  let allowed = 0;
  for (const value of valuesOf(kind)) {
    try {
      made.add(make(sample, withAt(sample.props, path, value) as object));
      allowed++;
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
    }
    if (made.size > 1) return true;
    if (allowed >= most) return false;
  }
  return false;
}

test("every option with a choice changes what is made, or is known not to", () => {
  const withChoice = [...optionPlaces()].filter(([, places]) =>
    places.some(({ kind }) => new Set(valuesOf(kind)).size > 1),
  );
  const without = withChoice.filter(([name, places]) => !hasEffect(name, places)).map(([name]) => name);
  expect(withChoice.length).toBeGreaterThan(100);
  expect(without.sort()).toEqual(Object.keys(WITHOUT_EFFECT));
});
