import {
  AlarmHealthCheck,
  type AlarmHealthCheckProps,
  AwsPipelineAccess,
  analyzeFailures,
  type DelegationOptions,
  EndpointHealthCheck,
  type EndpointHealthCheckProps,
  type FailureAnalysisOptions,
  GeoRouting,
  type GeoRoutingProps,
  type GithubPipelineProps,
  type GitlabPipelineProps,
  HostedZone,
  type HostedZoneProps,
  Pipeline,
  RoutingControls,
  type RoutingControlsProps,
  readTerraform,
  SimpleRecord,
  type SimpleRecordProps,
} from "../../../index";
import { synthesizeStack } from "../synthesize";
import { inStack, type Sample } from "./sample";

const ZONE = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };

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

const { zone: deployed } = readTerraform(synthesizeStack((stack) => new GeoRouting(stack, "routing", ROUTING)));

export const route53Samples: readonly Sample[] = [
  inStack("GeoRoutingProps", ROUTING, (stack, props) => new GeoRouting(stack, "routing", props)),
  {
    type: "FailureAnalysisOptions",
    props: { demand: { FR: 500 }, capacity: { paris: 400, frankfurt: 400 } },
    synthesized: (props) => JSON.stringify(analyzeFailures(deployed, props as FailureAnalysisOptions)),
  },
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
  inStack<SimpleRecordProps>(
    "SimpleRecordProps",
    { zone: ZONE, recordName: "mail.example.com", type: "A", values: ["203.0.113.25"] },
    (stack, props) => new SimpleRecord(stack, "mail", props),
  ),
  inStack<GithubPipelineProps>("GithubPipelineProps", { repository: "acme/platform" }, (stack, props) => {
    new AwsPipelineAccess(stack, "access", { zone: ZONE, pipeline: Pipeline.github(props) });
  }),
  inStack<GitlabPipelineProps>("GitlabPipelineProps", { project: "acme/platform" }, (stack, props) => {
    new AwsPipelineAccess(stack, "access", { zone: ZONE, pipeline: Pipeline.gitlab(props) });
  }),
];
