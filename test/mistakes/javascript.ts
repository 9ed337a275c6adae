import { type App, TerraformStack } from "cdktf";
import * as library from "../../index";
import { answers } from "../../testing";
import { withAt } from "../support/options";
import { SMALL_PLATFORM } from "../support/platform";
import { PLATFORM } from "./platform";

/** A mistake in a program in plain JavaScript: what was written, what runs it, and the lines that say so, in the error or as a warning. */
export type Mistake = readonly [written: string, program: (app: App) => unknown, ...lines: readonly string[]];

// biome-ignore lint/suspicious/noExplicitAny: in JavaScript nothing keeps a user from these mistakes
const untyped = library as any;
const { HybridPlatform, GeoRouting, GlobalNetwork, RegionalCluster, State, Link, Secret, HealthCheck, Accelerator } =
  untyped;
// biome-ignore lint/suspicious/noExplicitAny: the compiler would refuse the mistakes
const ask = answers as any;

/** One option of the platform, other than it should be. The lines are without "p: ", the platform. */
function option(path: string, value: unknown, ...lines: readonly string[]): Mistake {
  const program = (app: App) => new HybridPlatform(app, "p", withAt(PLATFORM, path.split("/"), value));
  return [`${path}: ${JSON.stringify(value)}`, program, ...lines.map(refused)];
}

/** All options at once. */
function options(written: string, change: object, ...lines: readonly string[]): Mistake {
  const program = (app: App) => new HybridPlatform(app, "p", { ...PLATFORM, ...change });
  return [written, program, ...lines.map(refused)];
}

/** A warning is at the construct that it is about, and an error names the platform. */
function refused(line: string): string {
  return line.startsWith("warning: ") ? line.slice("warning: ".length) : `p: ${line}`;
}

const inStack = (make: (stack: TerraformStack) => unknown) => (app: App) => make(new TerraformStack(app, "s"));

const asking = (question: (api: ReturnType<typeof ask>) => unknown) => (app: App) => {
  new HybridPlatform(app, "p", PLATFORM);
  question(ask(app, "api.example.com"));
};

const WEB = "clusters/europe-west1/nodePools/web";
const WEB_PATH = "clusters.europe-west1.nodePools.web";
const VIDEO = "clusters/europe-west1/nodePools/video";
const VIDEO_PATH = "clusters.europe-west1.nodePools.video";

const KEYS: readonly Mistake[] = [
  option("rooting", {}, "rooting: is not a property of HybridPlatformProps: did you mean routing?"),
  option("datacenters", {}, "datacenters: is not a property of HybridPlatformProps: did you mean dataCenters?"),
  option("monitorng", {}, "monitorng: is not a property of HybridPlatformProps: did you mean monitoring?"),
  option("ttl", 60, "ttl: is not a property of HybridPlatformProps: did you mean ttlSeconds?"),
  option("google/projectId", "acme", "google.projectId: is not a property of GoogleOptions: did you mean project?"),
  option("network/node", "10.0.0.0/12", "network.node: is not a property of NetworkOptions: did you mean nodes?"),
  option("hostedZone/id", "Z1", "hostedZone.id: is not a property of HostedZoneAttributes: zoneId, zoneName"),
  option(
    "clusters/europe-west1/nodepools",
    {},
    "clusters.europe-west1.nodepools: is not a property of ClusterOptions: did you mean nodePools?",
  ),
  option(
    "clusters/europe-west1/clusterName",
    "shop",
    "clusters.europe-west1.clusterName: is not a property of ClusterOptions: see the reference",
  ),
  option(`${WEB}/spott`, true, `${WEB_PATH}.spott: is not a property of NamedNodePoolOptions: did you mean spot?`),
  option(
    `${WEB}/machine`,
    "n2-standard-8",
    `${WEB_PATH}.machine: is not a property of NamedNodePoolOptions: did you mean machineType?`,
  ),
  option(
    `${WEB}/labels`,
    { a: "b" },
    `${WEB_PATH}.labels: is not a property of NamedNodePoolOptions: did you mean nodeLabels or resourceLabels?`,
  ),
  option(`${WEB}/nodeCount`, 3, `${WEB_PATH}.nodeCount: is not a property of NamedNodePoolOptions: see the reference`),
  option(
    `${VIDEO}/acelerator`,
    {},
    `${VIDEO_PATH}.acelerator: is not a property of NamedNodePoolOptions: did you mean accelerator?`,
  ),
  option(
    "dataCenters/paris/drian",
    true,
    "dataCenters.paris.drian: is not a property of DataCenterOptions: did you mean drain?",
  ),
  option(
    "dataCenters/paris/ingress/ip",
    "203.0.113.10",
    "dataCenters.paris.ingress.ip: is not a property of Endpoint: did you mean ipv4?",
  ),
  option("services/api/iapp", {}, "services.api.iapp: is not a property of ServiceOptions: did you mean iap?"),
  option(
    "services/api/hostname",
    "b.example.com",
    "services.api.hostname: is not a property of ServiceOptions: did you mean hostName?",
  ),
  option(
    "loadBalancer",
    { securitypolicy: {} },
    "loadBalancer.securitypolicy: is not a property of GlobalLoadBalancerOptions: did you mean securityPolicy?",
  ),
  option(
    "routing/policies",
    {},
    "routing.policies: is not a property of PlatformRouting: countries, continents, subdivisions, waves, rules",
  ),
  option(
    "routing/countries/FR/percnt",
    5,
    "routing.countries.FR.percnt: is not a property of Route: did you mean percent?",
  ),
  option(
    "routing/countries/FR/servefrom",
    ["paris"],
    "routing.countries.FR.servefrom: is not a property of Route: did you mean serveFrom?",
  ),
  option(
    "analysis",
    { demands: {} },
    "analysis.demands: is not a property of PlatformAnalysisOptions: did you mean demand?",
  ),
];

