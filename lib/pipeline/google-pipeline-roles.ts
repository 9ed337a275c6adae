import { type GrantCondition, grantedRoles, onlyThese } from "../google/granted-roles";
import { GOOGLE_RESOURCE_TYPES, type GoogleResourceNeeds } from "../google/resource-types";
import { type GoogleRole, ROLES } from "../google/roles";
import type { PipelineFeature } from "./google-pipeline-options";

/** A role in a project. */
export interface Grant {
  /** Its name in the state. */
  readonly name: string;
  readonly role: string;
  /** Under which it holds: of a role that grants roles. */
  readonly condition?: GrantCondition;
}

/** What decides which roles an account has. */
export interface GrantsProps {
  /** What a platform has only when it is asked for. */
  readonly features: readonly PipelineFeature[];
  /** The roles that the deployer may grant beside those that a platform grants. */
  readonly grantableRoles: readonly string[];
}

/** Where the name in the state is not the key: a planner reads in clusters what a deployer changes. */
const NAMES: Readonly<Record<string, string>> = { [ROLES.inside_clusters.id]: "clusters" };

const deployerOf = ({ deployer }: GoogleResourceNeeds) => deployer;
const plannerOf = ({ planner }: GoogleResourceNeeds) => planner;

/** What a deployment needs: of every platform, and of each feature. */
export const deployerGrants = (props: GrantsProps) => withFeatures(deployerOf, props);

/** What a plan needs. */
export const plannerGrants = (props: GrantsProps) => withFeatures(plannerOf, props);

/** What a deployment needs in the host project of a Shared VPC, with these features. */
export const hostDeployerGrants = (props: GrantsProps) => grants(rolesOf(isOfNetwork(props), deployerOf), props, true);

/** What a plan needs there. */
export const hostPlannerGrants = (props: GrantsProps) => grants(rolesOf(isOfNetwork(props), plannerOf), props, true);

const isOfNetwork =
  ({ features }: GrantsProps) =>
  ({ ofNetwork = false, only }: GoogleResourceNeeds) =>
    ofNetwork && (only === undefined || features.some((feature) => feature === only));

/** The roles of what every platform has, and for each feature those that are not among them. */
function withFeatures(rolesFor: RolesFor, props: GrantsProps): readonly Grant[] {
  const always = grants(
    rolesOf(({ only }) => only === undefined, rolesFor),
    props,
  );
  const ofFeatures = props.features.flatMap((feature) => {
    const needed = rolesOf(({ only }) => only === feature, rolesFor);
    const missing = grants(needed, props).filter(({ role }) => !always.some((one) => one.role === role));
    return missing.map((grant) => (isShared(grant.role, rolesFor) ? grant : { ...grant, name: `feature_${feature}` }));
  });
  const isFirst = ({ role }: Grant, index: number) => ofFeatures.findIndex((one) => one.role === role) === index;
  return [...always, ...ofFeatures.filter(isFirst)];
}

/** Whether several features need the role: then it is named by its key, and stays the same grant when one of them comes or goes. */
function isShared(id: string, rolesFor: RolesFor): boolean {
  const needing = GOOGLE_RESOURCE_TYPES.filter((needs) => rolesFor(needs).some((role) => role.id === id));
  return new Set(needing.map(({ only }) => only)).size > 1;
}

type RolesFor = (needs: GoogleResourceNeeds) => readonly GoogleRole[];

function rolesOf(isWanted: (needs: GoogleResourceNeeds) => boolean, rolesFor: RolesFor): ReadonlySet<GoogleRole> {
  return new Set(GOOGLE_RESOURCE_TYPES.filter(isWanted).flatMap(rolesFor));
}

/** These roles, each once, in the order of the table of roles. Others than those of a project are granted on single resources. */
function grants(needed: ReadonlySet<GoogleRole>, props: GrantsProps, inHost = false): readonly Grant[] {
  return Object.entries<GoogleRole>(ROLES)
    .filter(([, role]) => needed.has(role) && role.scope === "project")
    .map(([key, { id, grantsRoles }]) => ({
      name: NAMES[id] ?? key,
      role: id,
      ...(grantsRoles && { condition: onlyThese(grantedRoles(props, inHost)) }),
    }));
}
