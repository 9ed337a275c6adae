import type { App } from "cdktf";
import { HybridPlatform, NetworkStack } from "../../index";
import { SMALL_NETWORK } from "../support/network";
import { SMALL_PLATFORM } from "../support/platform";
import type { Block } from "../support/synthesize";
import { Deployment, resourceAddressesOf } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { unprotect } from "./edits";
import { vpnToParis } from "./running-platform";
import { testOfSteps } from "./test-of-steps";

const REGION = "europe-west1";
const web = SMALL_PLATFORM.clusters[REGION];

/** A platform in a Shared VPC: one region in a subnet that is there, one in a subnet of ours, and a link. */
function program(app: App): void {
  new HybridPlatform(app, "acme", {
    ...SMALL_PLATFORM,
    network: {
      ...SMALL_PLATFORM.network,
      existing: { networkName: "corporate", project: "acme-host", otherRanges: { billing: ["172.16.0.0/16"] } },
      sharedVpc: { projectNumber: "123456789012", grantRoles: true, attachProject: true },
    },
    clusters: {
      [REGION]: {
        ...web,
        subnet: { subnetName: "gke" },
        ranges: { nodes: "10.200.0.0/22", pods: "10.201.0.0/16", services: "10.202.0.0/20" },
      },
      "us-east1": web,
    },
    dataCenters: {
      paris: {
        ...SMALL_PLATFORM.dataCenters.paris,
        privateIngress: { addresses: ["10.128.0.10"], zone: `${REGION}-b`, maxRatePerEndpoint: 2000 },
        links: { vpn: vpnToParis() },
      },
    },
    services: { api: { ...SMALL_PLATFORM.services.api, dataCenters: ["paris"] } },
  });
}

/** A program that has a VPC: the stand-in knows the types of resources that it was shown. */
function ofNetworkTeam(app: App): void {
  new NetworkStack(app, "host", { google: { project: "acme-host" }, ...SMALL_NETWORK });
}

/** What the network team has: the VPC and one subnet, in a state of its own. */
const HOST: Block = {
  resource: {
    google_compute_network: { corporate: { name: "corporate", auto_create_subnetworks: false } },
    google_compute_subnetwork: {
      gke: {
        name: "gke",
        region: REGION,
        network: "${google_compute_network.corporate.id}",
        ip_cidr_range: "10.200.0.0/22",
        secondary_ip_range: [
          { range_name: "pods", ip_cidr_range: "10.201.0.0/16" },
          { range_name: "services", ip_cidr_range: "10.202.0.0/20" },
        ],
      },
    },
  },
};

describeWithTerraform("terraform, on a platform in a VPC that was there before,", () => {
  let deployment: Deployment;
  let before: readonly string[];
  beforeAll(async () => {
    deployment = await Deployment.ofProgram(program, undefined, ofNetworkTeam);
    const { terraform, provider } = deployment.configurationOf("acme-network");
    deployment.add("host", { terraform, provider, ...HOST });
  });
  afterAll(() => deployment.close());

  testOfSteps("makes what is missing in it, and leaves it as it was", {
    "has the VPC of the network team": async () => {
      await deployment.each((stack) => deployment.succeed(stack, "init"));
      await deployment.succeed("host", "apply", "-auto-approve");
      before = [...deployment.cloud.ids].sort();
      expect(before).toHaveLength(2);
    },

    "applies each stack, after those that it waits for": async () => {
      await deployment.inOrder((stack) => deployment.succeed(stack, "apply", "-auto-approve"));
      for (const stack of deployment.names) {
        const recorded = deployment.states.read(stack).map(({ address }) => address);
        expect(recorded.sort()).toEqual(resourceAddressesOf(deployment.configurationOf(stack)));
      }
    },

    "sees no change in the next plan, nor does the network team": async () => {
      const plans = await deployment.each((stack) => deployment.plan(stack));
      expect(plans).toEqual(Object.fromEntries(deployment.names.map((stack) => [stack, {}])));
    },

    "destroys what it made, and nothing of the network team's": async () => {
      const own = deployment.names.filter((stack) => stack !== "host");
      for (const stack of own) {
        if (deployment.edit(stack, unprotect).length > 0) await deployment.succeed(stack, "apply", "-auto-approve");
      }
      await deployment.inReverse((stack) =>
        stack === "host" ? Promise.resolve("") : deployment.succeed(stack, "destroy", "-auto-approve"),
      );
      expect([...deployment.cloud.ids].sort()).toEqual(before);
      expect(await deployment.plan("host")).toEqual({});
    },
  });
});
