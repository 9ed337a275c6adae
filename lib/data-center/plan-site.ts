import { checkCalico } from "./calico-options";
import { checkEntries } from "./check-entries";
import { checkFabric } from "./check-fabric";
import { checkInterfaces, checkServers, checkVersions } from "./check-servers";
import { checkAsns, checkEtcd, checkPods, checkSiteOptions, checkVirtualIps } from "./check-site";
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
  checkEtcd(problems, options.servers);
  checkCalico(problems, options.calico);
  const fabricIsSound = checkFabric(problems.at("fabric"), options.fabric);
  const sound = checkServers(problems.at("servers"), options);
  const ranges = planRanges(problems, options, around);
  if (ranges === undefined) return undefined;
  checkVirtualIps(problems, options, ranges, around);
  if (!fabricIsSound) return undefined;
  const owners = new Owners(problems, ranges);
  owners.take(["api", "virtualIp"], ranges.api);
  owners.take(["dns"], ranges.dns);
  const fabric = planFabric(problems, options, ranges, owners);
  if (fabric === undefined) return undefined;
  checkPods(problems, options, fabric.racks);
  const servers = planServers(problems, options, ranges, fabric.racks, sound, owners);
  owners.checkFree(
    fabric.racks.flatMap(({ name, pods }) =>
      options.fabric.racks[name]?.pods === undefined ? [] : [[["fabric", "racks", name, "pods"], pods.ipv4] as const],
    ),
  );
  if (servers === undefined) return undefined;
  checkAsns(problems, options, fabric.routers, servers);
  return { options, ranges, ...fabric, servers };
}
