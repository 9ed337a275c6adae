import { type Block, synthesize } from "../support/synthesize";
import { FACTS } from "../terraform/stand-in/facts";
import { USES } from "../terraform/stand-in/uses";
import { everything } from "./program";

// Terraform destroys what goes before it updates what stays, unless what goes is created anew before that. So whatever is referred to
// must be `create_before_destroy`, or whoever refers to it is replaced with it, or it never goes alone, for a reason that is written here.

const GOOGLE = "https://github.com/hashicorp/terraform-provider-google/blob/v6.50.0/google";
const AWS = "https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service";

/** Arguments that replace a resource when they change, beside those of the stand-in's facts; `*` is each of its arguments. */
const REPLACING: Readonly<Record<string, { readonly at: readonly string[]; readonly source: string }>> = {
  aws_iam_role_policy: { at: ["role"], source: `${AWS}/iam/role_policy.go` },
  aws_route53_hosted_zone_dnssec: { at: ["hosted_zone_id"], source: `${AWS}/route53/hosted_zone_dnssec.go` },
  aws_route53recoverycontrolconfig_control_panel: {
    at: ["cluster_arn"],
    source: `${AWS}/route53recoverycontrolconfig/control_panel.go`,
  },
  aws_s3_bucket_lifecycle_configuration: { at: ["bucket"], source: `${AWS}/s3/bucket_lifecycle_configuration.go` },
  aws_s3_bucket_policy: { at: ["bucket"], source: `${AWS}/s3/bucket_policy.go` },
  aws_s3_bucket_public_access_block: { at: ["bucket"], source: `${AWS}/s3/bucket_public_access_block.go` },
  aws_s3_bucket_server_side_encryption_configuration: {
    at: ["bucket"],
    source: `${AWS}/s3/bucket_server_side_encryption_configuration.go`,
  },
  aws_s3_bucket_versioning: { at: ["bucket"], source: `${AWS}/s3/bucket_versioning.go` },
  aws_route53_health_check: { at: ["routing_control_arn"], source: `${AWS}/route53/health_check.go` },
  aws_route53_key_signing_key: { at: ["hosted_zone_id"], source: `${AWS}/route53/key_signing_key.go` },
  aws_route53_query_log: { at: ["*"], source: `${AWS}/route53/query_log.go` },
  aws_route53recoverycontrolconfig_routing_control: {
    at: ["cluster_arn"],
    source: `${AWS}/route53recoverycontrolconfig/routing_control.go`,
  },
  aws_route53recoverycontrolconfig_safety_rule: {
    at: ["asserted_controls", "control_panel_arn"],
    source: `${AWS}/route53recoverycontrolconfig/safety_rule.go`,
  },
  google_iam_workload_identity_pool_provider: {
    at: ["workload_identity_pool_id"],
    source: `${GOOGLE}/services/iambeta/resource_iam_workload_identity_pool_provider.go`,
  },
  google_secret_manager_secret_iam_member: { at: ["*"], source: `${GOOGLE}/tpgiamresource/resource_iam_member.go` },
  google_storage_bucket_iam_member: { at: ["*"], source: `${GOOGLE}/tpgiamresource/resource_iam_member.go` },
};

const NETWORK = "a network has the environment's name: another one is another platform, which is another stack";
const ZONE = "a zone is replaced with its domain, which is part of the names of what refers to it";
const PANEL = "a control panel is replaced with its cluster alone, and then the control as well";

/** References to what is destroyed before its user is updated, or never without it: why nobody misses it. */
const NEVER_ALONE: Readonly<Record<string, string>> = {
  "aws_cloudwatch_log_resource_policy.policy_document -> aws_cloudwatch_log_group": ZONE,
  "aws_cloudwatch_metric_alarm.alarm_actions -> aws_sns_topic":
    "CloudWatch takes a topic that is gone: for seconds, a message may be lost",
  "aws_cloudwatch_metric_alarm.ok_actions -> aws_sns_topic":
    "CloudWatch takes a topic that is gone: for seconds, a message may be lost",
  "aws_iam_role.assume_role_policy -> aws_iam_openid_connect_provider":
    "the provider is replaced with its host alone, and a pipeline elsewhere begins with a bootstrap of its own",
  "aws_route53_key_signing_key.key_management_service_arn -> aws_kms_key": "no option of ours replaces the key",
  "aws_route53_record.records -> aws_route53_zone": ZONE,
  "aws_route53_record.records -> google_certificate_manager_dns_authorization":
    "the name of the record is the authorization's as well: both are replaced",
  "aws_route53_record.type -> google_certificate_manager_dns_authorization":
    "the name of the record is the authorization's as well: both are replaced",
  "aws_route53recoverycontrolconfig_routing_control.control_panel_arn -> aws_route53recoverycontrolconfig_control_panel":
    PANEL,
  "aws_s3_bucket_policy.policy -> aws_s3_bucket": "the policy names its own bucket, with which it is replaced",
  "google_certificate_manager_certificate_map_entry.certificates -> google_certificate_manager_certificate":
    "another set of host names is another certificate beside the earlier one: docs/decisions.md",
  "google_compute_firewall.network -> google_compute_network": NETWORK,
  "google_container_cluster.node_config.service_account -> google_service_account":
    "the default pool is gone after the cluster's creation, and node_config is ignored",
  "google_dns_managed_zone.private_visibility_config.networks.network_url -> google_compute_network": NETWORK,
};

