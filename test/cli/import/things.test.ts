import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ImportCommand, importFiles } from "../../../lib/cli/import";
import { outputFolder } from "../../support/command-line";
import { expectSchema } from "../../support/json-schema";
import { acme, CLUSTER, NETWORKS, ROUTER, SUBNETS } from "./existing-company";

const scratch = mkdtempSync(join(tmpdir(), "import-"));
let count = 0;
const file = (content: unknown) => {
  const path = join(scratch, `${count++}.txt`);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};
const into = outputFolder(acme());
const program = (contents: readonly unknown[], command: ImportCommand = { into }) =>
  importFiles(contents.map(file), command);
/** The import blocks of a program. */
const blocks = (text: string) =>
  [...text.matchAll(/\{ to: "([^"]+)", id: "([^"]+)" \}/g)].map(([, to, id]) => `${to} ${id}`);
const comments = (text: string, start: string) => text.split("\n").filter((line) => line.startsWith(`// ${start}:`));

const NETWORK = "google_compute_network.network projects/acme-test/global/networks/acme";
const SUBNET =
  "google_compute_subnetwork.network_europe-west1_subnet projects/acme-test/regions/europe-west1/subnetworks/acme-europe-west1";
const OF_ROUTER = [
  "google_compute_router.network_europe-west1_router projects/acme-test/regions/europe-west1/routers/acme-europe-west1",
  "google_compute_router_nat.network_europe-west1_nat projects/acme-test/regions/europe-west1/routers/acme-europe-west1/acme-europe-west1",
];
const OF_CLUSTER = [
  "google_container_cluster.cluster projects/acme-test/locations/europe-west1/clusters/acme-europe-west1",
  "google_container_node_pool.cluster_web acme-test/europe-west1/acme-europe-west1/web",
];
const CLUSTER_AT = "cluster acme-europe-west1 (acme-cluster-europe-west1, google_container_cluster.cluster)";

describe("what gcloud prints", () => {
  test("becomes the resources of the platform that are called like it", async () => {
    const text = await program([NETWORKS, SUBNETS, ROUTER]);
    expect(blocks(text)).toEqual([NETWORK, SUBNET, ...OF_ROUTER]);
    expect([...comments(text, "Cannot be kept"), ...comments(text, "Changes in place")]).toEqual([]);
    expect(text).toContain("// Created in acme-network: 12 resources.");
    expect(text).toContain("export function takeOverInAcmeNetwork(stack: TerraformStack): void {");
  });

  test("has a cluster with its pools, whose first nodes are of its creation alone", async () => {
    const text = await program([CLUSTER]);
    expect(comments(text, "Cannot be kept")).toEqual([]);
    expect(blocks(text)).toEqual(OF_CLUSTER);
    expect(text).toContain(
      'stack.addOverride("resource.google_container_cluster.cluster.lifecycle.ignore_changes", ["initial_node_count", "remove_default_node_pool"]);',
    );
    expect(comments(text, "Changes in place")).toEqual([
      expect.stringContaining('cost_management_config not set → {"enabled":true}, '),
      expect.stringContaining('node_config.gvnic not set → {"enabled":true}'),
    ]);
    expect(comments(text, "Not compared, the plan shows it")).toEqual([
      expect.stringMatching(
        /^\/\/ Not compared, the plan shows it: cluster acme-europe-west1 .*: addons_config, .*logging_config/,
      ),
    ]);
  });

  test("may be one object, and a list of none", async () => {
    expect(blocks(await program([NETWORKS[0], []]))).toEqual([NETWORK]);
  });

  test("has things that this library does not make, which are left out by name", async () => {
    const disk = {
      kind: "compute#disk",
      name: "data",
      selfLink: "https://www.googleapis.com/compute/v1/projects/p/zones/z/disks/data",
    };
    expect(comments(await program([NETWORKS, disk]), "Left out")).toEqual([
      "// Left out: disk data: this library makes none of its kind.",
    ]);
  });
});

