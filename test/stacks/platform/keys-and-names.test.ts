import { App } from "cdktf";
import { HybridPlatform, type HybridPlatformProps, Link, type ServiceOptions } from "../../../index";
import { Problems } from "../../../lib/core/problems";
import { platformUnderNames } from "../../../stacks/platform/keys-and-names";
import { KEY, oneTunnel } from "../../links/support";
import { SMALL_PLATFORM } from "../../support/platform";
import { refusalOf, synthesize } from "../../support/synthesize";
import type { WholePlatformProps } from "../../support/whole-platform";

const CLUSTER = SMALL_PLATFORM.clusters["europe-west1"];
const { web } = CLUSTER.nodePools;
const { api } = SMALL_PLATFORM.services;
const { paris } = SMALL_PLATFORM.dataCenters;
const INGRESS = { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 };
const CHANNEL = "projects/acme-test/notificationChannels/1";

const tunnel = { gatewayInterface: 0, preSharedKey: KEY } as const;
const linksWith = (link: string, edge: string, names: { link?: string; edge?: string } = {}) => ({
  [link]: Link.haVpn({ ...oneTunnel({}), tunnels: { [edge]: { ...tunnel, name: names.edge } } }, { name: names.link }),
});

/** The keys of one platform, and the names that they keep. */
interface Keys {
  readonly pool: string;
  readonly service: string;
  readonly dataCenter: string;
  readonly link: string;
  readonly tunnel: string;
}

const OLD: Keys = { pool: "web", service: "api", dataCenter: "paris", link: "vpn", tunnel: "edge-1" };
const NEW: Keys = { pool: "front", service: "public", dataCenter: "paris-north", link: "primary", tunnel: "first" };

/** A platform that refers to each of its parts wherever options can. */
function platformWith(keys: Keys, named: Partial<Keys> = {}): WholePlatformProps {
  const service: ServiceOptions = {
    ...api,
    name: named.service,
    dataCenters: [keys.dataCenter],
    routing: {
      countries: { DE: { serveFrom: [[keys.dataCenter]] } },
      waves: { all: { continents: ["AS"], serveFrom: [keys.dataCenter] } },
    },
  };
  const names = { link: named.link, edge: named.tunnel };
  return {
    ...SMALL_PLATFORM,
    clusters: { "europe-west1": { ...CLUSTER, nodePools: { [keys.pool]: { ...web, name: named.pool } } } },
    services: { [keys.service]: service, login: { ...api, hostName: "login.example.com" } },
    dataCenters: {
      [keys.dataCenter]: {
        ...paris,
        name: named.dataCenter,
        privateIngress: INGRESS,
        links: linksWith(keys.link, keys.tunnel, names),
      },
    },
    routing: { countries: { FR: { serveFrom: [keys.dataCenter] } } },
    lastResort: { healthCheck: { hostName: "api.example.com" }, fallBackTo: [keys.dataCenter] },
    monitoring: {
      notificationChannels: [CHANNEL],
      maxLatencyMilliseconds: { [keys.service]: 500 },
      uptimePaths: { [keys.service]: "/up" },
    },
    analysis: { requestsPerSecondPerNode: { [keys.pool]: 100 } },
  };
}

const textsOf = (props: HybridPlatformProps) => synthesize((app) => new HybridPlatform(app, "acme", props), true).texts;
const refused = (props: HybridPlatformProps) => refusalOf(() => new HybridPlatform(new App(), "acme", props));

