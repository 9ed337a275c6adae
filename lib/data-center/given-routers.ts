import type { FabricOptions, RouterOptions, UpperRouterOptions } from "./fabric";
import type { Tier } from "./site-plan";

/** A router as it was given, with its place in the fabric. */
export interface GivenRouter {
  readonly property: readonly string[];
  readonly name: string;
  readonly options: RouterOptions & { readonly number: number };
  readonly tier: Tier;
  readonly rack: { readonly name: string; readonly number: number } | null;
}

/** All routers of a fabric. */
export function givenRouters({ racks, spines = {}, borders }: FabricOptions): readonly GivenRouter[] {
  const ofRacks = Object.entries(racks).flatMap(([rackName, { number, routers }]) =>
    Object.entries(routers).map(([name, options]): GivenRouter => {
      const rack = { name: rackName, number };
      return { property: ["fabric", "racks", rackName, "routers", name], name, options, tier: "rack", rack };
    }),
  );
  return [...ofRacks, ...ofTier("spine", spines), ...ofTier("border", borders)];
}

function ofTier(
  tier: "spine" | "border",
  routers: { readonly [name: string]: UpperRouterOptions },
): readonly GivenRouter[] {
  return Object.entries(routers).map(([name, options]) => {
    return { property: ["fabric", `${tier}s`, name], name, options, tier, rack: null };
  });
}
