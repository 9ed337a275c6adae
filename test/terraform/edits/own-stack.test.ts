import { Deployment } from "../deployment";
import { describeWithTerraform } from "../describe-with-terraform";
import { OWN_SERVICES, type OwnServices, runningPlatform } from "../running-platform";
import { inTurn } from "../test-of-steps";
import { renamed, without } from "./changing";

/** Each edit of a stack that has its endpoint groups and its load balancer together. */
const EDITS: Readonly<Record<string, OwnServices>> = {
  "a service of some paths, and the first, are taken away": without(OWN_SERVICES, "web", "cart"),
  "a service is renamed": renamed(OWN_SERVICES, "shop", "store"),
  "all services are renamed": Object.fromEntries(Object.entries(OWN_SERVICES).map(([name, one]) => [`${name}-2`, one])),
};

describeWithTerraform("a stack with its endpoint groups and its load balancer", () => {
  test("is changed in one apply", async () => {
    const deployment = await Deployment.ofProgram(runningPlatform());
    const apply = (stack: string) => deployment.succeed(stack, "apply", "-auto-approve");
    const edited = Object.entries(EDITS).map(([sentence, services]) => {
      const edit = async () => {
        expect(await deployment.describe(runningPlatform({}, services))).toEqual(["own"]);
        await apply("own");
        expect(await deployment.plan("own")).toEqual({});
      };
      return [sentence, edit] as const;
    });
    try {
      await deployment.each((stack) => deployment.succeed(stack, "init"));
      await deployment.inOrder(apply);
      await inTurn(Object.fromEntries(edited));
    } finally {
      await deployment.close();
    }
  });
});
