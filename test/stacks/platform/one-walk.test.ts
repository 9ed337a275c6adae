import { Testing } from "cdktf";
import { Construct } from "constructs";
import { HybridPlatform, type HybridPlatformProps, Link } from "../../../index";
import { type OptionsKind, propertiesOf } from "../../../lib/core/options-kinds";
import { Problems } from "../../../lib/core/problems";
import { VPN } from "../../links/support";
import { SMALL_PLATFORM } from "../../support/platform";

const { api } = SMALL_PLATFORM.services;

/** Each part has an option or more, and no two options have one value, so that the value shows which was judged. */
const RICH: HybridPlatformProps = {
  ...SMALL_PLATFORM,
  labels: { team: "video" },
  projectServices: ["artifactregistry"],
  network: {
    ...SMALL_PLATFORM.network,
    mtuBytes: 1400,
    nat: { minPortsPerVm: 128 },
    privateServicesRange: "10.200.0.0/20",
  },
  clusters: {
    "europe-west1": {
      ...SMALL_PLATFORM.clusters["europe-west1"],
      backup: { retainDays: 31 },
      capacityPercent: 71,
      endpointGroupGenerations: [2],
      regionalNetwork: { maxNodes: 77, nat: { minPortsPerVm: 256 } },
    },
  },
  dataCenters: {
    paris: {
      ...SMALL_PLATFORM.dataCenters.paris,
      privateRanges: ["10.128.0.0/12"],
      links: { vpn: Link.haVpn(VPN) },
      privateIngress: { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2001, port: 8443 },
      requestsPerSecond: 9001,
      healthCheck: { path: "/alive", failureThreshold: 4 },
    },
  },
  services: {
    api: {
      ...api,
      dataCenters: ["paris"],
      servicePort: 8081,
      containerPort: 8082,
      timeoutSeconds: 33,
      drainingSeconds: 34,
    },
    video: {
      hostName: "video.example.com",
      maxRatePerEndpoint: 12,
      servicePort: 8083,
      containerPort: 8084,
      autoneg: true,
    },
    audio: {
      hostName: "audio.example.com",
      maxRatePerEndpoint: 13,
      routing: { countries: { DE: { serveFrom: ["paris"] } } },
    },
  },
  loadBalancer: { securityPolicy: { rateLimit: { requestsPerClient: 101, intervalSeconds: 120 } } },
  monitoring: {
    notificationChannels: [],
    maxErrorPercent: 7,
    certificateDays: 15,
    maxLatencyMilliseconds: { api: 2002 },
  },
  routing: { countries: { FR: { serveFrom: ["paris"], percent: 17 } } },
  ttlSeconds: 61,
  analysis: { failoverTargetSeconds: 301, requestsPerSecondPerNode: { web: 502 } },
};

/** What is evaluated while a program runs: each rule with the property and the value that it judged. */
function judgedBy(program: () => unknown): readonly string[] {
  const judged: string[] = [];
  const { check } = Problems.prototype;
  const spy = jest.spyOn(Problems.prototype, "check").mockImplementation(function (this: Problems, ...args) {
    const [property, value, isAllowed, ...rest] = args;
    const seen: typeof isAllowed = (value) => {
      // A refusal has the property's name in the words of the user, which the collection keeps to itself.
      // biome-ignore lint/complexity/useLiteralKeys: it is private, and TypeScript lets it be read in this way alone
      const name = Problems.prototype["site"].call(this, property)?.property;
      judged.push(
        `${name}: ${Construct.isConstruct(value) ? "a construct" : JSON.stringify(value)}, expected ${rest[0]}`,
      );
      return isAllowed(value);
    };
    return check.call(this, property, value, seen, ...rest);
  });
  program();
  spy.mockRestore();
  return judged;
}

/** The properties that more than one file of this library judges, whatever the words are. */
function placesJudging(program: () => unknown): readonly string[] {
  const places = new Map<string, Set<string>>();
  const { check } = Problems.prototype;
  const spy = jest.spyOn(Problems.prototype, "check").mockImplementation(function (this: Problems, ...args) {
    const [property, value, isAllowed, ...rest] = args;
    const seen: typeof isAllowed = (value) => {
      // biome-ignore lint/complexity/useLiteralKeys: as above
      const name = `${Problems.prototype["site"].call(this, property)?.property}: ${JSON.stringify(value)}`;
      const { stackTraceLimit } = Error;
      Error.stackTraceLimit = 100;
      const stack = new Error().stack ?? "";
      Error.stackTraceLimit = stackTraceLimit;
      const frames = stack.match(/(?<=\/)(lib|stacks)\/(?!core\/)[\w/-]+\.ts/g) ?? [];
      places.set(name, (places.get(name) ?? new Set()).add(frames[0] ?? stack));
      return isAllowed(value);
    };
    return check.call(this, property, value, seen, ...rest);
  });
  program();
  spy.mockRestore();
  return [...places].filter(([, files]) => files.size > 1).map(([name, files]) => [name, ...files].join(" "));
}

