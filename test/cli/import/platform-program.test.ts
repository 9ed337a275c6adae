import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "@swc/core";
import { HybridPlatform, type HybridPlatformProps } from "../../../index";
import { importFiles } from "../../../lib/cli/import";
import { synthesize } from "../../support/synthesize";
import { CLUSTER, NETWORKS, SUBNETS } from "./existing-company";

const scratch = mkdtempSync(join(tmpdir(), "platform-program-"));
let count = 0;
const program = (...contents: unknown[]) =>
  importFiles(
    contents.map((content) => {
      const path = join(scratch, `${count++}.json`);
      writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
      return path;
    }),
    {},
  );
const toDo = (text: string) => text.split("\n").filter((line) => line.startsWith("// TO DO: "));

/** The options that a program gives the platform. */
function propsOf(text: string): unknown {
  const { code } = transformSync(text, { module: { type: "commonjs" }, jsc: { parser: { syntax: "typescript" } } });
  const made: unknown[] = [];
  class App {
    public synth(): void {}
  }
  class Platform {
    constructor(_: App, __: string, props: unknown) {
      made.push(JSON.parse(JSON.stringify(props)));
    }
  }
  new Function("require", "exports", code)(() => ({ App, HybridPlatform: Platform }), {});
  return made[0];
}

