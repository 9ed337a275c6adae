import { Cloud } from "./cloud";
import { Leftovers } from "./leftovers";
import { ONCE } from "./once";
import { type Request, StandInProvider } from "./provider";
import { schemaFromBindings } from "./schema-from-bindings";
import { objectFromWire, toWire, type ValueObject } from "./values";

const TYPES = ["backend_service", "subnetwork"].map((name) => `google_compute_${name}`);
const google = schemaFromBindings("google", { resources: [...TYPES, "google_container_node_pool"], dataSources: [] });
const provider = new StandInProvider(google, new Cloud());

/** What is planned of a resource that is there, and which arguments replace it. */
function planned(typeName: string, prior: ValueObject, proposed: ValueObject) {
  const [priorState, proposedNewState] = [toWire(prior), toWire(proposed)];
  const request = { typeName, config: proposedNewState, priorState, proposedNewState } as Request;
  const { plannedState, requiresReplace } = provider.plan(request, "connection") as {
    readonly plannedState: Request["plannedState"];
    readonly requiresReplace: readonly { readonly steps: readonly object[] }[];
  };
  return { ...objectFromWire(plannedState), replacedBy: requiresReplace.map(({ steps }) => steps) };
}

describe("a plan of the stand-in", () => {
  test("keeps what is left out where the API fills it in, at any depth, and takes away all else", () => {
    const iap = [{ enabled: true }];
    const before = { id: "b", iap, session_affinity: "CLIENT_IP", outlier_detection: [{ consecutive_errors: 1 }] };
    expect(planned("google_compute_backend_service", before, { id: "b", session_affinity: "CLIENT_IP" })).toMatchObject(
      {
        iap,
        outlier_detection: null,
      },
    );
    const kubelet_config = [{ pod_pids_limit: 1024 }];
    const pool = { id: "p", node_config: [{ kubelet_config, gvnic: [{ enabled: true }] }] };
    expect(planned("google_container_node_pool", pool, { id: "p", node_config: [{}] })).toMatchObject({
      node_config: [{ kubelet_config, gvnic: null }],
    });
  });

  test.each([
    ["10.0.0.0/20", "10.0.0.0/19", []],
    ["10.0.0.0/20", "10.0.0.0/20", []],
    ["10.0.0.0/20", "10.0.0.0/21", [[{ attributeName: "ip_cidr_range" }]]],
    ["10.0.0.0/20", "10.0.16.0/20", [[{ attributeName: "ip_cidr_range" }]]],
  ])("of a subnet's range from %s to %s replaces it unless it grows", (before, after, replacedBy) => {
    const subnet = (ip_cidr_range: string) => ({ id: "s", name: "s", project: "p", region: "r", ip_cidr_range });
    expect(planned("google_compute_subnetwork", subnet(before), subnet(after))).toMatchObject({ replacedBy });
  });

  test("takes GPUs of which there are none for none", () => {
    const pool = (...counts: number[]) => ({
      id: "p",
      node_config: [{ guest_accelerator: counts.map((count) => ({ type: "nvidia-l4", count })) }],
    });
    const plan = (before: ValueObject, after: ValueObject) => {
      const { replacedBy, ...value } = planned("google_container_node_pool", before, after);
      return { ...value, isReplaced: JSON.stringify(replacedBy).includes("guest_accelerator") };
    };
    expect(plan(pool(), pool(0))).toMatchObject({ node_config: [{ guest_accelerator: [] }], isReplaced: false });
    expect(plan(pool(1), pool(0)).isReplaced).toBe(true);
    expect(plan(pool(1), pool())).toMatchObject({ ...pool(1), isReplaced: false });
  });
});

describe("what is left", () => {
  const left = (before: ValueObject, config: ValueObject, planned: ValueObject) => {
    const leftovers = new Leftovers();
    leftovers.tell("type id", before);
    leftovers.look("type id", config, planned);
    return [...leftovers.take(), ...leftovers.take()];
  };

  test("is what was configured, is no longer, and is planned to stay: with all that is in it, once", () => {
    const iap = [{ enabled: true, client: null }];
    expect(left({ iap, port: 80 }, { port: 80 }, { iap, port: 80 })).toEqual(["type id: iap"]);
    expect(
      left({ node: [{ labels: { a: "b" }, tags: [] }] }, { node: [{}] }, { node: [{ labels: { a: "b" } }] }),
    ).toEqual(["type id: node.labels"]);
  });

  test("is nothing that goes, changes, or was never configured", () => {
    const iap = [{ enabled: true }];
    expect(left({ iap }, {}, {})).toEqual([]);
    expect(left({ iap }, { iap: [{ enabled: false }] }, { iap: [{ enabled: false }] })).toEqual([]);
    expect(left({}, {}, { iap })).toEqual([]);
  });
});

describe("the cloud in memory", () => {
  test("takes no certificates from a proxy to give it a map: that is two calls, and the first is refused", () => {
    const cloud = new Cloud();
    const proxy = (more: ValueObject) => ({ id: "t", ...more });
    const write = (action: "create" | "update", more: ValueObject) => () =>
      cloud.write(action, "google_compute_target_https_proxy", proxy(more), "p");
    write("create", { ssl_certificates: ["a"] })();
    write("update", { ssl_certificates: ["b"] })();
    expect(write("update", { certificate_map: "m" })).toThrow("at least 1 SSL certificate must be specified");
    write("update", { ssl_certificates: ["b"], certificate_map: "m" })();
    write("update", { certificate_map: "m" })();
  });

  test.each(ONCE)("has no two of $type with the same $by", ({ type, by, source }) => {
    const cloud = new Cloud();
    const same = Object.fromEntries(by.map((attribute) => [attribute, `same ${attribute}`]));
    cloud.write("create", type, { ...same, id: "first" }, "p");
    cloud.write("update", type, { ...same, id: "first" }, "p");
    cloud.write("create", type, { ...same, id: "other", [by[0] ?? ""]: "another" }, "p");
    expect(() => cloud.write("create", type, { ...same, id: "second" }, "p")).toThrow(
      `one with the same ${by.join(", ")} already exists: "first"`,
    );
    expect(source).toMatch(/^https:\/\//);
  });

  test("has no two subnets of a network that share an address, secondary ranges included", () => {
    const cloud = new Cloud();
    const subnet = (id: string, range: string, pods: string, network = "n"): ValueObject => ({
      id,
      network,
      ip_cidr_range: range,
      secondary_ip_range: [{ range_name: "pods", ip_cidr_range: pods }],
    });
    const create = (one: ValueObject) => () => cloud.write("create", "google_compute_subnetwork", one, "p");
    create(subnet("a", "10.0.0.0/20", "10.64.0.0/14"))();
    create(subnet("b", "10.0.16.0/20", "10.68.0.0/14"))();
    create(subnet("elsewhere", "10.0.0.0/20", "10.64.0.0/14", "other"))();
    expect(create(subnet("c", "10.0.32.0/20", "10.70.0.0/16"))).toThrow('conflicts with existing subnetwork "b"');
    expect(create(subnet("c", "10.64.0.0/20", "10.80.0.0/16"))).toThrow('conflicts with existing subnetwork "a"');
  });
});
