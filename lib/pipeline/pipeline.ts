import { brand } from "../core/options-kinds";
import { validateShape } from "../core/options-shape";
import { Problems } from "../core/problems";

/** A pipeline of GitHub Actions. */
export interface GithubPipelineProps {
  /** The repository with its owner: `acme/platform`. */
  readonly repository: string;

  /**
   * The environment of the deploying job. GitHub waits for its reviewers before the job may start.
   *
   * @default "production"
   */
  readonly environment?: string;
}

/** A pipeline of GitLab. */
export interface GitlabPipelineProps {
  /** The project with its groups: `acme/platform`. */
  readonly project: string;

  /**
   * The branch that is deployed. Protect it: whoever writes to it may deploy.
   *
   * @default "main"
   */
  readonly branch?: string;

  /**
   * The address of GitLab.
   *
   * @default "https://gitlab.com"
   */
  readonly url?: string;
}

/**
 * Where the platform is planned and deployed from. A cloud trusts it by the tokens that it signs (OpenID Connect): there is
 * no key to keep, to lose or to change.
 */
export class Pipeline {
  static {
    brand(Pipeline, "Pipeline");
  }

  /**
   * Pull requests plan, and jobs of one environment deploy.
   *
   * Source: https://docs.github.com/en/actions/reference/security/oidc
   */
  public static github(props: GithubPipelineProps): Pipeline {
    validateShape("Pipeline.github", props, "GithubPipelineProps");
    const { repository, environment = "production" } = props;
    checkPath("repository", repository);
    const url = "https://token.actions.githubusercontent.com";
    const deploys = `repo:${repository}:environment:${environment}`;
    return new Pipeline(url, "sts.amazonaws.com", "repository", repository, `repo:${repository}:*`, deploys);
  }

  /**
   * Every branch plans, and one branch deploys.
   *
   * Source: https://docs.gitlab.com/ci/secrets/id_token_authentication/
   */
  public static gitlab(props: GitlabPipelineProps): Pipeline {
    validateShape("Pipeline.gitlab", props, "GitlabPipelineProps");
    const { project, branch = "main", url = "https://gitlab.com" } = props;
    checkPath("project", project);
    const deploys = `project_path:${project}:ref_type:branch:ref:${branch}`;
    return new Pipeline(url, url, "project_path", project, `project_path:${project}:*`, deploys);
  }

  private constructor(
    /** Who signs the tokens. */
    public readonly issuerUrl: string,
    /** The audience of the tokens for AWS. */
    public readonly awsAudience: string,
    /** The claim of a token that names the repository. */
    public readonly repositoryClaim: string,
    public readonly repository: string,
    /** The subjects of all tokens of the repository, with `*` for anything. */
    public readonly planSubjects: string,
    /** The subject of the tokens that may deploy. */
    public readonly deploySubject: string,
  ) {}
}

/** The path is a part of a rule about whom to trust, where a `*` or a quote would let others in. */
function checkPath(property: string, path: string): void {
  Problems.of("Pipeline", (problems) => {
    if (!problems.known(property, path)) return;
    const isPath = (text: string) => /^[\w.-]+(\/[\w.-]+)+$/.test(text);
    problems.check(property, path, isPath, 'an owner and a name: "acme/platform"', "name");
  });
}
