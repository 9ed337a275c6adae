import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { type App, Aspects, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { type EdgeStack, HybridPlatform, Link } from "../../../index";
import { VPN } from "../../links/support";
import { SMALL_PLATFORM } from "../../support/platform";
import { type Block, resourcesOf, synthesize } from "../../support/synthesize";
import { whole } from "../../support/whole-platform";

const PARIS = {
  ...SMALL_PLATFORM.dataCenters.paris,
  links: { vpn: Link.haVpn(VPN) },
  privateIngress: { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 },
};

const make = (app: App) =>
  new HybridPlatform(app, "test", {
    ...SMALL_PLATFORM,
    labels: { team: "video" },
    dataCenters: { paris: PARIS },
    services: { api: { ...SMALL_PLATFORM.services.api, dataCenters: ["paris"] } },
  });

/** The configurations of a platform that is changed before it is written. */
const changed = (change: (platform: HybridPlatform) => void) => synthesize((app) => change(make(app))).stacks;

const NAMES = ["test-network", "test-links", "test-edge", "test-cluster-europe-west1", "test-dns"];

describe("the stacks of a platform", () => {
  test("are all listed, each after those that it waits for", () => {
    let names: readonly string[] = [];
    const { manifest } = synthesize((app) => {
      names = make(app).stacks.map(({ node }) => node.id);
    });
    expect(names).toEqual(NAMES);
    expect(Object.keys(manifest.stacks).sort()).toEqual([...NAMES].sort());
    for (const [index, name] of names.entries()) {
      expect(names.slice(0, index)).toEqual(expect.arrayContaining(manifest.stacks[name].dependencies));
    }
  });

  test("are each visited by the platform's aspects, and by those of one stack alone", () => {
    const visited: string[] = [];
    const visitor = (prefix: string) => ({
      visit: (node: IConstruct) => {
        if (TerraformStack.isStack(node)) visited.push(prefix + node.node.id);
      },
    });
    changed((platform) => {
      Aspects.of(platform).add(visitor("all "));
      Aspects.of(whole(platform).edge).add(visitor("edge "));
    });
    expect(visited.sort()).toEqual([...NAMES.map((name) => `all ${name}`), "edge test-edge"].sort());
  });

  test("give Google's resources the labels, and AWS' the tags", () => {
    const stacks = changed(() => undefined);
    for (const name of NAMES.slice(0, -1)) {
      expect(stacks[name]?.provider.google).toEqual([{ project: "acme-test", default_labels: { team: "video" } }]);
    }
    expect(stacks["test-dns"]?.provider.aws[0].default_tags).toEqual([{ tags: { team: "video" } }]);
  });

  test("take resources of a user's own", () => {
    const stacks = changed((platform) => {
      const { network } = whole(platform);
      new ComputeNetwork(network, "other", { name: "other" });
    });
    expect(resourcesOf(stacks["test-network"] as Block, "google_compute_network").other).toEqual({ name: "other" });
  });
});

describe("what a platform has made", () => {
  const made = (change: (platform: HybridPlatform) => void, stack: string, type: string) =>
    resourcesOf(changed(change)[stack] as Block, type);

  test("is within reach: node pools, by region and name", () => {
    const change = ({ clusters }: HybridPlatform) =>
      clusters.get("europe-west1")?.nodePools.get("web")?.nodePool.addOverride("node_config.logging_variant", "MAX");
    const { cluster_web } = made(change, "test-cluster-europe-west1", "google_container_node_pool");
    expect(cluster_web?.node_config.logging_variant).toBe("MAX");
  });

  test("is within reach: backends, by service and region, and by data centre", () => {
    const change = (platform: HybridPlatform) => {
      const { edge } = whole(platform);
      for (const group of edge.clusterBackends.get("api")?.get("europe-west1")?.groups ?? []) group.description = "own";
      edge.dataCenters.get("paris")?.group.addOverride("description", "own");
    };
    const groups = Object.values(made(change, "test-edge", "google_compute_network_endpoint_group"));
    expect(groups.map(({ description }) => description)).toEqual(["own", "own", "own", "own"]);
  });

  test("is within reach: backend services, links and the network's parts", () => {
    const change = (platform: HybridPlatform) => {
      const { links } = platform;
      const { edge, network } = whole(platform);
      edge.loadBalancer.backendServices.get("api")?.backendService.addOverride("compression_mode", "AUTOMATIC");
      expect(links?.links.get("paris")?.get("vpn")).toBeDefined();
      expect(network.network.regions.get("europe-west1")).toBeDefined();
    };
    const { load_balancer_api_backend_service } = made(change, "test-edge", "google_compute_backend_service");
    expect(load_balancer_api_backend_service?.compression_mode).toBe("AUTOMATIC");
  });

  test("is within reach: records, by the name that Terraform shows, and health checks, by address", () => {
    const change = (platform: HybridPlatform) => {
      const { routing } = whole(platform).dns;
      routing.records.get("routing_ipv4_host_api_example_com_default")?.addOverride("ttl", 61);
      routing.healthChecks.get("203.0.113.10")?.healthCheck.addOverride("measure_latency", true);
    };
    const stacks = changed(change);
    const dns = stacks["test-dns"] as Block;
    const records = resourcesOf(dns, "aws_route53_record");
    expect(records.routing_ipv4_host_api_example_com_default?.ttl).toBe(61);
    const checks = Object.values(resourcesOf(dns, "aws_route53_health_check"));
    expect(checks.map(({ measure_latency }) => measure_latency).sort()).toEqual([true, undefined]);
  });

  test("has every record of Route 53 in its records", () => {
    let names: readonly string[] = [];
    const stacks = changed((platform) => {
      names = [...whole(platform).dns.routing.records.keys()];
    });
    expect([...names].sort()).toEqual(
      Object.keys(resourcesOf(stacks["test-dns"] as Block, "aws_route53_record")).sort(),
    );
  });

  test("keeps its lifecycle beside an override, and loses it to a lifecycle of the user's", () => {
    const lifecycleOf = (change: (urlMap: EdgeStack["loadBalancer"]["urlMap"]) => void) => {
      const edge = changed((platform) => change(whole(platform).edge.loadBalancer.urlMap))["test-edge"] as Block;
      return resourcesOf(edge, "google_compute_url_map").load_balancer_url_map?.lifecycle;
    };
    const both = { create_before_destroy: true, prevent_destroy: true };
    expect(lifecycleOf((urlMap) => urlMap.addOverride("lifecycle.prevent_destroy", true))).toEqual(both);
    const replaced = lifecycleOf((urlMap) => {
      urlMap.lifecycle = { preventDestroy: true };
    });
    expect(replaced).toEqual({ prevent_destroy: true });
  });
});
