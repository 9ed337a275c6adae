import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { HybridPlatform } from "../../../index";
import { importFiles } from "../../../lib/cli/import";
import { IMPORTABLE } from "../../../lib/cli/import/importable-types";
import { everything } from "../../everything/program";
import { outputFolder } from "../../support/command-line";
import { SMALL_PLATFORM } from "../../support/platform";

const PROJECT = "acme-everything";
const API = `https://www.googleapis.com/compute/v1/projects/${PROJECT}`;
const HERE = `${API}/regions/europe-west1`;
const ZONE = `${API}/zones/europe-west1-b`;
const MANAGER = `projects/${PROJECT}/locations/global`;
const NETWORK = `${API}/global/networks/acme`;

const compute = (kind: string, path: string, more: object) => ({
  creationTimestamp: "2021-03-04T05:06:07.000-08:00",
  fingerprint: "bm90IGEgc2VjcmV0",
  id: "1234567890123456789",
  kind: `compute#${kind}`,
  name: path.split("/").at(-1),
  selfLink: path,
  ...more,
});
const global = (kind: string, path: string, more: object) => compute(kind, `${API}/global/${path}`, more);
const regional = (kind: string, path: string, more: object) =>
  compute(kind, `${HERE}/${path}`, { region: HERE, ...more });

