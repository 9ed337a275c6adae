import type { ClusterOptions } from "../../../index";
import type { WholePlatformProps } from "../../support/whole-platform";
import { describeWithTerraform } from "../describe-with-terraform";
import { DATA_CENTERS, EUROPE, PLATFORM, vpnToParis } from "../running-platform";
import { inTurn } from "../test-of-steps";
import { dataCenter, reversed, together, without } from "./changing";
import { type Edit, EditedPlatform, type Edits } from "./edited-platform";

const AMERICA = { zones: ["us-east1-b"], nodePools: EUROPE.nodePools };

/** As docs/drain-a-region.md has it: what must be applied before a region goes. */
const GIVEN_UP = { ...AMERICA, drain: true, deletionProtection: false };

const regions =
  (change: (clusters: WholePlatformProps["clusters"]) => WholePlatformProps["clusters"]): Edit =>
  (now) => ({ clusters: change(now.clusters) });
const region = (name: string, options: ClusterOptions) => regions((all) => ({ ...all, [name]: options }));
const withoutRegion = (name: string) => regions((all) => without(all, name));

const EDITS: Edits = {
  "there is a region more": region("us-east1", AMERICA),
  "the regions are in another order": regions(reversed),
  "a link ends in the new region": dataCenter("paris", { links: { vpn: vpnToParis({ region: "us-east1" }) } }),
  "it ends where it did": dataCenter("paris", { links: { vpn: vpnToParis() } }),
  "the new region takes a tenth of what it can": region("us-east1", { ...AMERICA, capacityPercent: 10 }),
  "the new region is to be given up": region("us-east1", GIVEN_UP),
};

/** A region whose cluster exists already: Terraform never makes it. */
const SHOP: ClusterOptions = {
  existing: {
    clusterName: "shop",
    networkName: "production",
    zones: ["us-east1-b"],
    nodeServiceAccountEmail: "nodes@acme-production.iam.gserviceaccount.com",
  },
};

/** A company that shrinks to one region, one service and one data centre, with all that this takes away. */
const small: Edit = together(withoutRegion("us-west1"), () => ({
  services: { api: { hostName: "api.example.com", maxRatePerEndpoint: 200, dataCenters: ["paris"] } },
  dataCenters: without(DATA_CENTERS, "frankfurt"),
  routing: { countries: { FR: { serveFrom: ["paris"] } } },
  monitoring: undefined,
}));

/** The commands of docs/drain-a-region.md: the region's stack goes first, then what refers to it, then all else. */
async function giveUp(platform: EditedPlatform, name: string, edit: Edit): Promise<void> {
  const { deployment } = platform;
  const gone = `production-cluster-${name}`;
  const outages = await platform.watching(async () => {
    await deployment.succeed(gone, "destroy", "-auto-approve");
    const changed = await platform.describe(edit);
    await deployment.succeed("production-edge", "apply", "-auto-approve");
    await platform.deploy(changed);
    await platform.isSettled(changed);
  });
  expect(outages).toEqual([]);
  deployment.forget(gone);
}

describeWithTerraform("the regions of a running platform", () => {
  test("come in one apply per stack, and go in the documented order", async () => {
    const platform = await EditedPlatform.start(PLATFORM);
    try {
      await inTurn({
        ...platform.stepsOf(EDITS),
        "a region that goes is too much for one deploy: the subnet is still in use": async () => {
          const changed = await platform.describe(withoutRegion("us-east1"));
          await expect(platform.deploy(changed)).rejects.toThrow(
            /^production-network: [\s\S]*subnetworks\/production-us-east1" is already\s+being used by/,
          );
          await platform.apply(region("us-east1", GIVEN_UP));
        },
        "in the documented order, each command succeeds, and nobody notices": () =>
          giveUp(platform, "us-east1", withoutRegion("us-east1")),
        "another region comes in its place, to be given up as well": () =>
          platform.apply(region("us-west1", { ...GIVEN_UP, zones: ["us-west1-b"] })),
        "a company shrinks to one region and one service, all at once": () => giveUp(platform, "us-west1", small),
        ...platform.steps({}),
      });
    } finally {
      await platform.close();
    }
  });

  test("whose cluster exists come and go, and nobody notices", async () => {
    const platform = await EditedPlatform.start(PLATFORM);
    try {
      await inTurn({
        ...platform.stepsOf({
          "there is a region with a cluster that exists": region("us-east1", SHOP),
          "it takes half of what it can": region("us-east1", { ...SHOP, capacityPercent: 50 }),
          "it is drained": region("us-east1", { ...SHOP, drain: true }),
        }),
        "in the documented order, each command succeeds, and nobody notices": () =>
          giveUp(platform, "us-east1", withoutRegion("us-east1")),
      });
    } finally {
      await platform.close();
    }
  });
});