describe("a key that is renamed, with its former key as the name,", () => {
  const old = textsOf(platformWith(OLD));

  test.each(Object.keys(OLD) as (keyof Keys)[])("changes no byte of what is made: %s", (kind) => {
    const keys = { ...OLD, [kind]: NEW[kind] };
    expect(textsOf(platformWith(keys))).not.toEqual(old);
    expect(textsOf(platformWith(keys, { [kind]: OLD[kind] }))).toEqual(old);
  });

  test("changes nothing with all other keys at once", () => {
    expect(textsOf(platformWith(NEW, OLD))).toEqual(old);
  });

  test("is called by its key in what is refused", () => {
    const props = platformWith(NEW, OLD);
    const services = {
      ...props.services,
      [NEW.service]: { ...(props.services[NEW.service] as ServiceOptions), servicePort: 0 },
    };
    const dataCenters = { [NEW.dataCenter]: { ...props.dataCenters?.[NEW.dataCenter], ingress: { ipv4: "nowhere" } } };
    expect(refused({ ...props, services })[0]).toContain("acme: services.public.servicePort: got 0");
    expect(refused({ ...props, dataCenters } as HybridPlatformProps)[0]).toContain(
      "acme: dataCenters.paris-north.ingress",
    );
  });
});

test("a service under another key is the one that edge servers answer for, and look up in DNS", () => {
  const edge = {
    publicRanges: ["203.0.113.0/28"],
    services: ["public", "login"],
    dnsNames: { public: "api.video.svc" },
  };
  const dataCenters = { paris: { ...paris, onPremises: { edge } as never } };
  const services = { public: { ...api, name: "api" }, login: { ...api, hostName: "login.example.com" } };
  const { props, properties } = Problems.of("test", (problems) =>
    platformUnderNames(problems, { ...SMALL_PLATFORM, services, dataCenters }),
  );
  expect(props.dataCenters?.paris?.onPremises?.edge).toEqual({
    publicRanges: ["203.0.113.0/28"],
    services: ["api", "login"],
    dnsNames: { api: "api.video.svc" },
  });
  expect(properties).toEqual({ "services.api": "services.public" });
});

test("two pools of one key in two regions keep their own names, and their rate", () => {
  const clusters = {
    "europe-west1": { ...CLUSTER, nodePools: { front: { ...web, name: "web" } } },
    "us-east1": { ...CLUSTER, nodePools: { front: { ...web, name: "edge" } } },
  };
  const keyed = {
    "europe-west1": { ...CLUSTER, nodePools: { web } },
    "us-east1": { ...CLUSTER, nodePools: { edge: web } },
  };
  const analysis = (rates: Record<string, number>) => ({ analysis: { requestsPerSecondPerNode: rates } });
  expect(textsOf({ ...SMALL_PLATFORM, clusters, ...analysis({ front: 100 }) })).toEqual(
    textsOf({ ...SMALL_PLATFORM, clusters: keyed, ...analysis({ web: 100, edge: 100 }) }),
  );
});

test("names that swap two keys are each other's", () => {
  const two = (first: object, second: object) => ({
    ...SMALL_PLATFORM,
    services: { a: { ...api, ...first }, b: { ...api, hostName: "b.example.com", ...second } },
  });
  const swapped = textsOf(two({ name: "b" }, { name: "a" }));
  const { a, b } = two({}, {}).services;
  expect(swapped).toEqual(textsOf({ ...SMALL_PLATFORM, services: { b: a, a: b } }));
});

describe("a name is refused", () => {
  const services = (first: string, second: string | undefined) => ({
    ...SMALL_PLATFORM,
    services: { a: { ...api, name: first }, b: { ...api, hostName: "b.example.com", name: second } },
  });

  test("that another has, by its key or by its name", () => {
    expect(refused(services("b", undefined))).toEqual([
      'acme: services.b: got "b", expected a name of its own: a has this one',
    ]);
    expect(refused(services("c", "c"))).toEqual([
      'acme: services.b.name: got "c", expected a name of its own: a has this one',
    ]);
  });

  test("that no key could be, or that is known later", () => {
    expect(refused(services("B", undefined))[0]).toContain('services.a: got "B", expected 1 to');
    expect(refused(services("${var.name}", undefined))[0]).toContain("services.a.name: got a token");
    const links = { paris: { ...paris, links: linksWith("vpn", "edge-1", { edge: "Edge" }) } };
    expect(refused({ ...SMALL_PLATFORM, dataCenters: links })).toEqual([
      'acme: dataCenters.paris.links.vpn.tunnels.edge-1.name: got "Edge", expected 1 to 24 lower-case letters, digits and hyphens, a letter first and no hyphen last',
    ]);
  });
});
