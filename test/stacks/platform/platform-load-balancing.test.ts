import { App } from "cdktf";
import { Link } from "../../../index";
import { Certificates, HealthCheck } from "../../../lib/load-balancing";
import { type ClusterOptions, HybridPlatform, type HybridPlatformProps, type ServiceOptions } from "../../../stacks";
import { oneTunnel } from "../../links/support";
import { SMALL_PLATFORM } from "../../support/platform";
import { type Block, refusalOf, resourceOf, resourcesOf, synthesize } from "../../support/synthesize";

const CLUSTER = SMALL_PLATFORM.clusters["europe-west1"];
const API = SMALL_PLATFORM.services.api;

const synthesized = (props: Partial<HybridPlatformProps>) =>
  synthesize((app) => {
    new HybridPlatform(app, "acme", { ...SMALL_PLATFORM, ...props });
  });
const made = (props: Partial<HybridPlatformProps>): Readonly<Record<string, Block>> => synthesized(props).stacks;

const refused = (props: Partial<HybridPlatformProps>) =>
  refusalOf(() => made(props)).map((line) => line.replace("acme: ", ""));

const edgeOf = (props: Partial<HybridPlatformProps>) => made(props)["acme-edge"] as Block;
const two = (europe: Partial<ClusterOptions>, asia: Partial<ClusterOptions> = {}) => ({
  "europe-west1": { ...CLUSTER, ...europe },
  "asia-southeast1": { ...CLUSTER, ...asia },
});
const service = (options: Partial<ServiceOptions>) => ({ api: { ...API, ...options } });

const INGRESS = { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 };
/** A data centre with a link, whatever kind of link it is. */
const linked = (privateIngress: object = INGRESS) => {
  const links = { vpn: Link.haVpn(oneTunnel()) };
  const paris = { ...SMALL_PLATFORM.dataCenters.paris, privateIngress: { ...INGRESS, ...privateIngress }, links };
  return { paris };
};

