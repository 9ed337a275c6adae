import { differences, isSame } from "../../../lib/cli/import/compare";
import { SECRET } from "../../../lib/cli/import/existing";
import { readGoogleObjects } from "../../../lib/cli/import/google-objects";
import { readState } from "../../../lib/cli/import/terraform-state";

const configured = (type: string, settings: object) => ({
  stack: "s",
  address: `${type}.a`,
  type,
  settings: settings as Record<string, unknown>,
  refersTo: [],
  ignored: [],
});

test("a secret equals nothing, and is not said to be removed", () => {
  expect(isSame(SECRET, "a")).toBe(false);
  const type = "google_compute_vpn_tunnel";
  expect(differences({ type, settings: { shared_secret: SECRET } }, configured(type, {}))).toEqual([]);
});

test("a range of one port is that port", () => {
  expect([isSame("80-80", "80"), isSame("80-81", "80")]).toEqual([true, false]);
});

test("a cluster never turns off what is on for ever", () => {
  const type = "google_container_cluster";
  const turned = (there: boolean) =>
    differences(
      { type, settings: { enable_fqdn_network_policy: there } },
      configured(type, { enable_fqdn_network_policy: !there }),
    );
  expect([true, false].map((there) => turned(there).map(({ replaces }) => replaces))).toEqual([[true], [false]]);
});

test("instances that are deposed are not read, nor is what is marked by a tree", () => {
  const resource = { mode: "managed", type: "google_compute_network", name: "a" };
  const instances = [{ attributes: { name: "old" }, deposed: "0a1b2c3d" }, { attributes: { name: "new" } }];
  const { things } = readState({ terraform_version: "1", resources: [{ ...resource, instances }] });
  expect(things.map(({ settings }) => settings.name)).toEqual(["new"]);
  const values = { description: "open", list: ["a", "b"] };
  const sensitive_values = { description: true, list: [false, true] };
  const shown = readState({
    terraform_version: "1",
    values: { root_module: { resources: [{ ...resource, values, sensitive_values }] } },
  });
  expect(shown.things[0]?.settings).toEqual({ description: SECRET, list: ["a", SECRET] });
});

describe("what gcloud prints", () => {
  const url = (path: string) => `https://www.googleapis.com/compute/v1/projects/p/${path}`;
  const read = (object: object) => readGoogleObjects(object).things;

  test("has BGP sessions that are off", () => {
    const router = {
      kind: "compute#router",
      selfLink: url("regions/r/routers/a"),
      bgpPeers: [
        { name: "off", enable: "FALSE" },
        { name: "on", enable: "TRUE" },
      ],
    };
    const peers = read(router).filter(({ type }) => type === "google_compute_router_peer");
    expect(peers.map(({ settings }) => settings.enable)).toEqual([false, true]);
  });

  test("has certificates that are managed, and others that are not taken for them", () => {
    const certificate = (type: string) => ({
      kind: "compute#sslCertificate",
      selfLink: url("global/sslCertificates/a"),
      type,
    });
    expect(read(certificate("MANAGED"))).toHaveLength(1);
    expect(read(certificate("SELF_MANAGED"))).toEqual([]);
  });

  test("has no key of a tunnel", () => {
    const [tunnel] = read({
      kind: "compute#vpnTunnel",
      selfLink: url("regions/r/vpnTunnels/a"),
      sharedSecret: "***",
      sharedSecretHash: "h",
    });
    expect(Object.keys(tunnel?.settings ?? {}).filter((name) => name.startsWith("shared"))).toEqual([]);
  });

  test("keeps the keys of labels and metadata as they are", () => {
    const [cluster] = read({
      selfLink: "https://container.googleapis.com/v1/projects/p/locations/r/clusters/a",
      resourceLabels: { camelCase: "x" },
    });
    expect(cluster?.settings.resource_labels).toEqual({ camelCase: "x" });
  });

  test.each(["healthCheck", "backendService"])("has regional ones, which are not the global ones: %s", (kind) => {
    const object = { kind: `compute#${kind}`, selfLink: url(`regions/r/${kind}s/a`), region: url("regions/r") };
    expect(read(object)).toEqual([]);
    expect(read({ kind: `compute#${kind}`, selfLink: url(`global/${kind}s/a`) })).toHaveLength(1);
  });
});
