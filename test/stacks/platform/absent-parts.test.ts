import { App, Testing } from "cdktf";
import { Certificates, DnsStack, HybridPlatform, type HybridPlatformProps, Link } from "../../../index";
import { SMALL_SITE } from "../../../lab/on-premises";
import { answers, LAST_RESORT } from "../../../testing";
import { VPN } from "../../links/support";
import { SMALL_PLATFORM } from "../../support/platform";
import { refusalOf, resourcesOf, synthesize } from "../../support/synthesize";

const { google, network, clusters, dataCenters, hostedZone, services, routing, anycastAddresses } = SMALL_PLATFORM;

/** Data centres alone: no Google Cloud at all. */
const DATA_CENTERS: HybridPlatformProps = {
  dataCenters,
  hostedZone,
  services: { api: { hostName: "api.example.com" } },
  loadBalancer: false,
  lastResort: { ipv4: "198.51.100.9", ipv6: "2001:db8:ffff::9" },
  routing,
};

/** A data centre behind the load balancer, and no cluster. */
const BEHIND: HybridPlatformProps = {
  google,
  network,
  dataCenters: {
    berlin: {
      links: { vpn: Link.haVpn(VPN) },
      privateIngress: { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 },
    },
  },
  services: { api: { hostName: "api.example.com", dataCenters: ["berlin"] } },
  loadBalancer: { certificates: Certificates.classic() },
};

const refused = (props: HybridPlatformProps) => refusalOf(() => new HybridPlatform(Testing.app(), "test", props));
const stacksOf = (props: HybridPlatformProps) => synthesize((app) => new HybridPlatform(app, "test", props)).stacks;
const infosOf = (props: HybridPlatformProps): readonly string[] =>
  synthesize((app) => new HybridPlatform(app, "test", props)).manifest.stacks["test-dns"].annotations.map(
    ({ message }: { readonly message: string }) => message,
  );

