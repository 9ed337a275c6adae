import { Token } from "cdktf";
import { Accelerator, type NodePoolOptions, Reservation } from "../../../index";
import { checkPurchaseOptions } from "../../../lib/gke/nodes/purchase-options";
import { later, POOL, poolRefusal, poolWith, refusedBy, variable } from "../../support/cluster";
import { fc } from "../../support/property";

const fromZero = { totalMinNodeCount: 0, totalMaxNodeCount: 8 };
const H100: Partial<NodePoolOptions> = {
  machineType: "a3-highgpu-8g",
  accelerator: Accelerator.H100,
  autoscaling: fromZero,
};
const zones = ["europe-west4-b"];

describe("a pool of Spot machines", () => {
  test("takes them wherever there is room, and no reservation", () => {
    expect(poolWith({ spot: true })).toMatchObject({
      autoscaling: { location_policy: "ANY" },
      node_config: { spot: true, reservation_affinity: { consume_reservation_type: "NO_RESERVATION" } },
    });
  });

  test("refuses reservations", () => {
    expect(poolRefusal({ spot: true, reservation: Reservation.any() })).toEqual([
      'reservation: got "ANY_RESERVATION", expected Reservation.none() or nothing with spot',
    ]);
    expect(poolWith({ spot: true, reservation: Reservation.none() }).node_config.spot).toBe(true);
  });

  test("may be decided by Terraform", () => {
    const spot = Token.asString(later("spot")) as unknown as boolean;
    expect(poolWith({ spot }).node_config.spot).toBe(variable("spot"));
  });
});

describe("a pool of reserved machines", () => {
  test("names its reservations and their zones", () => {
    const reservation = Reservation.specific("gpus", "projects/acme-shared/reservations/more");
    expect(poolWith({ ...H100, reservation, zones })).toMatchObject({
      autoscaling: { location_policy: "ANY" },
      node_config: {
        reservation_affinity: {
          consume_reservation_type: "SPECIFIC_RESERVATION",
          key: "compute.googleapis.com/reservation-name",
          values: ["gpus", "projects/acme-shared/reservations/more"],
        },
      },
    });
  });

  test("can use any or none", () => {
    const affinity = (reservation: Reservation) => poolWith({ reservation }).node_config.reservation_affinity;
    expect(affinity(Reservation.any())).toEqual({ consume_reservation_type: "ANY_RESERVATION" });
    expect(affinity(Reservation.none())).toEqual({ consume_reservation_type: "NO_RESERVATION" });
    expect(poolWith({}).node_config).not.toHaveProperty("reservation_affinity");
  });

  test("is refused without names or zones", () => {
    expect(poolRefusal({ reservation: Reservation.specific() })).toEqual([
      "reservation: got [], expected the name of at least one reservation",
      "zones: got nothing, expected the zones of the reservations, with Reservation.specific()",
    ]);
  });
});

describe("a flex-start pool", () => {
  test("is not repaired, takes no reservation, and lives for a limited time", () => {
    expect(poolWith({ ...H100, flexStart: true, maxRunDurationSeconds: 604_800 })).toMatchObject({
      autoscaling: { location_policy: "ANY" },
      management: { auto_repair: false, auto_upgrade: true },
      node_config: {
        flex_start: true,
        max_run_duration: "604800s",
        reservation_affinity: { consume_reservation_type: "NO_RESERVATION" },
      },
    });
  });

  test.each<[string, Partial<NodePoolOptions>, string]>([
    ["spot", { spot: true }, "spot: got true, expected nothing with flexStart"],
    ["repair", { autoRepair: true }, "autoRepair: got true, expected nothing with flexStart"],
    [
      "upgrades",
      { upgrade: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 } },
      'upgrade: got "SURGE", expected nothing with flexStart: GKE upgrades such nodes in a way of its own',
    ],
    [
      "reservations",
      { reservation: Reservation.specific("gpus"), zones },
      'reservation: got "SPECIFIC_RESERVATION", expected Reservation.none() or nothing with flexStart',
    ],
    [
      "more than a week",
      { maxRunDurationSeconds: 604_801 },
      "maxRunDurationSeconds: got 604801, expected a whole number from 30 to 604800",
    ],
    [
      "compact placement on machines that cannot",
      { compactPlacement: true, zones },
      'machineType: got "a3-highgpu-8g", expected a machine type of "a3-ultragpu", "a4" or "h4d" with compactPlacement and flexStart together',
    ],
  ])("refuses %s", (_, options, expected) => {
    expect(poolRefusal({ ...H100, flexStart: true, ...options })).toEqual([expected]);
  });

  test("can be compact on the machines that can", () => {
    const options = { machineType: "a4-highgpu-8g", accelerator: Accelerator.B200, zones, autoscaling: fromZero };
    expect(poolWith({ ...options, flexStart: true, compactPlacement: true }).placement_policy).toEqual({
      type: "COMPACT",
    });
  });
});

