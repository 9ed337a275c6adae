import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hybridKubernetes } from "../../support/command-line";
import { expectSchema } from "../../support/json-schema";
import { writePlans } from "../../support/stack-plan";
import type { Block } from "../../support/synthesize";
import { writtenOutput } from "../../support/written-output";
import { lost, ofStack, POOL, platform, review, SPOT, section, vpnTo, web } from "./reviews";

const before = platform();
const spot = platform({ ...web, spot: true });
const rotated = platform(web, ["us-east1"], vpnTo("203.0.113.11", "another-key-that-nobody-sees"));
const elsewhere = platform(web, ["us-east1"], vpnTo("203.0.113.99"));
const withoutRegion = platform({ ...web, spot: true }, []);

describe("what a change replaces or loses", () => {
  test("is a line for each thing, with the option that causes it and what is lost", () => {
    const { stdout, stderr, status } = review(before, withoutRegion, {
      plans: writePlans(before, withoutRegion, SPOT),
    });
    expect([status, stderr]).toEqual([0, ""]);
    expect(section(stdout, "Replaced or lost")).toBe(`### test-network

removed: firewall test-us-east1-internal (google_compute_firewall.network_firewall_rules_us-east1_internal)
removed: router test-us-east1 (google_compute_router.network_us-east1_router)
removed: NAT gateway test-us-east1 (google_compute_router_nat.network_us-east1_nat): the addresses from which its region calls others are released: whoever lets these in needs the new ones
removed: subnet test-us-east1 (google_compute_subnetwork.network_us-east1_subnet): 10.8.128.0/18

### test-edge

removed: endpoint group test-us-east1-api in us-east1-b (google_compute_network_endpoint_group.endpoint_group_api_us-east1_b)
removed: endpoint group test-us-east1-api in us-east1-c (google_compute_network_endpoint_group.endpoint_group_api_us-east1_c)
removed: endpoint group test-us-east1-api in us-east1-d (google_compute_network_endpoint_group.endpoint_group_api_us-east1_d)

### test-cluster-europe-west1

replaced, the old one goes first: node pool web (google_container_node_pool.cluster_web): 3 to 60 nodes; because of spot: false → true in cluster/web

### test-cluster-us-east1

removed: stack test-cluster-us-east1 with 5 resources: 1 cluster, 1 node pool, 3 to 60 nodes
`);
  });

  test("is summed up in the first lines", () => {
    const { stdout } = review(before, withoutRegion, { plans: writePlans(before, withoutRegion, SPOT) });
    expect(stdout).toMatch(
      /^## Summary\n\nReplaced: 1; removed: 12, with stack test-cluster-us-east1; new: 0; changed in place: 1\.\nUsers who move: none\.\n/,
    );
  });

  test("is known without plans where an address is gone, and replacement is not", () => {
    const { stdout } = review(before, withoutRegion);
    expect(stdout).toMatch(
      /^## Summary\n\nReplaced: not known without a plan; removed: 12, with stack test-cluster-us-east1; new: 0; changed in place or replaced: 2\.\nUsers who move: none\.\n\n/,
    );
    expect(stdout.match(/not known/g)).toHaveLength(1);
    expect(section(stdout, "Replaced or lost")).toContain("removed: subnet test-us-east1");
    expect(section(stdout, "Replaced or lost")).not.toContain("replaced");
  });

  test("is not known without a plan where only the provider is another one, or nothing but new things are seen", () => {
    const of = (project: string, more: Block = {}) => ({
      provider: { google: [{ project }] },
      resource: { own_thing: { one: { name: "one" }, ...more } },
    });
    const [old, moved, grown] = [of("a"), of("b"), of("a", { two: {} })].map((configuration) =>
      writtenOutput({ own: { configuration } }),
    );
    const summary = (young = "", plans?: string) =>
      section(review(old ?? "", young, plans === undefined ? {} : { plans }).stdout, "Summary");
    const users = "Users who move: none.\n";
    expect(summary(moved)).toBe(
      `Replaced: not known without a plan; removed: 0; new: 0; changed in place or replaced: 0.\n${users}`,
    );
    expect(summary(grown)).toBe(
      `Replaced: not known without a plan; removed: 0; new: 1; changed in place or replaced: 0.\n${users}`,
    );
    // A folder without the plan of the one stack that changes.
    expect(summary(grown, mkdtempSync(join(tmpdir(), "plans-")))).toBe(
      `Replaced: not known of each stack; removed: 0; new: 1; changed in place or replaced: 0.\n${users}`,
    );
    // Of what is new or gone as a whole, nothing can be replaced.
    const nothing = writtenOutput({});
    expect(review(nothing, old ?? "").stdout).toContain("Replaced: 0; removed: 0; new: 1; changed in place: 0.\n");
    expect(review(old ?? "", nothing).stdout).toContain("Replaced: 0; removed: 1, with stack own; new: 0;");
  });

  test("is nothing where nothing changes, and needs no plan", () => {
    expect(review(before, before).stdout).toBe("## Routing\n\n### test-dns\n\nNothing changes for anybody.\n");
  });

  test("is the same for programs", () => {
    const plans = writePlans(before, withoutRegion, SPOT);
    const output = JSON.parse(review(before, withoutRegion, { plans, format: "json" }).stdout);
    expectSchema("review", output);
    for (const options of [["--json"], ["--format", "json"]])
      expect(
        JSON.parse(hybridKubernetes("review", before, withoutRegion, "--plans", plans, ...options).stdout),
      ).toEqual(output);
    expect(output.summary).toMatchObject({ replaced: 1, removed: 12, removedStacks: ["test-cluster-us-east1"] });
    const { changes } = output.stacks.find(({ stack }: Block) => stack === "test-cluster-europe-west1");
    expect(changes).toEqual([
      {
        address: POOL,
        path: "test-cluster-europe-west1/cluster/web",
        what: "node pool web",
        becomes: "replaced",
        lost: "3 to 60 nodes",
        causes: [
          { option: "spot", argument: "node_config.spot", from: "false", to: "true", text: "spot: false → true" },
        ],
        newFirst: false,
        isOutside: false,
      },
    ]);
    const unknown = JSON.parse(review(before, spot, { json: true }).stdout);
    expectSchema("review", unknown);
    expect(unknown.summary.replaced).toBeNull();
  });

  test("follows from another resource of the stack, by a reference or because it is replaced with it", () => {
    const gateway = "google_compute_external_vpn_gateway.link_paris_vpn_peer_gateway";
    const tunnel = "google_compute_vpn_tunnel.link_paris_vpn_tunnel_edge-1";
    const leg = "google_compute_router_interface.link_paris_vpn_tunnel_edge-1_interface";
    const plans = writePlans(before, elsewhere, {
      "test-links": {
        replaced: {
          [gateway]: { paths: [["interface"]] },
          [tunnel]: { paths: [["peer_external_gateway"]] },
          [leg]: { reason: "replace_by_triggers" },
        },
      },
    });
    expect(section(review(before, elsewhere, { plans }).stdout, "Replaced or lost")).toBe(`### test-links

replaced, the old one goes first: peer VPN gateway test-paris-vpn (${gateway}); because of peerAddresses in link/paris/vpn/peer_gateway
replaced, the old one goes first: router interface test-paris-vpn-edge-1 (${leg}); because VPN tunnel test-paris-vpn-edge-1 is replaced
replaced, the old one goes first: VPN tunnel test-paris-vpn-edge-1 (${tunnel}): up to 250,000 packets per second; because peer VPN gateway test-paris-vpn is replaced
`);
  });

  test.each([[{}], [{ format: "markdown" as const }], [{ format: "json" as const }]])(
    "shows no secret, whether Terraform marks it or not: %j",
    (options) => {
      const tunnel = "google_compute_vpn_tunnel.link_paris_vpn_tunnel_edge-1";
      for (const marks of [{}, { shared_secret: true }]) {
        const replaced = { [tunnel]: { paths: [["shared_secret"]] } };
        const plans = writePlans(before, rotated, { "test-links": { replaced, sensitive: { [tunnel]: marks } } });
        const { stdout } = review(before, rotated, { plans, ...options });
        expect(stdout).toContain("preSharedKey");
        expect(stdout).not.toContain("nobody-sees");
      }
    },
  );

  test("shows no value that Terraform marks, whatever it is called", () => {
    const of = (note: string) => ({ resource: { own_thing: { one: { name: "one", note } } } });
    const replaced = { "own_thing.one": { paths: [["note"]] } };
    const marked = ofStack(of("first"), of("second"), { replaced, sensitive: { "own_thing.one": { note: true } } });
    expect(lost(marked.stdout)).toBe(
      "replaced, the old one goes first: own thing one (own_thing.one); because of note\n",
    );
    expect(lost(ofStack(of("first"), of("second"), { replaced }).stdout)).toContain("because of note: first → second");
  });

  test.each<[string, Block, string]>([
    ["google_compute_global_address", {}, "203.0.113.77 is released, and may be anybody's then"],
    ["google_compute_interconnect_attachment", { bandwidth: "BPS_10G" }, "10 Gbit/s"],
    ["google_container_cluster", {}, "all that runs in it"],
    [
      "google_compute_ha_vpn_gateway",
      {},
      "192.0.2.1, 192.0.2.2 are released: a new gateway has other addresses, which the far side needs",
    ],
    [
      "google_compute_interconnect_attachment",
      { type: "PARTNER" },
      "its pairing key is void: the service provider needs that of a new one",
    ],
    [
      "google_compute_router_nat",
      { nat_ip_allocate_option: "AUTO_ONLY" },
      "the addresses from which its region calls others are released: whoever lets these in needs the new ones",
    ],
  ])("names what goes with a %s", (type, settings, words) => {
    const old = { resource: { [type]: { one: { name: "one", ...settings } } } };
    const vpn_interfaces = [{ ip_address: "192.0.2.1" }, { ip_address: "192.0.2.2" }];
    const { stdout } = ofStack(old, {}, { before: { [`${type}.one`]: { address: "203.0.113.77", vpn_interfaces } } });
    expect(lost(stdout)).toMatch(new RegExp(`^removed: .* one \\(${type}\\.one\\): ${words}\n$`));
  });

  test("shows a short list as it is, and no long one", () => {
    const of = (zones: readonly string[]) => ({ resource: { own_thing: { one: { name: "one", zones } } } });
    const replaced = { "own_thing.one": { paths: [["zones"]] } };
    expect(lost(ofStack(of(["a", "b"]), of(["c"]), { replaced }).stdout)).toContain("because of zones: a, b → c\n");
    const many = Array.from({ length: 40 }, (_, index) => `zone-${index}`);
    expect(lost(ofStack(of(many), of(["c"]), { replaced }).stdout)).toContain("because of zones\n");
  });

  test("counts the GPUs of a pool, and the nodes of one that is made per zone", () => {
    const pool = (counts: Block) => ({
      name: "gpus",
      node_locations: ["europe-west1-b", "europe-west1-c"],
      node_config: { guest_accelerator: [{ type: "nvidia-l4", count: 2 }] },
      ...counts,
    });
    const words = (counts: Block) =>
      lost(ofStack({ resource: { google_container_node_pool: { gpus: pool(counts) } } }, {}).stdout);
    expect(words({ autoscaling: { min_node_count: 1, max_node_count: 5 } })).toContain(
      ": 2 to 10 nodes, 4 to 20 GPUs (nvidia-l4)\n",
    );
    expect(words({ autoscaling: { total_min_node_count: 0, total_max_node_count: 5 } })).toContain(
      ": 0 to 5 nodes, 0 to 10 GPUs (nvidia-l4)\n",
    );
    expect(words({ node_count: 3 })).toContain(": 6 nodes, 12 GPUs (nvidia-l4)\n");
    // The provider's word for none.
    const none = { node_config: { guest_accelerator: [{ type: "", count: 0 }] } };
    expect(words({ node_count: 3, ...none })).toMatch(/: 6 nodes\n$/);
  });

  test("counts the endpoints of a group, and the nodes of a cluster", () => {
    const group = "${google_compute_network_endpoint_group.paris.name}";
    const old = {
      resource: {
        google_compute_network_endpoint_group: { paris: { name: "paris" } },
        google_compute_network_endpoint: {
          one: { network_endpoint_group: group, ip_address: "10.0.0.1" },
          two: { network_endpoint_group: group, ip_address: "10.0.0.2" },
        },
        google_container_cluster: { one: { name: "one" } },
        google_container_node_pool: {
          web: { name: "web", cluster: "${google_container_cluster.one.id}", node_count: 4 },
          foreign: { name: "foreign", cluster: "projects/p/locations/l/clusters/other", node_count: 9 },
        },
      },
    };
    const words = lost(ofStack(old, {}).stdout);
    expect(words).toContain("endpoint group paris (google_compute_network_endpoint_group.paris): 2 endpoints\n");
    expect(words).toContain("cluster one (google_container_cluster.one): all that runs in it, on 4 nodes\n");
  });
});

describe("a very large review", () => {
  const names = Array.from({ length: 3000 }, (_, index) => `a-thing-with-a-long-name-${index}`);
  const old = { resource: { own_thing: Object.fromEntries(names.map((name) => [name, { name }])) } };

  test("fits into a comment in Markdown, and says how much it leaves out; as text it is whole", () => {
    const { stdout } = ofStack(old, {}, {}, { format: "markdown" });
    expect(stdout.length).toBeLessThan(50_000);
    const shown = stdout.match(/^- removed: /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(100);
    expect(stdout).toContain(`- and ${3000 - shown} more\n`);
    expect(stdout).toContain("Replaced: 0; removed: 3000; new: 0;");
    expect(ofStack(old, {}).stdout.match(/^removed: /gm)).toHaveLength(3000);
  });
});