describe("data centres alone", () => {
  test("are routed to, and everyone else to the last resort that is configured", () => {
    const { "test-dns": dns = {}, ...others } = stacksOf(DATA_CENTERS);
    expect(others).toEqual({});
    const records = Object.values(resourcesOf(dns, "aws_route53_record"));
    const valuesOf = (type: string) => records.filter((one) => one.type === type).flatMap((one) => one.records ?? []);
    expect([...new Set(valuesOf("A"))].sort()).toEqual(["198.51.100.9", "203.0.113.10"]);
    expect([...new Set(valuesOf("AAAA"))].sort()).toEqual(["2001:db8:1::10", "2001:db8:ffff::9"]);
  });

  test("need no address that nobody has: the one that serves everyone else is the last resort itself", () => {
    const { paris } = dataCenters;
    const home = { ipv4: "203.0.113.20", ipv6: "2001:db8:2::20" };
    const stack = stacksOf({
      ...DATA_CENTERS,
      dataCenters: { paris },
      lastResort: { ...home, healthCheck: { hostName: "api.example.com" }, fallBackTo: ["paris"] },
    })["test-dns"];
    const users = answers(stack ?? {}, "api.example.com");
    users.from("DE").are(LAST_RESORT);
    users.from("FR").are("paris");
    users.from("FR").whenDown("paris").are(LAST_RESORT);
    users.from("DE").whenDown(LAST_RESORT).are("paris");
    expect(JSON.stringify(stack)).toContain(home.ipv4);
  });

  test("have a last resort that fails over to them, too", () => {
    const lastResort = {
      ...DATA_CENTERS.lastResort,
      healthCheck: { hostName: "www.example.com" },
      fallBackTo: ["paris"],
    };
    const checks = resourcesOf(stacksOf({ ...DATA_CENTERS, lastResort })["test-dns"] ?? {}, "aws_route53_health_check");
    expect(Object.values(checks).map(({ ip_address }) => ip_address)).toContain("198.51.100.9");
  });

  test("are judged: the last resort must carry what it is asked for while one is down", () => {
    const analysis = { demand: { FR: 500 } } as const;
    const lastResort = { ...DATA_CENTERS.lastResort, requestsPerSecond: 499 };
    const app = () => synthesize((app) => new HybridPlatform(app, "test", { ...DATA_CENTERS, analysis, lastResort }));
    expect(refusalOf(app)[0]).toContain(
      "when paris is down: last resort is asked for 500 requests per second from FR (France) and can take 499",
    );
    const paris = { ...dataCenters.paris, requestsPerSecond: 500 };
    const enough = { ...DATA_CENTERS, dataCenters: { paris }, lastResort: { ...lastResort, requestsPerSecond: 500 } };
    expect(infosOf({ ...enough, analysis })).toEqual([]);
  });

  test("name what is not judged, where it is not known", () => {
    expect(infosOf({ ...DATA_CENTERS, analysis: { demand: { FR: 500 } } })).toEqual([
      "dataCenters.paris.requestsPerSecond is not configured: it is not judged whether paris carries the requests that reach it",
      "lastResort.requestsPerSecond is not configured: it is not judged whether the last resort carries the requests that reach it",
    ]);
    expect(infosOf(DATA_CENTERS)).toEqual([]);
  });

  test("obey the rule of residency, by the countries of the last resort", () => {
    const rules = { residency: { france: { usersIn: ["FR"], servedFrom: ["FR"] } } } as const;
    const inFrance = { paris: { ...dataCenters.paris, country: "FR" } } as const;
    const props = { ...DATA_CENTERS, dataCenters: inFrance, routing: { ...routing, rules } };
    expect(refused(props)).toEqual([
      "test: lastResort.countries: got nothing, expected the countries from which it serves: routing.rules.residency judges the last resort by it",
    ]);
    const from = (...countries: readonly ("FR" | "US")[]) => ({
      ...props,
      lastResort: { ...DATA_CENTERS.lastResort, countries },
    });
    expect(() => stacksOf(from("FR"))).not.toThrow();
    expect(() => stacksOf(from("US"))).toThrow(
      "when paris is down: users in FR (France) are served from last resort, in US (United States)",
    );
  });
});

describe("data centres behind the load balancer, without a cluster,", () => {
  test("need a network and links, and the network has no subnet and opens no port of pods", () => {
    const stacks = stacksOf(BEHIND);
    expect(Object.keys(stacks).sort()).toEqual(["test-edge", "test-links", "test-network"]);
    expect(Object.keys(resourcesOf(stacks["test-network"] ?? {}, "google_compute_subnetwork"))).toEqual([]);
    const services = Object.values(resourcesOf(stacks["test-edge"] ?? {}, "google_compute_backend_service"));
    const group = `\${google_compute_network_endpoint_group.data_center_berlin.id}`;
    expect(services.map(({ backend }) => backend)).toEqual([
      [{ balancing_mode: "RATE", capacity_scaler: 1, group, max_rate_per_endpoint: 2000 }],
    ]);
  });

  test("are refused where one serves nothing, and another is to be attached by a controller that runs in clusters", () => {
    const services = { ...BEHIND.services, web: { hostName: "www.example.com", autoneg: true } };
    expect(refused({ ...BEHIND, services })).toEqual([
      "test: services.web.autoneg: got true, expected nothing without clusters, in which the autoneg controller runs",
      "test: services.web.dataCenters: got nothing, expected a data centre: without clusters, nothing else serves it",
    ]);
  });
});

test("clusters without a load balancer print no annotation, which would have GKE make groups that nobody uses", () => {
  const { output } = stacksOf({ ...DATA_CENTERS, google, network, clusters })["test-cluster-europe-west1"] ?? {};
  expect(Object.keys(output ?? {}).sort()).toEqual([
    "cluster_name",
    "dns_endpoint",
    "get_credentials",
    "location",
    "project",
    "workload_pool",
  ]);
});

