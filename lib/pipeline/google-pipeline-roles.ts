import { GOOGLE_RESOURCE_TYPES, type GoogleResourceNeeds } from "../google/resource-types";
import { type GoogleRole, ROLES } from "../google/roles";
import type { PipelineFeature } from "./google-pipeline-options";

/** A role in a project, after its name in the state. */
export type Grant = readonly [name: string, role: string];

/** Where the name in the state is not the key: a planner reads in clusters what a deployer changes. */
const NAMES: Readonly<Record<string, string>> = { [ROLES.inside_clusters.id]: "clusters" };

/** What a deployment of every platform needs. */
export const deployerGrants = () => deployerGrantsFor(undefined);

/** What it needs beside that for a feature. */
export const featureGrants = (feature: PipelineFeature): readonly Grant[] =>
  deployerGrantsFor(feature)
    .filter(([, role]) => !deployerGrants().some(([, always]) => always === role))
    .map(([, role]) => [`feature_${feature}`, role]);

/** What a plan needs, whatever a platform has. */
export const plannerGrants = () =>
  grants(
    ({ only }) => only !== "by hand",
    ({ planner }) => [planner],
  );

/** What a deployment needs in the host project of a Shared VPC, with these features. */
export const hostDeployerGrants = (features: readonly PipelineFeature[]) =>
  grants(isOfNetwork(features), ({ deployer }) => deployer);

/** What a plan needs there. */
export const hostPlannerGrants = (features: readonly PipelineFeature[]) =>
  grants(isOfNetwork(features), ({ planner }) => [planner]);

const isOfNetwork =
  (features: readonly PipelineFeature[]) =>
  ({ ofNetwork = false, only }: GoogleResourceNeeds) =>
    ofNetwork && (only === undefined || features.some((feature) => feature === only));

const deployerGrantsFor = (feature: PipelineFeature | undefined) =>
  grants(
    ({ only }) => only === feature,
    ({ deployer }) => deployer,
  );

/** The roles of these types, each once, in the order of the table of roles. Others are granted on single resources. */
function grants(
  isWanted: (needs: GoogleResourceNeeds) => boolean,
  rolesOf: (needs: GoogleResourceNeeds) => readonly GoogleRole[],
): readonly Grant[] {
  const needed = new Set(GOOGLE_RESOURCE_TYPES.filter(isWanted).flatMap(rolesOf));
  return Object.entries<GoogleRole>(ROLES)
    .filter(([, role]) => needed.has(role) && role.scope === "project")
    .map(([key, { id }]) => [NAMES[id] ?? key, id]);
}
