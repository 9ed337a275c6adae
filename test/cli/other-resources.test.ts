import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { review } from "../../lib/cli/review";
import {
  AcmeChallengePolicy,
  EndpointHealthCheck,
  HealthCheckAlarms,
  HostedZone,
  RoutingControls,
} from "../../lib/route53";
import { routingSection } from "../support/review";
import type { Block } from "../support/synthesize";

const ZONE = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.net" };

/** A stack with each type of resource of AWS that is made beside records and health checks. */
const configuration: Block = (() => {
  const outdir = mkdtempSync(join(tmpdir(), "other-resources-"));
  const app = new App({ outdir, skipValidation: true });
  const stack = new TerraformStack(app, "dns");
  const zone = new HostedZone(stack, "zone", { zoneName: "example.com", dnssec: true, queryLogRetentionDays: 30 });
  HostedZone.fromLookup(stack, "existing", "example.org");
  zone.addRecord(stack, "www", { recordName: "www.example.com", type: "A", values: ["203.0.113.9"], ttlSeconds: 60 });
  const check = new EndpointHealthCheck(stack, "endpoint", { checkName: "paris", address: "203.0.113.10", zone });
  new HealthCheckAlarms(stack, "alarms", { alarmsName: "acme", healthChecks: { paris: check } });
  new RoutingControls(stack, "controls", { controlsName: "acme", endpoints: ["paris"] });
  new AcmeChallengePolicy(stack, "acme", { zone: ZONE, policyName: "acme-dns-01", hostNames: ["shop.example.net"] });
  app.synth();
  return JSON.parse(readFileSync(join(outdir, "stacks", "dns", "cdk.tf.json"), "utf8"));
})();

/** What a program of other tools, or of an earlier version, may have written. */
function folderOf(stacks: Readonly<Record<string, Block>>): string {
  const folder = mkdtempSync(join(tmpdir(), "other-resources-"));
  const manifest = Object.entries(stacks).map(([name, block]) => {
    const synthesizedStackPath = `stacks/${name}/cdk.tf.json`;
    mkdirSync(join(folder, "stacks", name), { recursive: true });
    writeFileSync(join(folder, synthesizedStackPath), JSON.stringify(block));
    return [name, { name, dependencies: [], synthesizedStackPath }] as const;
  });
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: Object.fromEntries(manifest) }));
  return folder;
}

type Named = readonly [type: string, id: string];

const reviewed = (before: Block, after: Block) => {
  const { text, refusals } = review(folderOf({ dns: before }), folderOf({ dns: after }));
  return { lines: routingSection(text).split("\n").slice(4, -2), refusals };
};
const changed = (change: (block: Block) => void): Block => {
  const copy = structuredClone(configuration);
  change(copy);
  return copy;
};
/** The only resource of a type, or the one whose name in Terraform begins so. */
const nameOf = (type: string, start = "") =>
  Object.keys(configuration.resource[type] ?? {}).find((id) => id.startsWith(start)) ?? "";

/** What the review says of each type of resource: of one that is new, gone, or has another argument. */
const TABLE: readonly (readonly [
  type: string,
  what: string,
  isNew: string,
  isGone: string,
  argument: string,
  value: unknown,
  change: string,
])[] = [
  [
    "aws_route53_zone",
    "zone example.com",
    "is new",
    "is gone: none of its names has an answer then",
    "delegation_set_id",
    "N1EXAMPLE",
    "delegation set id none → N1EXAMPLE",
  ],
  [
    "aws_route53_hosted_zone_dnssec",
    "signing of zone example.com",
    "is new",
    "is gone: resolvers that know a DS record of it give no answers",
    "signing_status",
    "NOT_SIGNING",
    "signing status none → NOT_SIGNING",
  ],
  [
    "aws_route53_key_signing_key",
    "key signing key platform",
    "is new",
    "is gone: resolvers that know a DS record of it give no answers",
    "status",
    "INACTIVE",
    "status none → INACTIVE",
  ],
  [
    "aws_kms_key",
    `KMS key ${nameOf("aws_kms_key")}`,
    "is new",
    "is gone: what it signs or encrypts needs another one",
    "is_enabled",
    false,
    "is enabled none → false",
  ],
  [
    "aws_cloudwatch_metric_alarm",
    "alarm acme-paris-unhealthy",
    "is new",
    "is gone",
    "evaluation_periods",
    3,
    "evaluation periods 1 → 3",
  ],
  [
    "aws_route53recoverycontrolconfig_cluster",
    "cluster of switches acme",
    "is new",
    "is gone",
    "network_type",
    "DUALSTACK",
    "network type none → DUALSTACK",
  ],
  [
    "aws_route53recoverycontrolconfig_control_panel",
    "control panel acme",
    "is new",
    "is gone",
    "cluster_arn",
    "other",
    "cluster arn changes",
  ],
  [
    "aws_route53recoverycontrolconfig_routing_control",
    "switch acme-paris, which health check acme-paris-switch follows",
    "is new: it is Off until somebody turns it on",
    "is gone",
    "control_panel_arn",
    "other",
    "control panel arn changes",
  ],
  [
    "aws_route53recoverycontrolconfig_safety_rule",
    "safety rule acme-least-on",
    "is new",
    "is gone: all of its switches may be Off then",
    "wait_period_ms",
    0,
    "wait period ms 5000 → 0",
  ],
  [
    "aws_route53_query_log",
    `query log ${nameOf("aws_route53_query_log")}`,
    "is new",
    "is gone",
    "zone_id",
    "Z0OTHER",
    `zone id \${aws_route53_zone.${nameOf("aws_route53_zone")}.zone_id} → Z0OTHER`,
  ],
  [
    "aws_cloudwatch_log_group",
    "log group /aws/route53/example.com",
    "is new",
    "is gone",
    "retention_in_days",
    7,
    "retention in days 30 → 7",
  ],
  [
    "aws_cloudwatch_log_resource_policy",
    "resource policy of logs route53-example-com",
    "is new",
    "is gone",
    "policy_document",
    "none",
    "policy document changes",
  ],
  [
    "aws_sns_topic",
    "topic acme-health-checks",
    "is new",
    "is gone",
    "display_name",
    "acme",
    "display name none → acme",
  ],
  ["aws_iam_policy", "IAM policy acme-dns-01", "is new", "is gone", "path", "/dns/", "path none → /dns/"],
];

