import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { differencesOf, verification } from "./dumps";
import type { DataCenterFiles } from "./files";
import { counter, expect, routersOf, sleep } from "./measure";
import { portTo } from "./network";
import { OUTSIDE } from "./outside";

/** Packets of one flow, each with another flow label, as Linux sends them when it repeats some. */
const LABELS = `
import socket, struct, sys
source, target = (socket.inet_pton(socket.AF_INET6, one) for one in sys.argv[1:])
s = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
datagram = struct.pack("!HHHH", 40000, 9, 8, 0)
for label in range(1, 65):
    head = struct.pack("!IHBB", 6 << 28 | label * 7919 & 0xfffff, len(datagram), 17, 64) + source + target
    s.sendto(head + datagram, (sys.argv[2], 0))
`;

/** By how many ports of the border those packets leave. */
async function portsOfLabels(dataCenter: RunningDataCenter): Promise<number> {
  const border = dataCenter.machine(dataCenter.border.name);
  const target = dataCenter.edges[0]?.edge?.virtual_ips.find(({ family }) => family === "ipv6")?.address ?? "";
  const ways = routersOf(
    dataCenter,
    dataCenter.edges.map(({ name }) => name),
  ).map(({ name }) => portTo(name));
  const counters = await Promise.all(
    ways.map((port) => counter(border, "postrouting", `oifname "${port}" ip6 daddr ${target} udp dport 9`)),
  );
  const command = ["/usr/bin/python3", "-c", LABELS, OUTSIDE.client.ipv6, target];
  const { code, output } = await dataCenter.machine("client").run(command);
  if (code !== 0) throw new Error(`no packet is sent: ${output}`);
  await sleep(0.3);
  const counts = await Promise.all(counters.map((read) => read()));
  expect(counts.reduce((all, one) => all + one, 0) === 64, `${counts.join(", ")} of 64 packets leave the border`);
  return counts.filter((count) => count > 0).length;
}

/** A flow stays with its router, whatever its flow label; hashed, the label would spread it. */
async function labelsAreNotHashed(dataCenter: RunningDataCenter): Promise<string> {
  const border = dataCenter.machine(dataCenter.border.name);
  const policy = (value: number) => border.run(["sysctl", "-q", "-w", `net.ipv6.fib_multipath_hash_policy=${value}`]);
  const used = await portsOfLabels(dataCenter);
  expect(used === 1, `a flow with 64 flow labels is spread over ${used} routers`);
  await policy(0);
  try {
    const spread = await portsOfLabels(dataCenter);
    expect(spread > 1, "the check does not see what it looks for");
    const said = differencesOf(dataCenter, await verification(dataCenter));
    expect(
      said.some((one) => one.includes("flow label")),
      "data-centers-verify does not name a router that hashes it",
    );
    return `1 router; with the label in the hash ${spread}, which is named`;
  } finally {
    await policy(1);
  }
}

const hasIpv6 = ({ servers }: DataCenterFiles): boolean =>
  servers.some(({ edge }) => edge?.virtual_ips.some(({ family }) => family === "ipv6"));

/** What routers share packets between equal paths by. */
export const HASHING_CHECKS: readonly Check[] = [
  {
    ...{
      name: "a flow stays with its router, whatever its IPv6 flow label",
      bound: "1 router",
      run: labelsAreNotHashed,
    },
    appliesTo: hasIpv6,
  },
];
