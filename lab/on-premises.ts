import type { OnPremisesOptions } from "../lib/data-center";

/** The inside of the smallest data centre with two of all that can fail: the lab runs it, and tests check its files by hand. */
export const SMALL_SITE = {
  ranges: { ipv6: "fd00:128::/48" },
  fabric: {
    racks: {
      a1: { number: 1, routers: { "a1-left": { number: 1 }, "a1-right": { number: 2 } } },
      a2: { number: 2, routers: { "a2-left": { number: 1 }, "a2-right": { number: 2 } } },
    },
    borders: { "border-1": { number: 1 } },
  },
  servers: {
    "edge-1": { role: "edge", rack: "a1", number: 1 },
    "edge-2": { role: "edge", rack: "a2", number: 2 },
    "worker-1": { role: "worker", rack: "a1", number: 11 },
    "control-1": { role: "control-plane", rack: "a2", number: 21 },
  },
  edge: { publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"] },
} satisfies OnPremisesOptions;
