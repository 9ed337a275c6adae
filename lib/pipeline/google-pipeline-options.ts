import type { ITerraformDependable } from "cdktf";
import { Problems } from "../core/validation-error";
import type { Pipeline } from "./pipeline";

/**
 * The APIs that the access of a pipeline is made with, and that the pipeline signs in by, without `.googleapis.com`.
 *
 * They come before everything else: switch them on in the stack that makes the access, and give them as its `dependsOn`.
 * `storage` is for the bucket of the states.
 */
export const PIPELINE_SERVICES = [
  "cloudresourcemanager",
  "iam",
  "iamcredentials",
  "serviceusage",
  "storage",
  "sts",
] as const;

/** Reads everything that a plan compares, and changes nothing. `container.viewer` reaches control planes by their DNS name. */
export const PLANNER_ROLES = {
  viewer: "roles/viewer",
  policies: "roles/iam.securityReviewer",
  clusters: "roles/container.viewer",
};

/** Makes what the stacks of every platform hold. Each role is the answer to a type of resource: see GOOGLE_RESOURCE_TYPES. */
export const DEPLOYER_ROLES = {
  services: "roles/serviceusage.serviceUsageAdmin",
  network: "roles/compute.networkAdmin",
  security: "roles/compute.securityAdmin",
  load_balancer: "roles/compute.loadBalancerAdmin",
  clusters: "roles/container.admin",
  certificates: "roles/certificatemanager.owner",
  monitoring: "roles/monitoring.editor",
  log_metrics: "roles/logging.configWriter",
  node_accounts: "roles/iam.serviceAccountAdmin",
  use_node_accounts: "roles/iam.serviceAccountUser",
  node_roles: "roles/resourcemanager.projectIamAdmin",
};

/** What the deployer needs for what a platform has only when it is asked for, by the option's name. */
export const FEATURE_ROLES = {
  autoneg: "roles/iam.roleAdmin",
  backup: "roles/gkebackup.admin",
  fleet: "roles/gkehub.admin",
  iap: "roles/iap.admin",
  privateGoogleApis: "roles/dns.admin",
  privateServicesRange: "roles/servicenetworking.networksAdmin",
};

/** What a platform has only when it is asked for, and whose deployment needs one more role. */
export type PipelineFeature = keyof typeof FEATURE_ROLES;

export interface GooglePipelineAccessProps {
  /** The Google Cloud project that is planned and deployed. */
  readonly project: string;

  /** The pipeline that is trusted. */
  readonly pipeline: Pipeline;

  /**
   * Other projects that the same accounts plan and deploy: that of staging, in one program with production.
   *
   * @default - none
   */
  readonly additionalProjects?: readonly string[];

  /**
   * What the stacks have beyond the default: `iap` when a service has it, `fleet` for `fleetProject` and
   * `MultiClusterGateway`, and the rest as the options of a platform are called. Each is one more role for the deployer.
   *
   * @default - nothing beyond the default
   */
  readonly features?: readonly PipelineFeature[];

  /**
   * The secrets in Secret Manager that the stacks read, such as the keys of tunnels: a name, or `projects/P/secrets/S` in
   * another project. Both accounts may read what they hold, and no other secret. They exist already, or are in `dependsOn`.
   *
   * @default - none
   */
  readonly secrets?: readonly string[];

  /**
   * Roles of the deployer in its projects beside those, for resources of your own: `roles/pubsub.editor`.
   *
   * @default - none
   */
  readonly additionalRoles?: readonly string[];

  /**
   * What must be there first: the project's APIs, and secrets that are made in the same stack.
   *
   * @default - nothing
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Texts that become ids in the state, and so must be known, and must differ. */
export function checkPipelineAccess(path: string, props: GooglePipelineAccessProps): void {
  const problems = Problems.none();
  const features = Object.keys(FEATURE_ROLES);
  const lists = {
    features: [props.features, (value) => features.includes(value), `one of ${features.join(", ")}`],
    additionalProjects: [
      props.additionalProjects,
      (value) => /^[a-z][a-z0-9.:-]*$/.test(value) && value !== props.project,
      "the id of another project",
    ],
    secrets: [
      props.secrets,
      (value) => /^(projects\/[a-z0-9.:-]+\/secrets\/)?[a-zA-Z0-9_-]{1,255}$/.test(value),
      'the name of a secret, or "projects/P/secrets/S"',
    ],
    additionalRoles: [
      props.additionalRoles,
      (value) => /^((projects|organizations)\/[a-z0-9.:-]+\/)?roles\/[a-zA-Z0-9_.]+$/.test(value),
      'a role: "roles/pubsub.editor"',
    ],
  } satisfies Record<string, [readonly string[] | undefined, (value: string) => boolean, string]>;
  for (const [property, [values = [], isSound, allowed]] of Object.entries(lists)) {
    if (!problems.known(property, values)) continue;
    values.forEach((value, index) => {
      if (!problems.known(property, value)) return;
      problems.check(property, value, isSound(value), allowed);
      problems.check(property, value, values.indexOf(value) === index, "each once");
    });
  }
  problems.throwIfAny(path);
}
