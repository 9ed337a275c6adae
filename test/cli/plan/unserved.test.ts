import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { HybridPlatform, type HybridPlatformProps } from "../../../index";
import { expectSchema } from "../../support/json-schema";
import { SMALL_PLATFORM } from "../../support/platform";
import { writePlans } from "../../support/stack-plan";
import { review, section } from "./reviews";

const REGION = "europe-west1";
const small = SMALL_PLATFORM.clusters[REGION];
const { api } = SMALL_PLATFORM.services;
const of = (change: Partial<HybridPlatformProps>) => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), "unserved-")) });
  new HybridPlatform(app, "test", { ...SMALL_PLATFORM, ...change });
  app.synth();
  return app.outdir;
};
const inRegion = (change: object, more: Partial<HybridPlatformProps> = {}) =>
  of({ clusters: { [REGION]: { ...small, ...change } }, ...more });

const before = of({});
const requests = (old: string, young: string) =>
  (section(review(old, young).stdout, "Summary") ?? "").split("\n").filter((line) => line.startsWith("Requests"));
const EMPTY = "has only new endpoint groups, which are empty until its Kubernetes Service has their annotation";
const RENAMED =
  '. To rename it in the program alone, keep its former name by the option name: docs/customize.md, "Rename a key"';

describe("requests that nobody would answer", () => {
  const renamed = of({ services: { public: api } });

  test("are told of a service with another key, with a plan and without", () => {
    const line = `Requests to api.example.com fail: test-public ${EMPTY}${RENAMED}.`;
    expect(requests(before, renamed)).toEqual([line]);
    const { stdout, status } = review(before, renamed, { plans: writePlans(before, renamed) });
    expect([status, section(stdout, "Summary")]).toEqual([0, expect.stringContaining(`${line}\n`)]);
  });

  test("are told to programs", () => {
    const output = JSON.parse(review(before, renamed, { json: true }).stdout);
    expectSchema("review", output);
    expect(output.unserved).toEqual([
      {
        stack: "test-edge",
        service: "test-public",
        names: ["api.example.com"],
        text: `Requests to api.example.com fail: test-public ${EMPTY}${RENAMED}`,
      },
    ]);
  });

  test("are those of a service that autoneg attaches, too: it has no endpoint group at all", () => {
    const [old, young] = ["api", "public"].map((key) => of({ services: { [key]: { ...api, autoneg: true } } }));
    expect(requests(old ?? "", young ?? "")).toEqual([
      `Requests to api.example.com fail: test-public-autoneg has no endpoint group until its Kubernetes Service has its annotation${RENAMED}.`,
    ]);
    expect(requests(before, old ?? "")).toEqual([
      "Requests to api.example.com fail: test-api-autoneg has no endpoint group until its Kubernetes Service has its annotation.",
    ]);
  });

  test("are told of another generation and of other zones, unless some of the old ones stay", () => {
    const line = `Requests to api.example.com fail: test-api ${EMPTY}.`;
    expect(requests(before, inRegion({ endpointGroupGenerations: [2] }))).toEqual([line]);
    expect(requests(before, inRegion({ endpointGroupGenerations: [1, 2] }))).toEqual([]);
    const [b, both, c] = [["b"], ["b", "c"], ["c"]].map((zones) =>
      inRegion({ zones: zones.map((zone) => `${REGION}-${zone}`) }),
    );
    expect(requests(b ?? "", c ?? "")).toEqual([line]);
    expect(requests(b ?? "", both ?? "")).toEqual([]);
    expect(requests(both ?? "", c ?? "")).toEqual([]);
  });

  test("are told of a group that the plan replaces under its name", () => {
    const changed = inRegion({}, { services: { api: { ...api, maxRatePerEndpoint: 99 } } });
    const groups = ["b", "c", "d"].map(
      (zone) => `google_compute_network_endpoint_group.endpoint_group_api_${REGION}_${zone}`,
    );
    const replaced = Object.fromEntries(groups.map((group) => [group, { paths: [["subnetwork"]], newFirst: true }]));
    const plans = writePlans(before, changed, { "test-edge": { replaced } });
    expect(review(before, changed, { plans }).stdout).toContain(`fail: test-api ${EMPTY}.\n`);
    expect(requests(before, changed)).toEqual([]);
  });

  test("go elsewhere where another region still has endpoints", () => {
    const other = { "us-east1": { nodePools: small.nodePools } };
    const [old, young] = [[1], [2]].map((generations) =>
      of({ clusters: { [REGION]: { ...small, endpointGroupGenerations: generations }, ...other } }),
    );
    expect(requests(old ?? "", young ?? "")).toEqual([
      `Requests to api.example.com leave ${REGION}: test-api ${EMPTY}.`,
    ]);
    // A region that is new has nobody to lose, nor has one that is drained.
    expect(requests(before, of({ clusters: { ...SMALL_PLATFORM.clusters, ...other } }))).toEqual([]);
    const drained = [[1], [2]].map((generations) =>
      of({ clusters: { [REGION]: { ...small, drain: true, endpointGroupGenerations: generations }, ...other } }),
    );
    expect(requests(drained[0] ?? "", drained[1] ?? "")).toEqual([]);
  });

  test("are not told of where a service is new, keeps its name, or changes otherwise", () => {
    const another = { web: { hostName: "web.example.com", maxRatePerEndpoint: 100 } };
    expect(requests(before, of({ services: { api, ...another } }))).toEqual([]);
    expect(requests(before, of({ services: { public: { ...api, name: "api" } } }))).toEqual([]);
    expect(requests(before, of({ services: { api: { ...api, maxRatePerEndpoint: 50 } } }))).toEqual([]);
    expect(requests(before, before)).toEqual([]);
  });
});
