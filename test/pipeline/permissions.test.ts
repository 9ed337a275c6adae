import { readFileSync } from "node:fs";
import { join } from "node:path";
import { grantedRoles } from "../../lib/google/granted-roles";
import { FEATURES, GOOGLE_RESOURCE_TYPES, googleNeedsOf, WITHOUT_GOOGLE } from "../../lib/google/resource-types";
import { BASIC_ROLES, type GoogleRole, isUnlimited, ROLES } from "../../lib/google/roles";
import { awsNeedsOf, WITHOUT_AWS_PERMISSION } from "../../lib/pipeline/aws-resource-types";
import { deployerGrants, type Grant, plannerGrants } from "../../lib/pipeline/google-pipeline-roles";
import { stacksOfExample } from "../support/examples";
import { typesThatTheLibraryMakes } from "../support/resource-types";
import { type Block, resourcesOf } from "../support/synthesize";

const REPOSITORY = join(__dirname, "..", "..");

/** The only role that is given for a secret and not for a project. */
const READS_SECRETS = ROLES.read_secret.id;

const bootstrap = stacksOfExample("ci/bootstrap.ts").bootstrap ?? {};
const platform = stacksOfExample("video-platform/main.ts");
const stacks: Readonly<Record<string, Block>> = {
  ...platform,
  ...stacksOfExample("workloads/main.ts"),
  ...stacksOfExample("gpu-inference/main.ts"),
  ...stacksOfExample("single-cluster/main.ts"),
};

function typesOf({ resource = {}, data = {} }: Block): string[] {
  return [...Object.keys(resource), ...Object.keys(data).map((type) => `data.${type}`)];
}
const isAws = (type: string) => /^(data\.)?aws_/.test(type) && !WITHOUT_AWS_PERMISSION.includes(type);
const isGoogles = (type: string) => !/^(data\.)?aws_/.test(type) && !WITHOUT_GOOGLE.includes(type);
const googleTypesOf = (stack: Block) => typesOf(stack).filter(isGoogles);
const awsTypesOf = (stack: Block) => typesOf(stack).filter(isAws);

/** The roles that an account has in a project by what the bootstrap makes. */
function rolesOf(account: "planner" | "deployer", project: string): string[] {
  return Object.values(resourcesOf(bootstrap, "google_project_iam_member"))
    .filter((one) => one.member.includes(account) && one.project === project)
    .map(({ role }) => role);
}

/** Who of both may read what a secret holds. */
function readersOf(secret: string): string[] {
  return Object.values(resourcesOf(bootstrap, "google_secret_manager_secret_iam_member"))
    .filter((one) => one.secret_id === secret && one.role === READS_SECRETS)
    .map(({ member }) => /planner|deployer/.exec(member)?.[0] ?? member)
    .sort();
}