describe("what cannot be kept", () => {
  const changed = (more: object) => ({ ...CLUSTER, ...more });

  test.each<[string, object, string]>([
    [
      "a cluster with routes in place of ranges for its pods",
      changed({ ipAllocationPolicy: {} }),
      'ip_allocation_policy not set → {"cluster_secondary_range_name":"pods","services_secondary_range_name":"services","stack_type":"IPV4…, networking_mode ROUTES → VPC_NATIVE',
    ],
    [
      "a cluster whose nodes have public addresses",
      changed({ privateClusterConfig: { enablePrivateEndpoint: true } }),
      "private_cluster_config.enable_private_nodes not set → true",
    ],
    [
      "a cluster with the former data plane",
      changed({ networkConfig: { ...CLUSTER.networkConfig, datapathProvider: "LEGACY_DATAPATH" } }),
      "datapath_provider LEGACY_DATAPATH → ADVANCED_DATAPATH",
    ],
    [
      "a cluster with another range of its pods",
      changed({ ipAllocationPolicy: { ...CLUSTER.ipAllocationPolicy, clusterSecondaryRangeName: "gke-pods" } }),
      "ip_allocation_policy.cluster_secondary_range_name gke-pods → pods",
    ],
    [
      "a cluster that gave out a certificate",
      changed({ masterAuth: { clientCertificate: "bm90IGEgc2VjcmV0", clientKey: "bm90IGEgc2VjcmV0" } }),
      "master_auth.client_certificate_config.issue_client_certificate true → false",
    ],
    ["a cluster with a description", changed({ description: "by hand" }), "description by hand → not set"],
  ])("is not imported, nor are its pools: %s", async (_, cluster, why) => {
    const text = await program([cluster]);
    expect(comments(text, "Cannot be kept")).toEqual([
      `// Cannot be kept: ${CLUSTER_AT}: ${why}: it would be replaced: keep it by clusters: { "europe-west1": { existing: { clusterName: "acme-europe-west1" } } }.`,
      "// Cannot be kept: node pool web (acme-cluster-europe-west1, google_container_node_pool.cluster_web): it belongs to google_container_cluster.cluster, which is not imported.",
    ]);
    expect(blocks(text)).toEqual([]);
  });

  test("is a pool with a service account of its own, and its cluster is imported without it", async () => {
    const [pool] = CLUSTER.nodePools;
    const config = {
      ...pool?.config,
      serviceAccount: "default",
      oauthScopes: ["https://www.googleapis.com/auth/logging.write"],
    };
    const text = await program([changed({ nodePools: [{ ...pool, config }] })]);
    expect(comments(text, "Cannot be kept")).toEqual([
      "// Cannot be kept: node pool web (acme-cluster-europe-west1, google_container_node_pool.cluster_web): " +
        'node_config.oauth_scopes ["https://www.googleapis.com/auth/logging.write"] → ["https://www.googleapis.com/auth/cloud-platform"], ' +
        "node_config.service_account default → acme-europe-west1-nodes@acme-test.iam.gserviceaccount.com: it would be replaced: its name is taken while it is there.",
    ]);
    expect(blocks(text)).toEqual(OF_CLUSTER.slice(0, 1));
  });

  test("is a subnet that would have to shrink, or to lose a range of its pods", async () => {
    const [subnet] = SUBNETS;
    const smaller = await program([{ ...subnet, ipCidrRange: "10.4.0.0/17" }]);
    expect(comments(smaller, "Cannot be kept")).toEqual([
      expect.stringContaining(
        'ip_cidr_range 10.4.0.0/17 → 10.4.0.0/18: it would be replaced: keep it by clusters: { "europe-west1": { subnet: { subnetName: "acme-europe-west1" } } }, beside network.existing.',
      ),
    ]);
    const larger = await program([{ ...subnet, ipCidrRange: "10.4.0.0/20" }]);
    expect(comments(larger, "Changes in place")).toEqual([
      expect.stringContaining("ip_cidr_range 10.4.0.0/20 → 10.4.0.0/18"),
    ]);
    const others = await program([
      { ...subnet, secondaryIpRanges: [{ ipCidrRange: "10.99.0.0/16", rangeName: "pods" }] },
    ]);
    expect(comments(others, "Cannot be kept")).toHaveLength(1);
  });
});

