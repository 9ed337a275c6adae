import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { Aspects, TerraformElement, type TerraformProvider, TerraformResource, TerraformStack } from "cdktf";
import type { Construct, IConstruct, Node } from "constructs";
import { withoutCreationStacks } from "../lib/core/creation-stacks";
import { isInstance } from "../lib/core/options-kinds";
import { Problems } from "../lib/core/problems";
import { namingUnresolved } from "../lib/core/unresolved";
import { validate } from "../lib/core/validate";
import { checkLabels } from "../lib/google/labels";
import { checkProjectId } from "../lib/google/project-id";
import { ROUTE53_REGION } from "../lib/route53/aws-services";
import { State } from "../lib/state/state";
import {
  type AdditionalHostedZone,
  type AwsAccountOptions,
  type AwsOptions,
  checkAws,
  hasOwnProvider,
} from "./aws-options";
import { checkProviderVersion } from "./provider-versions";

export type { AdditionalHostedZone, AwsAccountOptions, AwsOptions };

/** The Google Cloud project that holds a platform. */
export interface GoogleOptions {
  /** The id of the project: `acme-production`. */
  readonly project: string;

  /**
   * Which versions of Terraform's Google provider may be installed, as a version constraint of Terraform: `"~> 7.0"`,
   * `">= 6.50.0, < 8.0.0"`. None before 6.50.0, whose arguments are written; 7.x was tried, and what is later is warned of. Nothing else
   * that is written depends on it. Which fixes of 7.x you get: docs/releases.md.
   *
   * @default "6.50.0", that of the bindings
   */
  readonly providerVersion?: string;
}

/** Options of every stack, whether it has anything in Google Cloud or not. */
export interface CommonStackProps {
  /**
   * The Google Cloud project.
   *
   * @default - not needed: the stack has nothing in Google Cloud
   */
  readonly google?: GoogleOptions;

  /**
   * Labels of all resources in Google Cloud, and tags of all in AWS.
   *
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };

  /**
   * Where the state is kept.
   *
   * @default State.local()
   */
  readonly state?: State;
}

/** Options of a stack of a platform. */
export interface PlatformStackProps extends CommonStackProps {
  /** The Google Cloud project. */
  readonly google: GoogleOptions;
}

/** Ids that stand for "the construct itself" and are left out of an address. */
const HIDDEN = new Set(["Resource", "Default"]);

/**
 * A stack with readable addresses: `google_container_node_pool.cluster_web`, the construct ids with `_` between them.
 *
 * cdktf would add a hash of eight letters to each. The ids are made so that no two addresses are the same: what users
 * name has no underscore. Should two be the same all the same, the stack refuses the second.
 */
export abstract class PlatformStack extends TerraformStack {
  private readonly addresses = new Map<string, string>();
  private owner?: IConstruct;

  constructor(
    scope: Construct,
    id: string,
    protected readonly platform: CommonStackProps,
  ) {
    super(scope, id);
    // Before the options are checked as a whole: none may be a state by mistake, and none may lose its state.
    const state = platform?.state ?? State.local();
    if (!isState(state)) {
      const expected = "an instance of State";
      validate(this, (problems) => {
        if (problems.known("state", state, expected)) problems.refuse("state", state, expected, "shape");
      });
    }
    state.bind(this);
  }

  /**
   * @internal Lets this stack have the aspects of a construct that stands beside it. cdktf starts at each stack, so those of
   * a platform would be visited by nobody.
   */
  public forwardAspectsOf(owner: IConstruct): void {
    this.owner = owner;
  }

  /** Called by cdktf before anything is written. */
  public override prepareStack(): void {
    // What waits for another element has it named by a new token each time that it is resolved.
    withoutCreationStacks(() => namingUnresolved(this, () => super.prepareStack()));
    if (this.owner === undefined) return;
    for (const aspect of Aspects.of(this.owner).all) Aspects.of(this).add(aspect);
    this.owner = undefined;
  }

