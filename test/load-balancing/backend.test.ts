import { ref, Token } from "cdktf";
import { backendConfig, type TrafficBySite } from "../../lib/load-balancing/backend";
import type { IBackend } from "../../lib/load-balancing/i-backend";
import { fc } from "../support/property";
import { type Block, refusalOf, resourceOf } from "../support/synthesize";
import { AMERICA, ASIA, backendIn, balancer, EUROPE, service } from "./support";

const PARIS: IBackend = {
  backendName: "paris",
  site: "paris",
  region: "europe-west1",
  endpointGroupIds: ["projects/acme-test/zones/europe-west1-b/networkEndpointGroups/acme-paris"],
  maxRatePerEndpoint: 2000,
};

function blocks(backends: readonly IBackend[], traffic: TrafficBySite): Block[] {
  return resourceOf(balancer({ api: service({ backends }) }, { traffic }), "google_compute_backend_service").backend;
}

const scalers = (traffic: TrafficBySite) =>
  Object.fromEntries(
    blocks([EUROPE, ASIA, AMERICA], traffic).map((block) => [block.group.split("/")[3], block.capacity_scaler]),
  );

const refused = (backends: readonly IBackend[], traffic: TrafficBySite = {}) =>
  refusalOf(() => balancer({ api: service({ backends }) }, { traffic }));