describe("a platform's load balancer", () => {
  test("is attached to the endpoint groups of every cluster, zone and generation", () => {
    const stack = edgeOf({ clusters: two({}, { endpointGroupGenerations: [1, 2] }) });
    const groups = Object.entries(resourcesOf(stack, "google_compute_network_endpoint_group"));
    const { backend } = resourceOf(stack, "google_compute_backend_service");
    expect(backend.map(({ group }: Block) => group).sort()).toEqual(
      groups.map(([id]) => `\${google_compute_network_endpoint_group.${id}.id}`).sort(),
    );
    const named = groups.map(([, { name, zone }]) => `${name} in ${zone}`);
    const zonesOf = (region: string, letters: string) => [...letters].map((letter) => `${region}-${letter}`);
    expect(named.sort()).toEqual(
      [
        ...zonesOf("europe-west1", "bcd").map((zone) => `acme-europe-west1-api in ${zone}`),
        ...zonesOf("asia-southeast1", "abc").map((zone) => `acme-asia-southeast1-api in ${zone}`),
        ...zonesOf("asia-southeast1", "abc").map((zone) => `acme-asia-southeast1-api-g2 in ${zone}`),
      ].sort(),
    );
  });

  test("drains a region by one property of its cluster", () => {
    const { backend } = resourceOf(edgeOf({ clusters: two({ drain: true }) }), "google_compute_backend_service");
    const scalers = backend.map(({ group, capacity_scaler }: Block) => [
      /endpoint_group_api_([a-z]+-[a-z]+[0-9])_/.exec(group)?.[1],
      capacity_scaler,
    ]);
    expect(scalers).toEqual([...Array(3).fill(["europe-west1", 0]), ...Array(3).fill(["asia-southeast1", 1])]);
  });

  test("changes nothing in any stack but that region's scalers when it is drained", () => {
    const [before, after] = [made({ clusters: two({}) }), made({ clusters: two({ drain: true }) })];
    const filled = resourceOf(after["acme-edge"] as Block, "google_compute_backend_service").backend;
    const expected = structuredClone(before);
    const { backend } = Object.values(expected["acme-edge"]?.resource.google_compute_backend_service)[0] as Block;
    for (const block of backend) if (block.group.includes("europe-west1")) block.capacity_scaler = 0;
    expect(after).toEqual(expected);
    expect(filled).toHaveLength(6);
  });

  test("is deployed before each cluster, so that GKE finds the groups and makes none of that name", () => {
    const app = new App();
    const { clusters, edge, network } = new HybridPlatform(app, "acme", SMALL_PLATFORM);
    expect([...clusters.values()].map(({ dependencies }) => dependencies)).toEqual([[network, edge]]);
  });

  test("keeps the addresses of old groups while new ones stand beside them", () => {
    const groups = (endpointGroupGenerations?: number[]) => {
      const stacks = made({ clusters: { "europe-west1": { ...CLUSTER, endpointGroupGenerations } } });
      const edge = stacks["acme-edge"] as Block;
      const addresses = Object.keys(resourcesOf(edge, "google_compute_network_endpoint_group"));
      return [addresses, stacks["acme-cluster-europe-west1"]?.output] as const;
    };
    const [old, both, fresh] = [groups(), groups([1, 2]), groups([2])];
    expect(both[0]).toEqual(expect.arrayContaining([...old[0]]));
    expect([...both[0]].sort()).toEqual([...old[0], ...fresh[0]].sort());
    expect(old[1].neg_annotation_api.value).toContain('"acme-europe-west1-api"');
    expect(both[1].neg_annotation_api.value).toContain('"acme-europe-west1-api-g2"');
  });

  test("opens the firewall for containers and health checks, without saying it twice", () => {
    const healthCheck = HealthCheck.http({ port: 9000 });
    const firewall = Object.values(
      resourcesOf(
        made({ services: service({ containerPort: 8443, healthCheck }) })["acme-network"] as Block,
        "google_compute_firewall",
      ),
    ).find(({ name }) => name === "acme-google-front-ends");
    expect(firewall?.allow).toEqual([{ protocol: "tcp", ports: ["8443", "9000"] }]);
  });

  test("falls back on a data centre behind the clusters, when they are preferred", () => {
    const stack = edgeOf({
      clusters: { "europe-west1": { ...CLUSTER, preferred: true } },
      dataCenters: linked(),
      services: service({ dataCenters: ["paris"] }),
    });
    const { backend } = resourceOf(stack, "google_compute_backend_service");
    expect(backend.map(({ preference, max_rate_per_endpoint }: Block) => [preference, max_rate_per_endpoint])).toEqual([
      ...Array(3).fill(["PREFERRED", 100]),
      [undefined, 2000],
    ]);
  });

  test("makes no group of a data centre that no service names", () => {
    const groups = resourcesOf(edgeOf({ dataCenters: linked() }), "google_compute_network_endpoint_group");
    expect(Object.values(groups).filter(({ network_endpoint_type: type }) => type !== "GCE_VM_IP_PORT")).toEqual([]);
  });

  test("leaves groups to the autoneg controller, and outputs its annotations", () => {
    const stacks = made({ services: service({ autoneg: true, servicePort: 8080 }) });
    const cluster = stacks["acme-cluster-europe-west1"] as Block;
    const edge = stacks["acme-edge"] as Block;
    expect(resourcesOf(edge, "google_compute_network_endpoint_group")).toEqual({});
    expect(cluster.output.autoneg_annotations_api.value).toEqual({
      "cloud.google.com/neg": '{"exposed_ports":{"8080":{}}}',
      "controller.autoneg.dev/neg":
        '{"backend_services":{"8080":[{"name":"acme-api-autoneg","max_rate_per_endpoint":100,"capacity_scaler":100}]}}',
      "controller.autoneg.dev/sync": '{"capacity_scaler":true}',
    });
    expect(cluster.output).not.toHaveProperty("neg_annotation_api");
    const { name } = resourceOf(stacks["acme-edge"] as Block, "google_compute_backend_service");
    expect(name).toBe("acme-api-autoneg");
  });

  test("tells the autoneg controller of a drain by the annotations, and warns that they must be applied", () => {
    const { nodePools } = CLUSTER;
    const clusters = {
      "europe-west1": CLUSTER,
      "us-east1": { nodePools, drain: true },
      "europe-north1": { nodePools, capacityPercent: 50, preferred: true },
    };
    const { stacks, manifest } = synthesized({
      clusters,
      services: { ...service({}), video: { ...API, hostName: "video.example.com", autoneg: true } },
    });
    const backendIn = (region: string) =>
      JSON.parse(
        (stacks[`acme-cluster-${region}`] as Block).output.autoneg_annotations_video.value[
          "controller.autoneg.dev/neg"
        ],
      ).backend_services["80"][0].capacity_scaler;
    expect(["europe-west1", "us-east1", "europe-north1"].map(backendIn)).toEqual([100, 0, 50]);
    const messages = manifest.stacks["acme-network"].annotations.map(({ message }: Block) => message);
    const advice =
      "reaches video only when the Kubernetes Service gets the annotations of the output autoneg_annotations_video";
    expect(messages).toEqual([
      `clusters.us-east1.drain: ${advice}`,
      `clusters.europe-north1.capacityPercent: ${advice}`,
      "clusters.europe-north1.preferred: has no effect on video: the autoneg controller attaches without a preference",
    ]);
  });

  test("finds a service at port 80 of its Service by default, whoever attaches the groups", () => {
    const annotationsOf = (services: HybridPlatformProps["services"]) =>
      (made({ services })["acme-cluster-europe-west1"] as Block).output;
    expect(annotationsOf(service({ autoneg: true })).autoneg_annotations_api.value).toEqual({
      "cloud.google.com/neg": '{"exposed_ports":{"80":{}}}',
      "controller.autoneg.dev/neg":
        '{"backend_services":{"80":[{"name":"acme-api-autoneg","max_rate_per_endpoint":100,"capacity_scaler":100}]}}',
      "controller.autoneg.dev/sync": '{"capacity_scaler":true}',
    });
    expect(annotationsOf(service({})).neg_annotation_api.value).toContain('"exposed_ports":{"80":');
  });

  test("sends users of a host to the same data centres, whichever path they ask for", () => {
    const login: ServiceOptions = { ...API, paths: ["/login"] };
    const hosts = (services: Record<string, ServiceOptions>) =>
      Object.values(resourcesOf(made({ services })["acme-dns"] as Block, "aws_route53_record"))
        .filter(({ name }) => name === "api.example.com")
        .map(({ set_identifier }) => set_identifier);
    expect(hosts({ api: API, login })).toEqual(hosts({ api: API }));
  });

  test("takes the options of the load balancer and of monitoring", () => {
    const stack = edgeOf({
      loadBalancer: { certificates: Certificates.classic(), tlsProfile: "RESTRICTED", http3: false },
      monitoring: { notificationChannels: ["projects/acme-test/notificationChannels/1"] },
    });
    expect(resourceOf(stack, "google_compute_ssl_policy").profile).toBe("RESTRICTED");
    expect(resourceOf(stack, "google_compute_target_https_proxy").quic_override).toBe("DISABLE");
    expect(stack.resource).toHaveProperty("google_monitoring_dashboard");
  });
});

