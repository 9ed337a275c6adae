import type { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { unprotect } from "./edits";
import { deploymentOf } from "./examples";
import type { Cloud, Fault, Operation } from "./stand-in/cloud";
import { testOfSteps } from "./test-of-steps";

/** Every tenth request for an action fails, by the given kinds in turn. */
function everyTenth(action: Operation["action"], kinds: readonly Fault[]): Cloud["fault"] {
  let count = 0;
  return (operation) => {
    if (operation.action !== action || ++count % 10 !== 0) return undefined;
    return kinds[(count / 10) % kinds.length];
  };
}

describeWithTerraform("terraform, when every tenth request fails,", () => {
  let deployment: Deployment;
  // This example has a stack of each kind: network, clusters with GPUs, edge and DNS.
  beforeAll(async () => {
    deployment = await deploymentOf("video-platform");
    await deployment.each((stack) => deployment.succeed(stack, "init"));
  });
  afterAll(() => deployment.close());

  /** Runs a command in each of some stacks with faults, and again without them. Says how many had to run twice. */
  async function twice(stacks: readonly string[], fault: Cloud["fault"], ...command: string[]): Promise<number> {
    deployment.cloud.fault = fault;
    const first = await Promise.all(stacks.map((stack) => deployment.terraform(stack, ...command)));
    deployment.cloud.fault = () => undefined;
    // All that exists is known to a state. A state may know more: what was destroyed without an answer.
    expect(deployment.states.ids).toEqual(expect.arrayContaining(deployment.cloud.ids));

    const failed = stacks.filter((_, index) => first[index]?.status !== 0);
    await Promise.all(failed.map((stack) => deployment.succeed(stack, ...command)));
    expect(deployment.cloud.ids).toEqual(deployment.states.ids);
    return failed.length;
  }

  testOfSteps("completes at the second run", {
    "completes at the second apply, loses nothing, and makes nothing twice": async () => {
      const fault = everyTenth("create", ["before"]);
      let failed = 0;
      for (const level of deployment.levels) failed += await twice(level, fault, "apply", "-auto-approve");
      expect(failed).toBeGreaterThan(0);

      const plans = await deployment.each((stack) => deployment.plan(stack));
      expect(plans).toEqual(Object.fromEntries(deployment.names.map((stack) => [stack, {}])));
      expect(deployment.cloud.journal.map(({ id }) => id).sort()).toEqual(deployment.cloud.ids);
    },

    "completes at the second destroy, and leaves nothing": async () => {
      await deployment.each(async (stack) => {
        if (deployment.edit(stack, unprotect).length > 0) await deployment.succeed(stack, "apply", "-auto-approve");
      });
      const fault = everyTenth("delete", ["before", "after"]);
      let failed = 0;
      for (const level of [...deployment.levels].reverse()) {
        failed += await twice(level, fault, "destroy", "-auto-approve");
      }
      expect(failed).toBeGreaterThan(0);
      expect(deployment.cloud.ids).toEqual([]);
    },
  });
});
