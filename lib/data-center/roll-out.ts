import type { Data, DataObject } from "./data";
import { SERVER_ROLES } from "./server";
import { byName, type PlannedServer, type SitePlan } from "./site-plan";

/** The share of a data centre's workers that change at once, at most: their pods find room on the others. */
const WORKERS_AT_ONCE = 0.05;

/** Servers that change together; those of a stage begin when those of the stage before are healthy. */
interface Stage extends DataObject {
  readonly name: string;
  readonly servers: readonly string[];
}

/**
 * The stages in which a change goes out: first one server of each role, of the least harm to users first, then rack by rack. Only workers
 * change several at once; what shares an address or a quorum with others changes alone.
 */
export function rollOut({ servers, racks }: SitePlan): Data {
  // In the order in which they are listed, workers do the least harm.
  const roles = SERVER_ROLES.filter((role) => servers.some((server) => server.role === role));
  const canaries = roles.map(
    (role) => servers.filter((server) => server.role === role).sort(byName)[0] as PlannedServer,
  );
  const workers = servers.filter(({ role }) => role === "worker").length;
  const atOnce = Math.max(1, Math.floor(workers * WORKERS_AT_ONCE));
  const ofRack = (rack: string): Stage[] =>
    roles.flatMap((role) => {
      const own = servers.filter(
        (server) => server.rack.name === rack && server.role === role && !canaries.includes(server),
      );
      const names = own.sort(byName).map(({ name }) => name);
      const groups = inGroups(names, role === "worker" ? atOnce : 1);
      return groups.map((group) => ({ name: `rack ${rack}: ${group.join(", ")}`, servers: group }));
    });
  return {
    stages: [
      ...canaries.map(({ name, role }): Stage => ({ name: `canary ${role}: ${name}`, servers: [name] })),
      ...racks.flatMap(({ name }) => ofRack(name)),
    ],
    // By which a router is left out while it is worked on.
    routers: Object.fromEntries(
      racks.flatMap((rack) => rack.routers.map(({ name }, index) => [name, { rack: rack.name, number: index + 1 }])),
    ),
  };
}

function inGroups(names: readonly string[], size: number): string[][] {
  const count = Math.ceil(names.length / size);
  return Array.from({ length: count }, (_, index) => names.slice(index * size, (index + 1) * size));
}