/** Types that are created anew before wherever they are made, since what needs them is made elsewhere or by others. */
const ALWAYS_BEFORE: Readonly<Record<string, string>> = {
  aws_route53_health_check: "records of a user or of a routing follow it",
  google_compute_network_endpoint: "the load balancer sends requests to it",
};

interface Reference {
  /** In words: `type.argument -> type`. */
  readonly pair: string;
  readonly user: Resource;
  readonly used: Resource;
  readonly at: string;
}

interface Resource {
  readonly type: string;
  readonly address: string;
  readonly block: Block;
}

/** All references to a resource of the same stack, by a token or by a name that only the API knows for one. Kubernetes forgives: a name is looked up each time that it is needed. */
function referencesIn(configuration: Block): readonly Reference[] {
  const resources = new Map<string, Resource>();
  for (const [type, named] of Object.entries<Block>(configuration.resource ?? {})) {
    if (!/^(aws|google)_/.test(type)) continue;
    for (const [name, block] of Object.entries<Block>(named)) {
      resources.set(`${type}.${name}`, { type, address: `${type}.${name}`, block });
    }
  }
  const all = [...resources.values()];
  return all.flatMap((user) => {
    const { "//": _, lifecycle: __, depends_on: ___, ...settings } = user.block;
    const byName = USES.filter((use) => use.user === user.type).flatMap((use) => {
      const named = all.filter(({ type, block }) => type === use.used && typeof block[use.by] === "string");
      return textsIn(settings[use.at]).flatMap(([, text]) =>
        named
          .filter(({ block }) => text.includes(block[use.by]))
          .map((used): Reference => ({ pair: `${user.type}.${use.at} -> ${used.type}`, user, used, at: use.at })),
      );
    });
    const byToken = textsIn(settings).flatMap(([at, text]) =>
      [...text.matchAll(/\b((?:google|aws)_\w+\.[\w-]+)\.\w+/g)].flatMap(([, address = ""]): Reference[] => {
        const used = resources.get(address);
        return used === undefined ? [] : [{ pair: `${user.type}.${at} -> ${used.type}`, user, used, at }];
      }),
    );
    return [...byToken, ...byName];
  });
}

function textsIn(value: unknown, path: readonly string[] = []): readonly (readonly [at: string, text: string])[] {
  if (typeof value === "string") return [[path.join("."), value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => textsIn(one, Array.isArray(value) ? path : [...path, key]));
}

type Verdict = "created before" | "replaced with it" | "never alone" | "destroyed too early";

function verdictOf({ pair, user, used, at }: Reference, others: readonly Reference[]): Verdict {
  if (used.block.lifecycle?.create_before_destroy === true) return "created before";
  if (isReplacing(user.type, at) || triggersOf(user, others).has(used.address)) return "replaced with it";
  return pair in NEVER_ALONE ? "never alone" : "destroyed too early";
}

function isReplacing(type: string, at: string): boolean {
  const all = [...(FACTS[type]?.forceNew ?? []), ...(REPLACING[type]?.at ?? [])];
  return all.some((argument) => argument === "*" || at === argument || at.startsWith(`${argument}.`));
}

/** What replaces a resource when it is replaced, by `replace_triggered_by`, over others that have it. */
function triggersOf({ block }: Resource, references: readonly Reference[]): ReadonlySet<string> {
  const direct: readonly string[] = (block.lifecycle?.replace_triggered_by ?? []).map((one: string) =>
    one
      .replace(/^\$\{|\}$/g, "")
      .split(".")
      .slice(0, 2)
      .join("."),
  );
  const further = direct.flatMap((address) => {
    const one = references.find(({ user }) => user.address === address)?.user;
    return one === undefined ? [] : [...triggersOf(one, references)];
  });
  return new Set([...direct, ...further]);
}

const { stacks } = synthesize((app) => everything(app));
const references = Object.values(stacks).map(referencesIn);
const judged = references.flatMap((all) => all.map((one) => ({ ...one, verdict: verdictOf(one, all) })));

test("what goes is never missed by what stays: it is created anew before, or its user is replaced with it", () => {
  const tooEarly = judged.filter(({ verdict }) => verdict === "destroyed too early").map(({ pair }) => pair);
  expect([...new Set(tooEarly)].sort()).toEqual([]);
});

test("each reason stands for a reference that needs one, and many references need none", () => {
  const pairsOf = (wanted: Verdict) =>
    new Set(judged.filter(({ verdict }) => verdict === wanted).map(({ pair }) => pair));
  expect([...pairsOf("never alone")].sort()).toEqual(Object.keys(NEVER_ALONE).sort());
  expect(pairsOf("created before").size).toBeGreaterThan(20);
  expect(pairsOf("replaced with it").size).toBeGreaterThan(40);
  expect(judged.length).toBeGreaterThan(300);
});

test.each(Object.keys(ALWAYS_BEFORE))("every %s is created anew before it goes", (type) => {
  const made = Object.values(stacks).flatMap(({ resource = {} }) => Object.entries<Block>(resource[type] ?? {}));
  expect(made.length).toBeGreaterThan(0);
  expect(made.filter(([, { lifecycle }]) => lifecycle?.create_before_destroy !== true).map(([name]) => name)).toEqual(
    [],
  );
});
