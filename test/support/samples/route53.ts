import {
  AcmeChallengePolicy,
  type AcmeChallengePolicyProps,
  AlarmHealthCheck,
  type AlarmHealthCheckProps,
  type AwsEncryptionKeyOptions,
  type AwsEncryptionOptions,
  AwsPipelineAccess,
  analyzeFailures,
  CaaRecord,
  CalculatedHealthCheck,
  CertificateAuthority,
  type DelegatedZone,
  type DelegationOptions,
  type DnsRecordOptions,
  EndpointHealthCheck,
  type EndpointHealthCheckProps,
  type FailureAnalysisOptions,
  GeoRouting,
  type GeoRoutingProps,
  type GithubPipelineProps,
  type GitlabPipelineProps,
  GooglePipelineAccess,
  HealthCheckAlarms,
  HostedZone,
  type HostedZoneProps,
  Pipeline,
  type Query,
  RoutingControls,
  type RoutingControlsProps,
  readTerraform,
  SimpleRecord,
  type SimpleRecordProps,
  simulate,
} from "../../../index";
import type { RoutingPlanOptions } from "../../../lib/planning";
import { planOf } from "../../../lib/planning/plan-routing";
import { synthesizeStack } from "../synthesize";
import { PLANNING } from "./planning";
import { asText, inStack, type Sample } from "./sample";

const ZONE = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };

/** A plan in which every option matters: a small step, and a last resort that takes little at once. */
const PLAN: RoutingPlanOptions = {
  services: { api: { demand: { FR: 1000, DE: 600, ES: 400 } }, video: { demand: { FR: 300, DE: 500 } } },
  dataCenters: {
    paris: { capacity: { api: 900, video: 400 } },
    frankfurt: { capacity: { api: 900, video: 400 } },
  },
  lastResort: { targetUtilization: 0.8 },
  latency: {
    FR: { paris: 5, frankfurt: 20, "last-resort": 20 },
    DE: { paris: 20, frankfurt: 5, "last-resort": 20 },
    ES: { paris: 42, frankfurt: 50, "last-resort": 26 },
  },
  rules: { ES: { allowed: ["paris"] }, DE: {} },
  limits: {},
};

const ROUTING: GeoRoutingProps = {
  zone: ZONE,
  routingName: "acme",
  dataCenters: {
    paris: { ingress: { ipv4: "203.0.113.10" }, healthCheck: {}, requestsPerSecond: 1000 },
    frankfurt: { ingress: { ipv4: "203.0.113.20" }, requestsPerSecond: 1000 },
  },
  lastResort: { ipv4: "198.51.100.1" },
  policies: { shop: { hostNames: ["shop.example.com"], countries: { FR: { serveFrom: ["paris", "frankfurt"] } } } },
  analysis: { demand: { FR: 500 }, lastResortRequestsPerSecond: 5000 },
};

const configuration = synthesizeStack((stack) => new GeoRouting(stack, "routing", ROUTING));
const { zone: deployed } = readTerraform(configuration);

const IN_STEPS: GeoRoutingProps = {
  ...ROUTING,
  dataCenters: {
    paris: { ingress: { ipv4: "203.0.113.10" }, country: "FR", location: { latitude: 48.9, longitude: 2.4 } },
  },
  rules: {
    residency: { law: { usersIn: ["FR"], servedFrom: ["FR", "BE"] } },
    lastResortCountries: ["BE"],
    minLiveSites: { FR: 1 },
    maxPercentAtOneSite: 100,
    largestStep: 50,
  },
  policies: {
    shop: {
      hostNames: ["shop.example.com"],
      countries: { FR: { serveFrom: ["paris"], percent: 50, migration: { steps: [5, 50, 100] } } },
      waves: { first: { countries: ["BE"], serveFrom: ["paris"], percent: 50, migration: { steps: [50, 100] } } },
    },
  },
};

