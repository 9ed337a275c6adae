import type { OnPremisesOptions } from "./on-premises";

/** The address of a link that was given, with the path of its property. */
export type GivenLink = readonly [property: readonly string[], link: string];

/** All links of a data centre that were given and not planned: those of servers, then those of routers. */
export function givenLinks({ servers, fabric: { racks, spines = {}, borders } }: OnPremisesOptions): GivenLink[] {
  const ofServers = Object.entries(servers).flatMap(([name, { links = [], linksIpv6 = [] }]) =>
    Object.entries({ links, linksIpv6 }).flatMap(([kind, given]) =>
      given.map((link, index): GivenLink => [["servers", name, kind, `${index}`], link]),
    ),
  );
  const routers = [
    ...Object.entries(racks).flatMap(([rack, { routers }]) =>
      Object.entries(routers).map(([name, router]) => [["racks", rack, "routers", name], router] as const),
    ),
    ...Object.entries({ spines, borders }).flatMap(([tier, named]) =>
      Object.entries(named).map(([name, router]) => [[tier, name], router] as const),
    ),
  ];
  const ofRouters = routers.flatMap(([path, { uplinks = {}, uplinksIpv6 = {} }]) =>
    Object.entries({ uplinks, uplinksIpv6 }).flatMap(([kind, given]) =>
      Object.entries(given).map(([name, link]): GivenLink => [["fabric", ...path, kind, name], link]),
    ),
  );
  return [...ofServers, ...ofRouters];
}
