import { HybridPlatform } from "../../stacks";
import { SMALL_PLATFORM } from "../support/platform";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { SPOILED } from "./spoiled-configurations";
import type { Run } from "./terraform";

const STACKS = {
  network: "acme-network",
  cluster: "acme-cluster-europe-west1",
  edge: "acme-edge",
  dns: "acme-dns",
};

describeWithTerraform("terraform validate", () => {
  let deployment: Deployment;
  let verdicts: Readonly<Record<string, Run>>;

  beforeAll(async () => {
    deployment = await Deployment.ofProgram((app) => new HybridPlatform(app, "acme", SMALL_PLATFORM));
    for (const [what, stack, spoil] of SPOILED) {
      const configuration = deployment.configurationOf(STACKS[stack]);
      spoil(configuration);
      deployment.add(what, configuration);
    }
    verdicts = await deployment.each((stack) => deployment.terraform(stack, "validate"));
  });
  afterAll(() => deployment.close());

  test.each(Object.values(STACKS))("accepts %s as it is", (stack) => {
    expect(verdicts[stack]).toMatchObject({ status: 0, stderr: "" });
  });

  test.each(SPOILED)("refuses %s", (what, _stack, _spoil, refusal) => {
    const { status, stderr = "" } = verdicts[what] ?? {};
    // Terraform breaks its lines.
    expect(stderr.replace(/\s+/g, " ")).toMatch(refusal);
    expect(status).toBe(1);
  });

  test("is shown at least twenty spoiled configurations", () => {
    expect(new Set(SPOILED.map(([what]) => what)).size).toBeGreaterThanOrEqual(20);
  });
});
