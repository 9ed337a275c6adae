import { TerraformStack } from "cdktf";
import { GooglePipelineAccess, HybridPlatform, Pipeline } from "../../index";
import type { Permissions } from "../../lib/cli/permissions/permissions";
import { permissionsOf, tooManyRoles } from "../../lib/cli/permissions/permissions";
import { permissionsText } from "../../lib/cli/permissions/permissions-text";
import { BASIC_ROLES } from "../../lib/google/roles";
import { everything } from "../everything/program";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { stacksOfExample } from "../support/examples";
import { expectSchema } from "../support/json-schema";
import { SMALL_PLATFORM } from "../support/platform";
import { type Block, resourcesOf, synthesizeStack } from "../support/synthesize";

const folder = outputFolder((app) => new HybridPlatform(app, "test", SMALL_PLATFORM));
const all = outputFolder(everything);
const other = outputFolder((app) => {
  const aws = { assumeRoleArn: "arn:aws:iam::123456789012:role/dns" };
  new HybridPlatform(app, "test", { ...SMALL_PLATFORM, aws });
});

function permissions(of: string, ...args: string[]): string {
  const { stdout, stderr, status } = hybridKubernetes("permissions", of, ...args);
  expect([stderr, status]).toEqual(["", 0]);
  return stdout;
}

const needed = (stacks: Readonly<Record<string, Block>>): Permissions =>
  permissionsOf(Object.entries(stacks).map(([name, configuration]) => ({ name, waitsFor: [], configuration })));

const EXAMPLES = [
  "automatic-routing",
  "video-platform",
  "workloads",
  "gpu-inference",
  "single-cluster",
  "existing-company",
].map((name) => [name, needed(stacksOfExample(`${name}/main.ts`))] as const);

describe("the permissions of a small platform", () => {
  test("are the roles of its project, each with the types that need it", () => {
    const { google, unknown }: Permissions = JSON.parse(permissions(folder, "--json"));
    expect(unknown).toEqual([]);
    expect(google).toHaveLength(1);
    expect(google[0]).toMatchObject({ project: "acme-test", features: [] });
    const find = (account: "planner" | "deployer", role: string) =>
      google[0]?.[account].find((one) => one.role === role)?.types;
    expect(find("planner", "roles/compute.networkAdmin")).toBeUndefined();
    expect(find("deployer", "roles/compute.securityAdmin")).toEqual([
      "google_compute_firewall",
      "google_compute_security_policy",
      "google_compute_ssl_policy",
    ]);
    expect(find("deployer", "roles/iam.serviceAccountUser")).toEqual([
      "google_container_cluster",
      "google_container_node_pool",
    ]);
    expect(find("planner", "roles/iam.securityReviewer")).toEqual(["google_project_iam_member"]);
  });

  test("let the deployer grant what the nodes get, and nothing else", () => {
    const { google }: Permissions = JSON.parse(permissions(folder, "--json"));
    expect(google[0]?.deployer.filter(({ condition }) => condition).map(({ role }) => role)).toEqual([
      "roles/resourcemanager.projectIamAdmin",
    ]);
    expect(google[0]?.deployer.find(({ condition }) => condition)?.condition?.expression).toBe(
      "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/artifactregistry.reader', 'roles/container.defaultNodeServiceAccount'])",
    );
  });

  test("are the actions in AWS, those on records for the zone alone", () => {
    const { aws }: Permissions = JSON.parse(permissions(folder, "--json"));
    expect(aws).toHaveLength(1);
    const zone = SMALL_PLATFORM.hostedZone.zoneId;
    expect(aws[0]?.deployer.filter(({ on }) => on !== "*")).toEqual([
      { on: { zone }, actions: ["route53:ChangeResourceRecordSets"] },
    ]);
    expect(aws[0]?.planner.flatMap(({ actions }) => actions).filter((name) => !/:(Get|List)/.test(name))).toEqual([]);
  });
});