/** An object of each type as gcloud prints it, in the form of its API's reference, and what it is imported as. */
const OBJECTS: readonly (readonly [to: string, id: string, object: object])[] = [
  [
    "google_compute_network.network",
    `projects/${PROJECT}/global/networks/acme`,
    global("network", "networks/acme", {
      autoCreateSubnetworks: false,
      mtu: 1460,
      routingConfig: { routingMode: "GLOBAL" },
    }),
  ],
  [
    "google_compute_subnetwork.network_europe-west1_subnet",
    `projects/${PROJECT}/regions/europe-west1/subnetworks/acme-europe-west1`,
    regional("subnetwork", "subnetworks/acme-europe-west1", {
      enableFlowLogs: true,
      gatewayAddress: "10.4.0.1",
      ipCidrRange: "10.4.0.0/18",
      logConfig: {
        aggregationInterval: "INTERVAL_5_SEC",
        enable: true,
        flowSampling: 0.1,
        metadata: "INCLUDE_ALL_METADATA",
      },
      network: NETWORK,
      privateIpGoogleAccess: true,
      privateIpv6GoogleAccess: "DISABLE_GOOGLE_ACCESS",
      purpose: "PRIVATE",
      secondaryIpRanges: [
        { ipCidrRange: "10.80.0.0/16", rangeName: "pods" },
        { ipCidrRange: "10.34.0.0/19", rangeName: "services" },
        { ipCidrRange: "10.56.0.0/16", rangeName: "more-pods" },
      ],
      stackType: "IPV4_ONLY",
    }),
  ],
  [
    "google_compute_address.network_europe-west1_nat_address_1",
    `projects/${PROJECT}/regions/europe-west1/addresses/acme-europe-west1-nat-1`,
    regional("address", "addresses/acme-europe-west1-nat-1", {
      address: "198.51.100.9",
      addressType: "EXTERNAL",
      networkTier: "PREMIUM",
      status: "IN_USE",
    }),
  ],
  [
    "google_compute_global_address.network_private_services_range",
    `projects/${PROJECT}/global/addresses/acme-private-services-10-48-0-0-16`,
    global("address", "addresses/acme-private-services-10-48-0-0-16", {
      address: "10.48.0.0",
      addressType: "INTERNAL",
      network: NETWORK,
      prefixLength: 16,
      purpose: "VPC_PEERING",
      status: "RESERVED",
    }),
  ],
  [
    "google_compute_firewall.network_firewall_rules_data_center_paris_egress",
    `projects/${PROJECT}/global/firewalls/acme-data-center-paris-egress`,
    global("firewall", "firewalls/acme-data-center-paris-egress", {
      allowed: [{ IPProtocol: "all" }],
      description: "Nodes and pods to paris",
      destinationRanges: ["10.128.0.0/13"],
      direction: "EGRESS",
      disabled: false,
      logConfig: { enable: false },
      network: NETWORK,
      priority: 1000,
    }),
  ],
  [
    "google_compute_external_vpn_gateway.link_paris_vpn_peer_gateway",
    `projects/${PROJECT}/global/externalVpnGateways/acme-paris-vpn`,
    global("externalVpnGateway", "externalVpnGateways/acme-paris-vpn", {
      interfaces: [
        { id: 0, ipAddress: "203.0.113.17" },
        { id: 1, ipAddress: "203.0.113.18" },
      ],
      redundancyType: "TWO_IPS_REDUNDANCY",
    }),
  ],
  [
    "google_compute_ha_vpn_gateway.link_paris_vpn",
    `projects/${PROJECT}/regions/europe-west1/vpnGateways/acme-paris-vpn`,
    regional("vpnGateway", "vpnGateways/acme-paris-vpn", {
      gatewayIpVersion: "IPV4",
      network: NETWORK,
      stackType: "IPV4_ONLY",
      vpnInterfaces: [
        { id: 0, ipAddress: "198.51.100.11" },
        { id: 1, ipAddress: "198.51.100.12" },
      ],
    }),
  ],
  [
    "google_compute_vpn_tunnel.link_paris_vpn_tunnel_edge-1",
    `projects/${PROJECT}/regions/europe-west1/vpnTunnels/acme-paris-vpn-edge-1`,
    regional("vpnTunnel", "vpnTunnels/acme-paris-vpn-edge-1", {
      detailedStatus: "Tunnel is up and running.",
      ikeVersion: 2,
      localTrafficSelector: ["0.0.0.0/0"],
      peerExternalGateway: `${API}/global/externalVpnGateways/acme-paris-vpn`,
      peerExternalGatewayInterface: 0,
      peerIp: "203.0.113.17",
      remoteTrafficSelector: ["0.0.0.0/0"],
      router: `${HERE}/routers/acme-paris-vpn`,
      sharedSecret: "*************",
      sharedSecretHash: "not-to-be-seen",
      status: "ESTABLISHED",
      vpnGateway: `${HERE}/vpnGateways/acme-paris-vpn`,
      vpnGatewayInterface: 0,
    }),
  ],
  [
    "google_compute_interconnect_attachment.link_frankfurt_dedicated_attachment_first",
    `projects/${PROJECT}/regions/europe-west1/interconnectAttachments/acme-frankfurt-dedicated-first`,
    regional("interconnectAttachment", "interconnectAttachments/acme-frankfurt-dedicated-first", {
      adminEnabled: true,
      bandwidth: "BPS_10G",
      cloudRouterIpAddress: "169.254.10.1/29",
      customerRouterIpAddress: "169.254.10.2/29",
      encryption: "IPSEC",
      ipsecInternalAddresses: [`${HERE}/addresses/acme-frankfurt-dedicated-first`],
      interconnect: `${API}/global/interconnects/one`,
      mtu: 1440,
      operationalStatus: "OS_ACTIVE",
      router: `${HERE}/routers/acme-frankfurt-dedicated`,
      stackType: "IPV4_ONLY",
      state: "ACTIVE",
      type: "DEDICATED",
      vlanTag8021q: 100,
    }),
  ],
  [
    "google_compute_network_endpoint_group.data_center_paris",
    `projects/${PROJECT}/zones/europe-west1-b/networkEndpointGroups/acme-paris`,
    compute("networkEndpointGroup", `${ZONE}/networkEndpointGroups/acme-paris`, {
      description: "The ingress of the data centre paris",
      network: NETWORK,
      networkEndpointType: "NON_GCP_PRIVATE_IP_PORT",
      size: 2,
      zone: ZONE,
    }),
  ],
  [
    "google_compute_health_check.load_balancer_admin_health_check",
    `projects/${PROJECT}/global/healthChecks/acme-admin`,
    global("healthCheck", "healthChecks/acme-admin", {
      checkIntervalSec: 5,
      healthyThreshold: 2,
      httpHealthCheck: { portSpecification: "USE_SERVING_PORT", proxyHeader: "NONE", requestPath: "/healthz" },
      logConfig: { enable: true },
      timeoutSec: 5,
      type: "HTTP",
      unhealthyThreshold: 2,
    }),
  ],
  [
    "google_compute_backend_service.load_balancer_admin_backend_service",
    `projects/${PROJECT}/global/backendServices/acme-admin`,
    global("backendService", "backendServices/acme-admin", {
      affinityCookieTtlSec: 0,
      backends: ["", "-g2"].flatMap((generation) =>
        ["b", "c", "d"].map((zone) => ({
          balancingMode: "RATE",
          capacityScaler: 1,
          group: `${API}/zones/europe-west1-${zone}/networkEndpointGroups/acme-europe-west1-admin${generation}`,
          maxRatePerEndpoint: 20,
        })),
      ),
      connectionDraining: { drainingTimeoutSec: 300 },
      enableCDN: false,
      healthChecks: [`${API}/global/healthChecks/acme-admin`],
      iap: { enabled: true },
      loadBalancingScheme: "EXTERNAL_MANAGED",
      logConfig: { enable: true, sampleRate: 1 },
      port: 80,
      portName: "http",
      protocol: "HTTP",
      securityPolicy: `${API}/global/securityPolicies/acme`,
      sessionAffinity: "NONE",
      timeoutSec: 30,
    }),
  ],
  [
    "google_compute_url_map.load_balancer_front_end_redirect",
    `projects/${PROJECT}/global/urlMaps/acme-redirect`,
    global("urlMap", "urlMaps/acme-redirect", {
      defaultUrlRedirect: {
        httpsRedirect: true,
        redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT",
        stripQuery: false,
      },
    }),
  ],
  [
    "google_compute_target_http_proxy.load_balancer_front_end_http",
    `projects/${PROJECT}/global/targetHttpProxies/acme-redirect`,
    global("targetHttpProxy", "targetHttpProxies/acme-redirect", { urlMap: `${API}/global/urlMaps/acme-redirect` }),
  ],
  [
    "google_compute_target_https_proxy.load_balancer_front_end_https",
    `projects/${PROJECT}/global/targetHttpsProxies/acme`,
    global("targetHttpsProxy", "targetHttpsProxies/acme", {
      certificateMap: `//certificatemanager.googleapis.com/${MANAGER}/certificateMaps/acme`,
      quicOverride: "ENABLE",
      sslPolicy: `${API}/global/sslPolicies/acme`,
      tlsEarlyData: "DISABLED",
      urlMap: `${API}/global/urlMaps/acme`,
    }),
  ],
  [
    "google_compute_global_forwarding_rule.load_balancer_front_end_http_ipv4",
    `projects/${PROJECT}/global/forwardingRules/acme-http-ipv4`,
    global("forwardingRule", "forwardingRules/acme-http-ipv4", {
      IPAddress: "198.51.100.7",
      IPProtocol: "TCP",
      labelFingerprint: "bm90IGEgc2VjcmV0",
      loadBalancingScheme: "EXTERNAL_MANAGED",
      networkTier: "PREMIUM",
      portRange: "80-80",
      target: `${API}/global/targetHttpProxies/acme-redirect`,
    }),
  ],
  [
    "google_compute_ssl_policy.load_balancer_front_end_ssl_policy",
    `projects/${PROJECT}/global/sslPolicies/acme`,
    global("sslPolicy", "sslPolicies/acme", {
      enabledFeatures: ["TLS_AES_128_GCM_SHA256"],
      minTlsVersion: "TLS_1_2",
      profile: "MODERN",
    }),
  ],
  [
    "google_compute_security_policy.load_balancer_pictures_edge_security_policy",
    `projects/${PROJECT}/global/securityPolicies/acme-pictures-edge`,
    global("securityPolicy", "securityPolicies/acme-pictures-edge", {
      description: "",
      rules: [
        {
          action: "deny(403)",
          description: "",
          kind: "compute#securityPolicyRule",
          match: { config: { srcIpRanges: ["203.0.113.128/26"] }, versionedExpr: "SRC_IPS_V1" },
          preview: false,
          priority: 2000,
        },
        {
          action: "allow",
          description: "default rule",
          kind: "compute#securityPolicyRule",
          match: { config: { srcIpRanges: ["*"] }, versionedExpr: "SRC_IPS_V1" },
          preview: false,
          priority: 2147483647,
        },
      ],
      type: "CLOUD_ARMOR_EDGE",
    }),
  ],
  [
    "google_compute_managed_ssl_certificate.classic_classic_certificate_classicexamplecom_04457459",
    `projects/${PROJECT}/global/sslCertificates/classic-classic-example-com`,
    global("sslCertificate", "sslCertificates/classic-classic-example-com", {
      expireTime: "2027-01-01T00:00:00.000-08:00",
      managed: {
        domainStatus: { "classic.example.com": "ACTIVE" },
        domains: ["classic.example.com"],
        status: "ACTIVE",
      },
      subjectAlternativeNames: ["classic.example.com"],
      type: "MANAGED",
    }),
  ],
  [
    "google_certificate_manager_certificate.load_balancer_host_certificates_admin_example_com_certificate",
    `${MANAGER}/certificates/admin-example-com`,
    {
      createTime: "2026-01-01T00:00:00Z",
      managed: {
        authorizationAttemptInfo: [{ domain: "admin.example.com", state: "AUTHORIZED" }],
        dnsAuthorizations: [`${MANAGER}/dnsAuthorizations/admin-example-com`],
        domains: ["admin.example.com"],
        state: "ACTIVE",
      },
      name: `${MANAGER}/certificates/admin-example-com`,
      sanDnsnames: ["admin.example.com"],
    },
  ],
  [
    "google_certificate_manager_certificate_map.load_balancer_host_certificates_certificate_map",
    `${MANAGER}/certificateMaps/acme`,
    { createTime: "2026-01-01T00:00:00Z", gclbTargets: [], name: `${MANAGER}/certificateMaps/acme` },
  ],
  [
    "google_certificate_manager_certificate_map_entry.load_balancer_host_certificates_admin_example_com_entry",
    `${MANAGER}/certificateMaps/acme/certificateMapEntries/admin-example-com`,
    {
      certificates: [`${MANAGER}/certificates/admin-example-com`],
      hostname: "admin.example.com",
      name: `${MANAGER}/certificateMaps/acme/certificateMapEntries/admin-example-com`,
      state: "ACTIVE",
    },
  ],
  [
    "google_certificate_manager_dns_authorization.load_balancer_host_certificates_admin_example_com_authorization",
    `${MANAGER}/dnsAuthorizations/admin-example-com`,
    {
      dnsResourceRecord: {
        data: "x.authorize.certificatemanager.goog.",
        name: "_acme-challenge_x.admin.example.com.",
        type: "CNAME",
      },
      domain: "admin.example.com",
      name: `${MANAGER}/dnsAuthorizations/admin-example-com`,
      type: "PER_PROJECT_RECORD",
    },
  ],
  [
    "google_service_account.load_balancer_autoneg_account",
    `projects/${PROJECT}/serviceAccounts/acme-autoneg@${PROJECT}.iam.gserviceaccount.com`,
    {
      displayName: "Autoneg controllers of acme",
      email: `acme-autoneg@${PROJECT}.iam.gserviceaccount.com`,
      name: `projects/${PROJECT}/serviceAccounts/acme-autoneg@${PROJECT}.iam.gserviceaccount.com`,
      oauth2ClientId: "123456789012345678901",
      projectId: PROJECT,
      uniqueId: "123456789012345678901",
    },
  ],
  [
    // The API tells the project by its number alone.
    "google_project_service.project_services_binaryauthorization",
    `${PROJECT}/binaryauthorization.googleapis.com`,
    {
      config: { name: "binaryauthorization.googleapis.com", title: "Binary Authorization API" },
      name: "projects/123456789012/services/binaryauthorization.googleapis.com",
      parent: "projects/123456789012",
      state: "ENABLED",
    },
  ],
];