describe("what is called otherwise", () => {
  test("is named with the option that keeps it", async () => {
    const network = { ...NETWORKS[0], name: "corp", selfLink: NETWORKS[0]?.selfLink.replace(/acme$/, "corp") };
    const cluster = {
      ...CLUSTER,
      name: "shop",
      nodePools: [],
      selfLink: CLUSTER.selfLink.replace(/acme-europe-west1$/, "shop"),
    };
    const text = await program([network, cluster]);
    expect(blocks(text)).toEqual([]);
    expect(comments(text, "Not taken over")).toEqual([
      '// Not taken over: VPC corp: the platform\'s is called acme: keep it by network: { existing: { networkName: "corp" } }.',
      '// Not taken over: cluster shop in europe-west1: the platform\'s is called acme-europe-west1: keep it by clusters: { "europe-west1": { existing: { clusterName: "shop" } } }.',
    ]);
  });
});

describe("a Terraform state", () => {
  const attributes = {
    name: "acme",
    project: "acme-test",
    auto_create_subnetworks: false,
    mtu: 1460,
    routing_mode: "GLOBAL",
  };
  const state = {
    version: 4,
    terraform_version: "1.9.0",
    resources: [
      { mode: "data", type: "google_compute_network", name: "other", instances: [{ attributes }] },
      {
        module: "module.vpc",
        mode: "managed",
        type: "google_compute_network",
        name: "this",
        instances: [{ index_key: 0, attributes }],
      },
    ],
  };

  test("is read as it is, and told what to let go of", async () => {
    const text = await program([state]);
    expect(blocks(text)).toEqual([NETWORK]);
    expect(text).toContain(
      `// Then, in the other configuration: terraform state rm 'module.vpc.google_compute_network.this[0]'`,
    );
  });

  test("is read as terraform show -json prints it, with its modules", async () => {
    const shown = {
      format_version: "1.0",
      terraform_version: "1.9.0",
      values: {
        root_module: {
          child_modules: [
            {
              resources: [
                {
                  address: "module.vpc.google_compute_network.this[0]",
                  mode: "managed",
                  type: "google_compute_network",
                  name: "this",
                  values: attributes,
                },
              ],
            },
          ],
        },
      },
    };
    expect(blocks(await program([shown]))).toEqual([NETWORK]);
  });

  const SECRETS = ["very-secret-1", "very-secret-2", "very-secret-3", "very-secret-4"];
  const secretly = {
    ...state,
    resources: [
      {
        mode: "managed",
        type: "google_compute_network",
        name: "this",
        instances: [
          {
            attributes: { ...attributes, description: SECRETS[0], params: { api_token: SECRETS[1] } },
            sensitive_attributes: [[{ type: "get_attr", value: "description" }]],
          },
        ],
      },
      {
        mode: "managed",
        type: "aws_db_instance",
        name: SECRETS[3],
        instances: [{ attributes: { password: SECRETS[2], id: "db" } }],
      },
    ],
  };

  test("shows none of its secrets", async () => {
    for (const command of [{ into }, {}]) {
      const text = await program([secretly], command);
      for (const secret of SECRETS.slice(0, 3)) expect(text).not.toContain(secret);
    }
  });
});

describe("names alone", () => {
  const uris = [
    "https://www.googleapis.com/compute/v1/projects/acme-test/global/networks/acme",
    "https://container.googleapis.com/v1/projects/acme-test/locations/europe-west1/clusters/acme-europe-west1",
    "projects/acme-test/locations/europe-west1/clusters/acme-europe-west1/nodePools/web",
    "projects/acme-test/zones/europe-west1-b/disks/data",
  ].join("\n");

  test("are imported, and not compared", async () => {
    const text = await program([uris]);
    expect(blocks(text)).toEqual([NETWORK, ...OF_CLUSTER]);
    expect(comments(text, "Left out")).toEqual(["// Left out: disks data: this library makes none of its kind."]);
    expect(comments(text, "Not compared, the plan shows it")[0]).toBe(
      "// Not compared, the plan shows it: VPC acme (acme-network, google_compute_network.network): only its name is known.",
    );
  });
});

