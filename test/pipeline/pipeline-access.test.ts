import type { TerraformStack } from "cdktf";
import { AwsPipelineAccess, GooglePipelineAccess, type GooglePipelineAccessProps, Pipeline } from "../../lib/pipeline";
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
    expect(roles.sort()).toEqual([
      "roles/browser",
      "roles/certificatemanager.viewer",
      "roles/compute.viewer",
      "roles/container.viewer",
      "roles/iam.securityReviewer",
      "roles/iam.serviceAccountViewer",
      "roles/logging.viewer",
      "roles/monitoring.viewer",
      "roles/serviceusage.serviceUsageViewer",
    ]);
  });

  const rolesWith = (change: Partial<GooglePipelineAccessProps>) => {
    const props = { project: "acme-prod", pipeline: github, ...change };
    const configuration = synthesizeStack((stack) => new GooglePipelineAccess(stack, "access", props));
    const members = Object.values(resourcesOf(configuration, "google_project_iam_member"));
    return members.map(({ project, role, member }) => `${project} ${/planner|deployer/.exec(member)?.[0]} ${role}`);
  };

  test("gives the deployer a role more for each feature and each role that is named, and the planner what reads a feature", () => {
    const before = rolesWith({});
    const after = rolesWith({ features: ["iap", "backup"], additionalRoles: ["roles/pubsub.editor"] });
    expect(after.filter((line) => !before.includes(line)).sort()).toEqual([
      "acme-prod deployer roles/gkebackup.admin",
      "acme-prod deployer roles/iap.admin",
      "acme-prod deployer roles/pubsub.editor",
      "acme-prod planner roles/gkebackup.viewer",
    ]);
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
  });

  test("gives both accounts the same roles in other projects that they plan and deploy", () => {
    const lines = rolesWith({ additionalProjects: ["acme-staging"], features: ["autoneg"] });
    const own = lines.filter((line) => line.startsWith("acme-prod "));
    const others = lines.filter((line) => line.startsWith("acme-staging "));
    expect(own.length).toBe(lines.length / 2);
    expect(others.sort()).toEqual(own.map((line) => line.replace("acme-prod", "acme-staging")).sort());
  });

  test("gives both accounts in the host project of a Shared VPC what the network needs, and nothing else", () => {
    const inHost = (features: GooglePipelineAccessProps["features"]) =>
      rolesWith({ hostProject: "acme-host", features }).filter((line) => line.startsWith("acme-host "));
    const always = [
      "acme-host deployer roles/compute.networkAdmin",
      "acme-host deployer roles/compute.securityAdmin",
      "acme-host deployer roles/serviceusage.serviceUsageAdmin",
      "acme-host planner roles/browser",
      "acme-host planner roles/compute.viewer",
      "acme-host planner roles/serviceusage.serviceUsageViewer",
    ];
    expect(inHost([]).sort()).toEqual(always);
    expect(inHost(["iap", "sharedVpc", "privateGoogleApis"]).sort()).toEqual(
      [
        ...always,
        "acme-host deployer roles/dns.admin",
        "acme-host deployer roles/iam.securityAdmin",
        "acme-host deployer roles/resourcemanager.projectIamAdmin",
        "acme-host planner roles/dns.reader",
        "acme-host planner roles/iam.securityReviewer",
      ].sort(),
    );
    expect(rolesWith({ hostProject: "acme-host" }).filter((line) => !line.startsWith("acme-host "))).toEqual(
      rolesWith({}),
    );
  });

  const conditionsWith = (change: Partial<GooglePipelineAccessProps>) => {
    const props = { project: "acme-prod", pipeline: github, ...change };
    const configuration = synthesizeStack((stack) => new GooglePipelineAccess(stack, "access", props));
    return Object.values(resourcesOf(configuration, "google_project_iam_member")).flatMap(
      ({ project, role, condition }) => (condition ? [`${project} ${role} ${condition.expression}`] : []),
    );
  };
  const only = (...roles: readonly string[]) =>
    `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${roles.map((role) => `'${role}'`).join(", ")}])`;

  test("lets the deployer grant what a platform grants and what is named, and in the host project what is granted there", () => {
    const always = [
      "roles/artifactregistry.reader",
      "roles/container.defaultNodeServiceAccount",
      "roles/monitoring.viewer",
    ];
    expect(conditionsWith({})).toEqual([`acme-prod roles/resourcemanager.projectIamAdmin ${only(...always)}`]);
    const named = [...always, "roles/pubsub.publisher"];
    const inHost = ["roles/compute.networkUser", "roles/container.hostServiceAgentUser"];
    expect(
      conditionsWith({
        features: ["sharedVpc"],
        grantableRoles: ["roles/pubsub.publisher"],
        hostProject: "acme-host",
      }).sort(),
    ).toEqual([
      `acme-host roles/iam.securityAdmin ${only(...inHost)}`,
      `acme-host roles/resourcemanager.projectIamAdmin ${only(...inHost)}`,
      `acme-prod roles/iam.securityAdmin ${only(...named)}`,
      `acme-prod roles/resourcemanager.projectIamAdmin ${only(...named)}`,
    ]);
  });

  test("refuses more roles than one condition can name", () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `roles/acme.role${index}`);
    expect(conditionsWith({ grantableRoles: many(7) })).toHaveLength(1);
    expect(refusalOf(() => conditionsWith({ grantableRoles: many(8) }))[0]).toContain(
      "expected at most 7 roles: one condition names 10, and a platform with these features grants the others",
    );
    expect(refusalOf(() => conditionsWith({ features: ["fleet"], grantableRoles: many(6) }))[0]).toContain(
      "expected at most 5 roles",
    );
  });

  test("has accounts and trust in a project of their own, where the deployer has no role", () => {
    const props = { project: "acme-prod", accountsProject: "acme-ci-12", pipeline: github, secrets: ["vpn"] };
    const configuration = synthesizeStack((stack) => new GooglePipelineAccess(stack, "access", props));
    const projectsOf = (type: string) => [
      ...new Set(Object.values(resourcesOf(configuration, type)).map(({ project }) => project)),
    ];
    for (const type of ["google_service_account", "google_iam_workload_identity_pool_provider"]) {
      expect(projectsOf(type)).toEqual(["acme-ci-12"]);
    }
    expect(projectsOf("google_iam_workload_identity_pool")).toEqual(["acme-ci-12"]);
    expect(projectsOf("google_project_iam_member")).toEqual(["acme-prod"]);
    expect(projectsOf("google_secret_manager_secret_iam_member")).toEqual(["acme-prod"]);
  });

  test("refuses a host project that is one of the others, or none", () => {
    const expected = "expected a project that is neither project nor one of additionalProjects";
    expect(refusalOf(() => rolesWith({ hostProject: "acme-prod" }))).toEqual([
      `stack/access: hostProject: got "acme-prod", ${expected}`,
    ]);
    expect(refusalOf(() => rolesWith({ hostProject: "acme-staging", additionalProjects: ["acme-staging"] }))).toEqual([
      `stack/access: hostProject: got "acme-staging", ${expected}`,
    ]);
    expect(refusalOf(() => rolesWith({ hostProject: "Host" }))).toEqual([
      'stack/access: hostProject: got "Host", expected the id of a project, 6 to 30 characters: "acme-production"',
    ]);
  });

  test("lets both accounts read what the named secrets hold, in this project and in others", () => {
    const props = { project: "acme-prod", pipeline: github, secrets: ["vpn", "projects/acme-keys/secrets/vpn"] };
    const configuration = synthesizeStack((stack) => new GooglePipelineAccess(stack, "access", props));
    const members = Object.values(resourcesOf(configuration, "google_secret_manager_secret_iam_member")).map(
      ({ project, secret_id, role, member }) => [/planner|deployer/.exec(member)?.[0], project, secret_id, role],
    );
    const role = "roles/secretmanager.secretAccessor";
    expect(members.sort()).toEqual([
      ["deployer", undefined, "projects/acme-keys/secrets/vpn", role],
      ["deployer", "acme-prod", "vpn", role],
      ["planner", undefined, "projects/acme-keys/secrets/vpn", role],
      ["planner", "acme-prod", "vpn", role],
    ]);
  });

  test.each([
    "roles/owner",
    "roles/editor",
    "roles/viewer",
    "roles/resourcemanager.projectIamAdmin",
    "roles/resourcemanager.folderIamAdmin",
    "roles/resourcemanager.folderAdmin",
    "roles/resourcemanager.organizationAdmin",
    "roles/iam.securityAdmin",
    "roles/iam.roleAdmin",
    "roles/iam.organizationRoleAdmin",
  ])("refuses %s for the deployer and among what it may grant: with it, no limit would hold", (role) => {
    const expected =
      "expected a role that does not reach the whole project: basic roles do, and those that set the policy of a project or edit its roles make the deployer an owner";
    for (const property of ["additionalRoles", "grantableRoles"]) {
      expect(refusalOf(() => rolesWith({ [property]: ["roles/pubsub.editor", role] }))).toEqual([
        `stack/access: ${property}: got "${role}", ${expected}`,
      ]);
    }
  });

  test("refuses an invalid role, secret or project, and the same one twice", () => {
    const wrong = {
      features: ["dns" as "iap"],
      additionalProjects: ["acme-prod"],
      secrets: ["vpn paris", interpolation],
      additionalRoles: ["pubsub.editor", "roles/pubsub.editor", "roles/pubsub.editor"],
    };
    const unknown = "expected a value that is known at synthesis: it decides which resources there are";
    expect(refusalOf(() => rolesWith(wrong))).toEqual([
      'stack/access: features: got "dns", expected "autoneg", "backup", "datasetRoles", "encryptionKeys", "fleet", "iap", "privateGoogleApis", "privateServicesRange", "sharedVpc" or "workloadIdentity"',
      'stack/access: additionalProjects: got "acme-prod", expected the id of another project',
      'stack/access: secrets: got "vpn paris", expected the name of a secret, or "projects/P/secrets/S"',
      `stack/access: secrets: got a token, ${unknown}`,
      'stack/access: additionalRoles: got "pubsub.editor", expected a role: "roles/pubsub.editor"',
      'stack/access: additionalRoles: got "roles/pubsub.editor", expected each once',
    ]);
  });
});

