import type { OnPremisesOptions } from "./on-premises";
import type { Problems } from "./refusals";
import type { ServerOptions, VersionOptions } from "./server";
import { etcdMembers, hasPods } from "./site-plan";
import { isVersion, knownTo, minorOf, VERSION_TABLE } from "./version-table";

type NamedServer = ServerOptions & { readonly name: string };
type Program = keyof VersionOptions;

interface Given {
  readonly property: readonly string[];
  readonly version: string;
  readonly isOwn: boolean;
}

/** Warns of what the table does not have, of the data centre and of each server: it may only be newer, or older. */
export function checkVersionRows(problems: Problems, { servers, versions = {} }: OnPremisesOptions): void {
  const all = Object.entries(servers).map(([name, server]): NamedServer => ({ name, ...server }));
  const nodes = all.filter(({ role }) => hasPods(role));
  const members = etcdMembers(all);
  const given = (program: Program, server?: NamedServer): Given | undefined => {
    const own = server?.versions?.[program];
    const version = own ?? versions[program];
    if (!isVersion(version)) return undefined;
    const property = ["versions", program];
    return {
      property: own === undefined ? property : ["servers", server?.name ?? "", ...property],
      version,
      isOwn: own !== undefined,
    };
  };
  const said = new Set<string>();
  const warn = (property: readonly string[], message: string): void => {
    const line = [...property, message].join(" ");
    if (!said.has(line)) problems.warn(property, message);
    said.add(line);
  };
  // Without a server: the data centre's own, which may be used by none yet.
  for (const node of [undefined, ...nodes]) {
    const kubernetes = given("kubernetes", node);
    if (kubernetes === undefined) continue;
    const row = VERSION_TABLE.find((one) => one.kubernetes === minorOf(kubernetes.version));
    if (row === undefined) {
      const known = VERSION_TABLE.map((one) => one.kubernetes).join(", ");
      const message = `Kubernetes ${minorOf(kubernetes.version)} is not known here: the table of versions that go together has ${known}`;
      warn(kubernetes.property, message);
      continue;
    }
    const beside = (program: "etcd" | "calico" | "containerd", other: Given | undefined): void => {
      if (other === undefined || knownTo(row[program], other.version)) return;
      const of = kubernetes.isOwn && !other.isOwn ? kubernetes : other;
      const known = row[program].join(", ");
      warn(
        of.property,
        `${program} ${other.version} is not known to go with Kubernetes ${row.kubernetes}: ${known} are`,
      );
    };
    beside("containerd", given("containerd", node));
    beside("calico", given("calico"));
    // The API server is etcd's only client.
    if (node?.role !== "worker") for (const member of [undefined, ...members]) beside("etcd", given("etcd", member));
  }
  for (const server of all) {
    for (const program of Object.keys(server.versions ?? {}) as Program[]) {
      const runs = program === "etcd" ? members.includes(server) : program !== "calico" && hasPods(server.role);
      if (!runs) warn(["servers", server.name, "versions", program], WITHOUT[program]);
    }
  }
}

const WITHOUT: Readonly<Record<Program, string>> = {
  kubernetes: "has no effect: only workers and the control plane run Kubernetes",
  containerd: "has no effect: only workers and the control plane run containerd",
  etcd: "has no effect: this server is no member of etcd",
  calico: "has no effect: Calico has one version in a data centre, that of versions.calico",
};
