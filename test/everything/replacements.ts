import { readFacts } from "../changes/facts";
import { FACTS } from "../terraform/stand-in/facts";
import { type Reference, type Resource, tokensIn } from "./references";

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

const ASKED = readFacts().arguments;

/** Whether another value of an argument replaces its resource: by the providers' answers, and by what is written down of them. */
export function isReplacing(type: string, at: string): boolean {
  const all = [...(FACTS[type]?.forceNew ?? []), ...(REPLACING[type]?.at ?? [])];
  const written = all.some((argument) => argument === "*" || at === argument || at.startsWith(`${argument}.`));
  return written || ASKED[type]?.[at]?.unknown === "replaced";
}

/**
 * Whether an attribute is planned as unknown when its resource is replaced. What the configuration gives is known: it stays the same
 * when the resource is replaced for another reason, so that nobody who refers to it sees a change.
 */
const isUnknownAnew = ({ block }: Resource, attribute: string): boolean => block[attribute] === undefined;

/** For each resource of a stack, what replaces it when it is replaced itself: by its arguments, by `replace_triggered_by`, over others. */
export function replacersOf(references: readonly Reference[]): (user: Resource) => ReadonlySet<string> {
  const resources = new Map(references.flatMap(({ user, used }) => [user, used]).map((one) => [one.address, one]));
  const byArgument = references.filter(
    ({ user, used, at, attribute }) => isReplacing(user.type, at) && isUnknownAnew(used, attribute),
  );
  const direct = ({ address, block }: Resource): readonly string[] => {
    const triggers: readonly string[] = block.lifecycle?.replace_triggered_by ?? [];
    const triggered = triggers.flatMap(tokensIn).flatMap(({ address: used, attribute }) => {
      const one = resources.get(used);
      return one === undefined || (attribute !== "" && !isUnknownAnew(one, attribute)) ? [] : [used];
    });
    const named = byArgument.filter(({ user }) => user.address === address).map(({ used }) => used.address);
    return [...triggered, ...named];
  };
  const known = new Map<string, ReadonlySet<string>>();
  const replacers = (user: Resource): ReadonlySet<string> => {
    const before = known.get(user.address);
    if (before !== undefined) return before;
    const first = direct(user);
    const further = first.flatMap((address) => {
      const one = resources.get(address);
      return one === undefined ? [] : [...replacers(one)];
    });
    const found = new Set([...first, ...further]);
    known.set(user.address, found);
    return found;
  };
  return replacers;
}
