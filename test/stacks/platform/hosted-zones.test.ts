import { App } from "cdktf";
import { Certificates, HybridPlatform, type HybridPlatformProps } from "../../../index";
import { answers } from "../../../testing";
import { expectGolden } from "../../support/golden";
import { SMALL_PLATFORM } from "../../support/platform";
import { addressesOf, type Block, make, refusalOf, resourcesOf, synthesize } from "../../support/synthesize";
import { unknownText } from "../../support/tokens";

const NET = { zoneId: "Z0123456789NET", zoneName: "example.net" };
const ROLE = "arn:aws:iam::123456789012:role/dns";

const PROPS: HybridPlatformProps = {
  ...SMALL_PLATFORM,
  additionalHostedZones: {
    net: { ...NET, aws: { assumeRoleArn: ROLE, externalId: "acme" } },
    shop: { zoneId: "Z0123456789SHOP", zoneName: "shop.example.com" },
  },
  services: {
    ...SMALL_PLATFORM.services,
    video: { hostName: "video.example.net", maxRatePerEndpoint: 100 },
    shop: { hostName: "www.shop.example.com", maxRatePerEndpoint: 100 },
  },
};

const program =
  (change: Partial<HybridPlatformProps> = {}) =>
  (app: App) =>
    new HybridPlatform(app, "test", { ...PROPS, ...change });

const refused = (change: Partial<HybridPlatformProps>) => refusalOf(() => make(program(change)));

/** The records of a stack by name: zone and provider. */
function placesOf(stack: Block | undefined): readonly string[] {
  const records = Object.values(resourcesOf(stack ?? {}, "aws_route53_record"));
  return [...new Set(records.map(({ zone_id, provider = "aws" }) => `${zone_id} ${provider}`))].sort();
}

describe("a platform of three zones in two accounts", () => {
  const { stacks, manifest } = synthesize(program());
  const [dns = {}, edge = {}] = [stacks["test-dns"], stacks["test-edge"]];

  test("makes the records of each zone by the provider of its account", () => {
    const expected = ["Z0123456789EXAMPLE aws", "Z0123456789NET aws.net", "Z0123456789SHOP aws"];
    expect(placesOf(dns)).toEqual(expected);
    expect(placesOf(edge)).toEqual(expected);
  });

  test("comes into the other account by its role", () => {
    const own = { alias: "net", assume_role: [{ external_id: "acme", role_arn: ROLE }], region: "us-east-1" };
    for (const stack of [dns, edge]) {
      expect(stack.provider.aws).toHaveLength(2);
      expect(stack.provider.aws).toEqual(expect.arrayContaining([own, { region: "us-east-1" }]));
    }
  });

  test("proves each host name in its own zone", () => {
    const records = resourcesOf(edge, "aws_route53_record");
    const zones = Object.fromEntries(Object.entries(records).map(([name, { zone_id }]) => [name, zone_id]));
    expect(zones).toEqual({
      load_balancer_host_certificates_api_example_com_proof: "Z0123456789EXAMPLE",
      load_balancer_host_certificates_video_example_net_proof_net: "Z0123456789NET",
      load_balancer_host_certificates_www_shop_example_com_proof_shop: "Z0123456789SHOP",
    });
    const certificates = resourcesOf(edge, "google_certificate_manager_certificate");
    expect(certificates.load_balancer_host_certificates_video_example_net_certificate?.depends_on).toEqual([
      "aws_route53_record.load_balancer_host_certificates_video_example_net_proof_net",
    ]);
  });

  test("has the addresses of these in Terraform, and all that a platform of one zone has", () => {
    const alone = synthesize(program({ additionalHostedZones: undefined, services: SMALL_PLATFORM.services })).stacks;
    const both = [...addressesOf(dns), ...addressesOf(edge)];
    expect(both).toEqual(
      expect.arrayContaining([...addressesOf(alone["test-dns"] ?? {}), ...addressesOf(alone["test-edge"] ?? {})]),
    );
    expectGolden(
      "hosted-zones.addresses.txt",
      [...["# dns", ...addressesOf(dns)], ...["# edge", ...addressesOf(edge)], ""].join("\n"),
    );
  });

  test("answers in all zones, while data centres are healthy and while none is", () => {
    const app = new App();
    program()(app);
    for (const name of ["api.example.com", "video.example.net", "www.shop.example.com"]) {
      answers(app, name).from("FR").are("paris");
      answers(app, name).from("FR").whenDown("paris").are("last resort");
      answers(app, name).from("JP").are("last resort");
    }
  });

  test("is judged without a warning", () => {
    const annotations = Object.values<Block>(manifest.stacks).flatMap(({ annotations }) => annotations ?? []);
    expect(annotations.filter(({ level }) => level !== "@cdktf/info")).toEqual([]);
  });
});

