import {
  type AutonegAnnotationProps,
  autonegAnnotations,
  Certificates,
  ClusterBackend,
  type ClusterBackendAttributes,
  type ClusterBackendProps,
  type CookieAffinityProps,
  DataCenterBackend,
  type DnsAuthorizedProps,
  EdgeSecurityPolicy,
  GlobalLoadBalancer,
  type GlobalLoadBalancerProps,
  type GrpcHealthCheckProps,
  HealthCheck,
  HostedZone,
  type HttpHealthCheckProps,
  type IDnsZone,
  type LoadBalancedServiceOptions,
  LoadBalancerMonitoring,
  MultiClusterGateway,
  SecurityPolicy,
  SessionAffinity,
} from "../../../index";
import { backendIn, provenInZone, service, ZONE } from "../../load-balancing/support";
import { CLUSTER, REGION } from "../cluster";
import { asText, inStack, type Sample } from "./sample";

const PROTECTION = {
  rateLimit: { requestsPerClient: 1000 },
  denyCountries: ["AQ"],
  waf: {
    ruleSets: ["sqli-v33-stable", "xss-v33-stable"],
    optOutRuleIds: { "sqli-v33-stable": ["owasp-crs-v030301-id942421-sqli"] },
    exclusions: [{ ruleSet: "sqli-v33-stable", requestCookies: [{ operator: "EQUALS", value: "state" }] }],
    exceptPaths: ["/uploads/"],
  },
} as const;

/** A zone of another provider of DNS. */
const OWN_ZONE: IDnsZone = {
  zoneName: ZONE.zoneName,
  addRecord: (scope, id, record) => HostedZone.fromHostedZoneAttributes(ZONE).addRecord(scope, id, record),
};

const OTHER_ZONE: IDnsZone = { ...OWN_ZONE, zoneName: "example.net" };

const IAP = {
  members: ["group:staff@example.com"],
  oauth2Client: { clientId: "acme.apps.googleusercontent.com", clientSecret: "${var.secret}" },
};

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

const BALANCER_OF_TWO: GlobalLoadBalancerProps = {
  loadBalancerName: "acme",
  certificates: provenInZone(),
  services: { about: service({ hostName: "about.example.com" }), api: service() },
  defaultService: "api",
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

const ATTRIBUTES: ClusterBackendAttributes = {
  project: "acme-test",
  region: "europe-west1",
  zones: ["europe-west1-a"],
  clusterName: "acme-europe-west1",
  serviceName: "api",
};

export const loadBalancingSamples: readonly Sample[] = [
  inStack("GlobalLoadBalancerProps", BALANCER, (stack, props) => new GlobalLoadBalancer(stack, "lb", props)),
  inStack("GlobalLoadBalancerProps", BALANCER_OF_TWO, (stack, props) => new GlobalLoadBalancer(stack, "lb", props)),
  inStack("HttpHealthCheckProps", {} as HttpHealthCheckProps, (stack, props) => {
    new GlobalLoadBalancer(stack, "lb", balancerWith({ healthCheck: HealthCheck.http(props) }));
  }),
  inStack("GrpcHealthCheckProps", {} as GrpcHealthCheckProps, (stack, props) => {
    new GlobalLoadBalancer(stack, "lb", balancerWith({ healthCheck: HealthCheck.grpc(props) }));
  }),
  inStack("CookieAffinityProps", {} as CookieAffinityProps, (stack, props) => {
    new GlobalLoadBalancer(stack, "lb", balancerWith({ sessionAffinity: SessionAffinity.generatedCookie(props) }));
  }),
  inStack("LoadBalancedService", service({ iap: IAP }), (stack, props) => {
    new GlobalLoadBalancer(stack, "lb", balancerWith(props));
  }),
  inStack<DnsAuthorizedProps>(
    "DnsAuthorizedProps",
    { zone: OWN_ZONE, additionalZones: { net: OTHER_ZONE }, alsoFor: ["new.example.com", "new.example.net"] },
    (stack, props) => {
      new GlobalLoadBalancer(stack, "lb", { ...BALANCER, certificates: Certificates.dnsAuthorized(props) });
    },
  ),
  inStack("ClusterBackendAttributes", ATTRIBUTES, (stack, props) => {
    const backend = ClusterBackend.fromClusterBackendAttributes(props);
    new GlobalLoadBalancer(stack, "lb", balancerWith({ backends: [backend] } as object));
  }),
  asText(
    "AutonegAnnotationProps",
    { loadBalancerName: "acme", serviceName: "api", servicePort: 80, maxRatePerEndpoint: 100 },
    (props) => JSON.stringify(autonegAnnotations(props as AutonegAnnotationProps)),
  ),
  inStack(
    "MultiClusterGatewayProps",
    { project: "acme-test", configMembership: "projects/acme-test/locations/global/memberships/config" },
    (stack, props) => new MultiClusterGateway(stack, "gateway", props),
  ),
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
      notificationChannels: ["projects/acme-test/notificationChannels/1"],
    },
    (stack, props) => new LoadBalancerMonitoring(stack, "monitoring", props),
  ),
];
