import type { App } from "cdktf";
import { production } from "../../examples/video-platform/production";
import { staging } from "../../examples/video-platform/staging";
import { HybridPlatform } from "../../stacks";
import { answers, LAST_RESORT, NO_ANSWER } from "../../testing";
import { expectGolden } from "../support/golden";
import { addressesOf, type Block, resourcesOf, synthesize } from "../support/synthesize";

const program = (app: App) => {
  new HybridPlatform(app, "staging", staging);
  new HybridPlatform(app, "production", production);
};
const output = synthesize(program);

describe("the example", () => {
  test("keeps the address of every resource", () => {
    const listed = Object.entries(output.stacks).map(
      ([name, stack]) =>
        `${name}\n${addressesOf(stack)
          .map((address) => `  ${address}\n`)
          .join("")}`,
    );
    expectGolden("video-platform.addresses.txt", listed.join("\n"));
  });

  test("deploys the network first and DNS last", () => {
    const dependencies = Object.fromEntries(
      Object.entries<{ dependencies: string[] }>(output.manifest.stacks).map(([name, stack]) => [
        name,
        [...stack.dependencies].sort(),
      ]),
    );
    const clusters = ["asia-southeast1", "europe-west1", "us-east1"].map((region) => `production-cluster-${region}`);
    expect(dependencies).toEqual({
      "production-network": [],
      "production-keys": ["production-network"],
      ...Object.fromEntries(
        clusters.map((cluster) => [cluster, ["production-edge", "production-keys", "production-network"]]),
      ),
      "production-links": ["production-network"],
      "production-edge": ["production-links", "production-network"],
      "production-dns": [...clusters, "production-edge"],
      "staging-network": [],
      "staging-cluster-europe-west1": ["staging-edge", "staging-network"],
      "staging-edge": ["staging-network"],
      "staging-dns": ["staging-cluster-europe-west1", "staging-edge"],
    });
  });

  test("warns of nothing in production", () => {
    const said = Object.entries<{ annotations: { message: string }[] }>(output.manifest.stacks).flatMap(
      ([name, { annotations }]) =>
        annotations.flatMap(({ message }) => (name.startsWith("production-") ? `${name}: ${message}` : [])),
    );
    expect(said).toEqual([]);
  });

  test("encrypts the secrets and the nodes' disks of production with keys of its own", () => {
    for (const region of ["asia-southeast1", "europe-west1", "us-east1"]) {
      const cluster = output.stacks[`production-cluster-${region}`] ?? {};
      const key = (name: string) =>
        `projects/video-platform-prod/locations/${region}/keyRings/production/cryptoKeys/${name}`;
      const [{ database_encryption }] = Object.values(resourcesOf(cluster, "google_container_cluster")) as [Block];
      expect(database_encryption).toEqual({ key_name: key("secrets"), state: "ENCRYPTED" });
      const disks = Object.values(resourcesOf(cluster, "google_container_node_pool")).map(
        ({ node_config }) => node_config.boot_disk_kms_key,
      );
      expect(disks).toEqual([key("boot-disks"), key("boot-disks")]);
    }
  });

  test("has Paris behind the load balancer as well, and takes out pods that answer with errors", () => {
    const edge = output.stacks["production-edge"] ?? {};
    const endpoints = Object.values(resourcesOf(edge, "google_compute_network_endpoint"));
    expect(endpoints.map(({ ip_address, port }) => `${ip_address}:${port}`)).toEqual(["10.131.0.10:80"]);
    const services = Object.values(resourcesOf(edge, "google_compute_backend_service"));
    const isParis = ({ group }: Block) => group.includes("network_endpoint_group.data_center_paris.");
    expect(services.map(({ name, backend }) => [name, backend.filter(isParis).length])).toEqual([
      ["production-api", 1],
      ["production-video", 0],
    ]);
    expect(services.map(({ outlier_detection }) => outlier_detection.consecutive_errors)).toEqual([5, 5]);
  });

  test("couples no stack to another's state", () => {
    for (const stack of Object.values(output.stacks)) {
      expect(JSON.stringify(stack)).not.toContain("terraform_remote_state");
    }
  });

  test("needs at most 40 records for the first host name, 4 more a family for the second, and 6 health checks", () => {
    const dns = output.stacks["production-dns"] ?? {};
    const records = Object.values(resourcesOf(dns, "aws_route53_record"));
    const second = records.filter(({ name }) => name === "video.example.com");
    expect(second).toHaveLength(8);
    expect(records.length - second.length).toBe(40);
    expect(Object.keys(resourcesOf(dns, "aws_route53_health_check"))).toHaveLength(6);
  });

  test("is the same to the byte when it is made again", () => {
    expect(synthesize(program).texts).toEqual(output.texts);
  });
});

describe("users of the example", () => {
  const dns = output.stacks["production-dns"] ?? {};
  const hostNames = ["api.example.com", "video.example.com"];

  test.each(hostNames)(
    "of %s are served from their data centre, and from the next one while it is down",
    (hostName) => {
      const users = answers(dns, hostName);
      users.from("FR").are("paris");
      users.from("FR").whenDown("paris").are("frankfurt");
      users.from("FR").failoverInOrder("paris", "frankfurt", LAST_RESORT);
      users.from("DE").are({ frankfurt: 25, [LAST_RESORT]: 75 });
      users
        .from("DE")
        .whenDown("frankfurt")
        .are({ paris: 25, [LAST_RESORT]: 75 });
      users.from("SG").whenDown("singapore").are(LAST_RESORT);
      users.from("US-CA", "JP").whateverIsDown().are(LAST_RESORT);
    },
  );

  test.each(hostNames)("of %s always get an answer, and another one in two minutes", (hostName) => {
    const users = answers(dns, hostName);
    users.fromEverywhere().whateverIsDown().exclude(NO_ANSWER);
    users.failoverWithin(120);
  });
});
