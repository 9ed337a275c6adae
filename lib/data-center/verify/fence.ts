import { type Difference, Differences } from "./difference";
import { type DumpFiles, readRouterDump } from "./dumps";
import { gatewaysOf, prefixOfRoute } from "./host";
import type { RouterFile, SiteFiles } from "./plan-files";
import { isUp, sessionsOf } from "./sessions";

/**
 * What still leads to a server that is to be fenced: nothing may, before its Node is deleted and its blocks of addresses are given to
 * others. The routers of its rack must have been asked.
 *
 * @param dumps the files that each device was asked for, by its name
 */
export function waysTo(
  server: string,
  { routers }: SiteFiles,
  dumps: ReadonlyMap<string, DumpFiles>,
): readonly Difference[] {
  const above = routers.filter(({ neighbors }) =>
    neighbors.some(({ name, kind }) => kind === "server" && name === server),
  );
  return above.flatMap((router) => waysAt(router, server, dumps.get(router.name)));
}

const NEEDED = ["bgp-neighbors.json", "bgp-ipv4.json", "bgp-ipv6.json", "routes-ipv4.json", "routes-ipv6.json"];

function waysAt(router: RouterFile, server: string, files: DumpFiles | undefined): readonly Difference[] {
  const differences = new Differences(router.name);
  const missing = NEEDED.filter((name) => files?.has(name) !== true);
  if (files === undefined || missing.length > 0) {
    differences.note(
      "dump",
      `what it knows about ${server}`,
      "the files of a router",
      files === undefined ? null : `without ${missing}`,
    );
    return differences.all;
  }
  const dump = readRouterDump(files);
  for (const one of sessionsOf(router).filter(({ neighbor }) => neighbor.name === server)) {
    const { address, family } = one.session;
    if (isUp(dump, one))
      differences.note("session-unplanned", `the session with ${server}, ${address}`, null, "Established");
    // With graceful restart, a router keeps the routes of a session that is over; they lead nowhere while its port is shut.
    for (const [prefix, paths] of Object.entries(dump.bgp[family])) {
      if (!paths.some(({ peerId, valid }) => peerId === address && valid)) continue;
      differences.note("route-unplanned", `a route of ${server}`, null, prefix);
    }
    // A static route is there while the port is up.
    for (const route of dump.routes[family]) {
      if (route.protocol !== "static" || !gatewaysOf(route).includes(address)) continue;
      differences.note("route-unplanned", `a static route to ${server}`, null, prefixOfRoute(route, family));
    }
  }
  return differences.all;
}