describe("a repository that is trusted by its number", () => {
  const byNumber = Pipeline.github({ repository: "acme/platform", repositoryId: "456", ownerId: "123" });
  const google = (pipeline: Pipeline) =>
    synthesizeStack((stack) => new GooglePipelineAccess(stack, "access", { project: "acme-prod", pipeline }));
  const members = (configuration: Block) =>
    Object.values(resourcesOf(configuration, "google_service_account_iam_member"))
      .map(({ member }) => member.replace(/\$\{[^}]+\}/, "POOL"))
      .sort();

  test("is asked for by Google, and its subjects have both numbers", () => {
    const configuration = google(byNumber);
    expect(resourceOf(configuration, "google_iam_workload_identity_pool_provider")).toMatchObject({
      attribute_condition: 'assertion.repository_id == "456"',
      attribute_mapping: { "google.subject": "assertion.sub", "attribute.repository": "assertion.repository_id" },
    });
    expect(members(configuration)).toEqual(
      expect.arrayContaining([
        "principal://iam.googleapis.com/POOL/subject/repo:acme@123/platform@456:environment:production",
        "principalSet://iam.googleapis.com/POOL/attribute.repository/456",
      ]),
    );
  });

  test("is asked for by AWS beside the subject", () => {
    const zone = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };
    const configuration = synthesizeStack(
      (stack) => new AwsPipelineAccess(stack, "access", { zone, pipeline: byNumber }),
    );
    const issuer = "token.actions.githubusercontent.com";
    const conditions = Object.values(resourcesOf(configuration, "aws_iam_role")).map(
      ({ assume_role_policy }) => JSON.parse(assume_role_policy).Statement[0].Condition,
    );
    const both = { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:repository_id`]: "456" };
    expect(conditions).toEqual(
      expect.arrayContaining([
        { StringLike: { [`${issuer}:sub`]: "repo:acme@123/platform@456:*" }, StringEquals: both },
        {
          StringEquals: { [`${issuer}:sub`]: "repo:acme@123/platform@456:environment:production", ...both },
        },
      ]),
    );
    expect(conditions).toHaveLength(2);
  });

  test("has subjects with names alone where its owner's number is not given", () => {
    const { deploySubject, planSubjects } = Pipeline.github({ repository: "acme/platform", repositoryId: "456" });
    expect([deploySubject, planSubjects]).toEqual([
      "repo:acme/platform:environment:production",
      "repo:acme/platform:*",
    ]);
  });

  test("is a project of GitLab for Google, and for AWS its name alone, which knows no number of GitLab's", () => {
    const pipeline = Pipeline.gitlab({ project: "acme/platform", projectId: "78" });
    const provider = resourceOf(google(pipeline), "google_iam_workload_identity_pool_provider");
    expect(provider.attribute_condition).toBe('assertion.project_id == "78"');
    expect(pipeline.awsRepositoryId).toBeUndefined();
  });

  test("is a number, and the owner's needs the repository's", () => {
    const refused = (props: object) => refusalOf(() => Pipeline.github({ repository: "acme/platform", ...props }));
    const expected = 'expected a number as text: "123456"';
    expect(refused({ repositoryId: '1" || true', ownerId: "01" })).toEqual([
      `Pipeline.github: repositoryId: got "1\\" || true", ${expected}`,
      `Pipeline.github: ownerId: got "01", ${expected}`,
    ]);
    expect(refused({ ownerId: "123" })).toEqual([
      "Pipeline.github: ownerId: needs repositoryId beside it: the subjects of the tokens have both numbers",
    ]);
    expect(refusalOf(() => Pipeline.gitlab({ project: "acme/platform", projectId: "x" }))).toHaveLength(1);
  });
});