describe("a queued pool", () => {
  test("starts from nothing, with the label that requests look for", () => {
    const pool = poolWith({ ...H100, queuedProvisioning: true, nodeLabels: { team: "research" } });
    expect(pool).toMatchObject({
      queued_provisioning: { enabled: true },
      initial_node_count: 0,
      autoscaling: { total_min_node_count: 0, location_policy: "ANY" },
      node_config: { reservation_affinity: { consume_reservation_type: "NO_RESERVATION" } },
    });
    expect(pool.node_config.labels).toEqual({ team: "research", "cloud.google.com/gke-queued": "true" });
  });

  test.each<[string, Partial<NodePoolOptions>, string]>([
    ["spot", { spot: true }, "spot: got true, expected nothing with queuedProvisioning"],
    [
      "upgrades",
      { upgrade: { strategy: "BLUE_GREEN", batchNodeCount: 1 } },
      'upgrade: got "BLUE_GREEN", expected nothing with queuedProvisioning: GKE upgrades such nodes in a way of its own',
    ],
    [
      "compact placement",
      { compactPlacement: true, zones },
      "compactPlacement: got true, expected nothing with queuedProvisioning",
    ],
    [
      "nodes that are there before they are asked for",
      { autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 8 } },
      "autoscaling.totalMinNodeCount: got 1, expected 0 with queuedProvisioning: nodes come on request",
    ],
    [
      "reservations",
      { reservation: Reservation.any() },
      'reservation: got "ANY_RESERVATION", expected Reservation.none() or nothing with queuedProvisioning',
    ],
  ])("refuses %s", (_, options, expected) => {
    expect(poolRefusal({ ...H100, queuedProvisioning: true, ...options })).toEqual([expected]);
  });

  test("is not repaired by default, so that no repair takes a node from those that work together", () => {
    const management = (autoRepair?: boolean) => poolWith({ ...H100, queuedProvisioning: true, autoRepair }).management;
    expect(management()).toEqual({ auto_repair: false, auto_upgrade: true });
    expect(management(true)).toEqual({ auto_repair: true, auto_upgrade: true });
  });

  test("can be flex-start too", () => {
    expect(poolWith({ ...H100, queuedProvisioning: true, flexStart: true })).toMatchObject({
      queued_provisioning: { enabled: true },
      node_config: { flex_start: true },
    });
  });
});

test.each(["flexStart", "queuedProvisioning"])("a pool with %s leaves upgrades to GKE", (how) => {
  expect(poolWith({ ...H100, [how]: true })).not.toHaveProperty("upgrade_settings");
  expect(poolWith({ ...H100 })).toHaveProperty("upgrade_settings");
});

