import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HybridPlatform, type HybridPlatformProps, Link, type NodePoolOptions, Secret } from "../../../index";
import { hybridKubernetes, outputFolder } from "../../support/command-line";
import { expectSchema } from "../../support/json-schema";
import { SMALL_PLATFORM } from "../../support/platform";
import { type CloudSays, writePlans } from "../../support/stack-plan";
import type { Block } from "../../support/synthesize";
import { type WrittenStack, writtenOutput } from "../../support/written-output";

const POOL = "google_container_node_pool.cluster_web";
const CLUSTER = "google_container_cluster.cluster";
const KEY = "a-key-that-nobody-sees";

const web: NodePoolOptions = SMALL_PLATFORM.clusters["europe-west1"].nodePools.web;
const vpnTo = (peer: string, key = KEY) => {
  const preSharedKey = Secret.literal(key, { acceptInState: true });
  return Link.haVpn({
    region: "europe-west1",
    asn: 64_512,
    peerAsn: 65_001,
    peerAddresses: [peer, "203.0.113.12"],
    tunnels: {
      "edge-1": { gatewayInterface: 0, peerAddress: peer, preSharedKey },
      "edge-2": { gatewayInterface: 1, peerAddress: "203.0.113.12", preSharedKey },
    },
  });
};

/** The small platform with a tunnel to Paris, and a second region unless it is left out. */
const platform = (pool: NodePoolOptions = web, regions = ["us-east1"], link = vpnTo("203.0.113.11"), drain = true) => {
  const paris = { ...SMALL_PLATFORM.dataCenters.paris, links: { vpn: link } };
  const others = regions.map((region) => [region, { nodePools: { web }, deletionProtection: false, drain }]);
  const clusters = { "europe-west1": { nodePools: { web: pool } }, ...Object.fromEntries(others) };
  const props: HybridPlatformProps = { ...SMALL_PLATFORM, clusters, dataCenters: { paris } };
  return outputFolder((app) => new HybridPlatform(app, "test", props));
};

const before = platform();
const spot = platform({ ...web, spot: true });
const sending = platform(web, ["us-east1"], vpnTo("203.0.113.11"), false);
const rotated = platform(web, ["us-east1"], vpnTo("203.0.113.11", "another-key-that-nobody-sees"));
const elsewhere = platform(web, ["us-east1"], vpnTo("203.0.113.99"));
const withoutRegion = platform({ ...web, spot: true }, []);
const SPOT: Readonly<Record<string, CloudSays>> = {
  "test-cluster-europe-west1": { replaced: { [POOL]: { paths: [["node_config", 0, "spot"]] } } },
};

const review = (old: string, young: string, ...options: string[]) => hybridKubernetes("review", old, young, ...options);
const section = (text: string, title: string) =>
  new RegExp(`^## ${title}\n\n([\\s\\S]*?)(?=\n## |$(?![\\s\\S]))`, "m").exec(text)?.[1];

/** One stack in two versions, and what the review of an apply says. */
function ofStack(old: Block, young: Block, says: CloudSays = {}, ...options: string[]) {
  const [one, other] = [old, young].map((configuration) => writtenOutput({ own: { configuration } }));
  return review(one ?? "", other ?? "", "--plans", writePlans(one ?? "", other ?? "", { own: says }), ...options);
}
const lost = (stdout: string) => section(stdout, "Replaced or lost")?.replace("### own\n\n", "");

