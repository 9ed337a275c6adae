import { checkCalico } from "./calico-options";
import { checkCluster } from "./check-cluster";
import { checkEntries } from "./check-entries";
import { checkFabric } from "./check-fabric";
import { checkInterfaces, checkServers, checkVersions } from "./check-servers";
import { checkAsns, checkEqualPaths, checkPods, checkSiteOptions, checkVirtualIps } from "./check-site";
import { checkVersionsTogether } from "./check-versions";
import { checkWorkerPools } from "./check-worker-pools";
import { givenRouters } from "./given-routers";
import type { SiteOptions } from "./on-premises";
import { Owners } from "./owners";
import { planFabric } from "./plan-fabric";
import { planRanges } from "./plan-ranges";
import { planServers } from "./plan-servers";
import { checkKnown, judge, type Problems } from "./refusals";
import type { SitePlan } from "./site-plan";

/**
 * Gives everything in a data centre its addresses.
 *
 * @throws one `ValidationError` that names everything that cannot work
 */
export function planSite(options: SiteOptions): SitePlan {
  return judge(options.dataCenterName, (problems) => checkSite(problems, options)) as SitePlan;
}

const NOTHING_PLANNED = { racks: [], routers: [], isComplete: false } as const;

/**
 * Plans and checks; `undefined` when so much was refused that nothing can be planned.
 *
 * @param around where the properties of the data centre are that `OnPremisesOptions` does not have
 */
export function checkSite(problems: Problems, options: SiteOptions, around: Problems = problems): SitePlan | undefined {
  if (!checkKnown(problems, "", options) || !checkEntries(problems, options)) return undefined;
  checkSiteOptions(problems, options);
  checkVersions(problems.at("versions"), options.versions ?? {});
  checkInterfaces(problems, "interfaces", options.interfaces);
  checkCluster(problems, options);
  checkEqualPaths(problems, options.servers);
  checkCalico(problems, options.calico);
  checkWorkerPools(problems, options);
  checkVersionsTogether(problems, options);
  const { racks, hasUpper } = checkFabric(problems.at("fabric"), options.fabric);
  const servers = checkServers(problems.at("servers"), options);
  const fabric = hasUpper ? { ...options.fabric, racks } : { racks, borders: {} };
  checkAsns(problems, options, givenRouters(fabric), servers);
  const { ranges, areSharedSound } = planRanges(problems, options, around) ?? {};
  if (ranges === undefined) return undefined;
  const owners = new Owners(problems, ranges);
  if (areSharedSound) {
    checkVirtualIps(problems, options, ranges, around);
    owners.take(["api", "virtualIp"], ranges.api);
    owners.take(["dns"], ranges.dns);
  }
  // Links of a rack's routers follow from those above, so without these only servers have addresses.
  const { isComplete, ...planned } = hasUpper
    ? planFabric(problems, { ...options, fabric }, ranges, owners)
    : NOTHING_PLANNED;
  checkPods(problems, options, planned.racks);
  const all = planServers(problems, options, ranges, planned.racks, servers, owners);
  owners.checkFree(
    planned.racks.flatMap(({ name, pods }) =>
      options.fabric.racks[name]?.pods === undefined ? [] : [[["fabric", "racks", name, "pods"], pods.ipv4] as const],
    ),
  );
  const hasAll =
    areSharedSound &&
    isComplete &&
    planned.racks.length === Object.keys(options.fabric.racks).length &&
    all.length === Object.keys(options.servers).length;
  return hasAll ? { options, ranges, ...planned, servers: all } : undefined;
}