  /**
   * Adds the Google provider with the platform's labels.
   *
   * @param project where resources are made that name no project, unless that is the platform's
   */
  protected useGoogle(project?: string): void {
    const { google, labels } = this.platform;
    if (google === undefined) {
      validate(this, (problems) => checkGoogle(problems, google, "the project of what this stack has in Google Cloud"));
    }
    const provider = new GoogleProvider(this, "google", { project: project ?? google?.project, defaultLabels: labels });
    requireVersion(provider, google?.providerVersion);
  }

  /** Adds the AWS provider with the platform's tags. */
  protected useAws(aws: AwsOptions = {}): void {
    requireVersion(new AwsProvider(this, "aws", this.awsConfig(aws)), aws.providerVersion);
  }

  /**
   * Adds an AWS provider for each zone of another account, whose alias is the zone's key. A zone that has no record any more keeps it: by
   * nothing else could Terraform delete the ones that are there.
   */
  protected useAwsOfZones(
    zones: { readonly [key: string]: AdditionalHostedZone },
    first: AwsOptions | undefined,
  ): ReadonlyMap<string, AwsProvider> {
    const others = Object.entries(zones).filter(([, zone]) => hasOwnProvider(zone, first));
    return new Map(
      others.map(([key, { aws = {} }]) => {
        const provider = new AwsProvider(this, `aws_${key}`, { alias: key, ...this.awsConfig(aws) });
        return [key, requireVersion(provider, first?.providerVersion)];
      }),
    );
  }

  private awsConfig({
    region = ROUTE53_REGION,
    assumeRoleArn,
    externalId,
    profile,
  }: AwsAccountOptions): AwsProviderConfig {
    const { labels } = this.platform;
    return {
      region,
      profile,
      assumeRole: assumeRoleArn === undefined ? undefined : [{ roleArn: assumeRoleArn, externalId }],
      defaultTags: labels === undefined ? undefined : [{ tags: labels }],
    };
  }

  /** Whether a provider's resources are in this stack. */
  protected hasResourceOf(provider: string): boolean {
    return this.node
      .findAll()
      .some((one) => one instanceof TerraformResource && one.terraformGeneratorMetadata?.providerName === provider);
  }

  protected override allocateLogicalId(tfElement: TerraformElement | Node): string {
    const node = tfElement instanceof TerraformElement ? tfElement.node : tfElement;
    const ids = node.path.slice(this.node.path.length + 1).split("/");
    const address = ids
      .filter((id) => !HIDDEN.has(id))
      .join("_")
      .replaceAll(".", "_");
    const other = this.addresses.get(address) ?? node.path;
    if (other !== node.path) {
      const expected = `an id that makes another address than "${address}", which ${other} has`;
      Problems.of(node.path, (problems) => problems.refuse("id", node.id, expected, "name"));
    }
    this.addresses.set(address, node.path);
    return address;
  }
}

/**
 * Lets Terraform install these versions of a provider, in place of that of the bindings. All providers of a name in a stack are one
 * requirement. Not by an override of the stack, which cdktf would note in the stack's metadata.
 */
function requireVersion<Provider extends TerraformProvider>(
  provider: Provider,
  constraint: string | undefined,
): Provider {
  if (constraint === undefined) return provider;
  const { terraformGeneratorMetadata: metadata } = provider;
  return Object.assign(provider, { terraformGeneratorMetadata: { ...metadata, providerVersion: constraint } });
}

/** Validates the options that all stacks have. */
export function checkPlatformStack(
  problems: Problems,
  { google, labels, aws }: CommonStackProps & { readonly aws?: AwsOptions },
): void {
  checkAws(problems.at("aws"), aws);
  checkProviderVersion(problems, "aws.providerVersion", "aws", aws?.providerVersion);
  checkProviderVersion(problems, "google.providerVersion", "google", google?.providerVersion);
  if (google !== undefined && problems.known("google.project", google.project)) {
    checkProjectId(problems, "google.project", google.project);
  }
  checkLabels(problems.at("labels"), labels ?? {});
}

/** Checks that there is a project, where a stack does not always need one. */
export function checkGoogle(problems: Problems, google: GoogleOptions | undefined, expected: string): void {
  problems.check("google", google, (google) => google !== undefined, expected);
}

/** Not by `instanceof`, which would not know one of another copy of this package. */
function isState(state: State): boolean {
  return typeof state === "object" && isInstance(state, "State");
}