describe("links that a VPC has already", () => {
  const { berlin } = BEHIND.dataCenters ?? {};
  const unlinked = { berlin: { ...berlin, links: undefined } };
  const props: HybridPlatformProps = {
    ...BEHIND,
    dataCenters: unlinked,
    network: { existing: { networkName: "corporate" } },
  };
  const infos = (of: HybridPlatformProps) =>
    synthesize((app) => new HybridPlatform(app, "test", of)).manifest.stacks["test-edge"].annotations.map(
      ({ message }: { readonly message: string }) => message,
    );

  test("lead to a data centre behind the load balancer, and it is named that they are not known", () => {
    expect(Object.keys(stacksOf(props)).sort()).toEqual(["test-edge", "test-network"]);
    expect(infos(props)).toEqual([
      "dataCenters.berlin has no links of the platform: it is not known whether corporate has any to it, and what they can carry",
    ]);
  });

  test("are not noted beside links of the platform's own", () => {
    expect(infos({ ...props, dataCenters: BEHIND.dataCenters })).toEqual([]);
  });

  test("may lead to a private ingress that no service names yet", () => {
    const { services: _, loadBalancer, ...rest } = { ...props, clusters: undefined };
    const both = {
      ...rest,
      dataCenters: { berlin: BEHIND.dataCenters?.berlin ?? {}, rome: { privateIngress: berlin?.privateIngress } },
      services: { api: { hostName: "api.example.com", dataCenters: ["berlin"] } },
      loadBalancer,
    };
    expect(Object.keys(stacksOf(both)).sort()).toEqual(["test-edge", "test-links", "test-network"]);
  });

  test("are not there in a VPC that the platform makes", () => {
    expect(refused({ ...BEHIND, dataCenters: unlinked })).toEqual([
      'test: services.api.dataCenters: got "berlin", expected a data centre with a link to the network: Google has no other way to it',
    ]);
  });
});

test("a data centre that is only linked is no part of DNS", () => {
  const berlin = { links: { vpn: Link.haVpn(VPN) }, privateRanges: ["10.128.0.0/12"] };
  const all = (more: object) =>
    JSON.stringify(stacksOf({ ...SMALL_PLATFORM, dataCenters: { ...dataCenters, ...more } })["test-dns"]);
  expect(all({ berlin })).toBe(all({}));
});

