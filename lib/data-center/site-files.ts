import { addressTable } from "./address-table";
import { calicoManifests, operatorSource } from "./calico";
import { asJson, type Data } from "./data";
import { rollOut } from "./roll-out";
import { routerData } from "./router-data";
import { serverData } from "./server-data";
import { siteLists } from "./site-data";
import type { SitePlan } from "./site-plan";

/** The key of a pillar that holds all that is ours. */
const PILLAR = "hybrid";

/** That of the master's own pillar, which its orchestration reads. */
const ROLL_OUT = "hybrid_roll_out";

/** The files of a data centre: their texts by their paths below its folder, but for the templates. */
export function siteFiles(plan: SitePlan): ReadonlyMap<string, string> {
  const ofServer = serverData(plan);
  const ofRouter = routerData(plan);
  const lists = siteLists(plan);
  const operator = operatorSource(plan);
  return new Map([
    ["site.json", asJson(lists as unknown as Data)],
    ["addresses.md", addressTable(lists)],
    ["roll-out.sls", asJson({ [ROLL_OUT]: rollOut(plan) })],
    ["kubernetes/calico.json", asJson(calicoManifests(plan))],
    ...(operator === undefined ? [] : [["kubernetes/calico-operator.json", asJson(operator)] as const]),
    ...plan.routers.map((router) => [`routers/${fileName(router.name)}.json`, asJson(ofRouter(router))] as const),
    ...plan.servers.map((server) => [pillarFile(server.name), asJson({ [PILLAR]: ofServer(server) })] as const),
  ]);
}

/** The file of a server's pillar. */
export function pillarFile(server: string): string {
  return `servers/${fileName(server)}.sls`;
}

/** Salt takes a dot in the name of a pillar's file for a folder. No name has an underscore, so no two names become one. */
function fileName(name: string): string {
  return name.replaceAll(".", "_");
}
