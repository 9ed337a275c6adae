import type { ITerraformDependable } from "cdktf";
import { oneOf } from "../core/checks";
import { checkConstructId } from "../core/names";
import type { ProblemCode } from "../core/problem";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { grantedRoles, MAX_GRANTABLE_ROLES } from "../google/granted-roles";
import { checkProjectId } from "../google/project-id";
import { FEATURES } from "../google/resource-types";
import { A_ROLE, isRole, isUnlimited } from "../google/roles";
import type { Pipeline } from "./pipeline";

/**
 * The APIs that create a pipeline's access and let it sign in, without `.googleapis.com`.
 *
 * They come before everything else: enable them in the stack that makes the access, and pass them as its `dependsOn`.
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

/** What a platform has only when it is asked for, and whose deployment needs one more role. */
export type PipelineFeature = (typeof FEATURES)[number];

export interface GooglePipelineAccessProps {
  /** The Google Cloud project that is planned and deployed. */
  readonly project: string;

  /** The pipeline that is trusted. */
  readonly pipeline: Pipeline;

  /**
   * The project in which the two accounts are, and the pool by which the pipeline signs in; `PIPELINE_SERVICES` are switched on there, too. In
   * another project than those that it deploys, the deployer cannot change whom it trusts. A change replaces both accounts and the
   * pool.
   *
   * @default - `project`
   */
  readonly accountsProject?: string;

  /**
   * Other projects that the same accounts plan and deploy: that of staging, in one program with production.
   *
   * @default - none
   */
  readonly additionalProjects?: readonly string[];

  /**
   * The host project of a Shared VPC: the same accounts plan and deploy what is of the network there, and nothing else. Its APIs
   * are enabled by the network stack.
   *
   * @default - none: the network is in the project itself
   */
  readonly hostProject?: string;

  /**
   * What the stacks have beyond the default: `iap` when a service has it, `fleet` for `fleetProject` and
   * `MultiClusterGateway`, `sharedVpc` for its `grantRoles`, and the rest as the options of a platform are called. Each is one more role for both accounts.
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
   * Roles of the deployer in its projects beside those, for resources of your own: `roles/pubsub.editor`. Basic roles are refused, and
   * those that set the policy of a project or edit its roles.
   *
   * @default - none
   */
  readonly additionalRoles?: readonly string[];

  /**
   * Roles that the deployer may grant and take away in its projects, beside those that a platform grants: those of `ResourceRole`, and
   * with `autoneg` the role that is made for its controllers, `projects/P/roles/R`. Together at most ten, which is Google's limit. The same
   * roles are refused as in `additionalRoles`.
   *
   * @default - none
   */
  readonly grantableRoles?: readonly string[];

  /**
   * What must be there first: the project's APIs, and secrets that are made in the same stack.
   *
   * @default - nothing
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Validates texts that become ids in the state: each must be known and different from the others. */
export function checkPipelineAccess(problems: Problems, props: GooglePipelineAccessProps): void {
  const { project, accountsProject, hostProject, features, additionalProjects, secrets, additionalRoles } = props;
  if (accountsProject !== undefined) checkProjectId(problems, "accountsProject", accountsProject);
  checkEach(problems, "features", features, (one) => FEATURES.includes(one), oneOf(FEATURES), "one-of");
  const isOtherProject = (id: string) => /^[a-z][a-z0-9.:-]*$/.test(id) && id !== project;
  checkEach(problems, "additionalProjects", additionalProjects, isOtherProject, "the id of another project");
  if (hostProject !== undefined) checkHostProject(problems, hostProject, [project, ...(additionalProjects ?? [])]);
  checkEach(problems, "secrets", secrets, isSecret, 'the name of a secret, or "projects/P/secrets/S"');
  checkEach(problems, "additionalRoles", additionalRoles, isRole, A_ROLE);
  checkLimited(problems, "additionalRoles", additionalRoles);
  checkGrantable(problems, props);
}

function checkGrantable(problems: Problems, { grantableRoles, features = [] }: GooglePipelineAccessProps): void {
  checkEach(problems, "grantableRoles", grantableRoles, isRole, A_ROLE);
  checkLimited(problems, "grantableRoles", grantableRoles);
  if (grantableRoles === undefined || isUnknown(grantableRoles) || isUnknown(features)) return;
  const all = grantedRoles({ features, grantableRoles }).length;
  const most = grantableRoles.length - (all - MAX_GRANTABLE_ROLES);
  const expected = `at most ${most} roles: one condition names ${MAX_GRANTABLE_ROLES}, and a platform with these features grants the others`;
  if (all > MAX_GRANTABLE_ROLES) problems.refuse("grantableRoles", grantableRoles, expected);
}

/** What is known of the roles: one that only Terraform knows is refused elsewhere. */
function checkLimited(problems: Problems, property: string, roles: readonly string[] = []): void {
  if (isUnknown(roles)) return;
  const expected =
    "a role that does not reach the whole project: basic roles do, and those that set the policy of a project or edit its roles make the deployer an owner";
  for (const role of roles) if (isUnlimited(role)) problems.refuse(property, role, expected, "value");
}

function checkHostProject(problems: Problems, hostProject: string, others: readonly string[]): void {
  if (!problems.known("hostProject", hostProject)) return;
  if (!checkProjectId(problems, "hostProject", hostProject)) return;
  const isOther = (id: string) => !others.includes(id);
  problems.check(
    "hostProject",
    hostProject,
    isOther,
    "a project that is neither project nor one of additionalProjects",
  );
}

function checkEach<Value extends string>(
  problems: Problems,
  property: string,
  values: readonly Value[] = [],
  isAllowed: (value: Value) => boolean,
  expected: string,
  code: ProblemCode = "name",
): void {
  if (!problems.known(property, values)) return;
  values.forEach((value, index) => {
    if (!problems.known(property, value)) return;
    if (problems.check(property, value, isAllowed, expected, code)) checkConstructId(problems, property, value);
    if (values.indexOf(value) !== index) problems.refuse(property, value, "each once");
  });
}

function isSecret(name: string): boolean {
  return /^(projects\/[a-z0-9.:-]+\/secrets\/)?[a-zA-Z0-9_-]{1,255}$/.test(name);
}