describe("a platform's load balancer is refused", () => {
  test("with a drain of the last region", () => {
    const allowed = "drain in fewer sites: with drain in all of them, nothing takes the requests of this service";
    expect(refused({ clusters: { "europe-west1": { ...CLUSTER, drain: true } } })).toEqual([
      `services.api: got ["europe-west1"], expected ${allowed}`,
    ]);
    expect(refused({ clusters: two({ drain: true }, { drain: true }) })).toEqual([
      `services.api: got ["europe-west1","asia-southeast1"], expected ${allowed}`,
    ]);
  });

  test("with a data centre as a backend that has no link, no private ingress, or does not exist", () => {
    const { links: _, ...unlinked } = linked().paris;
    const noLink =
      'services.api.dataCenters: got "paris", expected a data centre with a link to the network: Google has no other way to it';
    const noIngress =
      'services.api.dataCenters: got "paris", expected a data centre with privateIngress, the addresses that Google sends requests to';
    const services = service({ dataCenters: ["paris"] });
    expect(refused({ services, dataCenters: { paris: unlinked } })).toEqual([noLink]);
    expect(refused({ services })).toEqual([noIngress, noLink]);
    expect(refused({ services: service({ dataCenters: ["rome"] }), dataCenters: linked() })).toEqual([
      noIngress.replace("paris", "rome"),
    ]);
  });

  test("with private ingresses that cannot be, and a data centre that is called like a region", () => {
    expect(refused({ dataCenters: linked({ addresses: [], capacityPercent: 101 }) })).toEqual([
      "dataCenters.paris.privateIngress.addresses: got [], expected at least one address",
      "dataCenters.paris.privateIngress.capacityPercent: got 101, expected a whole number from 1 to 100",
    ]);
    const named = { "europe-west1": linked().paris };
    expect(refused({ dataCenters: named, routing: undefined })).toEqual([
      'dataCenters.europe-west1: got "europe-west1", expected a name that is not the region of a cluster, so that each can be drained by itself',
    ]);
  });

  test("with options that cannot be, each by the name that the user wrote", () => {
    expect(
      refused({
        clusters: { "europe-west1": { ...CLUSTER, capacityPercent: 0, endpointGroupGenerations: [0] } },
        loadBalancer: { securityPolicy: { denyRanges: ["x"] }, certificates: Certificates.existingMap("m") },
        monitoring: { notificationChannels: [], maxErrorPercent: 0 },
        services: service({ maxRatePerEndpoint: 0, timeoutSeconds: 0 }),
      }),
    ).toEqual([
      "clusters.europe-west1.endpointGroupGenerations: got 0, expected a whole number from 1 to 999",
      "services.api.maxRatePerEndpoint: got 0, expected more than 0 requests per second",
      "services.api.timeoutSeconds: got 0, expected a whole number of seconds from 1 to 86400",
      'loadBalancer.certificates: got "m", expected "projects/P/locations/global/certificateMaps/M"',
      'loadBalancer.securityPolicy.denyRanges: got "x", expected an address, or a range written with its first address: "203.0.113.0/24" or "2001:db8::/32"',
      "clusters.europe-west1.capacityPercent: got 0, expected a whole number from 1 to 100",
      "monitoring.maxErrorPercent: got 0, expected a whole number from 1 to 100",
    ]);
  });

  test("with no generation of endpoint groups, or one twice", () => {
    const generations = (endpointGroupGenerations: number[]) =>
      refused({ clusters: { "europe-west1": { ...CLUSTER, endpointGroupGenerations } } });
    expect(generations([])).toEqual([
      "clusters.europe-west1.endpointGroupGenerations: got [], expected at least one generation, such as 1",
    ]);
    expect(generations([1, 1])).toEqual([
      "clusters.europe-west1.endpointGroupGenerations: got [1,1], expected each generation once",
    ]);
  });

  test("with a policy that no host name has and that names data centres which the platform does not have", () => {
    const policy = (dataCenter: string) => ({ countries: { FR: { serveFrom: [dataCenter] } } });
    const own = service({ routing: policy("paris") });
    expect(refused({ services: own, routing: policy("lyon") })).toEqual([
      'routing.countries.FR.serveFrom: got "lyon", expected a data centre: "paris"',
    ]);
    expect(Object.keys(made({ services: own, routing: policy("paris") }))).toContain("acme-dns");
  });

  test("with routing of its own for a path, and with data centres beside the autoneg controller", () => {
    const login: ServiceOptions = { ...API, paths: ["/login"], routing: { countries: {} } };
    expect(refused({ services: { api: API, login } })).toEqual([
      "services.login.routing: DNS knows host names only: configure it at the service without paths",
    ]);
    expect(refused({ services: service({ autoneg: true, dataCenters: ["paris"] }), dataCenters: linked() })).toEqual([
      'services.api.dataCenters: got ["paris"], expected nothing with autoneg, which attaches clusters only',
    ]);
  });
});
