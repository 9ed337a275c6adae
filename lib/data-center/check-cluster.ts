import { checkEtcd } from "./check-etcd";
import { checkNodes } from "./check-nodes";
import type { SiteOptions } from "./on-premises";
import type { Problems } from "./refusals";
import { checkSecretReference } from "./secret-reference";

/** Checks the cluster that the servers make, and the members of etcd, whoever makes them. */
export function checkCluster(problems: Problems, options: SiteOptions): void {
  const { cluster } = options;
  if (cluster !== undefined) {
    checkSecretReference(problems, "cluster.secrets", cluster.secrets);
    if (cluster.secrets === undefined)
      problems.refuse("cluster.secrets", undefined, 'where they lie: { pillar: "kubernetes/paris/cluster" }');
  }
  const roles = Object.values(options.servers).map(({ role }) => role);
  if (cluster !== undefined && !roles.includes("control-plane")) {
    const message = 'has no server of role "control-plane": no cluster can begin, and no worker can join one';
    problems.warn("servers", message);
  }
  checkEtcd(problems, options);
  checkNodes(problems, options);
}
