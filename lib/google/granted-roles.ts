import { apiHost } from "./hosts";
import type { FEATURES } from "./resource-types";
import { type GoogleRole, ROLES } from "./roles";

/** A role that a platform grants: to the accounts of its nodes and controllers, and to Google's own agents. */
export interface GrantedRole {
  readonly role: GoogleRole;
  /** The feature that it is granted for. */
  readonly only?: (typeof FEATURES)[number];
  /** Whether it is granted in the host project of a Shared VPC. */
  readonly ofNetwork?: true;
}

/** All of them, but for those that users choose for their own workloads. */
export const GRANTED_ROLES: readonly GrantedRole[] = [
  { role: ROLES.nodes },
  { role: ROLES.pull_images },
  { role: ROLES.read_metrics },
  // Of the controller of gateways, and of the importer of services of several clusters.
  { role: ROLES.clusters, only: "fleet" },
  { role: ROLES.view_network, only: "fleet" },
  { role: ROLES.use_host_agent, only: "sharedVpc", ofNetwork: true },
  { role: ROLES.use_subnet, only: "sharedVpc", ofNetwork: true },
];

/** The roles that a pipeline may grant: what a platform with these features grants, and the user's own. */
export function grantedRoles(
  { features, grantableRoles }: { readonly features: readonly string[]; readonly grantableRoles: readonly string[] },
  inHost = false,
): readonly string[] {
  const ofPlatform = GRANTED_ROLES.filter(
    ({ only, ofNetwork = false }) => ofNetwork === inHost && (only === undefined || features.includes(only)),
  );
  return [...new Set([...ofPlatform.map(({ role }) => role.id), ...(inHost ? [] : grantableRoles)])];
}

/**
 * How many roles one condition can name.
 *
 * Source: https://cloud.google.com/iam/docs/setting-limits-on-granting-roles
 */
export const MAX_GRANTABLE_ROLES = 10;

/** The condition of a role that grants roles: in words, and in the language of IAM's conditions. */
export interface GrantCondition {
  readonly title: string;
  readonly description: string;
  readonly expression: string;
}

/**
 * The condition under which these roles alone can be granted and taken away.
 *
 * Source: https://cloud.google.com/iam/docs/setting-limits-on-granting-roles
 */
export function onlyThese(roles: readonly string[]): GrantCondition {
  const names = [...roles].sort().map((role) => `'${role}'`);
  return {
    title: "only_roles_of_the_platform",
    description: "Grants and takes away these roles, and no others",
    expression: `api.getAttribute('${apiHost("iam")}/modifiedGrantsByRole', []).hasOnly([${names.join(", ")}])`,
  };
}