/** A router is printed with all that is in it. */
const ROUTERS = [
  regional("router", "routers/acme-europe-west1", {
    encryptedInterconnectRouter: false,
    network: NETWORK,
    nats: [
      {
        enableDynamicPortAllocation: true,
        enableEndpointIndependentMapping: false,
        logConfig: { enable: true, filter: "ERRORS_ONLY" },
        maxPortsPerVm: 65536,
        minPortsPerVm: 64,
        name: "acme-europe-west1",
        natIpAllocateOption: "MANUAL_ONLY",
        natIps: [1, 2].map((index) => `${HERE}/addresses/acme-europe-west1-nat-${index}`),
        sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
        type: "PUBLIC",
      },
    ],
  }),
  regional("router", "routers/acme-frankfurt-dedicated", {
    encryptedInterconnectRouter: true,
    bgp: {
      advertiseMode: "DEFAULT",
      asn: 64513,
      keepaliveInterval: 20,
    },
    network: NETWORK,
    interfaces: [
      {
        ipRange: "169.254.10.1/29",
        linkedInterconnectAttachment: `${HERE}/interconnectAttachments/acme-frankfurt-dedicated-first`,
        managementType: "MANAGED_BY_USER",
        name: "acme-frankfurt-dedicated-first",
      },
    ],
    bgpPeers: [
      {
        advertiseMode: "DEFAULT",
        advertisedRoutePriority: 100,
        bfd: {
          minReceiveInterval: 1000,
          minTransmitInterval: 1000,
          multiplier: 5,
          sessionInitializationMode: "DISABLED",
        },
        enable: "TRUE",
        enableIpv6: false,
        interfaceName: "acme-frankfurt-dedicated-first",
        ipAddress: "169.254.10.1",
        managementType: "MANAGED_BY_USER",
        name: "acme-frankfurt-dedicated-first",
        peerAsn: 65002,
        peerIpAddress: "169.254.10.2",
      },
    ],
  }),
];
const IN_ROUTERS = [
  "google_compute_router.network_europe-west1_router",
  "google_compute_router_nat.network_europe-west1_nat",
  "google_compute_router.link_frankfurt_dedicated_router",
  "google_compute_router_interface.link_frankfurt_dedicated_attachment_first_interface",
  "google_compute_router_peer.link_frankfurt_dedicated_attachment_first_peer",
];