describe("a platform is refused, in words that name what needs a part and the part,", () => {
  const balanced = { google, network, clusters, services };
  const certificates = Certificates.classic();
  const vpn = { vpn: Link.haVpn(VPN) };
  const privateIngress = { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 };
  const withoutZone = "expected nothing without hostedZone";
  const CASES: readonly (readonly [string, HybridPlatformProps, readonly string[]])[] = [
    [
      "with nothing of which a stack is made",
      { dataCenters, google },
      [
        "props: got nothing, expected a part of which a stack is made: network, clusters, or services with a load balancer or a hostedZone",
      ],
    ],
    [
      "with nothing but the inside of data centres, which is written with a stack",
      { dataCenters: { paris: { privateRanges: ["10.128.0.0/13"], onPremises: SMALL_SITE } } },
      [
        "props: got nothing, expected a part of which a stack is made: network, clusters, or services with a load balancer or a hostedZone; the files of onPremises are written with a stack, and cdktf synth writes nothing without",
      ],
    ],
    [
      "with a network and no project",
      { network },
      ["google: got nothing, expected an object with project: network is in Google Cloud"],
    ],
    [
      "with clusters and no network",
      { google, clusters },
      ["network: got nothing, expected the private ranges of a network: clusters are in it"],
    ],
    [
      "with links and no network",
      { ...DATA_CENTERS, dataCenters: { paris: { ...dataCenters.paris, links: vpn } } },
      ["network: got nothing, expected the private ranges of a network: dataCenters.paris.links end in it"],
    ],
    [
      "with APIs to enable and no network",
      { ...DATA_CENTERS, projectServices: ["artifactregistry"] },
      ['projectServices: got ["artifactregistry"], expected nothing without network, whose stack enables APIs'],
    ],
    [
      "with services behind a load balancer, and nothing that serves them",
      { google, network, services: { api: { hostName: "api.example.com" } }, hostedZone },
      [
        "loadBalancer: got nothing, expected false: there are no clusters to be behind a load balancer, and no service has dataCenters",
      ],
    ],
    [
      "with a load balancer and no services",
      { google, network, clusters, loadBalancer: { certificates } },
      ["loadBalancer: got {…}, expected nothing without services: they are what a load balancer is for"],
    ],
    [
      "with a load balancer whose certificates are to be proven, and no hosted zone",
      balanced,
      [
        "loadBalancer.certificates: needs a zone in which Google finds the proof of the host names: Certificates.dnsAuthorized({ zone }); without one, Certificates.classic() or Certificates.existingMap(certificateMapId)",
      ],
    ],
    [
      "with a service that has no rate, beside clusters",
      { ...SMALL_PLATFORM, services: { api: { hostName: "api.example.com" } } },
      ["services.api.maxRatePerEndpoint: got nothing, expected a number: clusters are behind the load balancer"],
    ],
    [
      "with routing and all that belongs to it, and no hosted zone",
      {
        ...balanced,
        loadBalancer: { certificates },
        dataCenters,
        routing,
        ttlSeconds: 30,
        anycastAddresses,
        lastResort: { requestsPerSecond: 5 },
        analysis: { failuresToWithstand: 2 },
        services: { api: { ...services.api, routing } },
      },
      [
        `routing: got {"countries":{"FR":{"serveFrom":["paris"]}}}, ${withoutZone}`,
        `ttlSeconds: got 30, ${withoutZone}`,
        `anycastAddresses: got {"ipv4":"198.51.100.1","ipv6":"2001:db8:ffff::1"}, ${withoutZone}`,
        `lastResort: got {"requestsPerSecond":5}, ${withoutZone}`,
        `analysis: got {"failuresToWithstand":2}, ${withoutZone}`,
        `services.api.routing: got {"countries":{"FR":{"serveFrom":["paris"]}}}, ${withoutZone}`,
      ],
    ],
    [
      "with a hosted zone and no services",
      { google, network, clusters, hostedZone: { ...hostedZone } },
      [
        'hostedZone: got {"zoneId":"Z0123456789EXAMPLE","zoneName":"example.com"}, expected nothing without services, whose host names DNS answers',
      ],
    ],
    [
      "with services that neither a load balancer nor DNS is made of",
      { google, network, clusters, services: { api: { hostName: "api.example.com" } }, loadBalancer: false },
      [
        "hostedZone: got nothing, expected an object with zoneId, zoneName: with loadBalancer: false, nothing else is made of services",
      ],
    ],
    [
      "without a load balancer and without another last resort",
      { ...DATA_CENTERS, lastResort: undefined },
      [
        "lastResort.ipv4: got nothing, expected the address of what answers whom no data centre serves, with loadBalancer: false",
      ],
    ],
    [
      "without a load balancer, and with its addresses",
      { ...DATA_CENTERS, anycastAddresses: { ipv4: "198.51.100.1" } },
      [
        'anycastAddresses: got {"ipv4":"198.51.100.1"}, expected nothing with loadBalancer: false: the addresses of the last resort are lastResort.ipv4 and lastResort.ipv6',
      ],
    ],
    [
      "with a last resort that has no address in a family of the data centres",
      { ...DATA_CENTERS, lastResort: { ipv4: "198.51.100.9" } },
      [
        "lastResort.ipv6: got nothing, expected an IPv6 address, as dataCenters.paris.ingress has one: users with IPv6 would never reach an endpoint without",
      ],
    ],
    [
      "with the address of a data centre as the last resort",
      { ...DATA_CENTERS, lastResort: { ...dataCenters.paris.ingress } },
      ['ipv4: got "203.0.113.10"', 'ipv6: got "2001:db8:1::10"'].map(
        (start) =>
          `lastResort.${start}, expected an address of its own: paris has this one; the data centre that serves everyone else is the last resort itself, and has no ingress in dataCenters`,
      ),
    ],
    [
      "with a last resort beside a load balancer of its own",
      { ...SMALL_PLATFORM, lastResort: { ipv4: "198.51.100.9", countries: ["US"] } },
      [
        'lastResort.ipv4: got "198.51.100.9", expected nothing beside a load balancer of the platform, which is the last resort: its addresses are anycastAddresses',
        'lastResort.countries: got ["US"], expected nothing beside a load balancer of the platform, whose countries are those of clusters and dataCenters',
      ],
    ],
    [
      "with two capacities of the last resort",
      { ...SMALL_PLATFORM, lastResort: { requestsPerSecond: 9 }, analysis: { requestsPerSecondPerNode: { web: 100 } } },
      [
        "lastResort.requestsPerSecond: got 9, expected nothing beside analysis.requestsPerSecondPerNode, which says the same of clusters",
      ],
    ],
    [
      "with options of a load balancer, and none",
      {
        ...DATA_CENTERS,
        google,
        network,
        clusters: { "europe-west1": { ...clusters["europe-west1"], drain: true, preferred: true } },
        monitoring: { notificationChannels: [] },
        analysis: { requestsPerSecondPerNode: { web: 100 } },
        services: { api: { hostName: "api.example.com", maxRatePerEndpoint: 5, containerPort: 8090 } },
      },
      [
        'monitoring: got {"notificationChannels":[]}, expected nothing with loadBalancer: false',
        'analysis.requestsPerSecondPerNode: got {"web":100}, expected nothing with loadBalancer: false',
        "clusters.europe-west1.drain: got true, expected nothing with loadBalancer: false",
        "clusters.europe-west1.preferred: got true, expected nothing with loadBalancer: false",
        "services.api.maxRatePerEndpoint: got 5, expected nothing with loadBalancer: false, and without onPremises of a data centre",
        "services.api.containerPort: got 8090, expected nothing with loadBalancer: false, and without onPremises of a data centre",
      ],
    ],
    [
      "with the rate of nodes, and no clusters",
      { ...BEHIND, hostedZone, analysis: { requestsPerSecondPerNode: { web: 100 } } },
      ['analysis.requestsPerSecondPerNode: got {"web":100}, expected nothing without clusters, whose nodes take it'],
    ],
    [
      "with the port of pods, and no clusters",
      { ...BEHIND, services: { api: { hostName: "api.example.com", dataCenters: ["berlin"], containerPort: 8090 } } },
      ["services.api.containerPort: got 8090, expected nothing without clusters, whose pods listen on it"],
    ],
    [
      "with a private ingress, and no load balancer or link",
      { ...DATA_CENTERS, dataCenters: { paris: { ...dataCenters.paris, privateIngress } } },
      [
        'dataCenters.paris.privateIngress: got {"addresses":["10.128.0.10"],"zone":"europe-west1-b","maxRatePerEndpoint":2000}, expected nothing with loadBalancer: false',
      ],
    ],
    [
      "with a private ingress, and no link",
      { ...SMALL_PLATFORM, dataCenters: { paris: { ...dataCenters.paris, privateIngress } } },
      [
        "dataCenters.paris.links: got nothing, expected a link to the network: Google has no other way to privateIngress",
      ],
    ],
    [
      "with a country that is served from a data centre without an address",
      { ...DATA_CENTERS, dataCenters: { paris: { privateRanges: ["10.128.0.0/12"] } } },
      [
        "dataCenters.paris.ingress: got nothing, expected an object with ipv4, the addresses that users are sent to: routing.countries.FR serves from it",
      ],
    ],
    [
      "with a service's country that is, and a last resort that falls back to it",
      {
        ...SMALL_PLATFORM,
        dataCenters: { ...dataCenters, madrid: {}, rome: {} },
        services: { api: { ...services.api, routing: { countries: { ES: { serveFrom: ["madrid"] } } } } },
        lastResort: { healthCheck: { hostName: "www.example.com" }, fallBackTo: ["rome"] },
      },
      [
        "dataCenters.madrid.ingress: got nothing, expected an object with ipv4, the addresses that users are sent to: services.api.routing.countries.ES serves from it",
        "dataCenters.rome.ingress: got nothing, expected an object with ipv4, the addresses that users are sent to: lastResort.fallBackTo serves from it",
      ],
    ],
    [
      "with a country that is served from a data centre which is not there",
      { ...DATA_CENTERS, dataCenters: undefined },
      ['routing.countries.FR.serveFrom: got "paris", expected a data centre, but none is configured'],
    ],
    [
      "with what DNS makes of addresses, and none",
      { ...SMALL_PLATFORM, dataCenters: { ...dataCenters, rome: { drain: true, requestsPerSecond: 7 } } },
      [
        "dataCenters.rome.requestsPerSecond: got 7, expected nothing without ingress: no user is sent there by DNS",
        "dataCenters.rome.drain: got true, expected nothing without ingress: no user is sent there by DNS",
      ],
    ],
    [
      "with a host name outside its zone, and a service whose name is not valid, also without a load balancer",
      { ...DATA_CENTERS, services: { api: { hostName: "api.example.org" }, Web: { hostName: "www.example.com" } } },
      [
        'services.api.hostName: got "api.example.org", expected a name in the zone example.com',
        'services.Web: got "Web", expected 1 to 22 lower-case letters, digits and hyphens, a letter first and no hyphen last',
      ],
    ],
    [
      "with a hosted zone that is not valid, also without a load balancer",
      { ...DATA_CENTERS, hostedZone: { ...hostedZone, zoneId: "zone" } },
      ['hostedZone.zoneId: got "zone", expected the id of a hosted zone: "Z0123456789ABCDEFGHIJ"'],
    ],
    [
      "with an account of AWS, and nothing there",
      { google, network, clusters, aws: { region: "eu-west-1" } },
      ['aws: got {"region":"eu-west-1"}, expected nothing without hostedZone and services: nothing is made in AWS'],
    ],
  ];

  test.each(CASES)("%s", (_, props, lines) => {
    // What a class looks like is none of these sentences.
    const plain = refused(props).map((line) => line.replace(/^(test: loadBalancer: got )\{.*\}/, "$1{…}"));
    expect(plain).toEqual(lines.map((line) => `test: ${line}`));
  });
});

