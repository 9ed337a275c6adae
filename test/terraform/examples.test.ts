import type { Deployment } from "./deployment";
import { editInPlace, editToReplace, unprotect } from "./edits";
import { deploymentOf, examples } from "./examples";
import { describeWithTerraform } from "./terraform";

jest.setTimeout(120_000);

describeWithTerraform.each(examples)("terraform, on the example %s,", (example) => {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await deploymentOf(example);
  });
  afterAll(() => deployment.close());

  const addressesOf = (stack: string) => {
    const { resource = {} } = deployment.configurationOf(stack);
    return Object.entries<object>(resource).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
  };
  const plans = () => deployment.each((stack) => deployment.plan(stack));
  const nothing = () => Object.fromEntries(deployment.names.map((stack) => [stack, {}]));

  test("finds each stack valid", async () => {
    await deployment.each(async (stack) => {
      await deployment.succeed(stack, "init");
      await deployment.succeed(stack, "validate");
    });
  });

  test("plans each stack by itself, before any other was applied, to create all that is in it", async () => {
    const created = (stack: string) => Object.fromEntries(addressesOf(stack).map((address) => [address, "create"]));
    expect(await plans()).toEqual(Object.fromEntries(deployment.names.map((stack) => [stack, created(stack)])));
  });

  test("applies each of these plans, after the stacks that it waits for", async () => {
    await deployment.inOrder((stack) => deployment.succeed(stack, "apply", "plan"));
    for (const stack of deployment.names) {
      const recorded = deployment.states.read(stack).map(({ address }) => address);
      expect(recorded.sort()).toEqual(addressesOf(stack).sort());
    }
    expect(deployment.cloud.ids).toEqual(deployment.states.ids);
  });

  test("sees no change in the next plan", async () => {
    expect(await plans()).toEqual(nothing());
  });

  test("flags the replacement of what cannot be changed", async () => {
    const flagged = await deployment.each(async (stack) => {
      const before = deployment.configurationOf(stack);
      const addresses = deployment.edit(stack, editToReplace);
      const changes = await deployment.plan(stack);
      deployment.configure(stack, before);
      expect(changes).toMatchObject(Object.fromEntries(addresses.map((address) => [address, "replace"])));
      return addresses;
    });
    expect(Object.values(flagged).flat()).not.toEqual([]);
  });

  test("changes a percentage, a pool's maximum and a label in place", async () => {
    const edited = await deployment.each(async (stack) => {
      const addresses = deployment.edit(stack, editInPlace);
      const changes = await deployment.plan(stack);
      expect(Object.keys(changes)).toEqual(expect.arrayContaining(addresses));
      expect(new Set(Object.values(changes))).toEqual(new Set(Object.keys(changes).map(() => "update")));
      await deployment.succeed(stack, "apply", "plan");
      return addresses;
    });
    expect(Object.values(edited).flat()).not.toEqual([]);
    expect(await plans()).toEqual(nothing());
  });

  test("destroys all, each stack before those that it waits for", async () => {
    await deployment.each(async (stack) => {
      if (deployment.edit(stack, unprotect).length > 0) await deployment.succeed(stack, "apply", "-auto-approve");
    });
    await deployment.inReverse((stack) => deployment.succeed(stack, "destroy", "-auto-approve"));
    expect(deployment.cloud.ids).toEqual([]);
    expect(deployment.states.ids).toEqual([]);
  });
});