describe("what the pipeline may do in Google Cloud", () => {
  test("is known for every type of resource that the library makes", () => {
    const types = typesThatTheLibraryMakes();
    expect(types.length).toBeGreaterThan(60);
    expect(types.filter(isGoogles).filter((type) => googleNeedsOf(type) === undefined)).toEqual([]);
  });

  test("is listed once for each type", () => {
    const all = GOOGLE_RESOURCE_TYPES.flatMap(({ types }) => types);
    expect(all.filter((type, index) => all.indexOf(type) !== index)).toEqual([]);
  });

  test("has no basic role", () => {
    const roles = GOOGLE_RESOURCE_TYPES.flatMap(({ deployer, planner }) => [...deployer, ...planner]);
    expect(roles.map(({ id }) => id).filter((id) => BASIC_ROLES.includes(id))).toEqual([]);
    const granted = Object.values(resourcesOf(bootstrap, "google_project_iam_member")).map(({ role }) => role);
    expect(granted.filter((role) => BASIC_ROLES.includes(role))).toEqual([]);
  });

  test.each(Object.keys(stacks))("is enough to deploy and to plan the stack %s of an example", (name) => {
    const stack = stacks[name] ?? {};
    // A stack of the routing that reads no address has no provider of Google's. The smaller examples have no pipeline of
    // their own: theirs would be the same.
    const own: string = stack.provider.google?.[0].project ?? "";
    const project = own.startsWith("acme-") ? "video-platform-prod" : own;
    const needed = googleTypesOf(stack).map((type) => googleNeedsOf(type));
    const missing = (account: "planner" | "deployer") =>
      [...new Set(needed.flatMap((needs) => needs?.[account] ?? []))].filter(
        ({ id }) => id !== READS_SECRETS && !rolesOf(account, project).includes(id),
      );
    expect({ deployer: missing("deployer"), planner: missing("planner") }).toEqual({
      deployer: [],
      planner: [],
    });
  });

  test("is enough to read the secrets that the example names, and no secret of the project beside them", () => {
    const read = Object.values(platform).flatMap((stack) =>
      Object.values<Block>(stack.data?.google_secret_manager_secret_version_access ?? {}).map(({ secret }) => secret),
    );
    expect(read.sort()).toEqual(["vpn-frankfurt", "vpn-paris"]);
    for (const secret of read) expect([secret, readersOf(secret)]).toEqual([secret, ["deployer", "planner"]]);
    const ofProject = Object.values(resourcesOf(bootstrap, "google_project_iam_member")).map(({ role }) => role);
    expect(ofProject.filter((role) => role.startsWith("roles/secretmanager."))).toEqual([]);
  });

  test("leaves to hands only what is there before a pipeline", () => {
    const byHand = GOOGLE_RESOURCE_TYPES.filter(({ only }) => only === "by hand").flatMap(({ types }) => types);
    expect(byHand.filter((type) => !Object.keys(bootstrap.resource).includes(type))).toEqual([]);
  });

  test("is granted under the names that are in the states of its users", () => {
    const named = (grants: readonly Grant[]) => grants.map(({ name, role }) => `${name}: ${role}`);
    const none = { features: [], grantableRoles: [] };
    expect(named(plannerGrants(none))).toEqual([
      "browse: roles/browser",
      "view_services: roles/serviceusage.serviceUsageViewer",
      "view_compute: roles/compute.viewer",
      "view_certificates: roles/certificatemanager.viewer",
      "view_log_metrics: roles/logging.viewer",
      "view_accounts: roles/iam.serviceAccountViewer",
      "policies: roles/iam.securityReviewer",
      "clusters: roles/container.viewer",
      "read_metrics: roles/monitoring.viewer",
    ]);
    expect(named(deployerGrants(none))).toEqual([
      "view_compute: roles/compute.viewer",
      "services: roles/serviceusage.serviceUsageAdmin",
      "network: roles/compute.networkAdmin",
      "security: roles/compute.securityAdmin",
      "load_balancer: roles/compute.loadBalancerAdmin",
      "clusters: roles/container.admin",
      "certificates: roles/certificatemanager.owner",
      "monitoring: roles/monitoring.editor",
      "log_metrics: roles/logging.configWriter",
      "node_accounts: roles/iam.serviceAccountAdmin",
      "use_node_accounts: roles/iam.serviceAccountUser",
      "node_roles: roles/resourcemanager.projectIamAdmin",
    ]);
    const ofFeatures = (grantsOf: typeof plannerGrants) =>
      FEATURES.flatMap((feature) => named(grantsOf({ ...none, features: [feature] }).slice(grantsOf(none).length)));
    expect(ofFeatures(deployerGrants)).toEqual([
      "feature_autoneg: roles/iam.roleViewer",
      "feature_backup: roles/gkebackup.admin",
      "feature_datasetRoles: roles/bigquery.dataOwner",
      "feature_encryptionKeys: roles/cloudkms.admin",
      "feature_fleet: roles/gkehub.admin",
      "feature_iap: roles/iap.admin",
      "feature_privateGoogleApis: roles/dns.admin",
      "feature_privateServicesRange: roles/servicenetworking.networksAdmin",
      "resource_policies: roles/iam.securityAdmin",
      "resource_policies: roles/iam.securityAdmin",
    ]);
    expect(ofFeatures(plannerGrants)).toEqual([
      "feature_autoneg: roles/iam.roleViewer",
      "feature_backup: roles/gkebackup.viewer",
      "feature_datasetRoles: roles/bigquery.metadataViewer",
      "feature_encryptionKeys: roles/cloudkms.viewer",
      "feature_fleet: roles/gkehub.viewer",
      "feature_privateGoogleApis: roles/dns.reader",
      "feature_privateServicesRange: roles/compute.networkViewer",
    ]);
  });

  test("has a role once that two features need, as the same grant whichever of them comes first", () => {
    const securityAdmins = (...features: readonly (typeof FEATURES)[number][]) =>
      deployerGrants({ features, grantableRoles: [] }).filter(({ role }) => role === "roles/iam.securityAdmin");
    expect(securityAdmins("sharedVpc", "workloadIdentity")).toHaveLength(1);
    expect(securityAdmins("sharedVpc", "workloadIdentity")).toEqual(securityAdmins("workloadIdentity"));
    expect(securityAdmins("workloadIdentity", "sharedVpc")).toEqual(securityAdmins("sharedVpc"));
  });

  test("lets no deployer edit a role that it may grant, or that others hold", () => {
    const all = deployerGrants({ features: FEATURES, grantableRoles: ["projects/acme-test/roles/acme_autoneg"] });
    const unlimited = all.filter(({ role, condition }) => isUnlimited(role) && condition === undefined);
    expect(unlimited).toEqual([]);
    expect(all.map(({ role }) => role)).not.toContain("roles/iam.roleAdmin");
  });

  test("grants roles under a condition alone, and only those that a platform grants", () => {
    const grants = deployerGrants({ features: ["workloadIdentity"], grantableRoles: ["roles/cloudtrace.agent"] });
    const conditional = grants.filter(({ condition }) => condition !== undefined);
    expect(conditional.map(({ role }) => role)).toEqual([
      "roles/resourcemanager.projectIamAdmin",
      "roles/iam.securityAdmin",
    ]);
    const roles =
      "'roles/artifactregistry.reader', 'roles/cloudtrace.agent', 'roles/container.defaultNodeServiceAccount', 'roles/monitoring.viewer'";
    for (const { condition } of conditional) {
      expect(condition?.expression).toBe(
        `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${roles}])`,
      );
    }
  });

  test("lets the deployer grant each role that an example grants in a project", () => {
    const granted = Object.values(stacks).flatMap((stack) =>
      Object.values(resourcesOf(stack, "google_project_iam_member")).map(({ role }): string => role),
    );
    expect(granted.length).toBeGreaterThan(8);
    const grantable = grantedRoles({ features: [], grantableRoles: [] });
    expect(granted.filter((role) => !grantable.includes(role))).toEqual([]);
  });

  test("is in the page about pipelines as it is granted for a feature", () => {
    const page = readFileSync(join(REPOSITORY, "docs", "deploy-in-ci.md"), "utf8");
    const rows = [...page.matchAll(/^\|[^|]*\| *`"(\w+)"` *\| *`(roles\/[\w.]+)` *\|([^|]*)\|$/gm)].map(
      ([, feature, deployer, planner = ""]) => [feature, deployer, ...(planner.match(/roles\/[\w.]+/) ?? [])].join(" "),
    );
    const none = { features: [], grantableRoles: [] };
    const ofFeature = (grantsOf: typeof plannerGrants, feature: (typeof FEATURES)[number]) =>
      grantsOf({ ...none, features: [feature] })
        .slice(grantsOf(none).length)
        .map(({ role }) => role);
    const all = FEATURES.map((feature) =>
      [feature, ...ofFeature(deployerGrants, feature), ...ofFeature(plannerGrants, feature)].join(" "),
    );
    expect(rows.sort()).toEqual(all);
  });

  test("has no role that two keys name, and none that is granted on more than it is for", () => {
    const roles = Object.values<GoogleRole>(ROLES);
    expect(new Set(roles.map(({ id }) => id)).size).toBe(roles.length);
    const onProjects = Object.values(resourcesOf(bootstrap, "google_project_iam_member")).map(({ role }) => role);
    expect(roles.filter(({ id, scope }) => scope !== "project" && onProjects.includes(id))).toEqual([]);
  });
});

