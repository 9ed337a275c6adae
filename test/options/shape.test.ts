import { Token } from "cdktf";
import { HybridPlatform, type HybridPlatformProps, State } from "../../index";
import { checkShape } from "../../lib/core/options-shape";
import { Problems } from "../../lib/core/problems";
import { later } from "../support/cluster";
import { withAt } from "../support/options";
import { SMALL_PLATFORM } from "../support/platform";
import { SAMPLES } from "../support/samples";
import { refusalOf, synthesize } from "../support/synthesize";

/** How a platform is refused in which one thing is other than in a valid one, without the place. */
function refusedWith(path: string, value: unknown): string[] {
  const props = withAt(SMALL_PLATFORM, path.split("/"), value) as HybridPlatformProps;
  return refusalOf(() => synthesize((app) => new HybridPlatform(app, "acme", props))).map((line) =>
    line.replace("acme: ", ""),
  );
}

const POOL = "clusters/europe-west1/nodePools/web";

describe("a property that there is not", () => {
  test.each([
    ["rooting", {}, "rooting: is not a property of HybridPlatformProps: did you mean routing?"],
    [
      "routing/countries/FR/percnt",
      5,
      "routing.countries.FR.percnt: is not a property of Route: did you mean percent?",
    ],
    ["services/api/iapp", {}, "services.api.iapp: is not a property of ServiceOptions: did you mean iap?"],
    [
      "loadBalancer",
      { securitypolicy: {} },
      "loadBalancer.securitypolicy: is not a property of GlobalLoadBalancerOptions: did you mean securityPolicy?",
    ],
    [
      "dataCenters/paris/drian",
      true,
      "dataCenters.paris.drian: is not a property of DataCenterOptions: did you mean drain?",
    ],
    ["monitorng", {}, "monitorng: is not a property of HybridPlatformProps: did you mean monitoring?"],
    [
      `${POOL}/spott`,
      true,
      "clusters.europe-west1.nodePools.web.spott: is not a property of NamedNodePoolOptions: did you mean spot?",
    ],
    ["network/networkName", "acme", "network.networkName: is not a property of NetworkOptions: see the reference"],
    ["hostedZone/kind", "public", "hostedZone.kind: is not a property of HostedZoneAttributes: zoneId, zoneName"],
  ])("%s is refused", (path, value, line) => {
    expect(refusedWith(path, value)).toEqual([line]);
  });

  test("is refused with a token, and with what cannot be written down", () => {
    const message = "is not a property of HybridPlatformProps: did you mean routing?";
    expect(refusedWith("rooting", later("routing"))).toEqual([`rooting: ${message}`]);
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(refusedWith("rooting", circle)).toEqual([`rooting: ${message}`]);
  });

  test("is shown by the beginning of its value when that is long", () => {
    const [line] = refusedWith("rooting", { countries: "x".repeat(1000) });
    expect(line).toBe(`rooting: is not a property of HybridPlatformProps: did you mean routing?`);
  });

  test("is told in one error with the one that is missing", () => {
    expect(refusedWith("google", { projekt: "acme" })).toEqual([
      "google.projekt: is not a property of GoogleOptions: did you mean project?",
      "google.project: got nothing, expected a string",
    ]);
  });

  test("may be left undefined, as a spread does", () => {
    const props = { ...SMALL_PLATFORM, rooting: undefined };
    expect(() => synthesize((app) => new HybridPlatform(app, "acme", props))).not.toThrow();
  });
});

describe("a property that must be given", () => {
  test.each([
    ["google", "google: got nothing, expected an object with project: network is in Google Cloud"],
    [
      "network/nodes",
      "network.nodes: got nothing, expected a range of which each region has a part: europe-west1 has neither ranges nor a subnet",
    ],
    ["hostedZone/zoneName", "hostedZone.zoneName: got nothing, expected a string"],
    ["services/api/hostName", "services.api.hostName: got nothing, expected a string"],
    [
      "clusters/europe-west1/nodePools",
      "clusters.europe-west1.nodePools: got nothing, expected at least one node pool",
    ],
    [
      `${POOL}/autoscaling`,
      "clusters.europe-west1.nodePools.web.autoscaling: got nothing, expected an object with totalMinNodeCount, totalMaxNodeCount",
    ],
    [`${POOL}/machineType`, "clusters.europe-west1.nodePools.web.machineType: got nothing, expected a string"],
    ["dataCenters/paris/ingress/ipv4", "dataCenters.paris.ingress.ipv4: got nothing, expected a string or a list"],
  ])("%s is named when it is not", (path, line) => {
    expect(refusedWith(path, undefined)).toEqual([line]);
  });

  test("is an object, when there are no props at all", () => {
    const program = () => synthesize((app) => new HybridPlatform(app, "acme", undefined as never));
    expect(refusalOf(program)).toEqual(["acme: props: got nothing, expected an object"]);
  });
});