/** The properties of which it is asked whether they are known, in the words of the user. */
function askedBy(program: () => unknown): readonly string[][] {
  const asked: string[][] = [];
  const { known } = Problems.prototype;
  const spy = jest.spyOn(Problems.prototype, "known").mockImplementation(function (
    this: Problems,
    property,
    value,
    ...rest
  ) {
    // biome-ignore lint/complexity/useLiteralKeys: as above
    const site = Problems.prototype["site"].call(this, property);
    // Not what is left out, nor what stands for the groups that a stack will make.
    if (site !== undefined && value !== undefined && String(value) !== "planned") asked.push([...site.path]);
    return known.call(this, property, value, ...rest);
  });
  program();
  spy.mockRestore();
  return asked;
}

/** Whether a user can write something there. */
function canBeWritten([key, ...rest]: readonly string[], kind: OptionsKind): boolean {
  if (key === undefined) return true;
  if (kind.kind === "either") return kind.of.some((one) => canBeWritten([key, ...rest], one));
  if (kind.kind === "map" || kind.kind === "list") return canBeWritten(rest, kind.of);
  if (kind.kind !== "options") return kind.kind === "instance";
  const property = propertiesOf(kind.name).get(key);
  return property !== undefined && canBeWritten(rest, property.kind);
}

/** Whose options are validated while a program runs. */
function validatedBy(program: () => unknown): readonly string[] {
  const spy = jest.spyOn(Problems, "of");
  program();
  const paths = spy.mock.calls.map(([path]) => path);
  spy.mockRestore();
  return paths;
}

/** The options of a value object that the library makes where a user configures none. */
const DEFAULT = "props: {}";

describe("the options of a platform", () => {
  const make = () => new HybridPlatform(Testing.app(), "test", RICH);
  const judged = judgedBy(make);

  test("are judged once: no rule sees the value of a property again", () => {
    // A rule of pairs that found no other half is of no pair in particular.
    const single = judged.filter((line) => !line.includes("undefined has undefined") && !line.startsWith(DEFAULT));
    expect(single.filter((line, index) => single.indexOf(line) !== index)).toEqual([]);
  });

  test("are asked for by properties that a user has", () => {
    const asked = askedBy(make);
    expect(asked.length).toBeGreaterThan(50);
    const options = asked.filter(([first]) => first !== "environment");
    const strange = options.filter((path) => !canBeWritten(path, { kind: "options", name: "HybridPlatformProps" }));
    expect([...new Set(strange.map((path) => path.join(".")))]).toEqual([]);
  });

  test("are judged in one file, but for how a name is written and what it is good for", () => {
    const places = placesJudging(make).filter((line) => !line.startsWith(DEFAULT));
    expect(places.sort()).toEqual([
      'clusters.europe-west1: "europe-west1" stacks/platform/clusters.ts lib/load-balancing/global-load-balancer.ts',
      'dataCenters.paris.links.vpn.region: "europe-west1" lib/links/link.ts lib/google/zones.ts',
      'dataCenters.paris: "paris" lib/routing/routed-data-center.ts stacks/platform/across-parts.ts',
    ]);
  });

  test("are judged in the platform alone, under its own name: no stack and no construct looks at its options again", () => {
    const others = validatedBy(make).filter((path) => path !== "HybridPlatform" && path !== "test");
    const proofs = ["api", "video", "audio"].map((name) => `${name}.example.com/proof`);
    expect([...new Set(others)].sort()).toEqual([
      // Value objects that the library makes where a user configures none.
      "Certificates.dnsAuthorized",
      "HealthCheck.http",
      "State.local",
      // No options: a record claims its name in the app, a gateway its subnets in the stack, and the firewall looks up a subnet.
      ...proofs.map((proof) => `test-edge/load_balancer/host_certificates/${proof}`).sort(),
      "test-network/network",
      "test-network/network/europe-west1/nat",
    ]);
  });

  test.each([
    "network.mtuBytes: 1400",
    "clusters.europe-west1.backup.retainDays: 31",
    "clusters.europe-west1.regionalNetwork.nat.minPortsPerVm: 256",
    "clusters.europe-west1.regionalNetwork.maxNodes: 77",
    "clusters.europe-west1.capacityPercent: 71",
    "clusters.europe-west1.endpointGroupGenerations: 2",
    "dataCenters.paris.links.vpn.peerAsn: 65001",
    'dataCenters.paris.privateRanges: "10.128.0.0/12"',
    "dataCenters.paris.privateIngress.port: 8443",
    "dataCenters.paris.requestsPerSecond: 9001",
    "services.api.timeoutSeconds: 33",
    "services.api.servicePort: 8081",
    "services.api.containerPort: 8082",
    "loadBalancer.securityPolicy.rateLimit.requestsPerClient: 101",
    "monitoring.maxErrorPercent: 7",
    "routing.countries.FR.percent: 17",
    'services.audio.routing.countries.DE.serveFrom: "paris"',
    "ttlSeconds: 61",
    "analysis.failoverTargetSeconds: 301",
    "analysis.requestsPerSecondPerNode.web: 502",
    'hostedZone.zoneName: "example.com"',
    'google.project: "acme-test"',
  ])("are judged all the same: %s", (start) => {
    expect(judged.filter((line) => line.startsWith(`${start}, expected`))).not.toEqual([]);
  });
});