describe("numbers that only Terraform knows", () => {
  test("become durations", () => {
    const upgrade = {
      strategy: "BLUE_GREEN",
      batchNodeCount: Token.asNumber(later("batch")),
      batchSoakSeconds: Token.asNumber(later("soak")),
    } as const;
    const pool = poolWith({ maxRunDurationSeconds: Token.asNumber(later("life")), upgrade });
    expect(pool.node_config.max_run_duration).toBe(`${variable("life")}s`);
    expect(pool.upgrade_settings.blue_green_settings.standard_rollout_policy).toEqual({
      batch_node_count: variable("batch"),
      batch_soak_duration: `${variable("soak")}s`,
    });
  });

  test("leave the local SSDs to their options", () => {
    const options = { ...H100, zones, rawBlockLocalSsdCount: Token.asNumber(later("raw")) };
    const { node_config } = poolWith(options);
    expect(node_config.local_nvme_ssd_block_config).toEqual({ local_ssd_count: variable("raw") });
    expect(node_config).not.toHaveProperty("ephemeral_storage_local_ssd_config");
  });
});

describe("a compact pool", () => {
  test("is in one zone", () => {
    expect(poolWith({ compactPlacement: true, zones }).placement_policy).toEqual({ type: "COMPACT" });
    expect(poolRefusal({ compactPlacement: true })).toEqual([
      "zones: got nothing, expected exactly one zone with compactPlacement",
    ]);
    expect(poolRefusal({ compactPlacement: true, zones: ["europe-west4-a", "europe-west4-b"] })).toEqual([
      'zones: got ["europe-west4-a","europe-west4-b"], expected exactly one zone with compactPlacement',
    ]);
  });

  test("refuses blue-green upgrades", () => {
    const upgrade = { strategy: "BLUE_GREEN", batchNodeCount: 1 } as const;
    expect(poolRefusal({ compactPlacement: true, zones, upgrade })).toEqual([
      'upgrade.strategy: got "BLUE_GREEN", expected SURGE with compactPlacement',
    ]);
  });
});

describe("the life of a node", () => {
  test("has Compute Engine's limits", () => {
    expect(poolWith({ maxRunDurationSeconds: 3600 }).node_config.max_run_duration).toBe("3600s");
    for (const seconds of [29, 10_368_001, 60.5]) {
      expect(poolRefusal({ maxRunDurationSeconds: seconds })).toEqual([
        `maxRunDurationSeconds: got ${seconds}, expected a whole number from 30 to 10368000`,
      ]);
    }
  });
});

test("no combination of the ways to buy gets past Google's rules", () => {
  const purchase = fc.record({
    spot: fc.boolean(),
    flexStart: fc.boolean(),
    queuedProvisioning: fc.boolean(),
    compactPlacement: fc.boolean(),
    reservation: fc.option(fc.constantFrom(Reservation.none(), Reservation.any(), Reservation.specific("r")), {
      nil: undefined,
    }),
    zones: fc.option(fc.constantFrom(["z-a"], ["z-a", "z-b"]), { nil: undefined }),
    machineType: fc.constantFrom("a3-highgpu-8g", "a4-highgpu-8g"),
    min: fc.constantFrom(0, 1),
  });
  fc.assert(
    fc.property(purchase, ({ min, ...options }) => {
      const { spot, flexStart, queuedProvisioning, compactPlacement, reservation, machineType } = options;
      const type = reservation?.type ?? "NO_RESERVATION";
      const legal =
        [spot, flexStart || queuedProvisioning, type !== "NO_RESERVATION"].filter(Boolean).length <= 1 &&
        !(queuedProvisioning && (compactPlacement || min > 0)) &&
        !(compactPlacement && options.zones?.length !== 1) &&
        !(compactPlacement && flexStart && machineType === "a3-highgpu-8g") &&
        !(type === "SPECIFIC_RESERVATION" && options.zones === undefined);
      const autoscaling = { ...POOL.autoscaling, totalMinNodeCount: min };
      expect(refusedBy((problems) => checkPurchaseOptions(problems, { ...options, autoscaling })).length === 0).toBe(
        legal,
      );
    }),
    { numRuns: 500 },
  );
});
