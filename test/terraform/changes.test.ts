import { production } from "../../examples/video-platform/production";
import type { NodePoolOptions } from "../../lib/gke";
import { Link, Secret } from "../../lib/links";
import { HybridPlatform, type HybridPlatformProps } from "../../stacks";
import { synthesize } from "../support/synthesize";
import { type Changes, Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";

const NETWORK = "production-network";
const CLUSTER = "production-cluster-europe-west1";
const DNS = "production-dns";
const LINKS = "production-links";
const WEB_POOL = {
  address: "google_container_node_pool.cluster_web",
  type: "google_container_node_pool",
  id: "projects/video-platform-prod/locations/europe-west1/clusters/production-europe-west1/nodePools/web",
};

/** The platform with other settings for one pool in Europe. */
function withPool(name: string, changed: Partial<NodePoolOptions>): Partial<HybridPlatformProps> {
  const { "europe-west1": europe, ...clusters } = production.clusters;
  const pool = new Map(Object.entries(europe.nodePools)).get(name);
  if (pool === undefined) throw new Error(`there is no pool ${name}`);
  const nodePools = { ...europe.nodePools, [name]: { ...pool, ...changed } };
  return { clusters: { ...clusters, "europe-west1": { ...europe, nodePools } } };
}

describeWithTerraform("a change of the platform that is deployed", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.ofProgram((app) => new HybridPlatform(app, "production", production));
    await deployment.inOrder(async (stack) => {
      await deployment.succeed(stack, "init");
      await deployment.succeed(stack, "apply", "-auto-approve");
    });
  });
  afterAll(() => deployment.close());

  /** What terraform plans for one stack when the platform is described otherwise. */
  async function planned(stack: string, changed: Partial<HybridPlatformProps>): Promise<Changes> {
    const { stacks } = synthesize((app) => new HybridPlatform(app, "production", { ...production, ...changed }));
    const before = deployment.configurationOf(stack);
    deployment.configure(stack, stacks[stack] ?? {});
    try {
      return await deployment.plan(stack);
    } finally {
      deployment.configure(stack, before);
    }
  }

  /** Does what may leave a stack broken, and makes it again what it was, for the tests that come after. */
  async function breaking(stack: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } finally {
      deployment.cloud.fault = () => undefined;
      await deployment.succeed(stack, "apply", "-auto-approve");
    }
  }

  test("of the version of one tunnel's secret replaces that tunnel with its session, and leaves the other one", async () => {
    const { paris } = production.dataCenters;
    const tunnel = (gatewayInterface: 0 | 1, peerAddress: string, version?: string) => {
      const preSharedKey = Secret.fromSecretManager({ secret: "vpn-paris", ...(version && { version }) });
      return { gatewayInterface, peerAddress, preSharedKey };
    };
    const vpn = Link.haVpn({
      region: "europe-west1",
      asn: 64_512,
      peerAsn: 65_001,
      peerAddresses: ["203.0.113.17", "203.0.113.18"],
      tunnels: { "edge-1": tunnel(0, "203.0.113.17", "2"), "edge-2": tunnel(1, "203.0.113.18") },
    });
    const dataCenters = { ...production.dataCenters, paris: { ...paris, links: { vpn } } };
    expect(await planned(LINKS, { dataCenters })).toEqual({
      "google_compute_vpn_tunnel.link_paris_vpn_tunnel_edge-1": "replace",
      "google_compute_router_interface.link_paris_vpn_tunnel_edge-1_interface": "replace",
      "google_compute_router_peer.link_paris_vpn_tunnel_edge-1_peer": "replace",
    });
  });

  test("of a country's percentage changes its two weights, in place", async () => {
    const countries = { ...production.routing?.countries, DE: { serveFrom: ["frankfurt", "paris"], percent: 50 } };
    const share = (family: string, part: string) =>
      `aws_route53_record.routing_${family}_share_platform_DE_frankfurt_paris_${part}`;
    expect(await planned(DNS, { routing: { countries } })).toEqual({
      [share("ipv4", "data_centers")]: "update",
      [share("ipv4", "last_resort")]: "update",
      [share("ipv6", "data_centers")]: "update",
      [share("ipv6", "last_resort")]: "update",
    });
  });

  test("of a pool's maximum changes that pool, in place", async () => {
    const changed = withPool("web", { autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 80 } });
    expect(await planned(CLUSTER, changed)).toEqual({ "google_container_node_pool.cluster_web": "update" });
  });

  test("of a label replaces nothing", async () => {
    const changes = await planned(CLUSTER, { labels: { ...production.labels, team: "video" } });
    expect(changes).toMatchObject({ "google_container_cluster.cluster": "update" });
    expect(Object.values(changes).filter((action) => action !== "update")).toEqual([]);
  });

  test("to spot machines is flagged as the replacement of that pool", async () => {
    const changed = withPool("video", { spot: true });
    expect(await planned(CLUSTER, changed)).toEqual({ "google_container_node_pool.cluster_video": "replace" });
  });

  test("that takes a region away destroys what that region had in the network, and nothing else", async () => {
    const { "us-east1": _, ...clusters } = production.clusters;
    const had = deployment.states.read(NETWORK).filter(({ address }) => address.includes("us-east1"));
    expect(had.map(({ type }) => type)).toContain("google_compute_subnetwork");
    const deleted = Object.fromEntries(had.map(({ address }) => [address, "delete"]));
    expect(await planned(NETWORK, { clusters })).toEqual(deleted);
  });

  test("behind Terraform's back is seen: what somebody deleted is planned again, and made", async () => {
    await breaking(CLUSTER, async () => {
      deployment.cloud.lose(WEB_POOL.type, WEB_POOL.id);
      expect(await deployment.plan(CLUSTER)).toEqual({ [WEB_POOL.address]: "create" });
      await deployment.succeed(CLUSTER, "apply", "plan");
      expect(deployment.cloud.has(WEB_POOL.type, WEB_POOL.id)).toBe(true);
    });
  });

  test("that the cloud makes without an answer is known, and recreated at the next apply", async () => {
    await breaking(CLUSTER, async () => {
      deployment.cloud.lose(WEB_POOL.type, WEB_POOL.id);
      deployment.cloud.fault = () => "after";
      expect(await deployment.terraform(CLUSTER, "apply", "-auto-approve")).toMatchObject({ status: 1 });
      deployment.cloud.fault = () => undefined;
      expect(deployment.states.read(CLUSTER)).toContainEqual({ ...WEB_POOL, tainted: true });
      expect(await deployment.plan(CLUSTER)).toEqual({ [WEB_POOL.address]: "replace" });
      await deployment.succeed(CLUSTER, "apply", "plan");
      expect(await deployment.plan(CLUSTER)).toEqual({});
    });
  });

  test("that would destroy a protected cluster is refused", async () => {
    await breaking(CLUSTER, async () => {
      const { status, stderr } = await deployment.terraform(CLUSTER, "destroy", "-auto-approve");
      expect(status).toBe(1);
      expect(stderr).toContain("cannot be destroyed: deletion_protection is not false");
      expect(deployment.states.read(CLUSTER)).toContainEqual(
        expect.objectContaining({ address: "google_container_cluster.cluster" }),
      );
    });
  });

  test("that would destroy a network in use is refused", async () => {
    await breaking(NETWORK, async () => {
      const { status, stderr } = await deployment.terraform(NETWORK, "destroy", "-auto-approve");
      expect(status).toBe(1);
      expect(stderr).toMatch(/subnetworks\/production-europe-west1" is already\s+being used by/);
    });
  });
});
