import { isDeepStrictEqual } from "node:util";
import { isUnknown } from "../core/tokens";
import type { Settings, SynthesizedStack, TerraformConfiguration } from "./output-folder";
import { signedZoneText } from "./signed-zones";

/** How a change of a type of resource is told. */
interface Kind {
  /** What it is called, in front of its name. */
  readonly what: string;
  /** What gives it its name; its name in Terraform, if this is left out. */
  readonly name?: string;
  /** What it means that one is new, and that one is gone. */
  readonly isNew?: string;
  readonly isGone?: string;
}

/** Until the parent's DS record is forgotten. */
const BOGUS = "resolvers that know a DS record of it give no answers";

/** What a stack with DNS has beside records and their health checks. */
const KINDS: { readonly [type: string]: Kind } = {
  aws_route53_zone: { what: "zone", name: "name", isGone: "none of its names has an answer then" },
  aws_route53_hosted_zone_dnssec: { what: "signing of zone", isGone: BOGUS },
  aws_route53_key_signing_key: { what: "key signing key", name: "name", isGone: BOGUS },
  aws_kms_key: { what: "KMS key", isGone: "what it signs or encrypts needs another one" },
  aws_cloudwatch_metric_alarm: { what: "alarm", name: "alarm_name" },
  aws_cloudwatch_composite_alarm: { what: "alarm", name: "alarm_name" },
  aws_route53recoverycontrolconfig_cluster: { what: "cluster of switches", name: "name" },
  aws_route53recoverycontrolconfig_control_panel: { what: "control panel", name: "name" },
  aws_route53recoverycontrolconfig_routing_control: {
    what: "switch",
    name: "name",
    isNew: "it is Off until somebody turns it on",
  },
  aws_route53recoverycontrolconfig_safety_rule: {
    what: "safety rule",
    name: "name",
    isGone: "all of its switches may be Off then",
  },
  aws_route53_query_log: { what: "query log" },
  aws_cloudwatch_log_group: { what: "log group", name: "name" },
  aws_cloudwatch_log_resource_policy: { what: "resource policy of logs", name: "policy_name" },
  aws_sns_topic: { what: "topic", name: "name" },
  aws_iam_policy: { what: "IAM policy", name: "name" },
};

/** What is found, rather than made. */
const FOUND: { readonly [type: string]: Kind } = { aws_route53_zone: { what: "zone that is looked up", name: "name" } };

/** Where resources are made: another account or region has none of them. */
const PROVIDER: { readonly [type: string]: Kind } = { aws: { what: "provider" } };

/** Arguments whose values are not shown. */
const SECRETS = ["access_key", "secret_key", "token"];

/** Arguments that change nothing of what a resource does. */
const NO_SETTINGS = ["//", "tags", "lifecycle", "depends_on"];

/** Values that are longer are not shown. */
const MOST_CHARACTERS = 60;

type Pair = readonly [before: SynthesizedStack | undefined, after: SynthesizedStack | undefined];

/**
 * What changes of a stack beside its records and their health checks: zones, their signatures, the alarms and switches that health checks
 * follow, and what is logged and notified.
 *
 * @param everywhere all stacks of both versions, whose health checks may follow an alarm of this one
 */
export function otherResourceChanges(
  [before, after]: Pair,
  everywhere: readonly SynthesizedStack[],
): readonly string[] {
  return [
    ...changesIn(...([before, after].map(providersOf) as [Blocks, Blocks]), PROVIDER, everywhere),
    ...changesIn(before?.configuration.resource, after?.configuration.resource, KINDS, everywhere),
    ...changesIn(before?.configuration.data, after?.configuration.data, FOUND, everywhere),
  ];
}

type Blocks = NonNullable<TerraformConfiguration["resource"]>;

/** The providers of AWS, by their aliases. */
function providersOf(stack: SynthesizedStack | undefined): Blocks {
  const all = [stack?.configuration.provider?.aws ?? []].flat() as readonly Settings[];
  return {
    aws: Object.fromEntries(all.map((block) => [block.alias === undefined ? "aws" : `aws.${block.alias}`, block])),
  };
}

function changesIn(
  before: TerraformConfiguration["resource"] = {},
  after: TerraformConfiguration["resource"] = {},
  kinds: { readonly [type: string]: Kind },
  everywhere: readonly SynthesizedStack[],
): readonly string[] {
  return Object.entries(kinds).flatMap(([type, kind]) => {
    const [old = {}, young = {}] = [before[type], after[type]];
    return [...new Set([...Object.keys(old), ...Object.keys(young)])].flatMap((id) => {
      const change = changeOf(kind, old[id], young[id]);
      if (change === undefined) return [];
      const block = young[id] ?? old[id] ?? {};
      return `${textOf({ kind, type, id, block }, everywhere)}: ${change}`;
    });
  });
}

function changeOf({ isNew, isGone }: Kind, old?: Settings | null, young?: Settings | null): string | undefined {
  if (!old) return young ? ["is new", ...(isNew ? [isNew] : [])].join(": ") : undefined;
  if (!young) return ["is gone", ...(isGone ? [isGone] : [])].join(": ");
  const names = [...new Set([...Object.keys(old), ...Object.keys(young)])].sort();
  const changes = names.flatMap((name) => {
    if (NO_SETTINGS.includes(name) || isDeepStrictEqual(old[name], young[name])) return [];
    const [was, is] = [old[name], young[name]].map(shown) as [string, string];
    const what = name.replaceAll("_", " ");
    const isHidden = SECRETS.includes(name) || Math.max(was.length, is.length) > MOST_CHARACTERS;
    return isHidden ? `${what} changes` : `${what} ${was} → ${is}`;
  });
  return changes.length === 0 ? undefined : changes.join(", ");
}

interface Resource {
  readonly kind: Kind;
  readonly type: string;
  readonly id: string;
  readonly block: Settings;
}

function textOf({ kind, type, id, block }: Resource, everywhere: readonly SynthesizedStack[]): string {
  const own = kind.name === undefined ? undefined : block[kind.name];
  const zone = type === "aws_route53_hosted_zone_dnssec" ? signedZoneText(block, everywhere) : undefined;
  const name = zone ?? (typeof own === "string" && !isUnknown(own) ? own : id);
  const followers = followersOf(`${type}.${id}`, name, everywhere);
  const which = followers.length === 0 ? "" : `, which health check ${followers.join(", ")} follows`;
  return `${kind.what} ${name}${which}`;
}

/** The health checks that follow an alarm or a switch, as the console calls them. */
function followersOf(address: string, name: string, everywhere: readonly SynthesizedStack[]): readonly string[] {
  const found = everywhere.flatMap(({ configuration: { resource = {} } }) =>
    Object.entries<Settings | null>(resource.aws_route53_health_check ?? {}).flatMap(([id, check]) => {
      const followed = String(check?.cloudwatch_alarm_name ?? check?.routing_control_arn ?? "");
      const isFollowed = followed === name || followed.startsWith(`\${${address}.`);
      if (!isFollowed || followed === "") return [];
      const label = (check?.tags as Settings | undefined)?.Name;
      return typeof label === "string" && !isUnknown(label) ? label : id;
    }),
  );
  return [...new Set(found)].sort();
}

function shown(value: unknown): string {
  return value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value);
}