test("a zone of the same account, whatever its region, has no provider of its own", () => {
  const { stacks } = synthesize(program({ aws: { assumeRoleArn: ROLE, externalId: "acme", region: "eu-west-1" } }));
  expect(placesOf(stacks["test-dns"])).toContain("Z0123456789NET aws");
  expect(stacks["test-dns"]?.provider.aws).toEqual([
    { assume_role: [{ external_id: "acme", role_arn: ROLE }], region: "eu-west-1" },
  ]);
});

test("a zone whose last service goes keeps its provider, by which alone Terraform can delete its records", () => {
  const { stacks } = synthesize(program({ services: SMALL_PLATFORM.services }));
  for (const stack of [stacks["test-dns"], stacks["test-edge"]]) {
    expect(stack?.provider.aws.map(({ alias }: Block) => alias).sort()).toEqual(["net", undefined]);
    expect(placesOf(stack)).toEqual(["Z0123456789EXAMPLE aws"]);
  }
});

test("a zone that users are not led to yet has the proofs of its host names, and so has the zone above", () => {
  const { net, shop } = PROPS.additionalHostedZones ?? {};
  const additionalHostedZones = {
    net,
    shop: { ...shop, delegated: false },
  } as HybridPlatformProps["additionalHostedZones"];
  const records = resourcesOf(
    synthesize(program({ additionalHostedZones })).stacks["test-edge"] ?? {},
    "aws_route53_record",
  );
  expect(
    Object.entries(records)
      .filter(([name]) => name.includes("shop"))
      .map(([name, { zone_id }]) => [name, zone_id]),
  ).toEqual([
    ["load_balancer_host_certificates_www_shop_example_com_proof", "Z0123456789EXAMPLE"],
    ["load_balancer_host_certificates_www_shop_example_com_proof_shop", "Z0123456789SHOP"],
  ]);
});

test("certificates of one's own zones prove each host name in its own, by whatever provider of DNS", () => {
  const made: string[] = [];
  const zoneOf = (zoneName: string) => ({
    zoneName,
    addRecord: (_: unknown, id: string) => {
      made.push(`${zoneName} ${id}`);
      return { fqn: "a.b" };
    },
  });
  const additionalZones = { net: zoneOf("example.net"), shop: zoneOf("shop.example.com") };
  const certificates = Certificates.dnsAuthorized({ zone: zoneOf("example.com"), additionalZones });
  make(program({ loadBalancer: { certificates } }));
  expect(made).toEqual(["example.com proof", "example.net proof_net", "shop.example.com proof_shop"]);
});

test("certificates that need no proof in DNS leave each host name in one of the zones", () => {
  const loadBalancer = { certificates: Certificates.classic() };
  expect(placesOf(synthesize(program({ loadBalancer })).stacks["test-edge"])).toEqual([]);
  const services = { api: { hostName: "api.example.org", maxRatePerEndpoint: 100 } };
  expect(refused({ loadBalancer, services })).toContain(
    'test: services.api.hostName: got "api.example.org", expected a name in one of the zones example.com, example.net, shop.example.com',
  );
});