describe("the access of a second environment in the same AWS account", () => {
  const zone = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };
  const arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
  const make = (change: object) =>
    synthesizeStack((stack) => new AwsPipelineAccess(stack, "access", { zone, pipeline: github, ...change }));

  test("has roles of another name, and the account's own provider", () => {
    const configuration = make({ rolesName: "staging", providerArn: arn });
    const roles = Object.values(resourcesOf(configuration, "aws_iam_role"));
    expect(roles.map(({ name }) => name).sort()).toEqual(["staging-deployer", "staging-planner"]);
    expect(roles.map((role) => JSON.parse(role.assume_role_policy).Statement[0].Principal.Federated)).toEqual([
      arn,
      arn,
    ]);
    expect(resourcesOf(configuration, "aws_iam_openid_connect_provider")).toEqual({});
  });

  test("refuses a name that is too long for a role, and what is no provider", () => {
    expect(refusalOf(() => make({ rolesName: "x".repeat(56), providerArn: "arn:aws:iam::1:role/x" }))).toEqual([
      expect.stringMatching(/^stack\/access: rolesName: got "x+", expected 1 to 55 letters/),
      expect.stringContaining("stack/access: providerArn: got "),
    ]);
  });
});

describe("the access of a pipeline to AWS", () => {
  const zone = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };
  const make = (pipeline: Pipeline) =>
    synthesizeStack((stack) => new AwsPipelineAccess(stack, "access", { zone, pipeline }));
  const trustOf = (configuration: Block, name: string) => {
    const role = Object.values(resourcesOf(configuration, "aws_iam_role")).find((one) => one.name === name);
    const [{ Condition, ...statement }, ...others] = JSON.parse(role?.assume_role_policy).Statement;
    const provider = Object.keys(resourcesOf(configuration, "aws_iam_openid_connect_provider"))[0];
    // Without one of these, AWS refuses the role or nobody may take it.
    expect([statement, others]).toEqual([
      {
        Effect: "Allow",
        Principal: { Federated: `\${aws_iam_openid_connect_provider.${provider}.arn}` },
        Action: "sts:AssumeRoleWithWebIdentity",
      },
      [],
    ]);
    return Condition;
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
    // In full: what is missing, no test of the table would miss, from which these are made.
    const healthChecks = ["CreateHealthCheck", "UpdateHealthCheck", "DeleteHealthCheck", "ChangeTagsForResource"];
    expect(policyOf(configuration, "deployer")).toEqual([
      read,
      { Effect: "Allow", Action: healthChecks.map((action) => `route53:${action}`), Resource: "*" },
      {
        Effect: "Allow",
        Action: ["route53:ChangeResourceRecordSets"],
        Resource: "arn:aws:route53:::hostedzone/Z0123456789EXAMPLE",
      },
    ]);
  });

  test("lets the deployer change the records of the other zones, too", () => {
    const additionalZones = [{ zoneId: "Z0123456789STAGING", zoneName: "staging.example.com" }];
    const configuration = synthesizeStack(
      (stack) => new AwsPipelineAccess(stack, "access", { zone, additionalZones, pipeline: github }),
    );
    const zones = policyOf(configuration, "deployer").flatMap(
      ({ Action, Resource }: { Action: string[]; Resource: string }) =>
        Action.includes("route53:ChangeResourceRecordSets") ? [Resource] : [],
    );
    expect(zones).toEqual([
      "arn:aws:route53:::hostedzone/Z0123456789EXAMPLE",
      "arn:aws:route53:::hostedzone/Z0123456789STAGING",
    ]);
  });

  test("lets the deployer change the policies that are named, and the planner read them; neither may attach one", () => {
    const policyNames = ["acme-challenges"];
    const configuration = synthesizeStack(
      (stack) => new AwsPipelineAccess(stack, "access", { zone, policyNames, pipeline: github }),
    );
    const ofPolicies = (id: string) =>
      policyOf(configuration, id).filter(({ Resource }: { Resource: unknown }) => Array.isArray(Resource));
    const reads = ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions", "iam:ListPolicyTags"];
    const Resource = ["arn:aws:iam::*:policy/acme-challenges"];
    expect(ofPolicies("planner")).toEqual([{ Effect: "Allow", Action: reads, Resource }]);
    const changes = [
      "CreatePolicy",
      "CreatePolicyVersion",
      "SetDefaultPolicyVersion",
      "DeletePolicyVersion",
      "DeletePolicy",
    ];
    expect(ofPolicies("deployer")).toEqual([
      {
        Effect: "Allow",
        Action: [...reads, ...[...changes, "TagPolicy", "UntagPolicy"].map((name) => `iam:${name}`)],
        Resource,
      },
    ]);
    expect(policyOf(make(github), "deployer").map(({ Action }: { Action: string[] }) => Action.join())).not.toContain(
      "iam:",
    );
  });

  test("lets both roles assume those of other accounts that are named, and no others", () => {
    const roleArns = ["arn:aws:iam::123456789012:role/dns"];
    const configuration = synthesizeStack(
      (stack) => new AwsPipelineAccess(stack, "access", { zone, roleArns, pipeline: github }),
    );
    const statement = { Effect: "Allow", Action: "sts:AssumeRole", Resource: roleArns };
    for (const id of ["planner", "deployer"]) expect(policyOf(configuration, id)).toContainEqual(statement);
    expect(JSON.stringify(policyOf(make(github), "deployer"))).not.toContain("sts:AssumeRole");
    const all = (stack: TerraformStack) =>
      new AwsPipelineAccess(stack, "access", {
        zone,
        roleArns: ["arn:aws:iam::123456789012:role/*"],
        pipeline: github,
      });
    expect(refusalOf(() => synthesizeStack(all))).toEqual([
      'stack/access: roleArns: got "arn:aws:iam::123456789012:role/*", expected the ARN of a role: "arn:aws:iam::123456789012:role/dns"',
    ]);
  });

  test("refuses a policy's name that would be all policies of the account", () => {
    const access = (stack: TerraformStack) =>
      new AwsPipelineAccess(stack, "access", { zone, policyNames: ["*"], pipeline: github });
    expect(refusalOf(() => synthesizeStack(access))).toEqual([
      'stack/access: policyNames: got "*", expected 1 to 128 letters, digits and characters of "+=,.@-_"',
    ]);
  });
});

test("refuses a repository that would let others in", () => {
  const allowed = 'expected an owner and a name: "acme/platform"';
  expect(refusalOf(() => Pipeline.github({ repository: "acme/*" }))).toEqual([
    `Pipeline.github: repository: got "acme/*", ${allowed}`,
  ]);
  expect(refusalOf(() => Pipeline.gitlab({ project: "acme" }))).toEqual([
    `Pipeline.gitlab: project: got "acme", ${allowed}`,
  ]);
  expect(refusalOf(() => Pipeline.github({ repository: interpolation }))[0]).toContain("got a token");
});
