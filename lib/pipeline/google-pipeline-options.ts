import type { ITerraformDependable } from "cdktf";
import { Problems } from "../core/problems";
import { FEATURES } from "../google/resource-types";
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

/** What a platform has only when it is asked for, and whose deployment needs one more role. */
export type PipelineFeature = (typeof FEATURES)[number];

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
  Problems.of(path, (problems) => {
    const features: readonly string[] = FEATURES;
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
        problems.check(property, value, (value) => isSound(value), allowed);
        problems.check(property, value, (value) => values.indexOf(value) === index, "each once");
      });
    }
  });
}