describe("hosted zones are refused", () => {
  test.each<[Partial<HybridPlatformProps>, string]>([
    [
      { services: { api: { hostName: "api.example.org", maxRatePerEndpoint: 100 } } },
      'test: services.api.hostName: got "api.example.org", expected a name in one of the zones example.com, example.net, shop.example.com',
    ],
    [
      { additionalHostedZones: { net: { ...NET, zoneName: "example.com" } }, services: SMALL_PLATFORM.services },
      'test: additionalHostedZones.net.zoneName: got "example.com", expected another name than that of the first zone: users are led to one zone of a name alone',
    ],
    [
      { additionalHostedZones: { net: { ...NET, aws: { externalId: "acme" } } } },
      "test: additionalHostedZones.net.aws.externalId: needs assumeRoleArn, the role that asks for it",
    ],
    [
      { additionalHostedZones: { net: { ...NET, aws: { assumeRoleArn: "dns" } } } },
      'test: additionalHostedZones.net.aws.assumeRoleArn: got "dns", expected the ARN of a role: "arn:aws:iam::123456789012:role/dns"',
    ],
    [{ aws: { profile: "a\nb" } }, 'test: aws.profile: got "a\\nb", expected the name of a profile: "dns"'],
    [
      { hostedZone: undefined },
      "test: additionalHostedZones: needs hostedZone beside it: the zone of all other host names",
    ],
    [
      {
        dataCenters: {
          paris: {
            ...SMALL_PLATFORM.dataCenters.paris,
            requiredHealthChecks: { queue: { alarmName: "queue", alarmRegion: "eu-west-1" } },
          },
        },
      },
      "test: dataCenters.paris.requiredHealthChecks.queue: is of one account, and the zone net may be in another: Route 53 follows no alarm of another account",
    ],
    [
      { additionalHostedZones: { net: { ...NET, zoneName: unknownText } }, services: SMALL_PLATFORM.services },
      "test: additionalHostedZones.net.zoneName: got a token, expected a value that is known at synthesis: it decides which resources there are",
    ],
  ])("with each problem once: %#", (change, message) => {
    const found = refused(change);
    expect(found.filter((line) => line === message)).toHaveLength(1);
  });

  test("where a certificate's own zone holds a host name that none of the platform's does", () => {
    const zone = { zoneName: "example.org", addRecord: () => ({ fqn: "a.b" }) };
    const services = { api: { hostName: "api.example.org", maxRatePerEndpoint: 100 } };
    expect(refused({ loadBalancer: { certificates: Certificates.dnsAuthorized({ zone }) }, services })).toContain(
      'test: services.api.hostName: got "api.example.org", expected a name in one of the zones example.com, example.net, shop.example.com',
    );
  });

  test("also where there is no load balancer, whose check would have found it", () => {
    const { google: _, network: __, clusters: ___, ...rest } = SMALL_PLATFORM;
    const services = { api: { hostName: "api.example.org", maxRatePerEndpoint: 100 } };
    const hostedZone = { zoneId: "example", zoneName: "example.com" };
    const program = (app: App) =>
      new HybridPlatform(app, "test", { ...rest, hostedZone, services, loadBalancer: false } as HybridPlatformProps);
    const found = refusalOf(() => make(program));
    expect(found).toContain(
      'test: hostedZone.zoneId: got "example", expected the id of a hosted zone: "Z0123456789ABCDEFGHIJ"',
    );
    expect(
      found.filter((line) => line.includes('got "api.example.org", expected a name in the zone example.com')),
    ).toHaveLength(1);
  });

  test("but a role, an external id and a zone id may be known to Terraform alone", () => {
    const aws = { assumeRoleArn: unknownText, externalId: unknownText };
    const { stacks } = synthesize(
      program({ additionalHostedZones: { ...PROPS.additionalHostedZones, net: { ...NET, zoneId: unknownText, aws } } }),
      true,
    );
    const [own] = stacks["test-dns"]?.provider.aws.filter(({ alias }: Block) => alias === "net") ?? [];
    expect(own.assume_role[0].role_arn).toMatch(/^\$\{/);
    const checks = Object.keys(resourcesOf(stacks["test-dns"] ?? {}, "aws_route53_health_check"));
    expect(checks.filter((name) => name.startsWith("routing_account_net_health_"))).not.toEqual([]);
  });
});
