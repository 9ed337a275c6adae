import type { FabricOptions } from "./fabric";
import type { OnPremisesOptions } from "./on-premises";
import type { Problems } from "./refusals";

/** Checks that each server, rack and router is an object at all: in a file that no compiler has seen it may be `null`. */
export function checkEntries(problems: Problems, { servers, fabric }: OnPremisesOptions): boolean {
  const { racks = {}, spines = {}, borders = {} }: Partial<FabricOptions> = fabric;
  const below = problems.at("fabric");
  const sound = [
    areObjects(problems, ["servers"], servers, "a server: its role, rack and number"),
    areObjects(below, ["racks"], racks, "a rack: its number and two routers"),
    areObjects(below, ["spines"], spines, ROUTER),
    areObjects(below, ["borders"], borders, ROUTER),
    ...Object.entries(racks).map(([name, rack]) =>
      areObjects(below, ["racks", name, "routers"], rack?.routers ?? {}, ROUTER),
    ),
  ];
  return sound.every(Boolean);
}

const ROUTER = "a router: its number";

function areObjects(problems: Problems, path: readonly string[], entries: object, what: string): boolean {
  const strange = Object.entries(entries).filter(([, entry]) => typeof entry !== "object" || entry === null);
  for (const [name, entry] of strange) problems.refuse([...path, name], entry, what);
  return strange.length === 0;
}
