import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { differencesOf, verification } from "./dumps";
import { expect } from "./measure";

/** What all routers and servers say is what is planned, by the command that users have for it. */
async function sayWhatIsPlanned(dataCenter: RunningDataCenter): Promise<string> {
  const found = await verification(dataCenter);
  const differences = differencesOf(dataCenter, found);
  expect(differences.length === 0, differences.join("; "));
  const { devices, sessions } = found;
  expect(devices.asked === devices.planned, `${devices.asked} of ${devices.planned} said something`);
  return `${devices.asked} devices, ${sessions.up} of ${sessions.planned} sessions`;
}

/** The metrics of a server: samples by their names and labels. */
async function metricsOf(dataCenter: RunningDataCenter, server: string): Promise<ReadonlyMap<string, number>> {
  const machine = dataCenter.machine(server);
  const out = "/run/hybrid_kubernetes.prom";
  const program = "/usr/local/lib/hybrid-kubernetes/metrics.py";
  const run = machine.start("metrics", ["/usr/bin/python3", program, "/etc/exabgp/metrics.json", out]);
  const code = await new Promise((resolve) => run.on("close", resolve));
  expect(code === 0, `metrics.py on ${server} ends with ${code}: ${dataCenter.log(server, "metrics")}`);
  const text = readFileSync(join(machine.root, out), "utf8");
  const samples = [...text.matchAll(/^hybrid_kubernetes_(\S+) (\S+)$/gm)];
  return new Map(samples.map(([, name = "", value]) => [name, Number(value)]));
}

/** What servers report is what is planned, but for the API, which does not run: by the numbers that alerts compare. */
async function metricsAreTrue(dataCenter: RunningDataCenter): Promise<string> {
  let sessions = 0;
  for (const { name, role, edge, pods } of dataCenter.files.servers) {
    const found = await metricsOf(dataCenter, name);
    const of = (metric: string): readonly number[] =>
      [...found].flatMap(([key, value]) => (key.startsWith(metric) ? [value] : []));
    const ups = of("bgp_session_up");
    sessions += ups.length;
    expect(
      ups.length === found.get("bgp_sessions_planned") && ups.every(Boolean),
      `${name}: sessions are ${ups.join()}`,
    );
    expect(of("default_route_routers").join() === "2,2", `${name}: ${of("default_route_routers").join()} routers`);
    for (const kind of edge === null ? [] : ["virtual-ip", "range"]) {
      const [planned, announced] = ["planned", "announced"].map((one) => found.get(`routes_${one}{kind="${kind}"}`));
      expect(planned !== undefined && planned === announced, `${name}: ${announced} of ${planned} routes, ${kind}`);
    }
    const blocks = role === "worker" ? 1 : 0;
    const sum = (metric: string) => of(`${metric}{`).reduce((all, one) => all + one, 0);
    const counts = `${sum("pod_blocks")},${sum("pod_blocks_announced")}`;
    expect(pods === null || counts === `${blocks},${blocks}`, `${name}: blocks are ${counts}`);
  }
  return `${sessions} sessions up`;
}

/** What routers and servers say of themselves. */
export const TRUTH_CHECKS: readonly Check[] = [
  { name: "routers and servers say what is planned", bound: "0 differences", run: sayWhatIsPlanned },
  { name: "the metrics of servers say what is there", bound: "as planned", run: metricsAreTrue },
];