describe("what a change replaces or loses", () => {
  test("is a line for each thing, with the option that causes it and what is lost", () => {
    const { stdout, stderr, status } = review(
      before,
      withoutRegion,
      "--plans",
      writePlans(before, withoutRegion, SPOT),
    );
    expect([status, stderr]).toEqual([0, ""]);
    expect(section(stdout, "Replaced or lost")).toBe(`### test-network

removed: firewall test-us-east1-internal (google_compute_firewall.network_firewall_rules_us-east1_internal)
removed: router test-us-east1 (google_compute_router.network_us-east1_router)
removed: NAT gateway test-us-east1 (google_compute_router_nat.network_us-east1_nat)
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
    const { stdout } = review(before, withoutRegion, "--plans", writePlans(before, withoutRegion, SPOT));
    expect(stdout).toMatch(
      /^## Summary\n\nReplaced: 1; removed: 12, with stack test-cluster-us-east1; new: 0; changed in place: 1\.\nUsers who move: none\.\n/,
    );
  });

  test("is known without plans where an address is gone, and replacement is not", () => {
    const { stdout } = review(before, withoutRegion);
    expect(stdout).toMatch(
      /^## Summary\n\nRemoved: 12, with stack test-cluster-us-east1; new: 0; changed in place or replaced: 2\.\nUsers who move: none\.\nReplacement: not known without a plan\.\n/,
    );
    expect(stdout.match(/not known/g)).toHaveLength(1);
    expect(section(stdout, "Replaced or lost")).toContain("removed: subnet test-us-east1");
    expect(section(stdout, "Replaced or lost")).not.toContain("replaced");
  });

  test("is nothing where nothing changes, and needs no plan", () => {
    expect(review(before, before).stdout).toBe("## Routing\n\n### test-dns\n\nNothing changes for anybody.\n");
  });

  test("is the same for programs", () => {
    const plans = writePlans(before, withoutRegion, SPOT);
    const output = JSON.parse(review(before, withoutRegion, "--plans", plans, "--format", "json").stdout);
    expectSchema("review", output);
    expect(JSON.parse(review(before, withoutRegion, "--plans", plans, "--json").stdout)).toEqual(output);
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
    const unknown = JSON.parse(review(before, spot, "--json").stdout);
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
    expect(section(review(before, elsewhere, "--plans", plans).stdout, "Replaced or lost")).toBe(`### test-links

replaced, the old one goes first: peer VPN gateway test-paris-vpn (${gateway}); because of peerAddresses in link/paris/vpn/peer_gateway
replaced, the old one goes first: router interface test-paris-vpn-edge-1 (${leg}); because VPN tunnel test-paris-vpn-edge-1 is replaced
replaced, the old one goes first: VPN tunnel test-paris-vpn-edge-1 (${tunnel}): up to 250,000 packets per second; because peer VPN gateway test-paris-vpn is replaced
`);
  });

  test.each([[[]], [["--format", "markdown"]], [["--format", "json"]]])(
    "shows no secret, whether Terraform marks it or not: %j",
    (options) => {
      const tunnel = "google_compute_vpn_tunnel.link_paris_vpn_tunnel_edge-1";
      for (const marks of [{}, { shared_secret: true }]) {
        const replaced = { [tunnel]: { paths: [["shared_secret"]] } };
        const plans = writePlans(before, rotated, { "test-links": { replaced, sensitive: { [tunnel]: marks } } });
        const { stdout } = review(before, rotated, "--plans", plans, ...options);
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
  ])("names what goes with a %s", (type, settings, words) => {
    const old = { resource: { [type]: { one: { name: "one", ...settings } } } };
    const { stdout } = ofStack(old, {}, { before: { [`${type}.one`]: { address: "203.0.113.77" } } });
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

describe("what no difference of the versions explains", () => {
  const thing = (more: Block = {}) => ({ resource: { own_thing: { one: { name: "one", ...more } } } });
  const change = (actions: string[], more: Block = {}): Block => ({
    address: "own_thing.one",
    mode: "managed",
    type: "own_thing",
    change: { actions, before: {}, after: {}, ...more },
  });
  const says = (actions: string[], more: Block = {}) =>
    lost(ofStack(thing(), thing(), { others: [change(actions, more)] }).stdout);

  test("is named as changed outside", () => {
    expect(says(["update"])).toBe("changed in place: own thing one (own_thing.one); changed outside of this change\n");
    expect(says(["create"])).toBe(
      "made again: own thing one (own_thing.one); changed outside of this change: it is missing in the cloud\n",
    );
    expect(says(["delete", "create"], { replace_paths: [["name"]] })).toBe(
      "replaced, the old one goes first: own thing one (own_thing.one); because of name: changed outside of this change\n",
    );
  });

  test("is not what a resource is changed for that it refers to, its provider, or data that is read then", () => {
    const refers = { resource: { ...thing({ of: "${other_thing.two.id}" }).resource } };
    const other = (size: number) => ({ resource: { ...refers.resource, other_thing: { two: { size } } } });
    expect(lost(ofStack(other(1), other(2), { others: [change(["update"])] }).stdout)).toBeUndefined();
    const provider = (label: string) => ({ ...thing(), provider: { own: [{ label }] } });
    expect(lost(ofStack(provider("a"), provider("b"), { others: [change(["update"])] }).stdout)).toBeUndefined();
    const data = thing({ of: "${data.other_thing.two.id}" });
    expect(lost(ofStack(data, data, { others: [change(["update"])] }).stdout)).toBeUndefined();
  });

  test("is a line for a stack of which nothing is deployed", () => {
    const things = { one: { name: "one" }, two: { name: "two" } };
    const both = { resource: { own_thing: things, terraform_data: { three: {} } } };
    const made = Object.keys(things).map((name) => ({ ...change(["create"]), address: `own_thing.${name}` }));
    expect(lost(ofStack(both, both, { others: made }).stdout)).toBe(
      "made: the whole stack, 2 resources: both versions have it, and nothing of it is deployed\n",
    );
    expect(lost(ofStack(both, both, { others: made.slice(1) }).stdout)).toContain("made again: own thing two");
  });

  test("is told of a resource that neither version has", () => {
    const found = { ...change(["delete"]), address: "own_thing.left" };
    expect(lost(ofStack(thing(), thing(), { others: [found] }).stdout)).toBe(
      "removed: own thing left (own_thing.left); changed outside of this change\n",
    );
  });

  test("is Terraform's own reason, where it has one", () => {
    const tainted = { ...change(["delete", "create"]), action_reason: "replace_because_tainted" };
    expect(lost(ofStack(thing(), thing(), { others: [tainted] }).stdout)).toContain(
      "; because an earlier apply failed while it was made\n",
    );
  });
});

describe("an address that is another one", () => {
  const old = { resource: { own_thing: { one: { name: "same" } } } };
  const young = {
    resource: { own_thing: { two: { name: "same" } } },
    moved: [{ from: "own_thing.one", to: "own_thing.two" }],
  };
  const moved = {
    address: "own_thing.two",
    previous_address: "own_thing.one",
    mode: "managed",
    type: "own_thing",
    change: { actions: ["no-op"], before: {}, after: {} },
  };
  const gone = { ...moved, address: "own_thing.one", previous_address: undefined };

  test("is neither removed nor new where a block moves it, with a plan and without", () => {
    const planned = ofStack(old, young, { others: [moved, gone] });
    const written = review(
      writtenOutput({ own: { configuration: old } }),
      writtenOutput({ own: { configuration: young } }),
    );
    for (const { stdout } of [planned, written]) {
      expect(lost(stdout)).toBeUndefined();
      expect(stdout).toContain("emoved: 0; new: 0; changed in place: 0; moved: 1.");
    }
  });

  test("is removed and new without such a block, or with one that was applied before", () => {
    const without = review(
      writtenOutput({ own: { configuration: old } }),
      writtenOutput({
        own: { configuration: { ...young, moved: [{ from: "own_thing.older", to: "own_thing.two" }] } },
      }),
    );
    expect(without.stdout).toContain("removed: 1; new: 1;");
  });

  test("is forgotten, and not lost, where a block lets it go", () => {
    const removed = [{ from: "own_thing.one", lifecycle: { destroy: false } }];
    const written = review(
      writtenOutput({ own: { configuration: old } }),
      writtenOutput({ own: { configuration: { removed } } }),
    );
    const forget = { ...gone, change: { actions: ["forget"], before: {}, after: null } };
    for (const { stdout } of [written, ofStack(old, { removed }, { others: [forget] })]) {
      expect(lost(stdout)).toBe("forgotten by Terraform, and goes on to exist: own thing same (own_thing.one)\n");
      expect(stdout).toContain("removed: 0; new: 0; changed in place: 0; forgotten: 1.");
    }
  });

  test("is counted as imported where it is taken over", () => {
    const imported = { ...gone, change: { actions: ["update"], before: {}, after: {}, importing: { id: "1" } } };
    expect(ofStack(old, old, { others: [imported] }).stdout).toContain("changed in place: 0; imported: 1.");
  });
});

describe("what an apply would be refused for", () => {
  const cluster = (protection: boolean, more: Block = {}): WrittenStack => ({
    configuration: {
      resource: { google_container_cluster: { cluster: { name: "one", deletion_protection: protection, ...more } } },
    },
  });
  const refusal =
    "error: own: this apply will be refused: deletion protection of cluster one is on; set deletionProtection: false and deploy that first [deletion-protection]\n";

  test("is told before, of a stack that is gone and of what a plan replaces", () => {
    const gone = review(writtenOutput({ own: cluster(true), other: cluster(false) }), writtenOutput({}));
    expect(gone).toMatchObject({ status: 2, stderr: refusal });
    const replaced = ofStack(cluster(true).configuration, cluster(true, { location: "x" }).configuration, {
      replaced: { [CLUSTER]: { paths: [["location"]] } },
    });
    expect(replaced).toMatchObject({ status: 2, stderr: refusal });
  });

  test("is what the state has, since the provider asks that: not what is only written", () => {
    const replaced = { [CLUSTER]: { paths: [["location"]] } };
    const young = cluster(false, { location: "x" }).configuration;
    expect(ofStack(cluster(true).configuration, young, { replaced }).stderr).toBe(refusal);
    const before = { [CLUSTER]: { deletion_protection: false } };
    expect(ofStack(cluster(true).configuration, young, { replaced, before })).toMatchObject({ status: 0, stderr: "" });
  });

  test("is prevent_destroy in a stack that is destroyed as it was", () => {
    const held = cluster(false, { lifecycle: { prevent_destroy: true } });
    expect(review(writtenOutput({ own: held }), writtenOutput({}))).toMatchObject({
      status: 2,
      stderr:
        "error: own: this apply will be refused: prevent_destroy of cluster one is set; take it away in the deployed version first [deletion-protection]\n",
    });
    // A stack that stays no longer has the block in which it was set.
    expect(review(writtenOutput({ own: held }), writtenOutput({ own: { configuration: {} } })).status).toBe(0);
  });
});

describe("a folder of plans", () => {
  test("has no use for a plan of a stack that is gone, unless it is of its end", () => {
    const [old, gone] = [
      writtenOutput({ own: { configuration: { resource: { own_thing: { one: {} } } } } }),
      writtenOutput({}),
    ];
    for (const plans of [writePlans(old, old), writePlans(old, gone)])
      expect(review(old, gone, "--plans", plans).stdout).toContain("removed: stack own with 1 resource\n");
  });

  const changed = () => writePlans(before, spot, SPOT);

  test("names a plan that is missing, one that failed, and one of another configuration", () => {
    const missing = changed();
    rmSync(join(missing, "test-cluster-europe-west1.json"));
    const failed = changed();
    writeFileSync(join(failed, "test-cluster-europe-west1.code"), "1\n");
    for (const [plans, why] of [
      [missing, "there is no plan of it"],
      [failed, "its plan failed"],
      [writePlans(before, before), "its plan is of another configuration: plan it again"],
    ] as const) {
      const { stdout, status } = review(before, spot, "--plans", plans);
      expect(status).toBe(0);
      expect(stdout).toContain("Replacement: not known of each stack.\n");
      expect(section(stdout, "Replaced or lost")).toBe(
        `### test-cluster-europe-west1\n\nreplacement: not known: ${why}\n`,
      );
    }
  });

  test("needs none of a stack that does not change", () => {
    const plans = changed();
    rmSync(join(plans, "test-edge.json"));
    expect(review(before, spot, "--plans", plans).stdout).not.toContain("not known");
  });

  test("names a file that is of no stack", () => {
    const plans = changed();
    writeFileSync(join(plans, "older.json"), JSON.stringify({ format_version: "1.2", configuration: {} }));
    expect(section(review(before, spot, "--plans", plans).stdout, "Replaced or lost")).toMatch(
      /^older\.json: neither version has a stack of this name\n/,
    );
  });

  test("cannot be compared when it is not there, or has a file that is not a plan", () => {
    const plans = changed();
    writeFileSync(join(plans, "test-dns.json"), "{}");
    writeFileSync(join(plans, "test-edge.json"), "{");
    const { status, stderr } = review(before, spot, "--plans", plans);
    expect(status).toBe(1);
    expect(stderr).toContain('test-dns.json: is not a plan: write one by "terraform show -json plan > test-dns.json"');
    expect(stderr).toMatch(/test-edge\.json: cannot be read \(.*JSON.*\)/);
    expect(review(before, spot, "--plans", "nowhere")).toMatchObject({
      status: 1,
      stderr: "error: nowhere: --plans: there is no such folder [unreadable]\n",
    });
  });
});

