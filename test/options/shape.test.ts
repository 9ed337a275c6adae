import { Token } from "cdktf";
import { HybridPlatform, type HybridPlatformProps, State } from "../../index";
import { checkShape } from "../../lib/core/options-shape";
import { Problems } from "../../lib/core/validation-error";
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
    ["rooting", {}, "rooting: given {}, allowed is a property of HybridPlatformProps: did you mean routing?"],
    [
      "routing/countries/FR/percnt",
      5,
      "routing.countries.FR.percnt: given 5, allowed is a property of Route: did you mean percent?",
    ],
    [
      "services/api/iapp",
      {},
      "services.api.iapp: given {}, allowed is a property of ServiceOptions: did you mean iap?",
    ],
    [
      "loadBalancer",
      { securitypolicy: {} },
      "loadBalancer.securitypolicy: given {}, allowed is a property of GlobalLoadBalancerOptions: did you mean securityPolicy?",
    ],
    [
      "dataCenters/paris/drian",
      true,
      "dataCenters.paris.drian: given true, allowed is a property of PlatformDataCenterOptions: did you mean drain?",
    ],
    ["monitorng", {}, "monitorng: given {}, allowed is a property of HybridPlatformProps: did you mean monitoring?"],
    [
      `${POOL}/spott`,
      true,
      "clusters.europe-west1.nodePools.web.spott: given true, allowed is a property of NodePoolOptions: did you mean spot?",
    ],
    [
      "network/networkName",
      "acme",
      'network.networkName: given "acme", allowed is a property of NetworkOptions: nodes, pods, services, internetRoutes, mtuBytes, ipv6, flowLogs, nat, firewall, privateServicesRange, privateGoogleApis',
    ],
    [
      "hostedZone/kind",
      "public",
      'hostedZone.kind: given "public", allowed is a property of IHostedZone: zoneId, zoneName',
    ],
  ])("%s is refused", (path, value, line) => {
    expect(refusedWith(path, value)).toEqual([line]);
  });

  test("is refused with a token, and with what cannot be written down", () => {
    const allowed = "allowed is a property of HybridPlatformProps: did you mean routing?";
    expect(refusedWith("rooting", later("routing"))).toEqual([`rooting: given "a token", ${allowed}`]);
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(refusedWith("rooting", circle)).toEqual([`rooting: given an object, ${allowed}`]);
  });

  test("is shown by the beginning of its value when that is long", () => {
    const [line] = refusedWith("rooting", { countries: "x".repeat(1000) });
    expect(line).toBe(
      `rooting: given {"countries":"${"x".repeat(386)}…, allowed is a property of HybridPlatformProps: did you mean routing?`,
    );
  });

  test("is told in one error with the one that is missing", () => {
    expect(refusedWith("google", { projekt: "acme" })).toEqual([
      'google.projekt: given "acme", allowed is a property of GoogleOptions: did you mean project?',
      "google.project: given nothing, allowed is a text",
    ]);
  });

  test("may be left undefined, as a spread does", () => {
    const props = { ...SMALL_PLATFORM, rooting: undefined };
    expect(() => synthesize((app) => new HybridPlatform(app, "acme", props))).not.toThrow();
  });
});

describe("a property that must be given", () => {
  test.each([
    ["google", "google: given nothing, allowed is an object with project"],
    ["network", "network: given nothing, allowed is an object with nodes, pods, services"],
    ["clusters", "clusters: given nothing, allowed is an object by names of yours"],
    ["hostedZone", "hostedZone: given nothing, allowed is an object with zoneId, zoneName"],
    ["services", "services: given nothing, allowed is an object by names of yours"],
    ["services/api/hostName", "services.api.hostName: given nothing, allowed is a text"],
    [
      "clusters/europe-west1/nodePools",
      "clusters.europe-west1.nodePools: given nothing, allowed is an object by names of yours",
    ],
    [
      `${POOL}/autoscaling`,
      "clusters.europe-west1.nodePools.web.autoscaling: given nothing, allowed is an object with totalMinNodeCount, totalMaxNodeCount",
    ],
    [`${POOL}/machineType`, "clusters.europe-west1.nodePools.web.machineType: given nothing, allowed is a text"],
    ["dataCenters/paris/ingress", "dataCenters.paris.ingress: given nothing, allowed is an object with ipv4"],
  ])("%s is named when it is not", (path, line) => {
    expect(refusedWith(path, undefined)).toEqual([line]);
  });

  test("is named one by one when there are no props at all", () => {
    const program = () => synthesize((app) => new HybridPlatform(app, "acme", undefined as never));
    expect(refusalOf(program)).toEqual([
      "acme: props: given nothing, allowed is an object with google, network, clusters, hostedZone, services",
    ]);
  });
});

describe("a value of another type", () => {
  test.each([
    ["state", "gs://acme", 'state: given "gs://acme", allowed is an object of the class State'],
    ["state", { bucket: "acme" }, 'state: given {"bucket":"acme"}, allowed is an object of the class State'],
    ["clusters", [], "clusters: given [], allowed is an object by names of yours"],
    ["dataCenters/paris/drain", "false", 'dataCenters.paris.drain: given "false", allowed is true or false'],
    ["services/api/maxRatePerEndpoint", "200", 'services.api.maxRatePerEndpoint: given "200", allowed is a number'],
    [
      `${POOL}/autoscaling/totalMaxNodeCount`,
      "060125",
      'clusters.europe-west1.nodePools.web.autoscaling.totalMaxNodeCount: given "060125", allowed is a number',
    ],
    [
      `${POOL}/accelerator`,
      "nvidia-l4",
      'clusters.europe-west1.nodePools.web.accelerator: given "nvidia-l4", allowed is an object of the class Accelerator',
    ],
    ["routing/countries/FR/serveFrom", "paris", 'routing.countries.FR.serveFrom: given "paris", allowed is a list'],
    ["routing/countries/FR/serveFrom", [7], "routing.countries.FR.serveFrom.0: given 7, allowed is a text or a list"],
    ["dataCenters/paris/ingress/ipv4", 7, "dataCenters.paris.ingress.ipv4: given 7, allowed is a text or a list"],
    ["network/nat", true, "network.nat: given true, allowed is an object or false"],
    ["labels", null, "labels: given null, allowed is an object by names of yours"],
    [
      "clusters/europe-west1/releaseChannel",
      7,
      'clusters.europe-west1.releaseChannel: given 7, allowed is "RAPID", "REGULAR", "STABLE", "EXTENDED" or "UNSPECIFIED"',
    ],
  ])("%s: %j is refused", (path, value, line) => {
    expect(refusedWith(path, value)).toEqual([line]);
  });
});

describe("what is allowed", () => {
  const shapeOf = (value: unknown, type = "HybridPlatformProps") => {
    const problems = Problems.none();
    checkShape(problems, value, type);
    return () => problems.throwIfAny("");
  };

  test("a token in place of any value, list or map", () => {
    const props = {
      ...SMALL_PLATFORM,
      labels: later("labels"),
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