describe("the permissions of everything", () => {
  const of: Permissions = JSON.parse(hybridKubernetes("permissions", all, "--json").stdout);

  test("have the form of the schema", () => {
    expectSchema("permissions", of);
    expectSchema("permissions", JSON.parse(permissions(folder, "--json")));
  });

  test("are by project, by secret and by account of AWS", () => {
    const projects = of.google.map(({ project }) => project);
    expect(new Set(projects).size).toBe(projects.length);
    expect(projects.sort()).toEqual(["acme-everything", "acme-host", "acme-staging"]);
    const secrets = of.google.flatMap(({ planner }) =>
      planner.flatMap(({ on }) => (typeof on === "object" ? on.secret : [])),
    );
    expect(secrets).toContain("vpn-paris");
    const folders = of.google.flatMap(({ deployer }) =>
      deployer.flatMap(({ on, role }) => (on === "folder" ? role : [])),
    );
    expect([...new Set(folders)]).toEqual(["roles/compute.xpnAdmin"]);
  });

  test("know every type of resource", () => {
    expect(of.unknown).toEqual([]);
  });

  test("name the role that a stack makes and grants, as it is called in the project", () => {
    const conditions = of.google.flatMap(({ deployer }) =>
      deployer.map(({ condition }) => condition?.expression ?? ""),
    );
    expect(conditions.some((text) => /'projects\/acme-everything\/roles\/\w+'/.test(text))).toBe(true);
    expect(conditions.filter((text) => text.includes("${"))).toEqual([]);
  });
});

describe("the permissions of a stack", () => {
  const of = (resource: Block, provider: Block = { google: [{ project: "acme-test" }] }) =>
    needed({ own: { provider, resource } });
  const hasOnly = ({ google }: Permissions) =>
    google.flatMap(({ deployer }) =>
      deployer.flatMap(({ condition }) => condition?.expression.split("hasOnly")[1] ?? []),
    );

  test("are for the project of the provider that a resource names by its alias", () => {
    const google = [{ project: "acme-test" }, { alias: "other", project: "acme-other" }];
    const address = { google_compute_global_address: { own: {}, other: { provider: "google.other" } } };
    expect(of(address, { google }).google.map(({ project }) => project)).toEqual(["acme-other", "acme-test"]);
    const beta = { google_compute_global_address: { own: { provider: "google-beta" } } };
    const both = { google, "google-beta": [{ project: "acme-beta" }] };
    expect(of(beta, both).google.map(({ project }) => project)).toEqual(["acme-beta"]);
  });

  test("let nobody grant in the project what is granted on accounts and on services alone", () => {
    const grants = {
      google_project_iam_member: { nodes: { role: "roles/monitoring.viewer" } },
      google_service_account_iam_member: { pods: { role: "roles/iam.workloadIdentityUser" } },
      google_iap_web_backend_service_iam_binding: { users: { role: "roles/iap.httpsResourceAccessor" } },
    };
    expect(hasOnly(of(grants))).toEqual(["(['roles/monitoring.viewer'])"]);
  });
});

describe("the permissions of a stack that grants", () => {
  const granting = (...roles: readonly string[]) => ({
    provider: { google: [{ project: "acme-test" }] },
    resource: {
      google_project_iam_member: Object.fromEntries(
        roles.map((role, index) => [`grant${index}`, { role, member: "user:jo@example.com" }]),
      ),
    },
  });

  const own = outputFolder((app) => {
    const stack = new TerraformStack(app, "own");
    for (const [name, value] of Object.entries(granting("roles/owner", "roles/iam.roleAdmin", "roles/browser"))) {
      stack.addOverride(name, value);
    }
  });

  test("a role without a limit leave it to an owner, and say so", () => {
    const { stdout, stderr, status } = hybridKubernetes("permissions", own);
    expect(status).toBe(0);
    expect(stderr).toBe(
      ["roles/iam.roleAdmin", "roles/owner"]
        .map(
          (role) =>
            `note: the deployer may not grant ${role} in acme-test, which has no limit: let an owner grant it\n`,
        )
        .join(""),
    );
    expect(stdout).toContain("only these roles: roles/browser\n");
  });

  test("more roles than one condition can name is told", () => {
    const roles = (count: number) => Array.from({ length: count }, (_, index) => `roles/acme.role${index}`);
    expect(tooManyRoles(needed({ own: granting(...roles(10), "roles/owner") }))).toEqual([]);
    expect(tooManyRoles(needed({ own: granting(...roles(11)) }))).toEqual(["11 roles in acme-test"]);
  });
});