const MISSING: readonly Mistake[] = [
  option("google/project", undefined, "google.project: got nothing, expected a string"),
  option(`${WEB}/machineType`, undefined, `${WEB_PATH}.machineType: got nothing, expected a string`),
  option(
    `${WEB}/autoscaling`,
    undefined,
    `${WEB_PATH}.autoscaling: got nothing, expected an object with totalMinNodeCount, totalMaxNodeCount`,
  ),
  option(
    `${VIDEO}/accelerator`,
    undefined,
    `${VIDEO_PATH}.accelerator: got nothing, expected the GPU that is built into g2-standard-8: nvidia-l4`,
  ),
  option(
    "dataCenters/paris/ingress",
    undefined,
    "dataCenters.paris.ingress: got nothing, expected an object with ipv4, the addresses that users are sent to: routing.countries.FR serves from it",
    "dataCenters.paris.requestsPerSecond: got 40000, expected nothing without ingress: no user is sent there by DNS",
  ),
  option(
    "dataCenters/paris/ingress/ipv6",
    undefined,
    "dataCenters.paris.ingress.ipv6: got nothing, expected an IPv6 address, as dataCenters.frankfurt.ingress has one: users with IPv6 would never reach an endpoint without",
  ),
  option("services/api/hostName", undefined, "services.api.hostName: got nothing, expected a string"),
  option(
    "services/api/maxRatePerEndpoint",
    undefined,
    "services.api.maxRatePerEndpoint: got nothing, expected a number: clusters are behind the load balancer",
  ),
  options(
    "services: { api: undefined }",
    { services: { api: undefined } },
    "services.api: got nothing, expected an object with hostName",
  ),
  options(
    "services: { api: null }",
    { services: { api: null } },
    "services.api: got null, expected an object with hostName",
  ),
  options(
    "accelerator: Accelerator.L5",
    {
      clusters: {
        "europe-west1": {
          nodePools: { v: { ...PLATFORM.clusters["europe-west1"].nodePools.video, accelerator: Accelerator.L5 } },
        },
      },
    },
    "clusters.europe-west1.nodePools.v.accelerator: got nothing, expected the GPU that is built into g2-standard-8: nvidia-l4",
  ),
  ["no props", (app) => new HybridPlatform(app, "p"), "p: props: got nothing, expected an object"],
  [
    "empty props",
    (app) => new HybridPlatform(app, "p", {}),
    "p: props: got nothing, expected a part of which a stack is made: network, clusters, or services with a load balancer or a hostedZone",
  ],
  [
    "no name",
    (app) => new HybridPlatform(app, undefined, PLATFORM),
    "HybridPlatform: environment: got nothing, expected 1 to 16 lower-case letters, digits and hyphens, a letter first and no hyphen last",
  ],
  [
    "no app",
    () => new HybridPlatform(undefined, "p", PLATFORM),
    "HybridPlatform: scope: got nothing, expected an app: new HybridPlatform(app, …)",
  ],
  [
    "an empty network",
    inStack((stack) => new GlobalNetwork(stack, "n", {})),
    "s/n: networkName: got nothing, expected a string",
    "s/n: regions: got nothing, expected an object with keys of your own",
  ],
];

