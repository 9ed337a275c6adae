import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { HybridPlatform } from "../../../index";
import { importFiles } from "../../../lib/cli/import";
import { acme, CLUSTER, NETWORKS, SUBNETS } from "./existing-company";

const scratch = mkdtempSync(join(tmpdir(), "referred-"));
let count = 0;
const program = (contents: readonly unknown[], into?: string) =>
  importFiles(
    contents.map((content) => {
      const path = join(scratch, `${count++}.json`);
      writeFileSync(path, JSON.stringify(content));
      return path;
    }),
    { into },
  );
const outputFolder = (make: (app: App) => void) => {
  const outdir = mkdtempSync(join(scratch, "out-"));
  const app = new App({ outdir });
  make(app);
  app.synth();
  return outdir;
};
const comments = (text: string, start: string) => text.split("\n").filter((line) => line.startsWith(`// ${start}:`));

const FOUND = join(__dirname, "../../../examples/existing-company/found");
const found = readdirSync(FOUND)
  .filter((file) => file !== "zone.json")
  .sort()
  .map((file) => join(FOUND, file));

describe("what a platform refers to as existing", () => {
  const example: { production: ConstructorParameters<typeof HybridPlatform>[2] } = jest.requireActual(
    "../../../examples/existing-company/production",
  );
  const into = outputFolder((app) => {
    new HybridPlatform(app, "production", example.production);
  });

  test("stays as it is, with what is in it", async () => {
    expect(comments(await importFiles(found, { into }), "Not taken over")).toEqual([
      "// Not taken over: cluster video-live in europe-west1: it stays as it is, and the platform refers to it.",
      "// Not taken over: node pool general in europe-west1: it stays as it is, in a cluster that the platform refers to.",
      "// Not taken over: VPC corp: it stays as it is, and the platform refers to it.",
      "// Not taken over: subnet video-europe in europe-west1: it stays as it is, and the platform refers to it.",
      "// Not taken over: subnet office-europe in europe-west1: it stays as it is, in a VPC that the platform refers to.",
    ]);
  });

  test("is told by its whole name, and in its own project", async () => {
    const at = (project: string, name: string) => ({
      ...NETWORKS[0],
      name,
      selfLink: `https://www.googleapis.com/compute/v1/projects/${project}/global/networks/${name}`,
    });
    const text = await program([[at("acme-network", "cor"), at("acme-video", "corp")]], into);
    expect(comments(text, "Not taken over")).toEqual([
      '// Not taken over: VPC cor: keep it by network: { existing: { networkName: "cor" } }.',
      '// Not taken over: VPC corp: keep it by network: { existing: { networkName: "corp" } }.',
    ]);
  });

  test("is an address of the last resort", async () => {
    const text = await program(
      [
        {
          kind: "compute#address",
          name: "web",
          address: "198.51.100.7",
          selfLink: "https://www.googleapis.com/compute/v1/projects/acme-test/global/addresses/web",
        },
        {
          kind: "compute#address",
          name: "web-2",
          address: "198.51.100.70",
          selfLink: "https://www.googleapis.com/compute/v1/projects/acme-test/global/addresses/web-2",
        },
      ],
      outputFolder(
        acme({
          clusters: undefined,
          network: undefined,
          loadBalancer: false,
          anycastAddresses: undefined,
          lastResort: { ipv4: "198.51.100.7", ipv6: "2001:db8:ffff::7" },
          services: { api: { hostName: "api.example.com" } },
        }),
      ),
    );
    expect(comments(text, "Not taken over")).toEqual([
      "// Not taken over: global address web: it stays as it is, and the platform refers to it.",
      expect.stringContaining("// Not taken over: global address web-2: its name is made of the platform's"),
    ]);
  });

  test("is a cluster without a pool of the platform's, by its name in the outputs", async () => {
    const into = outputFolder(
      acme({
        network: { existing: { networkName: "acme" } },
        clusters: {
          "europe-west1": {
            existing: { clusterName: "acme-europe-west1", zones: ["europe-west1-b"] },
            subnet: { subnetName: "acme-europe-west1" },
          },
        },
      }),
    );
    expect(comments(await program([[CLUSTER]], into), "Not taken over")).toEqual([
      "// Not taken over: cluster acme-europe-west1 in europe-west1: it stays as it is, and the platform refers to it.",
      "// Not taken over: node pool web in europe-west1: it stays as it is, in a cluster that the platform refers to.",
    ]);
  });
});

test("one resource is one", async () => {
  const all = await program([NETWORKS], outputFolder(acme()));
  expect(all).toContain("// Created in acme-network: 15 resources.");
  const text = await importFiles(found, {
    into: outputFolder((app) => {
      const { production } = jest.requireActual("../../../examples/existing-company/production");
      new HybridPlatform(app, "production", production);
    }),
  });
  expect(text).toContain("// Created in production-cluster-europe-west1: 1 resource.\n");
});

describe("without a configuration", () => {
  test("the ranges of what else is in the VPC are those of others", async () => {
    const text = await importFiles(found, {});
    expect(text).toContain('otherRanges: { "office-europe": ["10.8.0.0/16"] }');
    expect(text).not.toContain("TO DO");
    expect(comments(text, "Stays as it is")).toEqual([
      "// Stays as it is: node pool general of n2-standard-8, up to 30 nodes, autoscaled. As a key of nodePools it becomes the platform's, see docs/import.md.",
    ]);
  });

  test("they have all ranges of a subnet, also those of the cluster's own that it has no use for", async () => {
    const [subnet] = SUBNETS;
    const other = (region: string) => ({
      ...subnet,
      name: "default",
      ipCidrRange: region === "us-east1" ? "10.142.0.0/20" : "10.132.0.0/20",
      region: `https://www.googleapis.com/compute/v1/projects/acme-test/regions/${region}`,
      secondaryIpRanges: region === "us-east1" ? [{ rangeName: "more", ipCidrRange: "10.200.0.0/16" }] : undefined,
      selfLink: `https://www.googleapis.com/compute/v1/projects/acme-test/regions/${region}/subnetworks/default`,
    });
    const own = {
      ...subnet,
      secondaryIpRanges: [...(subnet?.secondaryIpRanges ?? []), { rangeName: "spare", ipCidrRange: "10.210.0.0/16" }],
    };
    const elsewhere = { ...other("asia-east1"), network: NETWORKS[0]?.selfLink.replace(/acme$/, "legacy") };
    const text = await program([NETWORKS, [own, other("us-east1"), other("europe-west1"), elsewhere], [CLUSTER]]);
    expect(text.replaceAll(/\s+/g, " ")).toContain(
      'otherRanges: { "acme-europe-west1": ["10.210.0.0/16"], "default-europe-west1": ["10.132.0.0/20"], "default-us-east1": ["10.142.0.0/20", "10.200.0.0/16"], }',
    );
  });
});
