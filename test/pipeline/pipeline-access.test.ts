import { AwsPipelineAccess, GooglePipelineAccess, Pipeline } from "../../lib/pipeline";
import { type Block, refusalOf, resourceOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { interpolation } from "../support/tokens";

const github = Pipeline.github({ repository: "acme/platform" });
const gitlab = Pipeline.gitlab({ project: "acme/infra/platform", branch: "release", url: "https://git.example.com" });

describe("the access of a pipeline to Google Cloud", () => {
  const make = (pipeline: Pipeline) =>
    synthesizeStack((stack) => new GooglePipelineAccess(stack, "access", { project: "acme-prod", pipeline }));
  const membersOf = (configuration: Block) =>
    Object.values(resourcesOf(configuration, "google_service_account_iam_member")).map(({ member, role }) => {
      expect(role).toBe("roles/iam.workloadIdentityUser");
      return member.replace(/\$\{[^}]+\}/, "POOL");
    });

  test("trusts tokens of one repository, and no other's of the same issuer", () => {
    const provider = resourceOf(make(github), "google_iam_workload_identity_pool_provider");
    expect(provider).toMatchObject({
      attribute_condition: 'assertion.repository == "acme/platform"',
      attribute_mapping: { "google.subject": "assertion.sub", "attribute.repository": "assertion.repository" },
      oidc: { issuer_uri: "https://token.actions.githubusercontent.com" },
    });
  });

  test("lets any run plan, and only the reviewed environment of GitHub deploy", () => {
    expect(membersOf(make(github)).sort()).toEqual([
      "principal://iam.googleapis.com/POOL/subject/repo:acme/platform:environment:production",
      "principalSet://iam.googleapis.com/POOL/attribute.repository/acme/platform",
    ]);
  });

  test("lets any run plan, and only the branch of GitLab deploy", () => {
    const configuration = make(gitlab);
    expect(membersOf(configuration).sort()).toEqual([
      "principal://iam.googleapis.com/POOL/subject/project_path:acme/infra/platform:ref_type:branch:ref:release",
      "principalSet://iam.googleapis.com/POOL/attribute.repository/acme/infra/platform",
    ]);
    expect(resourceOf(configuration, "google_iam_workload_identity_pool_provider")).toMatchObject({
      attribute_condition: 'assertion.project_path == "acme/infra/platform"',
      oidc: { issuer_uri: "https://git.example.com" },
    });
  });

  test("gives the planner roles that change nothing", () => {
    const members = Object.entries(resourcesOf(make(github), "google_project_iam_member"));
    const roles = members.filter(([address]) => address.includes("planner")).map(([, { role }]) => role);
    expect(roles.sort()).toEqual(["roles/iam.securityReviewer", "roles/viewer"]);
  });
});

describe("the access of a pipeline to AWS", () => {
  const zone = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };
  const make = (pipeline: Pipeline) =>
    synthesizeStack((stack) => new AwsPipelineAccess(stack, "access", { zone, pipeline }));
  const trustOf = (configuration: Block, name: string) => {
    const role = Object.values(resourcesOf(configuration, "aws_iam_role")).find((one) => one.name === name);
    return JSON.parse(role?.assume_role_policy).Statement[0].Condition;
  };
  const policyOf = (configuration: Block, id: string) => {
    const policies = Object.entries(resourcesOf(configuration, "aws_iam_role_policy"));
    return JSON.parse(policies.find(([address]) => address.includes(id))?.[1].policy).Statement;
  };

  test("trusts tokens of GitHub for any run to plan, and for the environment to deploy", () => {
    const configuration = make(github);
    const issuer = "token.actions.githubusercontent.com";
    expect(trustOf(configuration, "pipeline-planner")).toEqual({
      StringLike: { [`${issuer}:sub`]: "repo:acme/platform:*" },
      StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com" },
    });
    expect(trustOf(configuration, "pipeline-deployer")).toEqual({
      StringEquals: {
        [`${issuer}:sub`]: "repo:acme/platform:environment:production",
        [`${issuer}:aud`]: "sts.amazonaws.com",
      },
    });
    expect(resourceOf(configuration, "aws_iam_openid_connect_provider")).toMatchObject({
      url: `https://${issuer}`,
      client_id_list: ["sts.amazonaws.com"],
    });
  });

  test("trusts tokens of GitLab by its own address", () => {
    expect(trustOf(make(gitlab), "pipeline-deployer").StringEquals).toEqual({
      "git.example.com:sub": "project_path:acme/infra/platform:ref_type:branch:ref:release",
      "git.example.com:aud": "https://git.example.com",
    });
  });

  test("lets the planner read, and the deployer change the records of one zone", () => {
    const configuration = make(github);
    const read = { Effect: "Allow", Action: ["route53:Get*", "route53:List*"], Resource: "*" };
    expect(policyOf(configuration, "planner")).toEqual([read]);
    expect(policyOf(configuration, "deployer")).toContainEqual({
      Effect: "Allow",
      Action: ["route53:ChangeResourceRecordSets"],
      Resource: "arn:aws:route53:::hostedzone/Z0123456789EXAMPLE",
    });
  });
});

test("refuses a repository that would let others in", () => {
  const allowed = 'expected an owner and a name: "acme/platform"';
  expect(refusalOf(() => Pipeline.github({ repository: "acme/*" }))).toEqual([
    `Pipeline: repository: got "acme/*", ${allowed}`,
  ]);
  expect(refusalOf(() => Pipeline.gitlab({ project: "acme" }))).toEqual([`Pipeline: project: got "acme", ${allowed}`]);
  expect(refusalOf(() => Pipeline.github({ repository: interpolation }))[0]).toContain("got a token");
});