describe("health checks of Route 53", () => {
  const check = (Id: string, more: object = {}) => ({
    Id,
    CallerReference: "terraform-1",
    HealthCheckConfig: {
      IPAddress: "203.0.113.10",
      Port: 443,
      Type: "HTTPS",
      ResourcePath: "/healthz",
      FullyQualifiedDomainName: "health.example.com",
      RequestInterval: 10,
      FailureThreshold: 3,
      MeasureLatency: false,
      Inverted: false,
      Disabled: false,
      EnableSNI: true,
      ...more,
    },
    HealthCheckVersion: 1,
  });

  test("become those of the same address, port and path", async () => {
    const text = await program([{ HealthChecks: [check("abc"), check("other", { IPAddress: "203.0.113.99" })] }]);
    expect(blocks(text)).toEqual(["aws_route53_health_check.routing_health_paris_ipv4 abc"]);
    expect(comments(text, "Not taken over")).toEqual([
      "// Not taken over: aws_route53_health_check other: no data centre of the platform has its address, port and path.",
    ]);
  });

  test("are listed where another interval would replace them", async () => {
    const text = await program([{ HealthChecks: [check("abc", { RequestInterval: 30 })] }]);
    expect(blocks(text)).toEqual([]);
    expect(comments(text, "Cannot be kept")[0]).toContain("request_interval 30 → 10");
  });
});

describe("other forms", () => {
  const disk = {
    kind: "compute#disk",
    name: "data",
    selfLink: "https://www.googleapis.com/compute/v1/projects/p/zones/z/disks/data",
  };

  test("are blocks in Terraform's own language", async () => {
    const text = await program([NETWORKS, CLUSTER], { into, hcl: true });
    expect(text).toContain(
      '# acme-network\n\nimport {\n  to = google_compute_network.network\n  id = "projects/acme-test/global/networks/acme"\n}\n',
    );
    expect(text).toContain(
      "# google_container_cluster.cluster needs lifecycle { ignore_changes = [initial_node_count, remove_default_node_pool] }: ",
    );
  });

  test("are JSON, of a schema", async () => {
    const output = JSON.parse(await program([NETWORKS, CLUSTER, disk], { into, json: true }));
    expectSchema("import", output);
    expect(output.imports.map(({ stack, to }: { stack: string; to: string }) => `${stack} ${to}`)).toEqual([
      "acme-network google_compute_network.network",
      "acme-cluster-europe-west1 google_container_cluster.cluster",
      "acme-cluster-europe-west1 google_container_node_pool.cluster_web",
    ]);
    expect(output.leftOut).toEqual(["disk data: this library makes none of its kind"]);
    expect(output.ignoreChanges).toHaveLength(1);
  });

  test("need a configuration", async () => {
    await expect(program([NETWORKS], { hcl: true })).rejects.toThrow(
      "import: --hcl: has the import blocks of --into, which is missing",
    );
  });
});

test("one id is not given to two zones", async () => {
  const zoneFile = (name: string) =>
    `$ORIGIN ${name}.\n@ 3600 IN SOA ns.${name}. admin.${name}. 1 2 3 4 5\nwww 60 IN A 203.0.113.7\n`;
  const both = [zoneFile("example.com"), zoneFile("example.org")];
  await expect(program(both, { zoneId: "Z0123456789ABCDEFGHIJ" })).rejects.toThrow(
    "import: --zone-id: is the id of one zone, and the files have 2, example.com and example.org: import each by itself",
  );
  expect(await program(both, {})).toContain("www.example.org");
  expect(await program(both.slice(0, 1), { zoneId: "Z0123456789ABCDEFGHIJ" })).toContain("Z0123456789ABCDEFGHIJ");
});

describe("foreign files", () => {
  test.each<[string, unknown, string]>([
    ["JSON of another program", { Stacks: [] }, "is none of what can be imported"],
    ["broken JSON", "{", "cannot be read"],
    ["a list of texts", ["a"], "is none of what can be imported"],
    ["no text", "\u0000\u0001", "cannot be read (it is no text)"],
    ["one page of health checks", { HealthChecks: [], IsTruncated: true }, "is one page of several"],
  ])("are refused in words: %s", async (_, content, message) => {
    await expect(program([content])).rejects.toThrow(message);
  });
});

describe("hostile names", () => {
  test("cannot break the program", async () => {
    const name = 'x"]);\nprocess.exit(1);// ${path} %{if}\u2028';
    const network = {
      ...NETWORKS[0],
      name,
      description: "*/ process.exit(1) /*",
      selfLink: `https://www.googleapis.com/compute/v1/projects/p/global/networks/${name}`,
    };
    const text = await program([network]);
    for (const line of text.split(/[\n\r\u2028\u2029]/)) {
      if (line.includes("process.exit")) expect(line).toMatch(/^\/\/ /);
    }
  });
});