const scratch = mkdtempSync(join(tmpdir(), "google-types-"));
const into = outputFolder(everything);
async function imported(objects: readonly object[]) {
  const file = join(scratch, "objects.json");
  writeFileSync(file, JSON.stringify(objects));
  return JSON.parse(await importFiles([file], { into, json: true }));
}

test.each(OBJECTS)("%s is imported by its own id, as it is", async (to, id, object) => {
  const { imports, cannotBeKept, notTakenOver, changesInPlace } = await imported([object]);
  expect({ cannotBeKept, notTakenOver, changesInPlace }).toEqual({
    cannotBeKept: [],
    notTakenOver: [],
    changesInPlace: [],
  });
  expect(imports.map((one: { to: string; id: string }) => [one.to, one.id])).toEqual([[to, id]]);
});

test("a router is imported with all that is in it, as it is", async () => {
  const { imports, cannotBeKept, notTakenOver, changesInPlace } = await imported(ROUTERS);
  expect({ cannotBeKept, notTakenOver, changesInPlace }).toEqual({
    cannotBeKept: [],
    notTakenOver: [],
    changesInPlace: [],
  });
  expect(imports.map(({ to }: { to: string }) => to)).toEqual(IN_ROUTERS);
});

test("every type that can be imported is tried", () => {
  // Clusters and their pools: things.test.ts.
  const tried = [
    ...OBJECTS.map(([to]) => to),
    ...IN_ROUTERS,
    "google_container_cluster.",
    "google_container_node_pool.",
  ];
  expect(new Set(tried.map((to) => to.split(".")[0]))).toEqual(new Set(Object.keys(IMPORTABLE)));
});