const TYPES: readonly Mistake[] = [
  option("google", "acme", 'google: got "acme", expected an object with project'),
  option("google/project", 123456789012, "google.project: got 123456789012, expected a string"),
  option("aws", "us-east-1", 'aws: got "us-east-1", expected an object'),
  option("state", "gs://acme", 'state: got "gs://acme", expected an instance of State'),
  option("state", State, "state: got a function, expected an instance of State"),
  option("network/nat", true, "network.nat: got true, expected an object or false"),
  option("clusters", [], "clusters: got [], expected an object with keys of your own"),
  option("clusters", "europe-west1", 'clusters: got "europe-west1", expected an object with keys of your own'),
  option(
    `${WEB}/autoscaling/totalMaxNodeCount`,
    "60",
    `${WEB_PATH}.autoscaling.totalMaxNodeCount: got "60", expected a number`,
  ),
  option(`${WEB}/spot`, "true", `${WEB_PATH}.spot: got "true", expected true or false`),
  option(`${WEB}/zones`, "europe-west1-b", `${WEB_PATH}.zones: got "europe-west1-b", expected a list`),
  option(
    `${VIDEO}/accelerator`,
    "nvidia-l4",
    `${VIDEO_PATH}.accelerator: got "nvidia-l4", expected an instance of Accelerator`,
  ),
  option("clusters/europe-west1/drain", "false", 'clusters.europe-west1.drain: got "false", expected true or false'),
  option("dataCenters", ["paris"], 'dataCenters: got ["paris"], expected an object with keys of your own'),
  option("dataCenters/paris", "203.0.113.10", 'dataCenters.paris: got "203.0.113.10", expected an object'),
  option("dataCenters/paris/drain", 1, "dataCenters.paris.drain: got 1, expected true or false"),
  option(
    "dataCenters/paris/requestsPerSecond",
    "40k",
    'dataCenters.paris.requestsPerSecond: got "40k", expected a number',
  ),
  option(
    "dataCenters/paris/healthCheck",
    { port: "443" },
    'dataCenters.paris.healthCheck.port: got "443", expected a number',
  ),
  option(
    "dataCenters/paris/links",
    { vpn: { region: "europe-west1" } },
    'dataCenters.paris.links.vpn: got {"region":"europe-west1"}, expected an instance of Link',
  ),
  option(
    "services/api/hostName",
    ["api.example.com"],
    'services.api.hostName: got ["api.example.com"], expected a string',
  ),
  option("services/api/maxRatePerEndpoint", "200", 'services.api.maxRatePerEndpoint: got "200", expected a number'),
  option("services/api/iap", true, "services.api.iap: got true, expected an object with members"),
  option(
    "services/api/healthCheck",
    "/healthz",
    'services.api.healthCheck: got "/healthz", expected an instance of HealthCheck',
  ),
  option("services/api/timeoutSeconds", "30s", 'services.api.timeoutSeconds: got "30s", expected a number'),
  option("routing/countries/FR", "paris", 'routing.countries.FR: got "paris", expected an object with serveFrom'),
  option(
    "routing/countries/FR/serveFrom",
    "paris",
    'routing.countries.FR.serveFrom: got "paris", expected a list of data centres, or "last-resort"',
  ),
  option(
    "routing/countries/FR/serveFrom",
    [undefined],
    "routing.countries.FR.serveFrom.0: got nothing, expected a string or a list",
  ),
  option("routing/countries/FR/percent", "50%", 'routing.countries.FR.percent: got "50%", expected a number'),
  option("ttlSeconds", "60", 'ttlSeconds: got "60", expected a number'),
  option("anycastAddresses", "198.51.100.1", 'anycastAddresses: got "198.51.100.1", expected an object with ipv4'),
  option("monitoring", true, "monitoring: got true, expected an object with notificationChannels"),
  option("labels", null, "labels: got null, expected an object with keys of your own"),
  [
    "props that are a promise",
    (app) => new HybridPlatform(app, "p", Promise.resolve(PLATFORM)),
    "p: props: got an instance of Promise, expected an object",
  ],
  [
    "an object in place of the app",
    () => new HybridPlatform({}, "p", PLATFORM),
    "HybridPlatform: scope: got {}, expected an app: new HybridPlatform(app, …)",
  ],
  [
    "a number in place of the name",
    (app) => new HybridPlatform(app, 7, PLATFORM),
    "HybridPlatform: environment: got 7, expected 1 to 16 lower-case letters, digits and hyphens, a letter first and no hyphen last",
  ],
  ['State.gcs("acme")', () => State.gcs("acme"), 'State.gcs: props: got "acme", expected an object with bucket'],
  [
    "a key in clear text",
    () =>
      Link.haVpn({
        region: "europe-west1",
        asn: 64512,
        peerAsn: 65001,
        peerAddresses: ["203.0.113.17"],
        tunnels: { a: { gatewayInterface: 0, peerAddress: "203.0.113.17", preSharedKey: "s3cret" } },
      }),
    'Link.haVpn: tunnels.a.preSharedKey: got "a text", expected an instance of Secret',
  ],
  [
    'Secret.fromSecretManager("vpn")',
    () => Secret.fromSecretManager("vpn"),
    'Secret.fromSecretManager: props: got "vpn", expected an object with secret',
  ],
  [
    'HealthCheck.http("/healthz")',
    () => HealthCheck.http("/healthz"),
    'HealthCheck.http: props: got "/healthz", expected an object',
  ],
];