describe("a DnsStack without a load balancer of its own", () => {
  const props = {
    zone: hostedZone,
    routingName: "acme",
    dataCenters,
    policies: { api: { hostNames: ["api.example.com"], ...routing } },
  };
  const make = (more: object) => new DnsStack(new App(), "dns", { ...props, ...more });

  test("takes the addresses of another last resort, and needs no Google Cloud", () => {
    const { stacks } = synthesize((app) => {
      new DnsStack(app, "dns", { ...props, lastResort: { ipv4: "198.51.100.9", ipv6: "2001:db8:ffff::9" } });
    });
    expect(Object.keys(stacks.dns?.provider ?? {})).toEqual(["aws"]);
    expect(JSON.stringify(stacks.dns)).toContain("198.51.100.9");
  });

  test("is refused without any", () => {
    expect(refusalOf(() => make({}))[0]).toBe(
      "dns: loadBalancerName: got nothing, expected the load balancer of EdgeStack, or addresses: anycastAddresses, or lastResort.ipv4",
    );
  });

  test("is refused with both", () => {
    const both = { loadBalancerName: "acme", google, anycastAddresses, lastResort: { ipv4: "198.51.100.9" } };
    expect(refusalOf(() => make(both))).toEqual([
      'dns: lastResort.ipv4: got "198.51.100.9", expected nothing beside a load balancer, whose addresses are anycastAddresses',
    ]);
  });
});