test("an API of a project by its number stays where several projects have it", async () => {
  const folder = mkdtempSync(join(scratch, "out-"));
  const app = new App({ outdir: folder });
  for (const id of ["blue", "green"]) {
    const { network, clusters } = SMALL_PLATFORM;
    new HybridPlatform(app, id, {
      google: { project: `acme-${id}` },
      network,
      clusters,
      projectServices: ["compute"],
    });
  }
  app.synth();
  const file = join(scratch, "services.json");
  writeFileSync(file, JSON.stringify([{ name: "projects/123456789012/services/compute.googleapis.com" }]));
  expect(JSON.parse(await importFiles([file], { into: folder, json: true }))).toMatchObject({
    imports: [],
    notTakenOver: ["API of the project compute.googleapis.com: it stays as it is, beside the platform"],
  });
});

const ofBlue = outputFolder((app: App) => {
  const { network, clusters } = SMALL_PLATFORM;
  new HybridPlatform(app, "blue", {
    google: { project: "acme-blue" },
    network,
    clusters,
    projectServices: ["compute"],
  });
});

test("names of APIs are those of the project that has them, by its number or its id", async () => {
  for (const project of ["123456789012", "acme-blue"]) {
    const file = join(scratch, "names.txt");
    writeFileSync(file, `projects/${project}/services/compute.googleapis.com\n`);
    const { imports, leftOut } = JSON.parse(await importFiles([file], { into: ofBlue, json: true }));
    expect(leftOut).toEqual([]);
    expect(imports.map(({ id }: { id: string }) => id)).toEqual(["acme-blue/compute.googleapis.com"]);
  }
});

test("a name of a service account is that of a service account", async () => {
  const [account] = OBJECTS.filter(([to]) => to.startsWith("google_service_account."));
  const file = join(scratch, "accounts.txt");
  writeFileSync(file, `${account?.[1]}\n`);
  const { imports } = JSON.parse(await importFiles([file], { into, json: true }));
  expect(imports).toEqual([expect.objectContaining({ to: account?.[0], id: account?.[1] })]);
});