const VALUES: readonly Mistake[] = [
  options(
    "data centres without IPv6 beside an anycast address with it",
    { dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } }, routing: SMALL_PLATFORM.routing },
    "warning: anycastAddresses.ipv6: no data centre has an IPv6 address, so no host name has AAAA records: clients without IPv4 reach nobody",
  ),
  option(
    "google/project",
    "Acme Shop",
    'google.project: got "Acme Shop", expected the id of a project, 6 to 30 characters: "acme-production"',
  ),
  option(
    "network/nodes",
    "10.0.0.1/12",
    'network.nodes: got "10.0.0.1/12", expected an IPv4 range, written with its first address: "10.0.0.0/12"',
  ),
  option(
    "network/nodes",
    "10.0.0.0/24",
    'network.nodes: got "10.0.0.0/24", expected a range of /22 or larger, so that each region\'s 64th is large enough',
  ),
  option(
    "network/services",
    "10.64.0.0/13",
    'network.services: got "10.64.0.0/13", expected a range that shares no address with network.pods, 10.64.0.0/10',
  ),
  option(
    "clusters/eu-west-1",
    { nodePools: PLATFORM.clusters["us-east1"].nodePools },
    'clusters.eu-west-1: got "eu-west-1", expected a region of Google Cloud, such as "europe-west1"; for one that is newer than this version, give its zones and ranges',
  ),
  option(
    `${WEB}/machineType`,
    "m5.large",
    `${WEB_PATH}.machineType: got "m5.large", expected a machine type of Compute Engine: "n2-standard-8"`,
  ),
  option(
    `${WEB}/machineType`,
    "n2_standard_8",
    `${WEB_PATH}.machineType: got "n2_standard_8", expected a machine type of Compute Engine: "n2-standard-8"`,
  ),
  option(
    `${WEB}/machineType`,
    "n2-standard-7",
    "warning: machineType: n2-standard-7: no machine type that this version knows has 7 vCPUs: it is 1, or an even number",
  ),
  option(
    `${WEB}/diskType`,
    "ssd",
    `${WEB_PATH}.diskType: got "ssd", expected a Persistent Disk or a Hyperdisk: "pd-balanced", "pd-ssd", "hyperdisk-balanced"`,
  ),
  option(
    `${WEB}/autoscaling/totalMinNodeCount`,
    70,
    `${WEB_PATH}.autoscaling.totalMinNodeCount: got 70, expected at most totalMaxNodeCount, which is 60`,
  ),
  option(
    `${WEB}/autoscaling/totalMaxNodeCount`,
    Number.NaN,
    `${WEB_PATH}.autoscaling.totalMaxNodeCount: got NaN, expected a whole number, 1 or more`,
  ),
  option(
    `${WEB}/zones`,
    ["us-east1-b"],
    `${WEB_PATH}.zones: got "us-east1-b", expected a zone of europe-west1: "europe-west1-b"`,
  ),
  option(
    `${VIDEO}/machineType`,
    "n2-standard-8",
    `${VIDEO_PATH}.machineType: got "n2-standard-8", expected a machine type with nvidia-l4: g2-standard-4, g2-standard-8, g2-standard-12, g2-standard-16, g2-standard-32, g2-standard-24, g2-standard-48, g2-standard-96`,
  ),
  option(
    "clusters/europe-west1/releaseChannel",
    "stable",
    'clusters.europe-west1.releaseChannel: got "stable", expected "RAPID", "REGULAR", "STABLE", "EXTENDED" or "UNSPECIFIED"',
  ),
  option(
    "dataCenters/paris/ingress/ipv4",
    "10.0.0.1",
    'dataCenters.paris.ingress.ipv4: got "10.0.0.1", expected a public IPv4 address: "203.0.113.10"',
  ),
  option(
    "dataCenters/paris/ingress/ipv4",
    "paris.example.com",
    'dataCenters.paris.ingress.ipv4: got "paris.example.com", expected a public IPv4 address: "203.0.113.10"',
  ),
  option(
    "dataCenters/frankfurt/ingress/ipv4",
    "203.0.113.10",
    'dataCenters.frankfurt.ingress.ipv4: got "203.0.113.10", expected an address of its own: paris has this one',
  ),
  option(
    "dataCenters/paris/healthCheck",
    { path: "healthz" },
    'dataCenters.paris.healthCheck.path: got "healthz", expected up to 255 characters, "/" first',
  ),
  option(
    "hostedZone/zoneName",
    "https://example.com",
    'hostedZone.zoneName: got "https://example.com", expected the name of a hosted zone in lower case: "example.com"',
  ),
  option(
    "hostedZone/zoneId",
    "example.com",
    'hostedZone.zoneId: got "example.com", expected the id of a hosted zone: "Z0123456789ABCDEFGHIJ"',
  ),
  option("services", {}, "services: got {}, expected at least one service"),
  option(
    "loadBalancer",
    { defaultService: "Api" },
    'loadBalancer.defaultService: got "Api", expected a service: "api" or "shop"',
  ),
  option(
    "services/api/maxRatePerEndpoint",
    0,
    "services.api.maxRatePerEndpoint: got 0, expected more than 0 requests per second",
  ),
  option(
    "services/shop/hostName",
    "API.example.com",
    'services.shop.hostName: got "API.example.com", expected a host name of its own, or paths of it: api answers the rest of this one',
  ),
  option(
    "routing/countries/UK",
    { serveFrom: ["paris"] },
    'routing.countries.UK: got "UK", expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows; for United Kingdom write "GB"',
  ),
  option(
    "routing/countries/EU",
    { serveFrom: ["paris"] },
    'routing.countries.EU: got "EU", expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows; for Europe use continents',
  ),
  option(
    "routing/countries/FR/serveFrom",
    ["pariss"],
    'routing.countries.FR.serveFrom: got "pariss", expected a data centre: "paris" or "frankfurt"',
  ),
  option(
    "routing/countries/FR/percent",
    150,
    "routing.countries.FR.percent: got 150, expected a whole number from 0 to 100",
  ),
  option("ttlSeconds", 0, "ttlSeconds: got 0, expected a whole number of seconds from 1 to 86400"),
  option(
    "labels",
    { Environment: "x" },
    'labels.Environment: got "Environment", expected up to 63 lower-case letters, digits, hyphens and underscores, the key with a letter first',
  ),
  [
    "a name with a capital letter",
    (app) => new HybridPlatform(app, "Production", PLATFORM),
    'HybridPlatform: environment: got "Production", expected 1 to 16 lower-case letters, digits and hyphens, a letter first and no hyphen last',
  ],
  [
    "one host name in two environments",
    (app) =>
      ["a", "b"].map((name) => new HybridPlatform(app, name, { ...PLATFORM, services: SMALL_PLATFORM.services })),
    'b: services: got "api.example.com", expected a name of its own in the zone: a-dns/routing makes its A and AAAA records',
  ],
  [
    "a bucket with its scheme",
    () => State.gcs({ bucket: "gs://acme" }),
    'State.gcs: bucket: got "gs://acme", expected 3 to 63 lower-case letters, digits, hyphens, underscores and dots',
  ],
  [
    "a bucket in capital letters",
    () => State.s3({ bucket: "Acme_Terraform", region: "eu-west-1" }),
    'State.s3: bucket: got "Acme_Terraform", expected 3 to 63 lower-case letters, digits, hyphens and dots',
  ],
  [
    "a routing's host names that are a text",
    inStack(
      (stack) =>
        new GeoRouting(stack, "r", {
          zone: SMALL_PLATFORM.hostedZone,
          routingName: "x",
          dataCenters: {},
          lastResort: { ipv4: "198.51.100.1" },
          policies: { shop: { hostNames: "shop.example.com" } },
        }),
    ),
    's/r: policies.shop.hostNames: got "shop.example.com", expected a list',
  ],
  [
    "a cluster's region beside its subnet",
    inStack(
      (stack) =>
        new RegionalCluster(stack, "c", {
          region: "europe-west1",
          project: "acme-shop",
          clusterName: "c",
          subnet: { region: "europe-west1", networkId: "n", subnetId: "s", podsRangeName: "p", servicesRangeName: "s" },
        }),
    ),
    "s/c: region: is not a property of RegionalClusterProps: see the reference",
  ],
];

