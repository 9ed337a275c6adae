import { everything } from "../everything/program";
import { BEFORE_EVERYTHING } from "./before-everything";
import { Deployment, resourceAddressesOf } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { unprotect } from "./edits";
import { testOfSteps } from "./test-of-steps";

describeWithTerraform("terraform, on a program with everything,", () => {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await Deployment.ofProgram(everything, undefined, undefined, BEFORE_EVERYTHING);
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