describe("without a configuration", () => {
  test("what exists becomes a platform that refers to it", async () => {
    const text = await program(NETWORKS, SUBNETS, [CLUSTER]);
    expect(propsOf(text)).toEqual({
      google: { project: "acme-test" },
      network: { existing: { networkName: "acme" } },
      clusters: {
        "europe-west1": {
          existing: {
            clusterName: "acme-europe-west1",
            zones: ["europe-west1-b", "europe-west1-c", "europe-west1-d"],
            maxNodes: 60,
          },
          subnet: { subnetName: "acme-europe-west1" },
          ranges: { nodes: "10.4.0.0/18", pods: "10.80.0.0/16", services: "10.34.0.0/19" },
        },
      },
    });
    expect(toDo(text)).toEqual([]);
    expect(text).toContain(
      "// Stays as it is: node pool web of n2-standard-8, up to 60 nodes, autoscaled. As a key of nodePools it becomes the platform's, see docs/import.md.\n",
    );
  });

  test("that platform synthesizes, and makes nothing of what exists", async () => {
    const props = propsOf(await program(NETWORKS, SUBNETS, [CLUSTER])) as HybridPlatformProps;
    const { stacks } = synthesize((app) => {
      new HybridPlatform(app, "production", props);
    });
    const made = Object.values(stacks).flatMap(({ resource = {} }) => Object.keys(resource));
    expect(Object.keys(stacks)).toContain("production-cluster-europe-west1");
    for (const type of ["network", "subnetwork"]) expect(made).not.toContain(`google_compute_${type}`);
    expect(made).not.toContain("google_container_cluster");
  });

  test("a Shared VPC is named with its host project, and ranges by their own names", async () => {
    const HOST = "projects/acme-host";
    const network = { ...NETWORKS[0], selfLink: `https://www.googleapis.com/compute/v1/${HOST}/global/networks/acme` };
    const cluster = {
      ...CLUSTER,
      nodePools: [],
      ipAllocationPolicy: { ...CLUSTER.ipAllocationPolicy, clusterSecondaryRangeName: "gke-pods" },
      networkConfig: {
        ...CLUSTER.networkConfig,
        network: `${HOST}/global/networks/acme`,
        subnetwork: `${HOST}/regions/europe-west1/subnetworks/shared`,
      },
    };
    const text = await program([network], [cluster]);
    expect(propsOf(text)).toMatchObject({
      google: { project: "acme-test" },
      network: { existing: { networkName: "acme", project: "acme-host" } },
      clusters: { "europe-west1": { subnet: { subnetName: "shared", podsRangeName: "gke-pods" } } },
    });
    expect(toDo(text)).toEqual([
      "// TO DO: cluster acme-europe-west1: its subnet's ranges are not in the files: what it holds is not judged.",
    ]);
  });

  test("what a platform has otherwise is left to do, in words", async () => {
    const tunnel = {
      kind: "compute#vpnTunnel",
      name: "to-paris",
      selfLink: "https://www.googleapis.com/compute/v1/projects/acme-test/regions/europe-west1/vpnTunnels/to-paris",
      sharedSecret: "*************",
      sharedSecretHash: "not-to-be-seen",
    };
    const address = {
      kind: "compute#address",
      name: "web",
      address: "198.51.100.7",
      addressType: "EXTERNAL",
      selfLink: "https://www.googleapis.com/compute/v1/projects/acme-test/global/addresses/web",
    };
    const second = {
      ...CLUSTER,
      name: "second",
      nodePools: [],
      selfLink: CLUSTER.selfLink.replace(/[^/]+$/, "second"),
    };
    const text = await program(NETWORKS, [{ ...CLUSTER, nodePools: [] }, second], [tunnel], [address]);
    expect(toDo(text)).toEqual([
      "// TO DO: cluster second: europe-west1 has another one already, and a platform one in each region.",
      "// TO DO: cluster acme-europe-west1: its subnet's ranges are not in the files: what it holds is not judged.",
      "// TO DO: VPN tunnel to-paris: a data centre has it by links, Link.haVpn.",
      '// TO DO: global address web: the load balancer of this address goes on as it is by loadBalancer: false and lastResort: { ipv4: "198.51.100.7" }.',
    ]);
    expect(text).not.toContain("not-to-be-seen");
  });

  /** The cluster under another name, in another VPC or project. */
  const clusterOf = (name: string, { project = "acme-test", vpc = "projects/acme-test/global/networks/acme" }) => ({
    ...CLUSTER,
    name,
    nodePools: [],
    location: "europe-west4",
    network: vpc.split("/").at(-1),
    networkConfig: {
      ...CLUSTER.networkConfig,
      network: vpc,
      subnetwork: "projects/p/regions/europe-west4/subnetworks/s",
    },
    selfLink: `https://container.googleapis.com/v1/projects/${project}/locations/europe-west4/clusters/${name}`,
  });
  const regionsOf = (text: string) => Object.keys((propsOf(text) as HybridPlatformProps).clusters ?? {});

  test("a cluster or a subnet of another VPC is none of the platform's, and is named", async () => {
    const vpc = "projects/acme-test/global/networks/other";
    const subnet = {
      ...SUBNETS[0],
      network: `https://www.googleapis.com/compute/v1/${vpc}`,
      name: "acme-europe-west1",
      ipCidrRange: "10.250.0.0/18",
    };
    const text = await program(NETWORKS, [subnet, ...SUBNETS], [CLUSTER, clusterOf("away", { vpc })]);
    expect(toDo(text)).toEqual([
      `// TO DO: cluster away: it is in another VPC, ${vpc}, and a platform has one, acme: give it a platform of its own.`,
      `// TO DO: subnet acme-europe-west1: it is in another VPC, ${vpc}, and a platform has one, acme: give it a platform of its own.`,
    ]);
    expect(regionsOf(text)).toEqual(["europe-west1"]);
    expect(text).not.toContain("10.250.0.0");
    expect(text).toContain('nodes: "10.4.0.0/18"');
  });

  test("a VPC of the same name in another project is another one", async () => {
    const network = {
      ...NETWORKS[0],
      selfLink: "https://www.googleapis.com/compute/v1/projects/away/global/networks/acme",
    };
    const text = await program([network, ...NETWORKS], SUBNETS, [CLUSTER]);
    expect(propsOf(text)).toMatchObject({ network: { existing: { networkName: "acme" } } });
    expect(JSON.stringify(propsOf(text))).not.toContain("away");
  });

  test("a cluster of another project is none of the platform's, and is named", async () => {
    const text = await program(NETWORKS, SUBNETS, [CLUSTER, clusterOf("away", { project: "acme-batch" })]);
    expect(toDo(text)).toEqual([
      "// TO DO: cluster away: it is in another project, acme-batch, and the clusters of a platform are in one, acme-test: give it a platform of its own.",
    ]);
    expect(regionsOf(text)).toEqual(["europe-west1"]);
  });

  test("what is not known of a cluster is asked for, and not taken for bad", async () => {
    const { ipAllocationPolicy: _, ...partly } = CLUSTER;
    const asked =
      "// TO DO: cluster acme-europe-west1: its subnet, its ranges and its zones are not all in the files: gcloud container clusters describe tells them.";
    for (const content of [CLUSTER.selfLink, [partly]]) {
      const text = await program(content);
      expect(toDo(text)).toContain(asked);
      expect(text).not.toContain("it has no ranges");
    }
    expect(toDo(await program([{ ...CLUSTER, ipAllocationPolicy: { useRoutes: true } }]))).toContain(
      "// TO DO: cluster acme-europe-west1: it has no ranges for its pods, so that a load balancer cannot reach them: it needs a new one beside it.",
    );
  });

  test("a global address is one of the last resort by its family, where it is known and of the internet", async () => {
    const address = (name: string, more: object) => ({
      kind: "compute#address",
      name,
      addressType: "EXTERNAL",
      selfLink: `https://www.googleapis.com/compute/v1/projects/acme-test/global/addresses/${name}`,
      ...more,
    });
    const inside = address("inside", { address: "10.9.0.0", addressType: "INTERNAL" });
    const text = await program([address("six", { address: "2001:db8::1" }), address("later", {}), inside]);
    expect(toDo(text)).toEqual([
      '// TO DO: global address six: the load balancer of this address goes on as it is by loadBalancer: false and lastResort: { ipv6: "2001:db8::1" }.',
      "// TO DO: global address later: the load balancer of this address goes on as it is by loadBalancer: false and lastResort with this address, which is not in the files.",
    ]);
  });

  test("a cluster has the nodes of its own pools, of each as many as in all its zones", async () => {
    const [web] = CLUSTER.nodePools;
    const pool = { ...web, autoscaling: { enabled: true, maxNodeCount: 4 } };
    const namesake = { ...clusterOf(CLUSTER.name, {}), nodePools: [{ ...pool, name: "far" }] };
    const text = await program(NETWORKS, SUBNETS, [{ ...CLUSTER, nodePools: [pool] }, namesake]);
    expect(propsOf(text)).toMatchObject({
      clusters: { "europe-west1": { existing: { maxNodes: 12 } }, "europe-west4": { existing: { maxNodes: 12 } } },
    });
  });

  test("no name can break the program", async () => {
    const name = 'x"}; process.exit(1); ${a}\n\u2028';
    const network = {
      ...NETWORKS[0],
      name,
      selfLink: `https://www.googleapis.com/compute/v1/projects/p/global/networks/${name}`,
    };
    const cluster = {
      ...CLUSTER,
      name,
      networkConfig: {},
      network: name,
      selfLink: CLUSTER.selfLink.replace(/[^/]+$/, name),
    };
    const text = await program([network], [cluster]);
    expect(JSON.stringify(propsOf(text))).toContain("process.exit");
  });
});
