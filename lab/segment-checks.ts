import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { counter, expect } from "./measure";
import { OUTSIDE } from "./outside";
import { addressesOf, codeOf, urlOf } from "./requests";

/** What Google's load balancer and an edge server tell each other of the segments that they take, after the border: what a VPN takes. */
async function segmentsFitTheVpn(dataCenter: RunningDataCenter): Promise<string> {
  const most = dataCenter.border.tcp_mss?.ipv4 ?? 0;
  const google = dataCenter.machine("google");
  const [address = ""] = addressesOf(dataCenter, "private");
  const edges = dataCenter.edges.map(({ name }) => dataCenter.machine(name));
  const sizes = (from: string, port: string, size: string) =>
    `ip saddr ${from} tcp ${port} 80 tcp flags & syn == syn tcp option maxseg size ${size}`;
  const count = async (size: string) => {
    const there = await counter(google, "input", sizes(address, "sport", size));
    const here = await Promise.all(
      edges.map((edge) => counter(edge, "prerouting", sizes(OUTSIDE.google.ipv4, "dport", size))),
    );
    return async (): Promise<readonly number[]> => {
      const counts = await Promise.all(here.map((read) => read()));
      return [await there(), counts.reduce((all, one) => all + one, 0)];
    };
  };
  const small = await count(`<= ${most}`);
  const large = await count(`> ${most}`);
  const code = await codeOf(google, urlOf(dataCenter, address, dataCenter.edges[0]?.edge?.health.path ?? "/"));
  const [told, heard] = [await small(), await large()];
  expect(code === "200", `Google gets ${code}`);
  expect(
    told.every((one) => one > 0) && heard.every((one) => one === 0),
    `larger segments: ${heard.join(", ")} of 1, 1`,
  );
  return `${most} bytes, both ways`;
}

/** How large segments are where tunnels take less than the network. */
export const SEGMENT_CHECKS: readonly Check[] = [
  {
    ...{
      name: "Google and edge servers agree on segments that a VPN takes",
      bound: "1350 bytes",
      run: segmentsFitTheVpn,
    },
    appliesTo: ({ routers }) =>
      routers.some(({ tier, tcp_mss }) => tier === "border" && tcp_mss !== null && tcp_mss !== undefined),
  },
];
