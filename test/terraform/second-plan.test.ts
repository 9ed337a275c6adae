import type { NodePoolOptions } from "../../index";
import { synthesize } from "../support/synthesize";
import { type Changes, Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { KEY, program, REGION, SETTINGS, type Settings } from "./second-plan-program";

describeWithTerraform("what a cloud answers otherwise than it was told", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.ofProgram(program(SETTINGS));
    await deployment.succeed("clusters", "init");
    await deployment.succeed("clusters", "apply", "-auto-approve");
  });
  afterAll(() => deployment.close());

  async function described<T>(settings: Partial<Settings>, act: () => Promise<T>): Promise<T> {
    const before = deployment.configurationOf("clusters");
    deployment.configure("clusters", synthesize(program({ ...SETTINGS, ...settings })).stacks.clusters ?? {});
    try {
      return await act();
    } finally {
      deployment.configure("clusters", before);
    }
  }

  const planned = (settings: Partial<Settings>): Promise<Changes> =>
    described(settings, () => deployment.plan("clusters"));
  const withPool = (name: keyof typeof SETTINGS.pools, changed: Partial<NodePoolOptions>) =>
    planned({ pools: { ...SETTINGS.pools, [name]: { ...SETTINGS.pools[name], ...changed } } });

  test("is no change in the next plan", async () => {
    expect(await deployment.plan("clusters")).toEqual({});
  });

  test("hides no count of local SSDs that is given", async () => {
    const chosen = { "google_container_node_pool.new_chosen": "replace" };
    expect(await withPool("chosen", { ephemeralLocalSsdCount: 1 })).toEqual(chosen);
    expect(await withPool("chosen", { ephemeralLocalSsdCount: 0 })).toEqual(chosen);
    expect(await withPool("chosen", { ephemeralLocalSsdCount: 0, rawBlockLocalSsdCount: 2 })).toEqual(chosen);
    const builtIn = { "google_container_node_pool.new_built-in": "replace" };
    expect(await withPool("built-in", { rawBlockLocalSsdCount: 2 })).toEqual(builtIn);
  });

  test("leaves the local SSDs of a pool whose counts are no longer given", async () => {
    expect(await withPool("chosen", { ephemeralLocalSsdCount: undefined })).toEqual({});
  });

  test("hides no end of a cluster's own key, and no other key", async () => {
    const cluster = { "google_container_cluster.new": "update" };
    expect(await planned({ keyOfNew: undefined })).toEqual(cluster);
    expect(await planned({ keyOfNew: `${KEY}-2` })).toEqual(cluster);
  });

  test("lets no key be given to a cluster that stands without one: Terraform would not switch it on", async () => {
    const { status, stderr } = await described({ keyOfOld: KEY }, () => deployment.terraform("clusters", "plan"));
    expect(status).toBe(1);
    expect(stderr.replace(/[│\s]+/g, " ")).toContain(
      `gcloud container clusters update old --project=acme --location=${REGION} --database-encryption-key=${KEY}`,
    );
  });
});
