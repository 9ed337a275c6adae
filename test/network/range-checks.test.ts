import { networkWith, SMALL_NETWORK } from "../support/network";
import { refusalOf } from "../support/synthesize";

const withNodes = (nodes: string) => ({
  regions: { "europe-west1": { ...SMALL_NETWORK.regions["europe-west1"], nodes } },
});

describe("no range may be where Google prohibits it", () => {
  test.each([
    ["0.1.0.0/16", '"this network", 0.0.0.0/8'],
    ["127.0.0.0/16", "a machine's own addresses, 127.0.0.0/8"],
    ["169.254.0.0/20", "link-local addresses, 169.254.0.0/16"],
    ["230.0.0.0/16", "multicast addresses, 224.0.0.0/4"],
    ["255.255.0.0/16", "the broadcast address, 255.255.255.255/32"],
    ["199.36.153.4/30", "restricted.googleapis.com, 199.36.153.4/30"],
    ["199.36.153.8/29", "private.googleapis.com, 199.36.153.8/30"],
    ["35.191.0.0/20", "Google's front ends, 35.191.0.0/16"],
    ["130.211.0.0/24", "Google's front ends, 130.211.0.0/22"],
    ["35.235.240.0/24", "Identity-Aware Proxy, 35.235.240.0/20"],
    ["35.199.192.0/24", "Cloud DNS, 35.199.192.0/19"],
  ])("%s", (range, owner) => {
    expect(refusalOf(() => networkWith(withNodes(range)))).toEqual([
      `stack/network: regions.europe-west1.nodes: got "${range}", expected a range that shares no address with ${owner}`,
    ]);
  });
});

describe("a range is accepted with a warning", () => {
  test.each([
    ["172.17.0.0/20", "172.17.0.0/20 is Docker's own bridge on many machines, and what runs there cannot reach it"],
    ["240.0.0.0/16", "240.0.0.0/16 is of class E: Google routes it, many other routers and Windows drop it"],
    ["11.0.0.0/16", "11.0.0.0/16 is of the Internet: its owners there can no longer be reached"],
  ])("%s", (range, warning) => {
    const messages = networkWith(withNodes(range)).annotations.map(({ message }: { message: string }) => message);
    expect(messages).toEqual([`regions.europe-west1.nodes: ${warning}`]);
  });

  test.each(["10.0.0.0/16", "172.16.0.0/16", "172.18.0.0/16", "192.168.0.0/20", "100.64.0.0/16"])(
    "%s needs none",
    (range) => {
      expect(networkWith(withNodes(range)).annotations ?? []).toEqual([]);
    },
  );
});