const DUAL_STACK: GeoRoutingProps = {
  ...ROUTING,
  dataCenters: {
    paris: {
      ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" },
      healthCheck: { checkedFamily: "ipv4" },
      requiredHealthChecks: {
        other: { healthCheckId: "abcdef11-2222-3333-4444-555555fedcba" },
        queue: { alarmName: "queue-is-long", alarmRegion: "eu-west-1" },
        switch: {
          routingControlArn: "arn:aws:route53-recovery-control::123456789012:controlpanel/0a1b/routingcontrol/2c3d",
        },
      },
    },
  },
  lastResort: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },
  policies: { shop: { hostNames: ["shop.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
};

const IN_ZONES: GeoRoutingProps = {
  ...ROUTING,
  additionalZones: { shop: { zoneId: "Z0123456789SHOP", zoneName: "shop.example.com", delegated: false } },
};

const PIPELINE = Pipeline.github({ repository: "acme/platform" });

export const route53Samples: readonly Sample[] = [
  inStack("GeoRoutingProps", ROUTING, (stack, props) => new GeoRouting(stack, "routing", props)),
  inStack("GeoRoutingProps", DUAL_STACK, (stack, props) => new GeoRouting(stack, "routing", props)),
  inStack("GeoRoutingProps", IN_ZONES, (stack, props) => new GeoRouting(stack, "routing", props)),
  inStack("GeoRoutingProps", IN_STEPS, (stack, props) => new GeoRouting(stack, "routing", props)),
  asText("Query", { name: "shop.example.com", type: "A", location: { country: "FR" } }, (props) =>
    JSON.stringify(simulate(configuration, props as Query)),
  ),
  asText("FailureAnalysisOptions", { demand: { FR: 500 }, capacity: { paris: 400, frankfurt: 400 } }, (props) =>
    JSON.stringify(analyzeFailures(deployed, props as FailureAnalysisOptions)),
  ),
  asText("RoutingPlanOptions", PLAN, (props) => JSON.stringify(planOf(props as RoutingPlanOptions))),
  ...PLANNING.map(([type, props, said]) => asText(type, props, said)),
  inStack<EndpointHealthCheckProps>(
    "EndpointHealthCheckProps",
    { checkName: "paris", address: "203.0.113.10", zone: ROUTING.zone },
    (stack, props) => new EndpointHealthCheck(stack, "check", props),
  ),
  inStack<AlarmHealthCheckProps>(
    "AlarmHealthCheckProps",
    { checkName: "queue", alarmName: "queue-is-long", alarmRegion: "eu-west-1" },
    (stack, props) => new AlarmHealthCheck(stack, "check", props),
  ),
  inStack<RoutingControlsProps>(
    "RoutingControlsProps",
    { controlsName: "production", endpoints: ["paris", "frankfurt"] },
    (stack, props) => new RoutingControls(stack, "controls", props),
  ),
  inStack<HostedZoneProps>("HostedZoneProps", { zoneName: "example.com" }, (stack, props) => {
    new HostedZone(stack, "zone", props);
  }),
  inStack<DelegationOptions>("DelegationOptions", {}, (stack, props) => {
    const parent = new HostedZone(stack, "zone", { zoneName: "example.com" });
    parent.delegate("shop", new HostedZone(stack, "shop", { zoneName: "shop.example.com", dnssec: true }), props);
  }),
  inStack<DelegatedZone>(
    "DelegatedZone",
    { zoneId: "Z0123456789CHILD", zoneName: "shop.example.com", nameServers: ["ns.example.net"] },
    (stack, props) => new HostedZone(stack, "zone", { zoneName: "example.com" }).delegate("shop", props),
  ),
  inStack<DnsRecordOptions>(
    "DnsRecordOptions",
    { recordName: "_proof.example.com", type: "CNAME", values: ["proof.example.net"], ttlSeconds: 300 },
    (stack, props) => HostedZone.fromHostedZoneAttributes(ZONE).addRecord(stack, "proof", props),
  ),
  inStack<AcmeChallengePolicyProps>(
    "AcmeChallengePolicyProps",
    { zone: ZONE, policyName: "acme", hostNames: ["api.example.com"] },
    (stack, props) => new AcmeChallengePolicy(stack, "policy", props),
  ),
  inStack("CaaRecordProps", { zone: ZONE, issue: [CertificateAuthority.GOOGLE] }, (stack, props) => {
    new CaaRecord(stack, "caa", props);
  }),
  inStack(
    "CalculatedHealthCheckProps",
    { checkName: "both", children: [{ healthCheckId: "one" }, { healthCheckId: "two" }], healthyChildren: 1 },
    (stack, props) => new CalculatedHealthCheck(stack, "check", props),
  ),
  inStack(
    "HealthCheckAlarmsProps",
    { alarmsName: "production", healthChecks: { paris: { healthCheckId: "one" } } },
    (stack, props) => new HealthCheckAlarms(stack, "alarms", props),
  ),
  inStack<AwsEncryptionOptions>(
    "AwsEncryptionOptions",
    { kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
    (stack, props) => {
      const healthChecks = { paris: { healthCheckId: "one" } };
      new HealthCheckAlarms(stack, "alarms", { alarmsName: "production", healthChecks, ...props });
    },
  ),
  inStack<AwsEncryptionKeyOptions>("AwsEncryptionKeyOptions", {}, (stack, encryptionKey) => {
    new HostedZone(stack, "zone", { zoneName: "example.com", queryLogRetentionDays: 30, encryptionKey });
  }),
  inStack<SimpleRecordProps>(
    "SimpleRecordProps",
    { zone: ZONE, recordName: "mail.example.com", type: "A", values: ["203.0.113.25"] },
    (stack, props) => new SimpleRecord(stack, "mail", props),
  ),
  inStack(
    "AwsPipelineAccessProps",
    { zone: ZONE, pipeline: PIPELINE, roleArns: ["arn:aws:iam::123456789012:role/dns"] },
    (stack, props) => {
      new AwsPipelineAccess(stack, "access", props);
    },
  ),
  inStack("GooglePipelineAccessProps", { project: "acme-test", pipeline: PIPELINE }, (stack, props) => {
    new GooglePipelineAccess(stack, "access", props);
  }),
  // The owner's number is given beside the repository's.
  inStack<GithubPipelineProps>(
    "GithubPipelineProps",
    { repository: "acme/platform", repositoryId: "456" },
    (stack, props) => {
      new AwsPipelineAccess(stack, "access", { zone: ZONE, pipeline: Pipeline.github(props) });
    },
  ),
  inStack<GitlabPipelineProps>("GitlabPipelineProps", { project: "acme/platform" }, (stack, props) => {
    const pipeline = Pipeline.gitlab(props);
    new AwsPipelineAccess(stack, "access", { zone: ZONE, pipeline });
    // Only Google asks for the number of a project.
    new GooglePipelineAccess(stack, "google", { project: "acme-test", pipeline });
  }),
];
