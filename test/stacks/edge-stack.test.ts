import { Certificates } from "../../lib/load-balancing";
import { HostedZone } from "../../lib/route53";
import { EdgeStack, type EdgeStackProps } from "../../stacks";
import { AMERICA, EUROPE, service, ZONE } from "../load-balancing/support";
import { addressesOf, type Block, refusalOf, resourceOf, resourcesOf, synthesize } from "../support/synthesize";

const PROPS: EdgeStackProps = {
  google: { project: "acme-test" },
  loadBalancerName: "acme",
  networkName: "acme",
  zone: ZONE,
  services: { api: service({ backends: [EUROPE, AMERICA] }) },
};

const made = (props: Partial<EdgeStackProps> = {}): Block =>
  synthesize((app) => {
    new EdgeStack(app, "edge", { ...PROPS, ...props });
  }).stacks.edge as Block;

const PARIS = { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 };
const withParis = { api: { ...service(), dataCenters: ["paris"] } };

describe("the edge stack", () => {
  test("plans alone: it reads nothing from Google Cloud and from no other state", () => {
    const stack = made({ services: withParis, privateIngresses: { paris: PARIS } });
    expect(stack).not.toHaveProperty("data");
    expect(JSON.stringify(stack)).not.toContain("terraform_remote_state");
  });

  test("talks to AWS only when a record of Route 53 proves a host name", () => {
    const providers = (props: Partial<EdgeStackProps>) => Object.keys(made(props).provider);
    const proven = Certificates.dnsAuthorized({ zone: HostedZone.fromHostedZoneAttributes(ZONE) });
    expect(providers({})).toEqual(["aws", "google"]);
    expect(providers({ zone: undefined, certificates: proven })).toEqual(["aws", "google"]);
    expect(providers({ certificates: Certificates.classic() })).toEqual(["google"]);
    expect(providers({ zone: undefined, certificates: Certificates.classic() })).toEqual(["google"]);
  });

  test("refuses endpoint groups of another project", () => {
    expect(refusalOf(() => made({ google: { project: "acme-prod" } }))[0]).toBe(
      `edge: services.api.backends: got "${EUROPE.endpointGroupIds[0]}", expected endpoint groups of acme-prod, the load balancer's project`,
    );
  });

  test("proves host names in its zone unless the certificates name another", () => {
    const zoneId = (props: Partial<EdgeStackProps>) => resourceOf(made(props), "aws_route53_record").zone_id;
    const other = HostedZone.fromHostedZoneAttributes({ ...ZONE, zoneId: "Z9876543210OTHER" });
    expect(zoneId({ certificates: Certificates.dnsAuthorized() })).toBe(ZONE.zoneId);
    expect(zoneId({ certificates: Certificates.dnsAuthorized({ zone: other }) })).toBe("Z9876543210OTHER");
    expect(zoneId({ zone: other })).toBe("Z9876543210OTHER");
    expect(refusalOf(() => made({ zone: undefined }))).toEqual([
      "edge: certificates: needs a zone in which Google finds the proof of the host names: Certificates.dnsAuthorized({ zone }); without one, Certificates.classic() or Certificates.existingMap(certificateMapId)",
    ]);
    expect(refusalOf(() => made({ zone: { ...ZONE, zoneId: "zone" } }))).toEqual([
      'edge: zone.zoneId: got "zone", expected the id of a hosted zone: "Z0123456789ABCDEFGHIJ"',
    ]);
  });

  test("takes host names in the zone that the certificates name, whatever its own", () => {
    const other = HostedZone.fromHostedZoneAttributes({ ...ZONE, zoneName: "example.org" });
    const certificates = Certificates.dnsAuthorized({ zone: other });
    const services = { api: service({ hostName: "api.example.org" }) };
    expect(() => made({ certificates, services })).not.toThrow();
    expect(refusalOf(() => made({ certificates }))).toEqual([
      'edge: services.api.hostName: got "api.example.com", expected a name in the zone example.org',
    ]);
  });

  test("names the groups of clusters at synthesis, so that a workload that comes later needs no second apply", () => {
    const groups = resourceOf(made(), "google_compute_backend_service").backend.map(({ group }: Block) => group);
    expect(groups).toEqual([...EUROPE.endpointGroupIds, ...AMERICA.endpointGroupIds]);
    expect(groups.join()).not.toContain("${");
  });

  test("outputs the addresses that DNS writes down", () => {
    const { output } = made();
    expect(Object.keys(output)).toEqual(["anycast_ipv4", "anycast_ipv6"]);
    expect(output.anycast_ipv6.value).toMatch(/google_compute_global_address\.load_balancer_front_end_ipv6\.address/);
  });

  test("outputs the account of the autoneg controller when a service is attached by it", () => {
    const { output } = made({ services: { api: service({ autoneg: true, backends: [] }) } });
    expect(output.autoneg_account.value).toMatch(/google_service_account\.load_balancer_autoneg_account\.email/);
  });

  test("makes one group per data centre, however many services it serves", () => {
    const video = { ...service({ hostName: "video.example.com" }), dataCenters: ["paris"] };
    const stack = made({ services: { ...withParis, video }, privateIngresses: { paris: PARIS } });
    expect(Object.keys(resourcesOf(stack, "google_compute_network_endpoint_group"))).toEqual(["data_center_paris"]);
    expect(resourceOf(stack, "google_compute_network_endpoint_group").network).toBe(
      "projects/acme-test/global/networks/acme",
    );
    for (const { backend } of Object.values(resourcesOf(stack, "google_compute_backend_service"))) {
      expect(backend.at(-1).group).toContain("google_compute_network_endpoint_group.data_center_paris.id");
    }
  });

  test("is monitored only when configured", () => {
    const monitored = made({ monitoring: { notificationChannels: [] } });
    const watching = (stack: Block) => addressesOf(stack).filter((address) => address.includes(".monitoring_"));
    expect(watching(made())).toEqual([]);
    expect(watching(monitored)).toEqual([
      "google_logging_metric.monitoring_unhealthy_endpoints",
      "google_monitoring_alert_policy.monitoring_backends",
      "google_monitoring_alert_policy.monitoring_certificate_api_example_com",
      "google_monitoring_alert_policy.monitoring_down_api_example_com",
      "google_monitoring_alert_policy.monitoring_errors",
      "google_monitoring_alert_policy.monitoring_latency_api",
      "google_monitoring_dashboard.monitoring_dashboard",
      "google_monitoring_uptime_check_config.monitoring_uptime_api_example_com",
    ]);
  });

  test("keeps every address when a service is added before the others", () => {
    const before = addressesOf(made());
    const after = addressesOf(
      made({ services: { admin: service({ hostName: "admin.example.com" }), ...PROPS.services } }),
    );
    expect(before.filter((address) => !after.includes(address))).toEqual([]);
  });

  test("is refused with a data centre that does not say where its ingress is", () => {
    expect(refusalOf(() => made({ services: withParis }))).toEqual([
      'edge: services.api.dataCenters: got "paris", expected a data centre with privateIngress, the addresses that Google sends requests to',
    ]);
  });
});