describe("backends", () => {
  test("are balanced by rate per endpoint, and by their own rate where they have one", () => {
    expect(blocks([EUROPE, PARIS], {})).toEqual([
      { group: EUROPE.endpointGroupIds[0], balancing_mode: "RATE", max_rate_per_endpoint: 100, capacity_scaler: 1 },
      { group: PARIS.endpointGroupIds[0], balancing_mode: "RATE", max_rate_per_endpoint: 2000, capacity_scaler: 1 },
    ]);
  });

  test("of a region are drained by one property, and no others", () => {
    expect(scalers({})).toEqual({ "europe-west1-b": 1, "asia-southeast1-b": 1, "us-east1-b": 1 });
    expect(scalers({ "asia-southeast1": { drain: true } })).toEqual({
      "europe-west1-b": 1,
      "asia-southeast1-b": 0,
      "us-east1-b": 1,
    });
  });

  test("give a part of their capacity, step by step", () => {
    expect(scalers({ "us-east1": { capacityPercent: 25 } })["us-east1-b"]).toBe(0.25);
  });

  test("are filled before others when they are preferred", () => {
    const [europe, paris] = blocks([EUROPE, PARIS], { "europe-west1": { preferred: true } });
    expect(europe?.preference).toBe("PREFERRED");
    expect(paris).not.toHaveProperty("preference");
  });

  test("of a data centre are drained by its name, and not with the region where they leave Google", () => {
    const capacities = (traffic: TrafficBySite) =>
      blocks([EUROPE, PARIS], traffic).map((block) => block.capacity_scaler);
    expect(capacities({ paris: { drain: true } })).toEqual([1, 0]);
    expect(capacities({ "europe-west1": { drain: true } })).toEqual([0, 1]);
  });

  test("are refused twice for a region and cluster, and taken for two clusters of a region", () => {
    expect(refused([EUROPE, ASIA, EUROPE])).toEqual([
      'stack/lb: services.api.backends: got "europe-west1/acme-europe-west1", expected each region and cluster once',
    ]);
    expect(blocks([EUROPE, backendIn("europe-west1", "blue")], {})).toHaveLength(2);
  });

  test("are refused in two projects: Google attaches a group to backend services of its own project only", () => {
    const elsewhere = { ...ASIA, endpointGroupIds: ["projects/q/zones/asia-southeast1-b/networkEndpointGroups/n"] };
    expect(refused([EUROPE, elsewhere])).toEqual([
      `stack/lb: services.api.backends: got "${elsewhere.endpointGroupIds[0]}", expected endpoint groups of acme-test, the load balancer's project`,
    ]);
    const unknown = { ...ASIA, endpointGroupIds: [Token.asString(ref("var.group"))] };
    expect(blocks([EUROPE, unknown], {})).toHaveLength(2);
  });

  test("are refused when there are none, or one has no zone", () => {
    expect(refused([])).toEqual(["stack/lb: services.api.backends: got [], expected at least one backend"]);
    expect(refused([{ ...EUROPE, endpointGroupIds: [] }])).toEqual([
      'stack/lb: services.api.backends: got "europe-west1/acme-europe-west1", expected a backend with at least one zone',
    ]);
    expect(refused([{ ...PARIS, maxRatePerEndpoint: 0 }])).toEqual([
      "stack/lb: services.api.paris.maxRatePerEndpoint: got 0, expected more than 0 requests per second",
    ]);
  });

  test("cannot all be drained", () => {
    const allowed = "drain in fewer sites: with drain in all of them, nothing takes the requests of this service";
    expect(refused([EUROPE], { "europe-west1": { drain: true } })).toEqual([
      `stack/lb: services.api: got ["europe-west1"], expected ${allowed}`,
    ]);
    expect(refused([EUROPE, ASIA], { "europe-west1": { drain: true }, "asia-southeast1": { drain: true } })).toEqual([
      `stack/lb: services.api: got ["europe-west1","asia-southeast1"], expected ${allowed}`,
    ]);
  });

  test("warn when only one site is left that takes requests", () => {
    const warned = (backends: readonly IBackend[], traffic: TrafficBySite) =>
      balancer({ api: service({ backends }) }, { traffic }).annotations.map(({ message }: Block) => message);
    expect(warned([EUROPE, ASIA], { "asia-southeast1": { drain: true } })).toEqual([
      "services.api: only europe-west1 takes requests while the others are drained: it must take them all",
    ]);
    expect(warned([EUROPE, ASIA, AMERICA], { "asia-southeast1": { drain: true } })).toEqual([]);
    expect(warned([EUROPE], {})).toEqual([]);
  });

  test("refuse traffic for an unknown site, and an invalid capacity", () => {
    expect(refused([EUROPE, ASIA], { "europe-west2": { drain: true } })).toEqual([
      'stack/lb: traffic.europe-west2: got "europe-west2", expected a region or data centre of the backends: "europe-west1" or "asia-southeast1"',
    ]);
    expect(refused([EUROPE, ASIA], { "europe-west1": { capacityPercent: 0 } })).toEqual([
      "stack/lb: traffic.europe-west1.capacityPercent: got 0, expected a whole number from 1 to 100",
    ]);
    expect(refused([EUROPE, ASIA], { "europe-west1": { capacityPercent: 50, drain: true } })).toEqual([
      "stack/lb: traffic.europe-west1.capacityPercent: got 50, expected nothing beside drain: true, which is 0 percent",
    ]);
    const token = Token.asNumber(ref("var.percent"));
    expect(refused([EUROPE, ASIA], { "europe-west1": { capacityPercent: token } })[0]).toContain(
      "traffic.europe-west1.capacityPercent: got a token",
    );
  });

  test("have a scaler of 0 exactly where they are drained, whatever the options of the others", () => {
    const option = fc.record(
      { drain: fc.boolean(), capacityPercent: fc.integer({ min: 1, max: 100 }), preferred: fc.boolean() },
      { requiredKeys: [] },
    );
    const sites = fc.record({ "europe-west1": option, "asia-southeast1": option, paris: option });
    fc.assert(
      fc.property(sites, (traffic: TrafficBySite) => {
        for (const backend of [EUROPE, ASIA, PARIS]) {
          const [block] = backendConfig([backend], 100, traffic);
          expect(block?.capacityScaler === 0).toBe(traffic[backend.site]?.drain === true);
          expect(block?.capacityScaler).toBeLessThanOrEqual(1);
          expect(block?.preference === "PREFERRED").toBe(traffic[backend.site]?.preferred === true);
        }
      }),
    );
  });
});
