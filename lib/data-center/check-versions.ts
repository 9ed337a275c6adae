import { checkVersionRows } from "./check-version-rows";
import type { OnPremisesOptions } from "./on-premises";
import type { Problems } from "./refusals";
import type { ServerOptions } from "./server";
import { etcdMembers } from "./site-plan";
import {
  compareVersions,
  isVersion,
  KUBELET_BEHIND,
  LAST_STEP_BEFORE_ETCD_3_6,
  LEAST_ETCD,
  minorOf,
  minorsBetween,
} from "./version-table";

interface Versioned {
  readonly property: readonly string[];
  readonly role: ServerOptions["role"];
  readonly version: string;
}

/** Checks that versions go together, while servers are upgraded one after the other, too. What is no version is refused by itself. */
export function checkVersionsTogether(problems: Problems, options: OnPremisesOptions): void {
  const { servers, versions = {} } = options;
  checkVersionRows(problems, options);
  const all = Object.entries(servers).map(([name, server]) => ({ name, ...server }));
  const of = (
    program: "kubernetes" | "etcd",
    own: readonly (ServerOptions & { readonly name: string })[],
  ): Versioned[] =>
    own
      .flatMap(({ name, role, versions: given }) => {
        const version = given?.[program] ?? versions[program];
        const property =
          given?.[program] === undefined ? ["versions", program] : ["servers", name, "versions", program];
        return isVersion(version) ? [{ property, role, version }] : [];
      })
      .sort((one, other) => compareVersions(one.version, other.version));
  checkSkew(
    problems,
    of(
      "kubernetes",
      all.filter(({ role }) => role === "control-plane" || role === "worker"),
    ),
  );
  checkEtcd(problems, of("etcd", etcdMembers(all)), of("kubernetes", all).length > 0);
}

/**
 * Kubelets are never of a newer minor version than an API server that they may reach, and not much older; patches are free. The oldest comes first.
 * Source: https://kubernetes.io/releases/version-skew-policy/
 */
function checkSkew(problems: Problems, nodes: readonly Versioned[]): void {
  const planes = nodes.filter(({ role }) => role === "control-plane");
  const [oldest, newest] = [planes[0]?.version, planes.at(-1)?.version];
  if (oldest === undefined || newest === undefined) return;
  for (const { property, role, version } of nodes) {
    if (role === "control-plane" && minorsBetween(version, oldest) > 1) {
      refuse(
        problems,
        property,
        version,
        `at most one minor version above ${oldest}, which another control-plane server has`,
      );
    } else if (role === "worker" && minorsBetween(version, oldest) > 0) {
      refuse(
        problems,
        property,
        version,
        `${minorOf(oldest)} or older: a control-plane server has ${oldest}, and no kubelet may be of a newer minor version`,
      );
    } else if (role === "worker" && minorsBetween(newest, version) > KUBELET_BEHIND) {
      const expected = `at most ${KUBELET_BEHIND} minor versions below ${newest}, which a control-plane server has`;
      refuse(problems, property, version, expected);
    }
  }
}

function checkEtcd(problems: Problems, members: readonly Versioned[], hasKubernetes: boolean): void {
  const newest = members.at(-1)?.version ?? "";
  for (const { property, version } of members) {
    if (hasKubernetes && compareVersions(version, LEAST_ETCD) < 0) {
      refuse(problems, property, version, `${LEAST_ETCD} or later: kubeadm takes no older etcd beside it`);
    } else if (minorsBetween(newest, version) > 1) {
      refuse(problems, property, version, `at most one minor version below ${newest}, which another member has`);
    } else if (minorOf(newest) === "3.6" && compareVersions(version, LAST_STEP_BEFORE_ETCD_3_6) < 0) {
      refuse(problems, property, version, `${LAST_STEP_BEFORE_ETCD_3_6} or later before a member has ${newest}`);
    }
  }
}

function refuse(problems: Problems, property: readonly string[], version: string, expected: string): void {
  problems.refuse(property, version, expected, "value");
}
