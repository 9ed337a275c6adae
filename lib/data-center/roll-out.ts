import type { Data, DataObject } from "./data";
import { SERVER_ROLES, type ServerRole } from "./server";
import { byName, etcdMembers, hasPods, type PlannedServer, type SitePlan } from "./site-plan";

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
export function rollOut(plan: SitePlan): Data {
  const { servers, racks } = plan;
  // In the order in which they are listed, workers do the least harm.
  const roles = SERVER_ROLES.filter((role) => servers.some((server) => server.role === role));
  const canaries = roles.map(
    (role) => servers.filter((server) => server.role === role).sort(byName)[0] as PlannedServer,
  );
  const atOnce = workersAtOnce(servers);
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
    ...(plan.options.cluster === undefined ? {} : { cluster: ofCluster(plan) }),
    // By which a router is left out while it is worked on.
    routers: Object.fromEntries(
      racks.flatMap((rack) => rack.routers.map(({ name }, index) => [name, { rack: rack.name, number: index + 1 }])),
    ),
  };
}

/**
 * The parts of a cluster whose versions change one after the other, each in stages: nodes are drained meanwhile, and have the versions of
 * Kubernetes and containerd that they get. Of workers one is the first, as a canary. Edge servers have no part in it.
 */
function ofCluster({ servers, racks }: SitePlan): Data {
  const sorted = racks.flatMap(({ name }) => servers.filter(({ rack }) => rack.name === name).sort(byName));
  const of = (role: ServerRole) => sorted.filter((server) => server.role === role);
  const stage = (name: string, group: readonly PlannedServer[]): Stage => ({
    name: `${name}: ${group.map((server) => server.name).join(", ")}`,
    servers: group.map((server) => server.name),
    ...(group.every(({ role }) => hasPods(role))
      ? { nodes: Object.fromEntries(group.map(({ name, versions }) => [name, ofNode(versions)])) }
      : {}),
  });
  const ofNode = ({ kubernetes, containerd }: PlannedServer["versions"]): Data => ({
    kubernetes: kubernetes ?? null,
    containerd: containerd ?? null,
  });
  const alone = (name: string, group: readonly PlannedServer[]) => group.map((server) => stage(name, [server]));
  const [canary, ...workers] = of("worker");
  return {
    etcd: etcdMembers(sorted).map(({ name, role }) => ({
      ...{ name: `etcd: ${name}`, servers: [name] },
      // Of a control-plane server, only that: its pods stay.
      ...(role === "etcd" ? {} : { states: ["hybrid-kubernetes.packages", "hybrid-kubernetes.etcd"] }),
    })),
    control_plane: alone("control plane", of("control-plane")),
    workers: [
      ...(canary === undefined ? [] : [stage("canary worker", [canary])]),
      ...racks.flatMap(({ name }) =>
        inGroups(
          workers.filter(({ rack }) => rack.name === name),
          workersAtOnce(servers),
        ).map((group) => stage(`workers of ${name}`, group)),
      ),
    ],
    edge: alone("edge", of("edge")),
  };
}

function workersAtOnce(servers: readonly PlannedServer[]): number {
  const workers = servers.filter(({ role }) => role === "worker").length;
  return Math.max(1, Math.floor(workers * WORKERS_AT_ONCE));
}

function inGroups<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
