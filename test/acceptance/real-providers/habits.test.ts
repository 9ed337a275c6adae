import { synthesized } from "../../support/synthesize";
import { program, SETTINGS } from "../../terraform/second-plan-program";
import { differencesIn } from "./differences";
import { realProviders } from "./found";
import { type Opened, open } from "./whole-life";

const describeWithGoogle = realProviders.versions.google === undefined ? describe.skip : describe;

describeWithGoogle("the real provider of Google, where GKE answers otherwise than it was told", () => {
  let opened: Opened;
  const text = { state: "", upgrades: "", disks: 0 };

  beforeAll(async () => {
    opened = await synthesized(program(SETTINGS), (outdir) => open(outdir));
    const { deployment } = opened;
    await deployment.succeed("clusters", "init");
    await deployment.succeed("clusters", "apply", "-auto-approve");
    const { values } = JSON.parse(await deployment.succeed("clusters", "show", "-json"));
    for (const { address, values: of } of values.root_module.resources) {
      if (address === "google_container_cluster.new") text.state = of.database_encryption[0].state;
      if (address === "google_container_node_pool.new_queued") text.upgrades = of.upgrade_settings[0].strategy;
      if (address === "google_container_node_pool.new_built-in-z") {
        text.disks = of.node_config[0].ephemeral_storage_local_ssd_config[0].local_ssd_count;
      }
    }
  });
  afterAll(() => opened.deployment.close());

  test("sees no change in the next plan", async () => {
    expect(await differencesIn(opened.deployment, "clusters")).toEqual([]);
  });

  test("has the answers in its state: a key's other state, upgrades that are short-lived, disks that nobody asked for", () => {
    expect(text).toEqual({ state: "ALL_OBJECTS_ENCRYPTION_ENABLED", upgrades: "SHORT_LIVED", disks: 12 });
  });
});
