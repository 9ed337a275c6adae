import {
  ClusterBackend,
  type ClusterBackendProps,
  type CookieAffinityProps,
  DataCenterBackend,
  EdgeSecurityPolicy,
  GlobalLoadBalancer,
  type GlobalLoadBalancerProps,
  type GrpcHealthCheckProps,
  HealthCheck,
  type HttpHealthCheckProps,
  type LoadBalancedServiceOptions,
  LoadBalancerMonitoring,
  SecurityPolicy,
  SessionAffinity,
} from "../../../index";
import { backendIn, provenInZone, service } from "../../load-balancing/support";
import { CLUSTER, REGION } from "../cluster";
import { inStack, type Sample } from "./sample";

const PROTECTION = {
  rateLimit: { requestsPerClient: 1000 },
  waf: { ruleSets: ["sqli-v33-stable"] },
} as const;

const BALANCER: GlobalLoadBalancerProps = {
  loadBalancerName: "acme",
  certificates: provenInZone(),
  securityPolicy: PROTECTION,
  services: {
    api: service({
      backends: [backendIn("europe-west1"), backendIn("us-east1")],
      cdn: { cacheMode: "CACHE_ALL_STATIC" },
      outlierDetection: {},
    }),
  },
  traffic: { "europe-west1": {} },
};

const BACKEND: ClusterBackendProps = {
  clusterName: "acme-europe-west4",
  serviceName: "api",
  servicePort: 80,
  zones: ["europe-west4-a"],
  subnet: CLUSTER.subnet,
};

const balancerWith = (options: Partial<LoadBalancedServiceOptions>) => ({
  ...BALANCER,
  services: { api: service(options) },
});

export const loadBalancingSamples: readonly Sample[] = [
  inStack("GlobalLoadBalancerProps", BALANCER, (stack, props) => new GlobalLoadBalancer(stack, "lb", props)),
  inStack("HttpHealthCheckProps", {} as HttpHealthCheckProps, (stack, props) => {
    new GlobalLoadBalancer(stack, "lb", balancerWith({ healthCheck: HealthCheck.http(props) }));
  }),
  inStack("GrpcHealthCheckProps", {} as GrpcHealthCheckProps, (stack, props) => {
    new GlobalLoadBalancer(stack, "lb", balancerWith({ healthCheck: HealthCheck.grpc(props) }));
  }),
  inStack("CookieAffinityProps", {} as CookieAffinityProps, (stack, props) => {
    new GlobalLoadBalancer(stack, "lb", balancerWith({ sessionAffinity: SessionAffinity.generatedCookie(props) }));
  }),
  inStack("ClusterBackendProps", BACKEND, (stack, props) => {
    const { annotation } = new ClusterBackend(stack, "api", props);
    stack.addOverride("output.annotation.value", annotation);
  }),
  inStack(
    "DataCenterBackendProps",
    {
      dataCenterName: "paris",
      loadBalancerName: "acme",
      networkId: "projects/acme-test/global/networks/acme",
      addresses: ["10.128.0.10"],
      zone: `${REGION}-a`,
      maxRatePerEndpoint: 2000,
    },
    (stack, props) => new DataCenterBackend(stack, "paris", props),
  ),
  inStack("SecurityPolicyProps", { policyName: "acme", ...PROTECTION }, (stack, props) => {
    new SecurityPolicy(stack, "policy", props);
  }),
  inStack("EdgeSecurityPolicyProps", { policyName: "acme", denyRanges: ["203.0.113.0/24"] }, (stack, props) => {
    new EdgeSecurityPolicy(stack, "policy", props);
  }),
  inStack(
    "LoadBalancerMonitoringProps",
    {
      loadBalancerName: "acme",
      services: { api: { hostName: "api.example.com", maxRatePerEndpoint: 100 } },
      notificationChannels: ["projects/p/notificationChannels/1"],
    },
    (stack, props) => new LoadBalancerMonitoring(stack, "monitoring", props),
  ),
];