describe("the APIs of a project", () => {
  const enabled = (stack: Block) =>
    Object.values(resourcesOf(stack, "google_project_service")).map(({ service }) =>
      service.replace(".googleapis.com", ""),
    );
  const apisOf = (some: readonly Block[]) =>
    [...new Set(some.flatMap(googleTypesOf).map((type) => googleNeedsOf(type)?.api ?? type))].sort();
  /** The one that switches on the others cannot be switched on by itself. */
  const isOn = (api: string) => api !== "serviceusage";

  test.each([
    ["video-platform, production", /^production-/],
    ["video-platform, staging", /^staging-/],
    ["gpu-inference", /^gpu-inference$/],
    ["single-cluster", /^single-cluster$/],
  ])("are switched on by the example %s for all that it holds", (_, pattern) => {
    const own = Object.entries(stacks).flatMap(([name, stack]) => (pattern.test(name) ? [stack] : []));
    const on = own.flatMap(enabled);
    expect(apisOf(own).filter((api) => isOn(api) && !on.includes(api))).toEqual([]);
  });

  test("are switched on by the bootstrap for what it makes and for how a pipeline signs in, before they are called", () => {
    const on = enabled(bootstrap);
    expect(apisOf([bootstrap]).filter((api) => !on.includes(api))).toEqual([]);
    expect(on).toEqual(expect.arrayContaining(["iam", "iamcredentials", "cloudresourcemanager", "sts"]));
    const services = Object.keys(resourcesOf(bootstrap, "google_project_service"))
      .map((name) => `google_project_service.${name}`)
      .sort();
    const late: string[] = [];
    for (const [type, named] of Object.entries<Record<string, Block>>(bootstrap.resource)) {
      if (!type.startsWith("google_") || type === "google_project_service") continue;
      for (const [name, block] of Object.entries(named)) {
        const waits = services.every((service) => (block.depends_on ?? []).includes(service));
        // What names a resource that waits for the APIs waits as well.
        const follows = /\$\{google_(service_account|iam_workload_identity_pool|storage_bucket)\./.test(
          JSON.stringify({ ...block, "//": undefined }),
        );
        if (!waits && !follows) late.push(`${type}.${name}`);
      }
    }
    expect(late).toEqual([]);
  });
});

describe("what the pipeline may do in AWS", () => {
  const statements = (account: "planner" | "deployer"): { Action: string[]; Resource: string }[] =>
    Object.entries(resourcesOf(bootstrap, "aws_iam_role_policy")).flatMap(([name, { policy }]) =>
      name.includes(account) ? JSON.parse(policy).Statement : [],
    );
  const allows = (account: "planner" | "deployer", action: string, zone = "*") =>
    statements(account).some(
      ({ Action, Resource }) =>
        Action.some((one) => new RegExp(`^${one.replaceAll("*", ".*")}$`).test(action)) &&
        ["*", `arn:aws:route53:::hostedzone/${zone}`].includes(Resource),
    );
  test.each(Object.keys(platform))("is enough to deploy and to plan the example's stack %s", (name) => {
    const stack = platform[name] ?? {};
    const types = awsTypesOf(stack);
    const zones = Object.values(resourcesOf(stack, "aws_route53_record")).map(({ zone_id }) => zone_id);
    const reads = types.flatMap((type) => awsNeedsOf(type)?.reads ?? []);
    const writes = types.flatMap((type) => awsNeedsOf(type)?.writes ?? []);
    for (const zone of new Set(zones)) {
      expect([...reads, ...writes].filter((action) => !allows("deployer", action, zone))).toEqual([]);
    }
    expect(reads.filter((action) => !allows("planner", action))).toEqual([]);
  });
});