describe("the permissions of an example", () => {
  test.each(EXAMPLES)("%s have no basic role", (_, { google }) => {
    const roles = google.flatMap(({ planner, deployer }) => [...planner, ...deployer].map(({ role }) => role));
    expect(roles.filter((role) => BASIC_ROLES.includes(role))).toEqual([]);
  });

  test.each(EXAMPLES)("%s are what GooglePipelineAccess grants with the features that are printed", (_, { google }) => {
    const [first, ...others] = google.map(({ project }) => project);
    const host = others.find((project) => project === "acme-network");
    const secretsOf = google.flatMap(({ planner }) =>
      planner.flatMap(({ on }) => (typeof on === "object" ? [on.secret] : [])),
    );
    const configuration = synthesizeStack(
      (stack) =>
        new GooglePipelineAccess(stack, "access", {
          project: first ?? "",
          additionalProjects: others.filter((project) => project !== host),
          hostProject: host,
          features: [...new Set(google.flatMap(({ features }) => features))],
          secrets: [...new Set(secretsOf)],
          pipeline: Pipeline.github({ repository: "acme/platform" }),
        }),
    );
    const members = [
      ...Object.values(resourcesOf(configuration, "google_project_iam_member")),
      ...Object.values(resourcesOf(configuration, "google_secret_manager_secret_iam_member")),
    ];
    const has = (account: string, project: string, role: string) =>
      members.some((one) => one.member.includes(account) && one.role === role && one.project === project);
    const missing = google.flatMap(({ project, planner, deployer }) =>
      Object.entries({ planner, deployer }).flatMap(([account, roles]) =>
        roles.flatMap(({ role, on }) =>
          has(account, typeof on === "object" ? (first ?? "") : project, role) ? [] : [`${account} ${project} ${role}`],
        ),
      ),
    );
    expect(missing).toEqual([]);
  });
});

describe("the permissions as a configuration of Terraform", () => {
  const { variable, resource } = JSON.parse(permissions(folder, "--terraform"));

  test("are resources whose members are variables", () => {
    expect(Object.keys(variable).sort()).toEqual(["aws_deployer", "aws_planner", "deployer", "planner"]);
    expect(resource.google_project_iam_member["deployer_acme-test_container_admin"]).toEqual({
      project: "acme-test",
      role: "roles/container.admin",
      member: "${var.deployer}",
    });
  });

  test("are all that is printed", () => {
    const { google }: Permissions = JSON.parse(permissions(folder, "--json"));
    for (const account of ["planner", "deployer"] as const) {
      const granted = Object.values<Block>(resource.google_project_iam_member).filter(
        ({ member }) => member === `\${var.${account}}`,
      );
      const shown = granted.map(({ role, condition }) => ({ role, condition: condition?.[0] }));
      const expected = google[0]?.[account].map(({ role, condition }) => ({ role, condition })) ?? [];
      expect(shown).toHaveLength(expected.length);
      expect(shown).toEqual(expect.arrayContaining(expected));
      expect(expected.filter(({ condition }) => condition)).toHaveLength(account === "deployer" ? 1 : 0);
    }
    expect(JSON.parse(resource.aws_iam_role_policy.deployer.policy).Statement).toHaveLength(3);
  });

  test("let roles of other accounts be assumed", () => {
    const text = permissions(other);
    expect(text).toContain("AWS, by the role arn:aws:iam::123456789012:role/dns\n");
    const made = JSON.parse(permissions(other, "--terraform")).resource.aws_iam_role_policy;
    expect(JSON.parse(made.planner.policy).Statement).toEqual([
      { Effect: "Allow", Action: ["sts:AssumeRole"], Resource: ["arn:aws:iam::123456789012:role/dns"] },
    ]);
  });
});

test("the permissions name what the package does not know, and say when there are none", () => {
  const stack = { name: "own", waitsFor: [], configuration: { resource: { google_redis_instance: { cache: {} } } } };
  expect(permissionsText(permissionsOf([stack]))).toBe(
    "Not known, because this package does not make them:\n  google_redis_instance",
  );
  expect(permissionsText(permissionsOf([]))).toBe("Nothing needs a permission.");
});
