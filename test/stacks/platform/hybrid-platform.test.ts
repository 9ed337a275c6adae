import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import { HybridPlatform, type HybridPlatformProps } from "../../../index";
import { SMALL_PLATFORM } from "../../support/platform";
import { addressesOf, type Block, resourceOf, resourcesOf, synthesize } from "../../support/synthesize";

const make = (change: Partial<HybridPlatformProps> = {}) =>
  synthesize((app) => new HybridPlatform(app, "test", { ...SMALL_PLATFORM, ...change })).stacks;

const recordsOf = (stacks: Record<string, Block>) =>
  Object.values(resourcesOf(stacks["test-dns"] ?? {}, "aws_route53_record"));

describe("stacks meet by names", () => {
  const stacks = make();

  test("the cluster is in the subnet that the network stack makes", () => {
    const subnet = resourceOf(stacks["test-network"] ?? {}, "google_compute_subnetwork");
    const cluster = resourceOf(stacks["test-cluster-europe-west1"] ?? {}, "google_container_cluster");
    expect(cluster.subnetwork).toBe(`projects/acme-test/regions/europe-west1/subnetworks/${subnet.name}`);
    const ranges = subnet.secondary_ip_range.map((range: Block) => range.range_name);
    expect(ranges).toContain(cluster.ip_allocation_policy.cluster_secondary_range_name);
    expect(ranges).toContain(cluster.ip_allocation_policy.services_secondary_range_name);
  });

  test("the annotation that a cluster's stack prints names the groups of the load balancer", () => {
    const { neg_annotation_api } = stacks["test-cluster-europe-west1"]?.output ?? {};
    const { exposed_ports } = JSON.parse(neg_annotation_api.value);
    const groups = resourcesOf(stacks["test-edge"] ?? {}, "google_compute_network_endpoint_group");
    expect(Object.values(groups).map(({ name }) => name)).toEqual(Array(3).fill(exposed_ports["80"].name));
  });

  test("the firewall opens the container ports, once each", () => {
    const services = {
      api: { ...SMALL_PLATFORM.services.api, containerPort: 9090 },
      video: { hostName: "video.example.com", maxRatePerEndpoint: 5 },
      audio: { hostName: "audio.example.com", maxRatePerEndpoint: 5 },
    };
    const rules = resourcesOf(make({ services })["test-network"] ?? {}, "google_compute_firewall");
    expect(rules.network_firewall_rules_google_front_ends?.allow).toEqual([
      { protocol: "tcp", ports: ["8080", "9090"] },
    ]);
  });
});

describe("the anycast addresses", () => {
  test("are literals when they are configured, and DNS needs nothing of Google Cloud", () => {
    const dns = make()["test-dns"] ?? {};
    expect(dns.provider).not.toHaveProperty("google");
    expect(dns).not.toHaveProperty("data");
    expect(recordsOf(make()).map(({ records }) => records?.[0])).toContain("198.51.100.1");
  });

  test("are read by name otherwise, not before the first apply", () => {
    const stacks = make({ anycastAddresses: undefined });
    const addresses = resourcesOf(stacks["test-edge"] ?? {}, "google_compute_global_address");
    const read = Object.values<Block>(stacks["test-dns"]?.data.google_compute_global_address);
    expect(read.map(({ name }) => name).sort()).toEqual(
      Object.values(addresses)
        .map(({ name }) => name)
        .sort(),
    );
    for (const { depends_on } of read) expect(depends_on).toEqual(["terraform_data.after_edge"]);
    expect(addressesOf(stacks["test-dns"] ?? {})).toContain("terraform_data.after_edge");
  });
});

test("a service with a routing of its own leaves the others where they are", () => {
  const services = {
    api: SMALL_PLATFORM.services.api,
    video: { hostName: "video.example.com", maxRatePerEndpoint: 5, routing: { countries: {} } },
  };
  const names = recordsOf(make({ services })).map(({ name, set_identifier }) => `${name} ${set_identifier}`);
  expect(names).toContain("api.example.com geo-FR");
  expect(names).toContain("video.example.com geo-default");
  expect(names).not.toContain("video.example.com geo-FR");
});

test("another region, pool, country or service changes the address of nothing else", () => {
  const before = make();
  const web = SMALL_PLATFORM.clusters["europe-west1"].nodePools.web;
  const after = make({
    clusters: {
      "asia-southeast1": { nodePools: { web } },
      "europe-west1": { nodePools: { batch: web, web } },
    },
    services: { video: { hostName: "video.example.com", maxRatePerEndpoint: 5 }, ...SMALL_PLATFORM.services },
    routing: { countries: { DE: { serveFrom: ["paris"] }, FR: { serveFrom: ["paris"] } } },
  });
  for (const [name, stack] of Object.entries(before)) {
    expect(addressesOf(after[name] ?? {})).toEqual(expect.arrayContaining(addressesOf(stack)));
  }
  const ranges = (stacks: Record<string, Block>) =>
    resourcesOf(stacks["test-network"] ?? {}, "google_compute_subnetwork")["network_europe-west1_subnet"];
  expect(ranges(after)).toEqual(ranges(before));
});

test("the output is the same to the byte from three folders", () => {
  const home = process.cwd();
  const write = () => {
    const folder = mkdtempSync(join(tmpdir(), "folder-"));
    process.chdir(folder);
    try {
      const app = new App();
      new HybridPlatform(app, "test", SMALL_PLATFORM);
      app.synth();
      const files = readdirSync("cdktf.out", { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
      return files.map((file) => [file.name, readFileSync(join(file.parentPath ?? file.path, file.name), "utf8")]);
    } finally {
      process.chdir(home);
      rmSync(folder, { recursive: true });
    }
  };
  const first = write();
  // The manifest, four stacks, and the table of the routing with its facts.
  expect(first).toHaveLength(7);
  expect(JSON.stringify(first)).not.toContain(tmpdir());
  expect(write()).toEqual(first);
  expect(write()).toEqual(first);
});

test("two environments live in one app", () => {
  const { manifest } = synthesize((app) => {
    new HybridPlatform(app, "staging", SMALL_PLATFORM);
    const { api } = SMALL_PLATFORM.services;
    new HybridPlatform(app, "production", {
      ...SMALL_PLATFORM,
      services: { api: { ...api, hostName: "www.example.com" } },
    });
  });
  expect(Object.keys(manifest.stacks)).toHaveLength(8);
});

test("nothing is written when something is refused", () => {
  const app = Testing.app();
  expect(() => new HybridPlatform(app, "test", { ...SMALL_PLATFORM, clusters: {} })).toThrow("at least one region");
  expect(readdirSync(join(app.outdir, "stacks"))).toEqual([]);
  expect(readdirSync(app.outdir)).toEqual(["stacks"]);
});
