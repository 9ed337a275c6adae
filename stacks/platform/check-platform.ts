import { checkHostedZone } from "../../lib/core/hosted-zone";
import { checkShape } from "../../lib/core/options-shape";
import { Problems } from "../../lib/core/problems";
import { checkLabels } from "../../lib/google/labels";
import { checkOverlaps } from "../../lib/network/range-checks";
import { checkClusters } from "./clusters";
import { checkDataCenters } from "./data-centers";
import { checkDns } from "./dns";
import { checkEdge } from "./edge";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import { checkPlatformLinks } from "./links";
import { checkNetwork } from "./network";
import { checkOnPremises, type SitePlans } from "./on-premises";
import type { Platform } from "./platform";
import { checkPlatformServices } from "./services";

/**
 * Validates all options of a platform, in the user's own words, before there is any construct: one error has every problem.
 *
 * Each part has its own file. Here is what spans them: that no two ranges of them overlap, and one hosted zone for all names.
 *
 * @returns the plans of the data centres, which the checks need and the files are made from
 */
export function checkPlatform(platform: Platform): SitePlans {
  const { path, props } = platform;
  // First of all the shape: what follows reads the properties, and would fail at one that is missing or of another type.
  Problems.of(path, (problems) => checkShape(problems, props, "HybridPlatformProps"));
  return Problems.of(path, (problems) => {
    checkCommon(problems, props);
    const { planIsValid, ranges } = checkNetwork(problems, platform);
    const explicit = checkClusters(problems, platform, planIsValid);
    const foreign = checkDataCenters(problems, platform);
    checkPlatformLinks(problems.at("dataCenters"), platform);
    checkOverlaps(problems, [...ranges, ...explicit, ...foreign]);
    const sitePlans = checkOnPremises(problems, platform);
    const zoneIsKnown = checkHostedZone(problems.at("hostedZone"), props.hostedZone);
    const zoneName = zoneIsKnown ? props.hostedZone.zoneName : undefined;
    checkPlatformServices(problems.at("services"), platform, zoneName);
    checkEdge(problems, platform);
    checkDns(problems, platform);
    return sitePlans;
  });
}

function checkCommon(problems: Problems, { google, labels }: HybridPlatformProps): void {
  if (problems.known("google.project", google.project)) {
    problems.check(
      "google.project",
      google.project,
      (project) => /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(project),
      'the id of a project, 6 to 30 characters: "acme-production"',
      "name",
    );
  }
  checkLabels(problems.at("labels"), labels ?? {});
}
