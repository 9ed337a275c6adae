import { everything } from "../everything/program";
import type { Block } from "../support/synthesize";
import { Deployment, resourceAddressesOf } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { unprotect } from "./edits";
import { testOfSteps } from "./test-of-steps";

/** The VPC of a network team, which a stack refers to. */
const BEFORE: Block = {
  terraform: { required_providers: { google: { source: "hashicorp/google", version: "6.50.0" } } },
  provider: { google: [{ project: "acme-host" }] },
  resource: {
    google_compute_network: { corporate: { name: "corporate", auto_create_subnetworks: false } },
    google_compute_subnetwork: {
      gke: {
        name: "gke",
        region: "europe-west1",
        network: "${google_compute_network.corporate.id}",
        ip_cidr_range: "10.60.0.0/20",
      },
    },
  },
};

describeWithTerraform("terraform, on a program with everything,", () => {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await Deployment.ofProgram(everything, undefined, undefined, BEFORE);
  });
  afterAll(() => deployment.close());

  testOfSteps("takes each type of resource that the library can make", {
    "finds each stack valid": async () => {
      await deployment.each(async (stack) => {
        await deployment.succeed(stack, "init");
        await deployment.succeed(stack, "validate");
      });
    },

    "applies each stack, after those that it waits for": async () => {
      await deployment.inOrder((stack) => deployment.succeed(stack, "apply", "-auto-approve"));
      for (const stack of deployment.names) {
        const recorded = deployment.states.read(stack).map(({ address }) => address);
        expect(recorded.sort()).toEqual(resourceAddressesOf(deployment.configurationOf(stack)));
      }
    },

    "sees no change in the next plan": async () => {
      const plans = await deployment.each((stack) => deployment.plan(stack));
      expect(plans).toEqual(Object.fromEntries(deployment.names.map((stack) => [stack, {}])));
    },

    "destroys all, each stack before those that it waits for": async () => {
      await deployment.each(async (stack) => {
        if (deployment.edit(stack, unprotect).length > 0) await deployment.succeed(stack, "apply", "-auto-approve");
      });
      await deployment.inReverse((stack) => deployment.succeed(stack, "destroy", "-auto-approve"));
      expect(deployment.cloud.ids).toEqual(deployment.others);
    },
  });
});