describe("the stacks and their order", () => {
  const stack = (more: Block): WrittenStack => ({ configuration: more });
  const order = (old: Record<string, WrittenStack>, young: Record<string, WrittenStack>, format = "text") =>
    section(review(writtenOutput(old), writtenOutput(young), "--format", format).stdout, "Stacks and their order");
  const things = (...names: string[]) => ({
    resource: { own_thing: Object.fromEntries(names.map((name) => [name, { name }])) },
  });

  test("are one deploy, in the order in which it goes", () => {
    const old = { one: stack({}), two: { ...stack({}), waitsFor: ["one"] } };
    const young = { one: stack(things("a")), two: { ...stack(things("b")), waitsFor: ["one"] } };
    expect(order(old, young)).toBe("npx cdktf deploy '*' deploys one, two\n");
    expect(order(old, young, "markdown")).toBe("- `npx cdktf deploy '*'` deploys one, two\n");
    expect(order(old, old)).toBeUndefined();
  });

  test("are the commands in their order, where a region goes: with what stands against it", () => {
    expect(
      section(review(sending, withoutRegion).stdout, "Stacks and their order"),
    ).toBe(`No deploy destroys what is no longer in the program: test-cluster-us-east1.

test-api: requests still go to us-east1, whose cluster is destroyed: drain it first.

test-network removes subnet test-us-east1, which test-edge uses until it is deployed.

One deploy cannot do this. In this order:

1. npx cdktf destroy test-cluster-us-east1 --ignore-missing-stack-dependencies with the deployed version of the program
2. npx cdktf deploy test-edge --ignore-missing-stack-dependencies
3. npx cdktf deploy '*'
`);
    expect(section(review(before, withoutRegion).stdout, "Stacks and their order")).not.toContain("drain");
  });

  test("tell what moves between stacks, and a state that moves, also where one deploy does all", () => {
    const old = { one: stack(things("a")), two: { ...stack({}), waitsFor: ["one"] } };
    const young = { one: stack({}), two: { ...stack(things("a")), waitsFor: ["one"] } };
    expect(order(old, young)).toBe(
      `own thing a: stack one destroys it, and then stack two makes it anew: to keep it, take it out of the one by a removed block and into the other by an import block.

npx cdktf deploy '*' deploys one, two
`,
    );
    const at = (bucket: string) => ({ one: stack({ terraform: { backend: { gcs: { bucket, prefix: "one" } } } }) });
    expect(order(at("here"), at("there"))).toBe(
      `the state of one is at gs://here/one and will be read at gs://there/one: move it before, by terraform init -migrate-state, or all of the stack is made a second time.

npx cdktf deploy '*' deploys one
`,
    );
  });

  test("are refused where there is no order", () => {
    const subnets = (...names: string[]) =>
      stack({
        resource: { google_compute_subnetwork: Object.fromEntries(names.map((name) => [name, { name, region: "r" }])) },
      });
    const user = (name: string): WrittenStack => ({
      ...stack({ resource: { own_thing: { one: { subnet: `projects/p/regions/r/subnetworks/${name}` } } } }),
      waitsFor: ["network"],
    });
    const found = review(
      writtenOutput({ network: subnets("us"), edge: user("us") }),
      writtenOutput({ network: subnets("asia"), edge: user("asia") }),
    );
    expect(found).toMatchObject({
      status: 2,
      stderr:
        "error: network makes subnet asia, which edge needs, and removes what is used until edge is deployed: make two changes of it, first what is new, and then what goes [no-order]\n",
    });
  });
});

describe("a very large review", () => {
  const names = Array.from({ length: 3000 }, (_, index) => `a-thing-with-a-long-name-${index}`);
  const old = { resource: { own_thing: Object.fromEntries(names.map((name) => [name, { name }])) } };

  test("fits into a comment in Markdown, and says how much it leaves out; as text it is whole", () => {
    const { stdout } = ofStack(old, {}, {}, "--format", "markdown");
    expect(stdout.length).toBeLessThan(50_000);
    const shown = stdout.match(/^- removed: /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(100);
    expect(stdout).toContain(`- and ${3000 - shown} more\n`);
    expect(stdout).toContain("Replaced: 0; removed: 3000; new: 0;");
    expect(ofStack(old, {}).stdout.match(/^removed: /gm)).toHaveLength(3000);
  });
});
