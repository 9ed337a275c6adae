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

  /**
   * The number of the repository, which no other ever has: `gh api repos/acme/platform --jq .id`. A name can be somebody else's after
   * a repository was renamed or deleted.
   *
   * @default - the repository is trusted by its name
   */
  readonly repositoryId?: string;

  /**
   * The number of the owner: `gh api repos/acme/platform --jq .owner.id`. Needed where GitHub writes the numbers into the subjects of
   * tokens: for repositories that were created or renamed since July 2026, and others that ask for it. With `repositoryId`.
   *
   * Source: https://docs.github.com/en/actions/reference/security/oidc
   *
   * @default - the subjects of the tokens have names alone
   */
  readonly ownerId?: string;
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
   * The number of the project, which no other ever has: it is on the project's page. Google asks for it, and AWS for the name alone.
   *
   * @default - the project is trusted by its name
   */
  readonly projectId?: string;

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
   * Pull requests plan, and jobs of one environment deploy. Give `repositoryId` and, for a repository since July 2026, `ownerId`.
   *
   * Source: https://docs.github.com/en/actions/reference/security/oidc,
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
   */
  public static github(props: GithubPipelineProps): Pipeline {
    validateShape("Pipeline.github", props, "GithubPipelineProps");
    const { repository, environment = "production", repositoryId, ownerId } = props;
    Problems.of("Pipeline.github", (problems) => {
      checkPath(problems, "repository", repository);
      checkNumber(problems, "repositoryId", repositoryId);
      checkNumber(problems, "ownerId", ownerId);
      if (ownerId !== undefined && repositoryId === undefined) {
        problems.conflict("ownerId", "needs repositoryId beside it: the subjects of the tokens have both numbers");
      }
    });
    const [owner, name] = repository.split("/");
    const subject = ownerId === undefined ? repository : `${owner}@${ownerId}/${name}@${repositoryId}`;
    return new Pipeline(
      "https://token.actions.githubusercontent.com",
      "sts.amazonaws.com",
      repositoryId === undefined ? "repository" : "repository_id",
      repositoryId ?? repository,
      `repo:${subject}:*`,
      `repo:${subject}:environment:${environment}`,
      repositoryId,
    );
  }

  /**
   * Every branch plans, and one branch deploys.
   *
   * Source: https://docs.gitlab.com/ci/secrets/id_token_authentication/
   */
  public static gitlab(props: GitlabPipelineProps): Pipeline {
    validateShape("Pipeline.gitlab", props, "GitlabPipelineProps");
    const { project, branch = "main", url = "https://gitlab.com", projectId } = props;
    Problems.of("Pipeline.gitlab", (problems) => {
      checkPath(problems, "project", project);
      checkNumber(problems, "projectId", projectId);
    });
    const deploys = `project_path:${project}:ref_type:branch:ref:${branch}`;
    const claim = projectId === undefined ? "project_path" : "project_id";
    return new Pipeline(url, url, claim, projectId ?? project, `project_path:${project}:*`, deploys);
  }

  private constructor(
    /** Who signs the tokens. */
    public readonly issuerUrl: string,
    /** The audience of the tokens for AWS. */
    public readonly awsAudience: string,
    /** The claim of a token that says which repository it is of: by its name, or by its number. */
    public readonly repositoryClaim: string,
    /** The name or the number that the claim must have. */
    public readonly repository: string,
    /** The subjects of all tokens of the repository, with `*` for anything. */
    public readonly planSubjects: string,
    /** The subject of the tokens that may deploy. */
    public readonly deploySubject: string,
    /** The number of the repository, where AWS can compare it. */
    public readonly awsRepositoryId?: string,
  ) {}
}

/** The path is a part of a rule about whom to trust, where a `*` or a quote would let others in. */
function checkPath(problems: Problems, property: string, path: string): void {
  if (!problems.known(property, path)) return;
  const isPath = (text: string) => /^[\w.-]+(\/[\w.-]+)+$/.test(text);
  problems.check(property, path, isPath, 'an owner and a name: "acme/platform"', "name");
}

/** So is a number, which is given as text. */
function checkNumber(problems: Problems, property: string, id: string | undefined): void {
  if (id === undefined) return;
  if (!problems.known(property, id)) return;
  const isNumber = (text: string) => /^[1-9]\d*$/.test(text);
  problems.check(property, id, isNumber, 'a number as text: "123456"', "name");
}
