import type { Block } from "../support/synthesize";
import { type Deployment, resourceAddressesOf } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { addLabel, editInPlace, editToReplace, unprotect } from "./edits";
import { deploymentOf, examples } from "./examples";
import { testOfSteps } from "./test-of-steps";

/** What a configuration takes over instead of making it. */
const importedIn = ({ import: blocks = [] }: Block): string[] => blocks.map(({ to }: { to: string }) => to);

describeWithTerraform.each(examples)("terraform, on the example %s,", (example) => {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await deploymentOf(example);
  });
  afterAll(() => deployment.close());

  const addressesOf = (stack: string) => resourceAddressesOf(deployment.configurationOf(stack));
  const plans = () => deployment.each((stack) => deployment.plan(stack));
  const nothing = () => Object.fromEntries(deployment.names.map((stack) => [stack, {}]));

  testOfSteps("goes through the whole life of each stack", {
    "finds each stack valid": async () => {
      await deployment.each(async (stack) => {
        await deployment.succeed(stack, "init");
        await deployment.succeed(stack, "validate");
      });
    },

    "plans each stack by itself, before any other was applied, to create all that is in it": async () => {
      const created = (stack: string) => {
        const imported = importedIn(deployment.configurationOf(stack));
        const made = addressesOf(stack).filter((address) => !imported.includes(address));
        return Object.fromEntries(made.map((address) => [address, "create"]));
      };
      const planned = await plans();
      expect(planned).toMatchObject(Object.fromEntries(deployment.names.map((stack) => [stack, created(stack)])));
      // What is imported may change in place: the simple record of a name becomes that for everyone else.
      for (const stack of deployment.names) {
        const others = Object.entries(planned[stack] ?? {}).filter(([address]) => !(address in created(stack)));
        const imported = importedIn(deployment.configurationOf(stack));
        expect(others.filter(([, action]) => !["update", "import"].includes(action))).toEqual([]);
        expect(others.map(([address]) => address).filter((address) => !imported.includes(address))).toEqual([]);
      }
    },

    "applies each of these plans, after the stacks that it waits for": async () => {
      await deployment.inOrder((stack) => deployment.succeed(stack, "apply", "plan"));
      for (const stack of deployment.names) {
        const recorded = deployment.states.read(stack).map(({ address }) => address);
        expect(recorded.sort()).toEqual(addressesOf(stack));
      }
      expect(deployment.cloud.ids).toEqual([...deployment.states.ids, ...deployment.others].sort());
    },

    "sees no change in the next plan": async () => {
      expect(await plans()).toEqual(nothing());
    },

    "flags the replacement of what cannot be changed": async () => {
      const flagged = await deployment.each(async (stack) => {
        const before = deployment.configurationOf(stack);
        const addresses = deployment.edit(stack, editToReplace);
        const changes = await deployment.plan(stack);
        deployment.configure(stack, before);
        expect(changes).toMatchObject(Object.fromEntries(addresses.map((address) => [address, "replace"])));
        return addresses;
      });
      expect(Object.values(flagged).flat()).not.toEqual([]);
    },

    "changes a percentage, a pool's maximum and a label in place": async () => {
      const changed = await deployment.each(async (stack) => {
        const addresses = deployment.edit(stack, (configuration) => {
          addLabel(configuration);
          return editInPlace(configuration);
        });
        const changes = await deployment.plan(stack);
        expect(changes).toMatchObject(Object.fromEntries(addresses.map((address) => [address, "update"])));
        expect(Object.entries(changes).filter(([, action]) => action !== "update")).toEqual([]);
        await deployment.succeed(stack, "apply", "plan");
        return { addresses, labelled: Object.keys(changes).filter((address) => !addresses.includes(address)) };
      });
      expect(Object.values(changed).flatMap(({ addresses }) => addresses)).not.toEqual([]);
      expect(Object.values(changed).flatMap(({ labelled }) => labelled)).not.toEqual([]);
      expect(await plans()).toEqual(nothing());
    },

    "destroys all, each stack before those that it waits for": async () => {
      await deployment.each(async (stack) => {
        if (deployment.edit(stack, unprotect).length > 0) await deployment.succeed(stack, "apply", "-auto-approve");
      });
      // What was imported is the platform's by now, and goes with it.
      const { others } = deployment;
      await deployment.inReverse((stack) => deployment.succeed(stack, "destroy", "-auto-approve"));
      expect(deployment.cloud.ids).toEqual(others);
      expect(deployment.states.ids).toEqual([]);
    },
  });
});