describe("a value of another type", () => {
  test.each([
    ["state", "gs://acme", 'state: got "gs://acme", expected an instance of State'],
    ["state", { bucket: "acme" }, 'state: got {"bucket":"acme"}, expected an instance of State'],
    ["clusters", [], "clusters: got [], expected an object with keys of your own"],
    ["dataCenters/paris/drain", "false", 'dataCenters.paris.drain: got "false", expected true or false'],
    ["services/api/maxRatePerEndpoint", "200", 'services.api.maxRatePerEndpoint: got "200", expected a number'],
    [
      `${POOL}/autoscaling/totalMaxNodeCount`,
      "060125",
      'clusters.europe-west1.nodePools.web.autoscaling.totalMaxNodeCount: got "060125", expected a number',
    ],
    [
      `${POOL}/accelerator`,
      "nvidia-l4",
      'clusters.europe-west1.nodePools.web.accelerator: got "nvidia-l4", expected an instance of Accelerator',
    ],
    [
      "routing/countries/FR/serveFrom",
      "paris",
      'routing.countries.FR.serveFrom: got "paris", expected a list of data centres, or "last-resort"',
    ],
    ["routing/countries/FR/serveFrom", [7], "routing.countries.FR.serveFrom.0: got 7, expected a string or a list"],
    ["dataCenters/paris/ingress/ipv4", 7, "dataCenters.paris.ingress.ipv4: got 7, expected a string or a list"],
    ["network/nat", true, "network.nat: got true, expected an object or false"],
    ["labels", null, "labels: got null, expected an object with keys of your own"],
    [
      `${POOL}/upgrade`,
      { strategy: "RECREATE" },
      'clusters.europe-west1.nodePools.web.upgrade.strategy: got "RECREATE", expected "SURGE" or "BLUE_GREEN"',
    ],
    [
      `${POOL}/upgrade`,
      "SURGE",
      'clusters.europe-west1.nodePools.web.upgrade: got "SURGE", expected an object with strategy, maxSurge, maxUnavailable or an object with strategy',
    ],
    [
      "clusters/europe-west1/releaseChannel",
      7,
      'clusters.europe-west1.releaseChannel: got 7, expected "RAPID", "REGULAR", "STABLE", "EXTENDED" or "UNSPECIFIED"',
    ],
  ])("%s: %j is refused", (path, value, line) => {
    expect(refusedWith(path, value)).toEqual([line]);
  });
});

test("a long value is shown by its beginning, and one that cannot be written down by its kind", () => {
  const [long] = refusedWith("labels", ["x".repeat(1000)]);
  expect(long).toBe(`labels: got ["${"x".repeat(398)}…, expected an object with keys of your own`);
  const circle: unknown[] = [];
  circle.push(circle);
  expect(refusedWith("labels", circle)).toEqual(["labels: got an object, expected an object with keys of your own"]);
});

describe("what is allowed", () => {
  const shapeOf = (value: unknown, type = "HybridPlatformProps") => {
    return () => Problems.of("", (problems) => checkShape(problems, value, type));
  };

  test("a token in place of any value or list", () => {
    const props = {
      ...SMALL_PLATFORM,
      ttlSeconds: Token.asNumber(later("ttl")),
      google: { project: Token.asString(later("project")) },
      projectServices: Token.asList(later("services")),
      clusters: {
        "europe-west1": { ...SMALL_PLATFORM.clusters["europe-west1"], deletionProtection: later("protected") },
      },
    };
    expect(shapeOf(props)).not.toThrow();
  });

  test("an object of a class, which may have more than its interface says", () => {
    class Zone {
      public readonly zoneId = "Z0123456789EXAMPLE";
      public readonly zoneName = "example.com";
      public readonly record = {};
    }
    expect(shapeOf({ ...SMALL_PLATFORM, hostedZone: new Zone(), state: State.local() })).not.toThrow();
  });

  test.each(SAMPLES.map((sample, index) => [`${sample.type} (${index})`, sample] as const))(
    "the sample of %s",
    (_, { type, props }) => {
      expect(shapeOf(props, type)).not.toThrow();
    },
  );
});
