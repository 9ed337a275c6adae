import { readOutputFolder } from "../../../lib/cli/output-folder";
import type { Block } from "../../support/synthesize";
import { Deployment, resourceAddressesOf } from "../../terraform/deployment";
import { addLabel, editInPlace, unprotect } from "../../terraform/edits";
import { testOfSteps } from "../../terraform/test-of-steps";
import { differencesIn } from "./differences";
import { realProviders } from "./found";
import { knownHere } from "./of-another-version";
import { RealOutside } from "./real-outside";

/** A group of tests that counts as skipped, not as passed, where none of the real providers is. */
export const describeWithRealProviders = Object.keys(realProviders.versions).length === 0 ? describe.skip : describe;

/** What takes minutes is for a nightly run, which says so. */
export const isInFull = process.env.REAL_PROVIDERS_IN_FULL !== undefined;

/**
 * A group of tests for a nightly run that needs the provider of Google. Where it is skipped, a line of its own says so: what is said
 * before all tests is of programs, and this is none.
 */
export function describeInFullWithGoogle(name: string, tests: () => void): void {
  const isAble = isInFull && realProviders.versions.google !== undefined;
  if (!isAble) process.stdout.write(`SKIPPED, not passed: ${name} ${isInFull ? NO_GOOGLE : NOT_IN_FULL}\n`);
  (isAble ? describe : describe.skip)(name, tests);
}

const NO_GOOGLE = "needs hashicorp/google, which is not here";
const NOT_IN_FULL = "runs with REAL_PROVIDERS_IN_FULL=1 alone";

export interface Opened {
  readonly deployment: Deployment;
  readonly outside: RealOutside;
}

/** Starts what the stacks in a folder need that `cdktf synth` wrote. */
export async function open(folder: string, before?: Block): Promise<Opened> {
  const stacks = readOutputFolder(folder).map(knownHere);
  const outside = await RealOutside.startReal(stacks);
  return { outside, deployment: await Deployment.ofStarted(stacks, outside, before) };
}

/** The life of a program: made, left as it is, changed, and destroyed. */
export function testWholeLife(opened: () => Opened): void {
  const unchanged = async () => {
    const { deployment } = opened();
    return deployment.each((stack) => differencesIn(deployment, stack));
  };
  const nothing = () => Object.fromEntries(opened().deployment.names.map((stack) => [stack, []]));

  testOfSteps("goes through the whole life of each stack", {
    "finds each stack valid": async () => {
      const { deployment } = opened();
      await deployment.each(async (stack) => {
        await deployment.succeed(stack, "init");
        await deployment.succeed(stack, "validate");
      });
    },

    "plans each stack by itself, before any other was applied": async () => {
      const { deployment } = opened();
      await deployment.each((stack) => deployment.plan(stack));
    },

    "applies each of these plans, after the stacks that it waits for": async () => {
      const { deployment } = opened();
      await deployment.inOrder((stack) => deployment.succeed(stack, "apply", "plan"));
      for (const stack of deployment.names) {
        const recorded = deployment.states.read(stack).map(({ address }) => address);
        expect(recorded.sort()).toEqual(resourceAddressesOf(deployment.configurationOf(stack)));
      }
    },

    "sees no change in the next plan": async () => {
      expect(await unchanged()).toEqual(nothing());
    },

    "changes a percentage, a pool's maximum and a label in place, and sees no change afterwards": async () => {
      const { deployment } = opened();
      const changed = await deployment.each(async (stack) => {
        const addresses = deployment.edit(stack, (configuration) => {
          addLabel(configuration);
          return editInPlace(configuration);
        });
        const changes = await deployment.plan(stack);
        expect(Object.entries(changes).filter(([, action]) => action !== "update")).toEqual([]);
        expect(Object.keys(changes)).toEqual(expect.arrayContaining(addresses));
        await deployment.succeed(stack, "apply", "plan");
        return addresses;
      });
      expect(Object.values(changed).flat()).not.toEqual([]);
      expect(await unchanged()).toEqual(nothing());
    },

    "destroys all, each stack before those that it waits for": async () => {
      const { deployment, outside } = opened();
      await deployment.each(async (stack) => {
        if (deployment.edit(stack, unprotect).length > 0) await deployment.succeed(stack, "apply", "-auto-approve");
      });
      await deployment.inReverse((stack) => deployment.succeed(stack, "destroy", "-auto-approve"));
      expect(outside.states.ids).toEqual([]);
    },
  });
}
