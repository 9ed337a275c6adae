import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { acme, CLUSTER, NETWORKS, ROUTER, SUBNETS } from "../cli/import/existing-company";

/** A cluster of before, with routes in place of ranges for its pods. */
const SHOP = {
  ...CLUSTER,
  name: "shop",
  ipAllocationPolicy: {},
  nodePools: [],
  location: "us-east1",
  locations: ["us-east1-b", "us-east1-c", "us-east1-d"],
  networkConfig: {
    network: CLUSTER.networkConfig.network,
    subnetwork: "projects/acme-test/regions/us-east1/subnetworks/shop",
  },
  selfLink: CLUSTER.selfLink.replace("europe-west1/clusters/acme-europe-west1", "us-east1/clusters/shop"),
};

const OCTODNS = `---
shop:
  type: A
  ttl: 60
  dynamic:
    pools:
      paris:
        fallback: cloud
        values:
        - value: 203.0.113.10
          weight: 25
        - value: 198.51.100.1
          weight: 75
      cloud:
        values:
        - value: 198.51.100.1
    rules:
    - geos: [EU-FR, EU-BE]
      pool: paris
    - geos: [NA-CA-ON]
      pool: paris
    - pool: cloud
  octodns:
    healthcheck: { host: health.example.com, path: /healthz }
  values: [198.51.100.1]
`;

/** Writes what the docs import: what gcloud prints of a company, a zone of octoDNS's, and what its platform synthesizes. */
export function writeExistingCompany(folder: string): void {
  const files = {
    "networks.json": NETWORKS,
    "subnets.json": SUBNETS,
    "routers.json": [ROUTER],
    "clusters.json": [CLUSTER, SHOP],
  };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), JSON.stringify(content));
  writeFileSync(join(folder, "example.com.yaml"), OCTODNS);
  writeFileSync(join(folder, "names.txt"), "projects/acme-test/global/networks/acme\n");
  const app = new App({ outdir: join(folder, "acme.out") });
  acme()(app);
  app.synth();
}
