import { CloudBackend, GcsBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from "cdktf";
import { brand } from "../core/options-kinds";
import { validateShape } from "../core/options-shape";
import { Problems } from "../core/problems";

export interface GcsStateProps {
  /** The bucket. Turn on its versions: an overwritten state can then be restored. */
  readonly bucket: string;
  /**
   * The folder in the bucket. Each stack has its own below it.
   *
   * @default "terraform"
   */
  readonly prefix?: string;
}

export interface S3StateProps {
  /** The bucket. Turn on its versions: an overwritten state can then be restored. */
  readonly bucket: string;
  /** The region of the bucket: `eu-west-1`. */
  readonly region: string;
  /**
   * The folder in the bucket. Each stack has its own file below it.
   *
   * @default "terraform"
   */
  readonly prefix?: string;
}

export interface HcpStateProps {
  /** The organization. */
  readonly organization: string;
  /**
   * The project of the workspaces.
   *
   * @default - the organization's default project
   */
  readonly project?: string;
  /**
   * The host of Terraform Enterprise.
   *
   * @default - HCP Terraform
   */
  readonly hostname?: string;
}

/** Where Terraform keeps the state of each stack. */
export abstract class State {
  static {
    brand(State, "State");
  }

  /** A file per stack beside `cdktf.out`, for a first try: a team needs a state that is shared and locked. */
  public static local(): State;
  public static local(...given: readonly unknown[]): State {
    // JavaScript lets a path be given, which would be taken for where the state is.
    Problems.of("State.local", (problems) => {
      const expected = "nothing: the files are beside cdktf.out, one for each stack";
      if (given.length > 0) problems.refuse("path", given[0], expected, "shape");
    });
    return new LocalState();
  }

  /** A Google Cloud Storage bucket, which locks by itself. */
  public static gcs(props: GcsStateProps): State {
    validateShape("State.gcs", props, "GcsStateProps");
    const expected = "3 to 63 lower-case letters, digits, hyphens, underscores and dots";
    checkBucket("State.gcs", props.bucket, /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/, expected);
    return new GcsState(props);
  }

  /** An S3 bucket, encrypted and with a lock file beside the state. */
  public static s3(props: S3StateProps): State {
    validateShape("State.s3", props, "S3StateProps");
    const expected = "3 to 63 lower-case letters, digits, hyphens and dots";
    checkBucket("State.s3", props.bucket, /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, expected);
    return new S3State(props);
  }

  /** HCP Terraform or Terraform Enterprise: a workspace for each stack, named after it. */
  public static hcp(props: HcpStateProps): State {
    validateShape("State.hcp", props, "HcpStateProps");
    return new HcpState(props);
  }

  /** Configures the backend of a stack. */
  public abstract bind(stack: TerraformStack): void;
}

/** Checks the name of a bucket that is there. One with dots may be longer at Google. */
function checkBucket(name: string, bucket: string, pattern: RegExp, expected: string): void {
  Problems.of(name, (problems) => problems.check("bucket", bucket, (text) => pattern.test(text), expected, "name"));
}

class LocalState extends State {
  public bind(stack: TerraformStack): void {
    // Relative to cdktf.out/stacks/<stack>, so that the output is the same on every machine.
    new LocalBackend(stack, { path: `../../../terraform.${stack.node.id}.tfstate` });
  }
}

class GcsState extends State {
  constructor(private readonly props: GcsStateProps) {
    super();
  }

  public bind(stack: TerraformStack): void {
    const { bucket, prefix = "terraform" } = this.props;
    new GcsBackend(stack, { bucket, prefix: `${prefix}/${stack.node.id}` });
  }
}

class S3State extends State {
  constructor(private readonly props: S3StateProps) {
    super();
  }

  public bind(stack: TerraformStack): void {
    const { bucket, region, prefix = "terraform" } = this.props;
    const key = `${prefix}/${stack.node.id}.tfstate`;
    const backend = new S3Backend(stack, { bucket, region, key, encrypt: true });
    // Terraform 1.10 and later; cdktf's own type does not know it.
    backend.addOverride("use_lockfile", true);
  }
}

class HcpState extends State {
  constructor(private readonly props: HcpStateProps) {
    super();
  }

  public bind(stack: TerraformStack): void {
    const { organization, project, hostname } = this.props;
    new CloudBackend(stack, { organization, hostname, workspaces: new NamedCloudWorkspace(stack.node.id, project) });
  }
}