describe("of what stands beside records and health checks, the review tells", () => {
  test.each(TABLE)("%s that is new or gone, or has another argument", (...row) => {
    const [type, what, isNew, isGone, argument, value, change] = row;
    const without = changed(({ resource }) => {
      delete resource[type];
    });
    const lines = (before: Block, after: Block) => reviewed(before, after).lines;
    const names = Object.keys(configuration.resource[type]);
    expect(names).toHaveLength(1);
    expect(lines(without, configuration)).toContain(`${what}: ${isNew}`);
    expect(lines(configuration, without)).toContain(`${what}: ${isGone}`);
    const other = changed(({ resource }) => {
      resource[type][nameOf(type)][argument] = value;
    });
    expect(lines(configuration, other)).toContain(`${what}: ${change}`);
  });

  test("each type of AWS that these constructs make", () => {
    const sources = readdirSync("lib/route53").filter((file) => file.endsWith(".ts"));
    const imported = sources.flatMap((file) =>
      [
        ...readFileSync(join("lib/route53", file), "utf8").matchAll(/provider-aws\/lib\/(?!data-|provider")([\w-]+)"/g),
      ].map(([, module = ""]) => `aws_${module.replaceAll("-", "_")}`),
    );
    const told = [...TABLE.map(([type]) => type), "aws_route53_record", "aws_route53_health_check"];
    expect([...new Set(imported)].sort()).toEqual(told.sort());
  });

  test("a zone that is looked up in another way", () => {
    const [id = ""] = Object.keys(configuration.data.aws_route53_zone);
    const other = changed(({ data }) => {
      data.aws_route53_zone[id].private_zone = true;
    });
    expect(reviewed(configuration, other).lines).toContain(
      "zone that is looked up example.org: private zone false → true",
    );
  });

  test("another account or region of the provider, without its secrets", () => {
    const versionOf = (aws: object): Block => ({
      ...configuration,
      provider: { aws: [aws, { alias: "us", region: "us-east-1" }] },
    });
    const before = versionOf({ region: "eu-west-1", allowed_account_ids: ["123456789012"], secret_key: "one" });
    const after = versionOf({ region: "eu-west-3", allowed_account_ids: ["210987654321"], secret_key: "two" });
    expect(reviewed(before, after).lines).toEqual([
      'provider aws: allowed account ids ["123456789012"] → ["210987654321"], region eu-west-1 → eu-west-3, secret key changes',
    ]);
    expect(reviewed(before, before).lines).toEqual([]);
  });

  test("an alarm in another stack that a data centre requires, with all that decides when it is in ALARM", () => {
    const alarm = { alarm_name: "queue-is-long", threshold: 100, period: 60, metric_name: "Depth" };
    const check = {
      type: "CLOUDWATCH_METRIC",
      cloudwatch_alarm_name: "queue-is-long",
      tags: { Name: "test-paris-queue" },
    };
    const dns = { resource: { aws_route53_health_check: { paris: check } } };
    const stackOf = (more: object) =>
      folderOf({ dns, queue: { resource: { aws_cloudwatch_metric_alarm: { queue: { ...alarm, ...more } } } } });
    const { text } = review(
      stackOf({}),
      stackOf({ threshold: 200, period: 10, treat_missing_data: "breaching", tags: { team: "one" } }),
    );
    expect(routingSection(text)).toBe(
      [
        "## Routing",
        "",
        "### queue",
        "",
        "alarm queue-is-long, which health check test-paris-queue follows: period 60 → 10, threshold 100 → 200, treat missing data none → breaching",
        "Nothing else changes.",
        "",
      ].join("\n"),
    );
  });

  test("nothing of what only has another address in Terraform", () => {
    const other = changed((block) => {
      const [key, zone] = ["aws_kms_key", "aws_route53_zone"].map((type) => [type, nameOf(type)] as const) as [
        Named,
        Named,
      ];
      block.moved = [key, zone].map(([type, id]) => ({ from: `${type}.${id}`, to: `${type}.renamed` }));
      for (const [type, id] of [key, zone]) block.resource[type] = { renamed: block.resource[type][id] };
      const text = [key, zone].reduce(
        (text, [type, id]) => text.replaceAll(`{${type}.${id}.`, `{${type}.renamed.`),
        JSON.stringify(block.resource),
      );
      block.resource = JSON.parse(text);
    });
    expect(reviewed(configuration, other)).toEqual({ lines: [], refusals: [] });
    expect(reviewed(configuration, { ...other, moved: [] }).refusals.map(({ code }) => code)).toEqual(["other-zone"]);
  });

  test("nothing where nothing but tags and comments changes", () => {
    const other = changed(({ resource }) => {
      for (const [type] of TABLE) Object.assign(resource[type][nameOf(type)], { tags: { team: "one" }, "//": "x" });
    });
    expect(reviewed(configuration, other).lines).toEqual([]);
  });
});

describe("a zone whose DS record is published in the same app", () => {
  const versionOf = (...given: readonly ("zone" | "dnssec" | "ds" | "other-key")[]): Block => {
    const outdir = mkdtempSync(join(tmpdir(), "signed-"));
    const app = new App({ outdir, skipValidation: true });
    const stack = new TerraformStack(app, "dns");
    const parent = new HostedZone(stack, "parent", { zoneName: "example.com" });
    if (given.includes("zone")) {
      const child = new HostedZone(stack, "child", { zoneName: "shop.example.com", dnssec: given.includes("dnssec") });
      parent.delegate("shop", child, { publishDs: given.includes("ds") });
      if (given.includes("other-key")) child.signing?.key.addOverride("customer_master_key_spec", "ECC_NIST_P384");
    }
    app.synth();
    return JSON.parse(readFileSync(join(outdir, "stacks", "dns", "cdk.tf.json"), "utf8"));
  };
  const [none, plain, signed, published] = [
    versionOf(),
    versionOf("zone"),
    versionOf("zone", "dnssec"),
    versionOf("zone", "dnssec", "ds"),
  ] as const;
  const refused = (before: Block, after: Block) =>
    reviewed(before, after).refusals.map(({ code, message }) => [code, message.split(":").slice(0, 3).join(":")]);

  test("is not signed and published in one change, unless it is new", () => {
    const what = "dns: in two applies: signing of zone shop.example.com begins, and its DS record is published";
    expect(refused(plain, published)).toEqual([["signed-zone", what]]);
    expect(refused(none, published)).toEqual([]);
    expect(refused(plain, signed)).toEqual([]);
    expect(refused(signed, published)).toEqual([]);
  });

  test("does not lose its signatures in the change in which it loses its DS record", () => {
    const what = "zone shop.example.com is no longer signed, and the deployed version publishes its DS record";
    expect(refused(published, plain)).toEqual([["signed-zone", `dns: in two applies: ${what}`]]);
    expect(refused(published, signed)).toEqual([]);
    expect(refused(signed, plain)).toEqual([]);
  });

  test("gets another key beside the one that it has, and not in its place", () => {
    const what = "zone shop.example.com is signed by another key";
    expect(refused(published, versionOf("zone", "dnssec", "ds", "other-key"))).toEqual([
      ["signed-zone", expect.stringContaining(`dns: in two applies: ${what}`)],
    ]);
    expect(refused(signed, versionOf("zone", "dnssec", "other-key"))).toEqual([]);
    const both = structuredClone(published);
    const [id = ""] = Object.keys(both.resource.aws_route53_key_signing_key);
    both.resource.aws_route53_key_signing_key.second = {
      ...both.resource.aws_route53_key_signing_key[id],
      name: "two",
    };
    expect(refused(published, both)).toEqual([]);
    // A key that signs nothing stands for none.
    const inactive = structuredClone(both);
    inactive.resource.aws_route53_key_signing_key[id].status = "INACTIVE";
    expect(refused(published, inactive)).toEqual([
      ["signed-zone", expect.stringContaining(`dns: in two applies: ${what}`)],
    ]);
  });

  test("is told all the same where only a registrar could publish it", () => {
    expect(reviewed(signed, plain).lines).toContain(
      "signing of zone shop.example.com: is gone: resolvers that know a DS record of it give no answers",
    );
  });
});
