import { readOutputFolder, type SynthesizedStack } from "../../lib/cli/output-folder";
import { permissionsOf } from "../../lib/cli/permissions/permissions";
import { permissionsTerraform } from "../../lib/cli/permissions/permissions-terraform";
import { everything } from "../everything/program";
import { type Block, synthesized } from "../support/synthesize";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { examples, withOutputOf } from "./examples";

/** What a user's variables hold: members at Google, roles in AWS. */
const WHO: Readonly<Record<string, string>> = {
  planner: "serviceAccount:planner@acme.iam.gserviceaccount.com",
  deployer: "serviceAccount:deployer@acme.iam.gserviceaccount.com",
  aws_planner: "planner",
  aws_deployer: "deployer",
};

/** What `permissions --terraform` prints, with what a user writes beside it: providers, and who plans and deploys. */
function grantsFor(stacks: readonly SynthesizedStack[]): Block {
  const printed: Block = JSON.parse(permissionsTerraform(permissionsOf(stacks)));
  const variable = Object.fromEntries(
    Object.entries<Block>(printed.variable).map(([name, one]) => [name, { ...one, default: WHO[name] }]),
  );
  const types = Object.keys(printed.resource);
  const used = ["google", "aws"].filter((name) => types.some((type) => type.startsWith(`${name}_`)));
  return {
    ...printed,
    variable,
    terraform: { required_providers: Object.fromEntries(used.map((name) => [name, { source: `hashicorp/${name}` }])) },
    provider: Object.fromEntries(used.map((name) => [name, [name === "aws" ? { region: "us-east-1" } : {}]])),
  };
}

const PROGRAMS = [...examples, "everything"];

async function stacksOf(program: string): Promise<readonly SynthesizedStack[]> {
  if (program === "everything") return synthesized(everything, readOutputFolder);
  return withOutputOf(program, {}, async (outdir) => readOutputFolder(outdir));
}

describeWithTerraform("terraform, on what permissions --terraform prints for", () => {
  test.each(PROGRAMS)("%s, plans and makes each grant, and nothing when asked again", async (program) => {
    const configuration = grantsFor(await stacksOf(program));
    const deployment = await Deployment.ofStacks([{ name: "grants", waitsFor: [], configuration }]);
    try {
      await deployment.succeed("grants", "init");
      await deployment.succeed("grants", "validate");
      const printed = Object.entries<Block>(configuration.resource).flatMap(([type, named]) =>
        Object.keys(named).map((name) => `${type}.${name}`),
      );
      expect(printed.length).toBeGreaterThan(10);
      const created = Object.fromEntries(printed.map((address) => [address, "create"]));
      expect(await deployment.plan("grants")).toEqual(created);
      await deployment.succeed("grants", "apply", "plan");
      expect(await deployment.plan("grants")).toEqual({});
    } finally {
      await deployment.close();
    }
  });
});
