import { lifecycleSettings } from "./lifecycle-reasons";
import { stacksOfAllPrograms } from "./programs";
import { type Reference, type Resource, referencesIn, resourcesIn } from "./references";
import { replacersOf } from "./replacements";

// Terraform destroys what goes before it updates what stays, unless what goes is created anew before that. So whatever is referred to
// must be `create_before_destroy`, or whoever refers to it is replaced with it, or it never goes alone, for a reason that is written here.

const NETWORK =
  "a network is replaced with its name, which is another platform's, or with `ipv6`, which is decided before it exists: docs/network.md";
const ZONE = "a zone is replaced with its domain, which is part of the names of what refers to it";
const PANEL = "a control panel is replaced with its cluster alone, and then the control as well";

/** References to what is destroyed before its user is updated, or never without it: why nobody misses it. */
const NEVER_ALONE: Readonly<Record<string, string>> = {
  "aws_cloudwatch_log_resource_policy.policy_document -> aws_cloudwatch_log_group": ZONE,
  "aws_cloudwatch_log_group.kms_key_id -> aws_kms_key": "no option of ours replaces the key",
  "aws_cloudwatch_metric_alarm.alarm_actions -> aws_sns_topic":
    "CloudWatch takes a topic that is gone: for seconds, a message may be lost",
  "aws_cloudwatch_metric_alarm.ok_actions -> aws_sns_topic":
    "CloudWatch takes a topic that is gone: for seconds, a message may be lost",
  "aws_iam_role.assume_role_policy -> aws_iam_openid_connect_provider":
    "the provider is replaced with its host alone, and a pipeline elsewhere begins with a bootstrap of its own",
  "aws_iam_role_policy.role -> aws_iam_role": "a role is replaced with its name alone, which the policy has",
  "aws_route53_hosted_zone_dnssec.hosted_zone_id -> aws_route53_key_signing_key":
    "the key is replaced with its zone alone, whose id this is",
  "aws_route53_key_signing_key.key_management_service_arn -> aws_kms_key": "no option of ours replaces the key",
  "aws_route53_record.records -> aws_route53_zone": ZONE,
  "aws_route53recoverycontrolconfig_routing_control.control_panel_arn -> aws_route53recoverycontrolconfig_control_panel":
    PANEL,
  "aws_sns_topic.kms_master_key_id -> aws_kms_key": "no option of ours replaces the key",
  "google_certificate_manager_certificate_map_entry.certificates -> google_certificate_manager_certificate":
    "another set of host names is another certificate beside the earlier one: docs/decisions.md",
  "google_compute_firewall.network -> google_compute_network": NETWORK,
  "google_dns_record_set.managed_zone -> google_dns_managed_zone":
    "a zone is replaced with its name, which the record has, or its domain, which no option changes",
  "google_iam_workload_identity_pool_provider.workload_identity_pool_id -> google_iam_workload_identity_pool":
    "a pool is replaced with its id, which no option changes, or its project, which the provider has as well",
  "google_container_cluster.node_config.service_account -> google_service_account":
    "the default pool is gone after the cluster's creation, and node_config is ignored",
  "google_dns_managed_zone.private_visibility_config.networks.network_url -> google_compute_network": NETWORK,
};

/** What is replaced with another type wherever it refers to it, although its arguments may do: by type, and the type that it refers to. */
const ALWAYS_REPLACED: Readonly<Record<string, string>> = {
  google_compute_router_interface: "google_compute_interconnect_attachment",
};

/** Types that are created anew before wherever they are made, since what needs them is made elsewhere or by others. */
const ALWAYS_BEFORE: Readonly<Record<string, string>> = {
  aws_route53_health_check: "records of a user or of a routing follow it",
  google_compute_network_endpoint: "the load balancer sends requests to it",
};

type Verdict = "created before" | "replaced with it" | "never alone" | "destroyed too early";

function verdictsOf(references: readonly Reference[]): readonly (Reference & { readonly verdict: Verdict })[] {
  const replacers = replacersOf(references);
  return references.map((one) => ({ ...one, verdict: verdictOf(one, replacers(one.user)) }));
}

function verdictOf({ pair, used }: Reference, replacers: ReadonlySet<string>): Verdict {
  if (isCreatedBefore(used)) return "created before";
  if (replacers.has(used.address)) return "replaced with it";
  return pair in NEVER_ALONE ? "never alone" : "destroyed too early";
}

const tooEarlyIn = (references: readonly Reference[]): readonly string[] =>
  verdictsOf(references).flatMap(({ verdict, pair }) => (verdict === "destroyed too early" ? [pair] : []));

const isCreatedBefore = ({ block }: Resource): boolean => block.lifecycle?.create_before_destroy === true;

const stacks = stacksOfAllPrograms();
const references = stacks.map(referencesIn);
const judged = references.flatMap(verdictsOf);

/** The settings of lifecycles that no resource of any stack needs: without them, nothing would go too early. */
function superfluous(wanted: (setting: string) => boolean): readonly string[] {
  const having = stacks.flatMap((stack, number) =>
    [...resourcesIn(stack).values()].flatMap((one) =>
      lifecycleSettings(one.type, one.block.lifecycle ?? {})
        .filter(wanted)
        .map((setting) => ({ setting, one, all: references[number] ?? [] })),
    ),
  );
  const settings = new Set(having.map(({ setting }) => setting));
  expect(settings.size).toBeGreaterThan(4);
  for (const { setting, one, all } of having) {
    if (settings.has(setting) && tooEarlyIn(without(one, all)).length > tooEarlyIn(all).length)
      settings.delete(setting);
  }
  return [...settings].sort();
}

/** References, where one resource has no lifecycle. Those that it is no part of stay as they are. */
function without({ address, type, block }: Resource, all: readonly Reference[]): readonly Reference[] {
  const { lifecycle: _, ...settings } = block;
  const plain = { address, type, block: settings };
  const spoiled = (one: Resource) => (one.address === address ? plain : one);
  return all.map((one) => ({ ...one, user: spoiled(one.user), used: spoiled(one.used) }));
}

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
  const made = stacks.flatMap((stack) => [...resourcesIn(stack).values()]).filter((one) => one.type === type);
  expect(made.length).toBeGreaterThan(0);
  expect(made.filter((one) => !isCreatedBefore(one)).map(({ address }) => address)).toEqual([]);
});

test.each(Object.entries(ALWAYS_REPLACED))("every %s is replaced with its %s", (type, other) => {
  const pairs = references.flat().filter(({ user, used }) => user.type === type && used.type === other);
  const triggered = ({ user, used }: Reference) =>
    user.block.lifecycle?.replace_triggered_by?.includes(`${used.address}.id`) === true;
  expect(pairs.length).toBeGreaterThan(0);
  expect(pairs.filter((pair) => !triggered(pair)).map(({ user }) => user.address)).toEqual([]);
});

test("no lifecycle is there for nothing: without it, something would go too early", () => {
  const triggers = superfluous((setting) => setting.includes(": replace_triggered_by"));
  expect(triggers).toEqual(
    Object.entries(ALWAYS_REPLACED).map(([type, other]) => `${type}: replace_triggered_by ${other}`),
  );
  const before = superfluous((setting) => setting.endsWith(": create_before_destroy"));
  expect(before.filter((setting) => !((setting.split(": ")[0] as string) in ALWAYS_BEFORE))).toEqual([]);
});
