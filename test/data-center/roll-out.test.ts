import type { SiteOptions } from "../../lib/data-center/on-premises";
import { planSite } from "../../lib/data-center/plan-site";
import { rollOut } from "../../lib/data-center/roll-out";
import type { ServerOptions } from "../../lib/data-center/server";
import { CLUSTER_SITE } from "./cluster-site";
import { TINY_SITE } from "./tiny-site";

interface Stages {
  readonly stages: readonly { readonly name: string; readonly servers: readonly string[] }[];
}

/** The stages of the small data centre with these servers. */
function stagesOf(servers: Readonly<Record<string, ServerOptions>>): Stages["stages"] {
  return (rollOut(planSite({ ...TINY_SITE, servers })) as unknown as Stages).stages;
}

test("one server of each role is first, that of the least harm before the others, then come racks", () => {
  const more: Readonly<Record<string, ServerOptions>> = {
    ...TINY_SITE.servers,
    "worker-2": { role: "worker", rack: "a2", number: 12 },
    "worker-3": { role: "worker", rack: "a1", number: 13 },
  };
  expect(stagesOf(more).map(({ name }) => name)).toEqual([
    "canary worker: worker-1",
    "canary edge: edge-1",
    "canary control-plane: control-1",
    "rack a1: worker-3",
    "rack a2: worker-2",
    "rack a2: edge-2",
  ]);
});

test("each server is in one stage; of workers a 20th at once at most, of others one, and no stage has two racks", () => {
  const many: Record<string, ServerOptions> = { ...TINY_SITE.servers };
  for (let number = 100; number < 160; number++)
    many[`worker-${number}`] = { role: "worker", rack: number % 2 === 0 ? "a1" : "a2", number };
  const stages = stagesOf(many);
  const names = stages.flatMap(({ servers }) => servers);
  expect([...names].sort()).toEqual(Object.keys(many).sort());
  for (const { servers } of stages) {
    const [first] = servers;
    const { role, rack } = many[first ?? ""] as ServerOptions;
    // 61 workers.
    expect(servers.length).toBeLessThanOrEqual(role === "worker" ? 3 : 1);
    expect(servers.every((name) => many[name]?.rack === rack && many[name]?.role === role)).toBe(true);
  }
  expect(Math.max(...stages.map(({ servers }) => servers.length))).toBe(3);
});

test("edge servers change one at a time, though their rack's workers change several at once", () => {
  const many: Record<string, ServerOptions> = { ...TINY_SITE.servers };
  for (let number = 100; number < 140; number++)
    many[`worker-${number}`] = { role: "worker", rack: number % 2 === 0 ? "a1" : "a2", number };
  for (const number of [41, 42, 43]) many[`edge-${number}`] = { role: "edge", rack: "a1", number };
  const stages = stagesOf(many).map(({ servers }) => servers);
  // 41 workers, of which 2 are a 20th.
  expect(stages.filter(([name]) => name?.startsWith("worker-1")).at(-1)).toEqual(["worker-137", "worker-139"]);
  expect(stages.filter((servers) => servers.some((name) => name.startsWith("edge-4")))).toEqual([
    ["edge-41"],
    ["edge-42"],
    ["edge-43"],
  ]);
});

test("the order of servers in the code changes nothing", () => {
  const turned = Object.fromEntries(Object.entries<ServerOptions>(TINY_SITE.servers).reverse());
  expect(stagesOf(turned)).toEqual(stagesOf(TINY_SITE.servers));
});

test("routers of racks have their names and numbers there, and borders are left out", () => {
  expect(rollOut(planSite(TINY_SITE))).toMatchObject({
    routers: {
      "a1-left": { rack: "a1", number: 1 },
      "a1-right": { rack: "a1", number: 2 },
      "a2-left": { rack: "a2", number: 1 },
      "a2-right": { rack: "a2", number: 2 },
    },
  });
  expect(Object.keys((rollOut(planSite(TINY_SITE)) as { routers: object }).routers)).not.toContain("border-1");
});

interface Part {
  readonly name: string;
  readonly servers: readonly string[];
  readonly nodes?: object;
  readonly states?: readonly string[];
}

/** The parts of a cluster, whose versions change one after the other. */
function partsOf(servers: SiteOptions["servers"]) {
  const { cluster } = rollOut(planSite({ ...CLUSTER_SITE, servers })) as unknown as {
    readonly cluster: Readonly<Record<string, readonly Part[]>>;
  };
  return cluster;
}

test("the versions of a cluster change part by part: members, the control plane, one worker and the others rack by rack", () => {
  const parts = partsOf({
    ...CLUSTER_SITE.servers,
    "control-2": { role: "control-plane", rack: "a2", number: 22 },
    "worker-2": { role: "worker", rack: "a2", number: 12, versions: { containerd: "2.4.2" } },
    "worker-3": { role: "worker", rack: "a1", number: 13, versions: { kubernetes: "1.36.3" } },
  });
  const names = Object.fromEntries(
    Object.entries(parts).map(([part, stages]) => [part, stages.map(({ name }) => name)]),
  );
  expect(names).toEqual({
    etcd: ["etcd: etcd-1", "etcd: etcd-2", "etcd: etcd-3"],
    control_plane: ["control plane: control-1", "control plane: control-2"],
    workers: ["canary worker: worker-1", "workers of a1: worker-3", "workers of a2: worker-2"],
    edge: ["edge: edge-1", "edge: edge-2"],
  });
  // Nodes are drained on the way to their version, and nothing else is.
  const nodes = Object.values(parts)
    .flat()
    .map((stage) => stage.nodes);
  expect(Object.assign({}, ...nodes)).toEqual({
    ...{
      "control-1": { kubernetes: "1.37.2", containerd: "2.3.2" },
      "control-2": { kubernetes: "1.37.2", containerd: "2.3.2" },
    },
    ...{
      "worker-1": { kubernetes: "1.37.2", containerd: "2.3.2" },
      "worker-2": { kubernetes: "1.37.2", containerd: "2.4.2" },
    },
    "worker-3": { kubernetes: "1.36.3", containerd: "2.3.2" },
  });
  expect(parts.etcd?.every((stage) => stage.states === undefined)).toBe(true);
  expect("cluster" in (rollOut(planSite(TINY_SITE)) as object)).toBe(false);
});

test("members on the control plane are changed before it, without their pods", () => {
  const { "etcd-1": _1, "etcd-2": _2, "etcd-3": _3, ...servers } = CLUSTER_SITE.servers;
  const parts = partsOf({
    ...servers,
    "control-1": { role: "control-plane", rack: "a1", number: 21 },
    "control-2": { role: "control-plane", rack: "a2", number: 22 },
    "control-3": { role: "control-plane", rack: "a3", number: 23 },
  });
  expect(parts.etcd).toEqual(
    ["control-1", "control-2", "control-3"].map((name) => ({
      ...{ name: `etcd: ${name}`, servers: [name] },
      states: ["hybrid-kubernetes.packages", "hybrid-kubernetes.etcd"],
    })),
  );
  expect(parts.control_plane?.map(({ servers: [name] }) => name)).toEqual(["control-1", "control-2", "control-3"]);
});
