import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import type { ClusterOptions } from "../../../index";
import { importFiles } from "../../../lib/cli/import";
import type { Block } from "../../support/synthesize";
import type { WholePlatformProps } from "../../support/whole-platform";
import { describeWithTerraform } from "../describe-with-terraform";
import { EUROPE, PLATFORM } from "../running-platform";
import { inTurn } from "../test-of-steps";
import { EditedPlatform, programOf } from "./edited-platform";

const REGION = "europe-west1";
const CLUSTER = `production-cluster-${REGION}`;
const EXISTING = {
  networkName: "production",
  zones: ["europe-west1-b"],
  nodeServiceAccountEmail: `production-${REGION}-nodes@acme-prod.iam.gserviceaccount.com`,
};

/** A platform that has a region alone: nothing answers for its cluster. */
const inRegion = (cluster: ClusterOptions): WholePlatformProps => ({
  ...PLATFORM,
  clusters: { [REGION]: cluster },
  services: { api: { hostName: "api.example.com", maxRatePerEndpoint: 200 } },
  dataCenters: {},
  routing: undefined,
  monitoring: undefined,
});

const GROUP = "k8s1-1a2b3c4d-default-api-80-5e6f7a8b";

/** What GKE has made by itself. */
const OF_GKE: Block = {
  terraform: { required_providers: { google: { source: "hashicorp/google", version: "6.50.0" } } },
  provider: { google: [{ project: "acme-prod" }] },
  resource: {
    google_compute_network_endpoint_group: {
      api: {
        name: GROUP,
        zone: "europe-west1-b",
        network: "projects/acme-prod/global/networks/production",
        subnetwork: `projects/acme-prod/regions/${REGION}/subnetworks/production-${REGION}`,
        network_endpoint_type: "GCE_VM_IP_PORT",
      },
    },
  },
};

/** The names of the groups that are attached. */
const attached = ({ deployment }: EditedPlatform) =>
  deployment.cloud
    .all("google_compute_backend_service")
    .flatMap(({ backend }) => (backend as unknown as Block[]).map(({ group }) => String(group).split("/").at(-1)));

const destroyed = ({ deployment }: EditedPlatform, since: number) =>
  deployment.cloud.journal.slice(since).flatMap(({ action, id }) => (action === "delete" ? [id] : []));

/** The platform, whose cluster is taken over as the command prints it. */
async function takingOver(props: WholePlatformProps, states: readonly string[]): Promise<(app: App) => void> {
  const outdir = mkdtempSync(join(tmpdir(), "existing-cluster-"));
  const app = new App({ outdir });
  programOf(props)(app);
  app.synth();
  const files = states.map((state, index) => {
    const file = join(outdir, `state-${index}.json`);
    writeFileSync(file, state);
    return file;
  });
  const printed = JSON.parse(await importFiles(files, { into: outdir, json: true }));
  expect(printed.cannotBeKept).toEqual([]);
  return (again) => {
    programOf(props)(again);
    for (const stack of again.node.findAll().filter((one) => TerraformStack.isStack(one))) {
      const own = <T extends { stack: string }>(all: T[]) => all.filter((one) => one.stack === stack.node.id);
      const blocks = own<{ stack: string; to: string; id: string }>(printed.imports);
      if (blocks.length > 0)
        stack.addOverride(
          "import",
          blocks.map(({ to, id }) => ({ to, id })),
        );
      for (const one of own<{ stack: string; to: string; arguments: string[] }>(printed.ignoreChanges)) {
        stack.addOverride(`resource.${one.to}.lifecycle.ignore_changes`, one.arguments);
      }
    }
  };
}

describeWithTerraform("a cluster that exists", () => {
  test("is served by its own endpoint groups, and moves over to ours, without a moment without a backend", async () => {
    const existing = { ...EXISTING, clusterName: "shop" };
    const platform = await EditedPlatform.start(inRegion({ existing }));
    const { deployment } = platform;
    const region = (api?: { readonly movingOver?: boolean }) =>
      platform.apply(() =>
        inRegion({
          existing: {
            ...existing,
            endpointGroups: api === undefined ? undefined : { api: { endpointGroupName: GROUP, ...api } },
          },
        }),
      );
    try {
      await inTurn({
        "GKE has groups": async () => {
          expect(attached(platform)).toEqual(["shop-api"]);
          deployment.add("gke", OF_GKE);
          await deployment.succeed("gke", "init");
          await deployment.succeed("gke", "apply", "-auto-approve");
        },
        "they are attached in the place of ours": async () => {
          await region({});
          expect(attached(platform)).toEqual([GROUP]);
        },
        "ours stand beside them": async () => {
          await region({ movingOver: true });
          expect(attached(platform).sort()).toEqual([GROUP, "shop-api"]);
        },
        "ours are left, and those of GKE's still exist": async () => {
          const since = deployment.cloud.journal.length;
          await region();
          expect(attached(platform)).toEqual(["shop-api"]);
          expect(destroyed(platform, since)).toEqual([]);
          expect(await deployment.plan("gke")).toEqual({});
        },
      });
    } finally {
      await platform.close();
    }
  });

  test("was the platform's, and becomes it again by an import, without a destruction", async () => {
    const { nodePools } = EUROPE;
    const ours = inRegion(EUROPE);
    const platform = await EditedPlatform.start(ours);
    const { deployment } = platform;
    const since = deployment.cloud.journal.length;
    let before = "";
    try {
      await inTurn({
        "its state lets go of it": async () => {
          before = await deployment.succeed(CLUSTER, "state", "pull");
          const addresses = (await deployment.succeed(CLUSTER, "state", "list")).trim().split("\n");
          const gone = addresses.filter((address) => !address.startsWith("google_container_node_pool."));
          expect(gone).toContain("google_container_cluster.cluster");
          await deployment.succeed(CLUSTER, "state", "rm", ...gone);
        },
        "the platform refers to it, and its pool stays the platform's": async () => {
          await platform.apply(() =>
            inRegion({ existing: { ...EXISTING, clusterName: `production-${REGION}` }, nodePools }),
          );
          expect(destroyed(platform, since)).toEqual([]);
        },
        "it is imported": async () => {
          await deployment.describe(await takingOver(ours, [before]));
          const changes = await deployment.plan(CLUSTER);
          expect(changes["google_container_cluster.cluster"]).toBe("import");
          await deployment.inOrder((stack) => deployment.succeed(stack, "apply", "-auto-approve"));
          expect(destroyed(platform, since)).toEqual([]);
        },
        "it is the platform's, as at first": async () => {
          const stacks = await platform.describe(() => ours);
          await platform.deploy(stacks);
          await platform.isSettled(deployment.names);
          expect(destroyed(platform, since)).toEqual([]);
        },
      });
    } finally {
      await platform.close();
    }
  });
});
