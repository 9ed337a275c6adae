import type { SiteOptions } from "./on-premises";
import { checkWhole, type Problems } from "./refusals";
import type { ServerOptions } from "./server";
import { etcdMembers } from "./site-plan";

/** With more, each write waits for more disks. Source: https://etcd.io/docs/v3.6/faq/ */
const MOST_MEMBERS = 5;

/** Checks the members of etcd: an odd number, each in a rack of its own; and what the formula needs to make them. */
export function checkEtcd(problems: Problems, { servers, cluster, versions = {} }: SiteOptions): void {
  const members = etcdMembers(Object.entries(servers).map(([name, server]) => ({ name, ...server })));
  const count = members.length;
  if (count > 0) checkSpread(problems, members);
  if (cluster === undefined) return;
  const { snapshotsPerMember } = cluster.etcd ?? {};
  if (snapshotsPerMember !== undefined) {
    checkWhole(problems, "cluster.etcd.snapshotsPerMember", snapshotsPerMember, [2, 720]);
  }
  if (count === 0 || count > MOST_MEMBERS) {
    const expected = `3 or ${MOST_MEMBERS} members of etcd: servers of role "etcd", or of role "control-plane" where there are none`;
    problems.refuse("servers", count, expected);
  }
  // Legal, since a data centre may be there to try it.
  if (count === 1) {
    const [member] = members;
    problems.warn(
      "servers",
      `${member?.name} is the only member of etcd: while it is down, so is the API server, and its disk is the only copy. Take 3 or ${MOST_MEMBERS}`,
    );
  }
  const unknown = members.some((member) => (member.versions?.etcd ?? versions.etcd) === undefined);
  if (unknown)
    problems.refuse("versions.etcd", undefined, "a version for each member of etcd: its packages are installed in it");
}

function checkSpread(problems: Problems, members: readonly ServerOptions[]): void {
  const count = members.length;
  if (count % 2 === 0) {
    const allowed = "an odd number of etcd members: an even one survives no more failures and has one more to fail";
    problems.refuse("servers", count, allowed);
  }
  const racks = new Set(members.map(({ rack }) => rack)).size;
  if (racks < count) {
    problems.refuse(
      "servers",
      racks,
      `a rack for each of the ${count} etcd members: one rack must never hold the majority`,
    );
  }
}
