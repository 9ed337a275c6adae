import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import { weightsOf } from "../../lib/route53/weights";
import { type Block, refusalOf, synthesizeStack } from "../support/synthesize";

const PROPS: GeoRoutingProps = {
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "test",
  dataCenters: {
    paris: { ingress: { ipv4: "203.0.113.10", ipv6: "2606:4700::10" } },
    rome: { ingress: { ipv4: "203.0.113.20", ipv6: "2606:4700::20" } },
  },
  lastResort: { ipv4: "198.51.100.1", ipv6: "2606:4700:ffff::1" },
  policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: [["paris", "rome"]] } } } },
};

const make = (change: Partial<GeoRoutingProps>) =>
  synthesizeStack((stack) => new GeoRouting(stack, "routing", { ...PROPS, ...change }));
const warningsOf = (change: Partial<GeoRoutingProps>) =>
  (make(change).annotations ?? []).map(({ message }: Block) => message);

test.each([
  [
    [1000, 500],
    [254, 127],
  ],
  [
    [1, 1],
    [255, 255],
  ],
  [
    [3, 2, 1],
    [255, 170, 85],
  ],
  [
    [7, 3],
    [252, 108],
  ],
  [
    [2281, 1662],
    [199, 145],
  ],
  [
    [699, 1798, 576, 1284],
    [68, 175, 56, 125],
  ],
  [
    [1, 10, 40_000],
    [1, 1, 255],
  ],
])("parts of %j are weights of %j", (parts, weights) => {
  expect(weightsOf(parts)).toEqual(weights);
});

test("a data centre too small for a weight beside another one is a warning", () => {
  const sized = (paris: number, rome: number): Partial<GeoRoutingProps> => ({
    dataCenters: {
      paris: { ingress: { ipv4: "203.0.113.10" }, requestsPerSecond: paris },
      rome: { ingress: { ipv4: "203.0.113.20" }, requestsPerSecond: rome },
    },
    lastResort: { ipv4: "198.51.100.1" },
  });
  expect(warningsOf(sized(10, 2550))).toEqual([]);
  expect(warningsOf(sized(10, 2551))).toEqual([
    "policies.platform.countries.FR.serveFrom: paris gets more than its part: weights go from 1 to 255, and rome takes 255.1 times as much",
  ]);
});

test("an answer that is kept far longer than a failure takes to be noticed is a warning", () => {
  expect(warningsOf({ ttlSeconds: 300 })).toEqual([]);
  expect(warningsOf({ ttlSeconds: 3600 })).toEqual([
    "ttlSeconds: resolvers keep sending users to what is down for 3600 seconds, however fast its health check is: AWS advises 60 or less",
  ]);
});

describe("one address has one owner, however it is spelled:", () => {
  const at = (paris: string, rome: string) => ({
    dataCenters: {
      paris: { ingress: { ipv4: "203.0.113.10", ipv6: paris } },
      rome: { ingress: { ipv4: "203.0.113.20", ipv6: rome } },
    },
  });

  test("two data centres", () => {
    expect(refusalOf(() => make(at("2606:4700::10", "2606:4700:0:0::0010")))).toEqual([
      'stack/routing: dataCenters.rome.ingress.ipv6: got "2606:4700:0:0::0010", expected an address of its own: paris has this one',
    ]);
  });

  test("the last resort and a data centre", () => {
    expect(
      refusalOf(() => make({ lastResort: { ipv4: ["198.51.100.1", "203.0.113.20"], ipv6: "2606:4700::0A" } })),
    ).toEqual([
      'stack/routing: lastResort.ipv4: got "203.0.113.20", expected an address of its own: rome has this one; the data centre that serves everyone else is the last resort itself, and has no ingress in dataCenters',
    ]);
  });

  test("several of one endpoint", () => {
    expect(
      refusalOf(() => make({ lastResort: { ipv4: "198.51.100.1", ipv6: ["2606:4700::a", "2606:4700::A"] } })),
    ).toEqual(['stack/routing: lastResort.ipv6: got ["2606:4700::a","2606:4700::A"], expected each address once']);
  });

  test("and none has the zone of an interface", () => {
    expect(refusalOf(() => make(at("2606:4700::1111%eth0", "2606:4700::20")))).toEqual([
      'stack/routing: dataCenters.paris.ingress.ipv6: got "2606:4700::1111%eth0", expected a public IPv6 address: "2001:db8::10"',
    ]);
  });
});

test("all sets of failures are tried of up to twelve data centres", () => {
  const centers = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`d${index}`, { ingress: { ipv4: `203.0.113.${index + 10}` } }]),
    );
  const program = (count: number) => () =>
    make({
      dataCenters: centers(count),
      lastResort: { ipv4: "198.51.100.1" },
      policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["d0"] } } } },
      analysis: { simultaneousFailures: "all" },
    });
  expect(program(12)).not.toThrow();
  expect(refusalOf(program(13))).toEqual([
    'stack/routing: analysis.simultaneousFailures: got "all", expected 1 or 2: 13 data centres make 8192 sets of failures, and 4096 at most are tried',
  ]);
});