const ASKED: readonly Mistake[] = [
  [
    "answers of no app",
    () => ask(undefined, "api.example.com"),
    "answers: source: got nothing, expected an app, a construct, the folder that cdktf synth wrote, or Terraform's JSON as an object",
  ],
  [
    "answers of a folder that is not there",
    () => ask("nowhere.out", "api.example.com"),
    'nowhere.out: manifest.json: there is no such file: run "cdktf synth" first',
  ],
  [
    "a host name that nobody has",
    (app) => {
      new HybridPlatform(app, "p", PLATFORM);
      ask(app, "ap.example.com");
    },
    'answers: hostName: got "ap.example.com", expected a name with address records: api.example.com, shop.example.com',
  ],
  [
    "an option of answers that there is not",
    (app) => {
      new HybridPlatform(app, "p", PLATFORM);
      ask(app, "api.example.com", { typ: "A" });
    },
    "answers: options.typ: is no option of answers: type, zone",
  ],
  [
    "a country that there is not",
    asking((api) => api.from("UK")),
    'answers: from: got "UK", expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows; for United Kingdom write "GB", or a state: "US-CA"',
  ],
  ["no place", asking((api) => api.from()), "answers: from: names no place"],
  [
    "a data centre that there is not",
    asking((api) => api.from("FR").are("pariss")),
    'answers: are: got "pariss", expected one of: frankfurt, paris, last resort, no answer',
  ],
  [
    "a share that is a text",
    asking((api) => api.from("DE").are({ frankfurt: "25" })),
    'answers: are: got {"frankfurt":"25"}, expected who answers: "paris", or shares in percent: { paris: 60, frankfurt: 40 }',
  ],
  [
    "a failure of whom there is not",
    asking((api) => api.from("FR").whenDown("lyon").are("paris")),
    'answers: whenDown: got "lyon", expected an endpoint with a health check: frankfurt, paris',
  ],
  [
    "a continent by its name",
    asking((api) => api.fromContinent("Europe").are("paris")),
    'answers: fromContinent: got "Europe", expected one of: AF, AN, AS, EU, NA, OC, SA',
  ],
];

export const MISTAKES: readonly Mistake[] = [...KEYS, ...MISSING, ...TYPES, ...VALUES, ...ASKED];
