import { readOutputFolder } from "../../lib/cli/output-folder";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { announcedChanges, changelog, outputsOf, previousRelease } from "./previous-release";

const previous = previousRelease();
if (previous === undefined) {
  process.stderr.write(
    "WARNING: there is no tag of a release before this one, and PREVIOUS_RELEASE names no tarball or commit, so the upgrade from it is SKIPPED, not passed.\n",
  );
}

(previous === undefined ? describe.skip : describeWithTerraform)("the upgrade from the release before this one", () => {
  test("plans nothing for its example but what the changelog announces", async () => {
    const { before, after } = outputsOf(previous as string);
    const deployment = await Deployment.ofFolder(before);
    try {
      await deployment.inOrder(async (stack) => {
        await deployment.succeed(stack, "init");
        await deployment.succeed(stack, "apply", "-auto-approve");
      });
      const next = readOutputFolder(after);
      expect(next.map(({ name }) => name).sort()).toEqual([...deployment.names].sort());
      for (const { name, configuration } of next) deployment.configure(name, configuration);
      const plans = await deployment.each((stack) => deployment.plan(stack));
      const announced = announcedChanges(changelog());
      const surprises = Object.entries(plans).flatMap(([stack, changes]) =>
        Object.entries(changes)
          .filter(([address, action]) => !announced.has(`${action} ${address.split(".")[0]}`))
          .map(([address, action]) => `${stack}: ${action} ${address}`),
      );
      expect(surprises).toEqual([]);
    } finally {
      await deployment.close();
    }
  });
});

test("the changelog announces a change by its action and the type of the resource, in its newest entry", () => {
  const text =
    "# Changelog\n\n## 0.2.0\n\n- Names the rule: `update google_compute_firewall`.\n\n## 0.1.0\n\n- `replace aws_route53_record`\n";
  expect([...announcedChanges(text)]).toEqual(["update google_compute_firewall"]);
});
