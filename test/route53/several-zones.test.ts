import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { App, TerraformStack } from "cdktf";
import { review } from "../../lib/cli/review";
import { GeoRouting, type GeoRoutingProps, readTerraform, SimpleRecord } from "../../lib/route53";
import { MOST } from "../../lib/route53/quotas";
import { inCountry } from "../../lib/routing";
import { rightAnswers } from "../support/route53-rules";
import { addressesOf, type Block, refusalOf, resourcesOf, synthesize, synthesizeStack } from "../support/synthesize";
import { unknownText } from "../support/tokens";

const COM = { zoneId: "Z0123456789COM", zoneName: "example.com" };
const SHOP = { zoneId: "Z0123456789SHOP", zoneName: "shop.example.com" };
const NET = { zoneId: "Z0123456789NET", zoneName: "example.net" };

const PROPS: GeoRoutingProps = {
  zone: COM,
  additionalZones: { shop: SHOP, net: NET },
  routingName: "test",
  dataCenters: {
    paris: { ingress: { ipv4: "203.0.113.10" } },
    frankfurt: { ingress: { ipv4: "203.0.113.20" } },
  },
  lastResort: { ipv4: "198.51.100.1" },
  policies: {
    platform: {
      hostNames: ["api.example.com", "www.shop.example.com", "video.example.net"],
      countries: { FR: { serveFrom: ["paris", "frankfurt"] } },
    },
  },
};

const make = (change: Partial<GeoRoutingProps> = {}) =>
  synthesizeStack((stack) => new GeoRouting(stack, "routing", { ...PROPS, ...change }));

/** The same with a provider of another account for the zone of `net`. */
const inTwoAccounts = (change: Partial<GeoRoutingProps> = {}) =>
  synthesizeStack((stack) => {
    const roleArn = "arn:aws:iam::123456789012:role/dns";
    const provider = new AwsProvider(stack, "aws_net", { alias: "net", assumeRole: [{ roleArn }] });
    const additionalZones = { shop: SHOP, net: { ...NET, provider } };
    new GeoRouting(stack, "routing", { ...PROPS, additionalZones, ...change });
  });

afterEach(() => jest.restoreAllMocks());

/** What is refused, a problem per line. */
const refused = (program: () => unknown) => refusalOf(program).join("\n");

const recordsOf = (configuration: Block) => Object.values(resourcesOf(configuration, "aws_route53_record"));
const shortOf = (configuration: Block) => Object.keys(configuration.resource.aws_route53_record);
const checksOf = (configuration: Block) => resourcesOf(configuration, "aws_route53_health_check");

describe("a routing of several zones", () => {
  test("puts a host name into the zone with the longest name that holds it, at a whole label", () => {
    const records = recordsOf(
      make({
        policies: {
          platform: {
            hostNames: [
              "api.example.com",
              "www.shop.example.com",
              "shop.example.com",
              "workshop.example.com",
              "*.shop.example.com",
              "video.example.net",
            ],
            countries: {},
          },
        },
      }),
    );
    const zones = Object.fromEntries(records.map(({ name, zone_id }) => [name, zone_id]));
    expect(zones).toEqual({
      "api.example.com": COM.zoneId,
      "workshop.example.com": COM.zoneId,
      "www.shop.example.com": SHOP.zoneId,
      "shop.example.com": SHOP.zoneId,
      "*.shop.example.com": SHOP.zoneId,
      "video.example.net": NET.zoneId,
    });
  });

  test("has all records that a host name needs in its zone: no alias leads to another", () => {
    for (const { name, zone_id, alias } of recordsOf(make())) {
      const zone = [COM, SHOP, NET].find(({ zoneId }) => zoneId === zone_id);
      expect(name.endsWith(zone?.zoneName)).toBe(true);
      if (alias !== undefined) expect(alias.zone_id).toBe(zone_id);
    }
  });

  test("gives those of the first zone the addresses that they had alone, and those of a further one its key", () => {
    const policies = {
      platform: { ...PROPS.policies.platform, hostNames: ["api.example.com"] },
    } as GeoRoutingProps["policies"];
    const alone = addressesOf(make({ additionalZones: undefined, policies }));
    const both = addressesOf(make());
    expect(both.filter((address) => !address.includes("_zone_"))).toEqual(alone);
    expect(shortOf(make()).filter((one) => one.startsWith("routing_zone_net_ipv4_host"))).toEqual([
      expect.stringMatching(/^routing_zone_net_ipv4_host_videoexamplenet_FR_/),
      expect.stringMatching(/^routing_zone_net_ipv4_host_videoexamplenet_default_/),
    ]);
  });

  test("has one health check per address, whatever the number of zones of an account", () => {
    expect(
      Object.values(checksOf(make()))
        .map(({ ip_address }) => ip_address)
        .sort(),
    ).toEqual(["203.0.113.10", "203.0.113.20"]);
  });

  test("answers the names of all zones, as the rules of Route 53 have it, whatever is down", () => {
    const configuration = inTwoAccounts();
    const { zone } = readTerraform(configuration);
    expect(zone.endpoints).toEqual(["frankfurt", "paris"]);
    const addresses: Record<string, string> = { paris: "203.0.113.10", frankfurt: "203.0.113.20" };
    for (const down of [[], ["paris"], ["frankfurt"], ["paris", "frankfurt"]]) {
      for (const name of ["api.example.com", "www.shop.example.com", "video.example.net"]) {
        const all = rightAnswers(
          configuration,
          { name, type: "A", from: { continent: "EU", country: "FR" } },
          new Set(down.map((one) => addresses[one] as string)),
        );
        const shares = zone.whileDown(down).shares({ name, type: "A" }, inCountry("FR"));
        expect(shares.flatMap(({ replies }) => replies.flatMap((reply) => reply.addresses))).toEqual(
          all.flatMap(({ values }) => values),
        );
        const expected = ["paris", "frankfurt"].find((one) => !down.includes(one));
        expect(all.flatMap(({ values }) => values)).toEqual([addresses[expected ?? ""] ?? "198.51.100.1"]);
      }
    }
  });

  test("is judged as a whole: a data centre is asked for what the names of all zones demand", () => {
    const judged = (demand: number) =>
      make({
        dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" }, requestsPerSecond: 1000 } },
        policies: {
          platform: {
            hostNames: ["api.example.com", "video.example.net"],
            countries: { FR: { serveFrom: ["paris"] } },
          },
        },
        analysis: { demandPerHostName: { "api.example.com": { FR: demand }, "video.example.net": { FR: demand } } },
      });
    expect(
      refused(() =>
        synthesizeStack((stack) => {
          const routing = new GeoRouting(stack, "routing", {
            ...PROPS,
            dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" }, requestsPerSecond: 1000 } },
            policies: {
              platform: {
                hostNames: ["api.example.com", "video.example.net"],
                countries: { FR: { serveFrom: ["paris"] } },
              },
            },
            analysis: { demandPerHostName: { "api.example.com": { FR: 600 }, "video.example.net": { FR: 600 } } },
          });
          routing.analysis.throwIfAny();
        }),
      ),
    ).toContain("paris is asked for 1200 requests per second");
    expect(() => judged(500)).not.toThrow();
  });
});

describe("a zone of another account", () => {
  const configuration = inTwoAccounts();

  test("has its records made by its own provider, and the others by that of the stack", () => {
    for (const { zone_id, provider } of recordsOf(configuration)) {
      expect(provider).toBe(zone_id === NET.zoneId ? "aws.net" : undefined);
    }
  });

  test("has health checks of its own, which its records name and no others", () => {
    const checks = checksOf(configuration);
    const byProvider = (provider?: string) => Object.keys(checks).filter((name) => checks[name]?.provider === provider);
    expect(byProvider(undefined)).toHaveLength(2);
    expect(byProvider("aws.net").every((name) => name.startsWith("routing_account_123456789012_health_"))).toBe(true);
    expect(
      byProvider("aws.net")
        .map((name) => checks[name]?.ip_address)
        .sort(),
    ).toEqual(["203.0.113.10", "203.0.113.20"]);
    for (const { zone_id, health_check_id: id } of recordsOf(configuration)) {
      if (id === undefined) continue;
      const name = /^\$\{aws_route53_health_check\.(.*)\.id\}$/.exec(id)?.[1] ?? "";
      expect(byProvider(zone_id === NET.zoneId ? "aws.net" : undefined)).toContain(name);
    }
  });

  test("shares them with every other zone of that account, by whatever role", () => {
    const made = synthesizeStack((stack) => {
      const by = (alias: string, role: string) =>
        new AwsProvider(stack, `aws_${alias}`, { alias, assumeRole: [{ roleArn: `arn:aws:iam::${role}` }] });
      const additionalZones = {
        shop: { ...SHOP, provider: by("shop", "123456789012:role/shop") },
        net: { ...NET, provider: by("net", "123456789012:role/net") },
      };
      new GeoRouting(stack, "routing", { ...PROPS, additionalZones });
    });
    expect(Object.keys(checksOf(made))).toHaveLength(4);
  });

  test("is the first one's where its role is of the account of the stack's provider", () => {
    const made = synthesizeStack((stack) => {
      const by = (alias: string | undefined, role: string) =>
        new AwsProvider(stack, `aws_${alias}`, { alias, assumeRole: [{ roleArn: `arn:aws:iam::${role}` }] });
      by(undefined, "123456789012:role/dns");
      const additionalZones = { shop: SHOP, net: { ...NET, provider: by("net", "123456789012:role/net") } };
      new GeoRouting(stack, "routing", { ...PROPS, additionalZones });
    });
    expect(Object.keys(checksOf(made))).toHaveLength(2);
  });

  test("with a provider without a role is known by the provider's alias", () => {
    const made = synthesizeStack((stack) => {
      const provider = new AwsProvider(stack, "aws_net", { alias: "other", profile: "net" });
      new GeoRouting(stack, "routing", { ...PROPS, additionalZones: { shop: SHOP, net: { ...NET, provider } } });
    });
    expect(Object.keys(checksOf(made)).filter((name) => name.startsWith("routing_account_other_health_"))).toHaveLength(
      2,
    );
  });

  test("needs no provider beside that of the stack, and no other kind of one", () => {
    const refusedBy = (given: (stack: TerraformStack) => AwsProvider) =>
      refused(() =>
        synthesizeStack((stack) => {
          new GeoRouting(stack, "routing", {
            ...PROPS,
            additionalZones: { shop: SHOP, net: { ...NET, provider: given(stack) } },
          });
        }),
      );
    expect(refusedBy((stack) => new AwsProvider(stack, "aws", {}))).toContain(
      "additionalZones.net.provider: expected an AWS provider with an alias, or nothing for that of the stack",
    );
  });

  test("follows no alarm and names no health check of the first account", () => {
    const change = {
      dataCenters: {
        paris: {
          ingress: { ipv4: "203.0.113.10" },
          requiredHealthChecks: {
            errors: { alarmName: "errors", alarmRegion: "eu-west-1" },
            own: { healthCheckId: "abc" },
          },
        },
      },
      policies: { platform: { hostNames: ["video.example.net"], countries: { FR: { serveFrom: ["paris"] } } } },
    } as const;
    const message = refused(() => inTwoAccounts(change));
    expect(message).toContain(
      "dataCenters.paris.requiredHealthChecks.errors: is of one account, and the zone net may be in another: Route 53 follows no alarm of another account",
    );
    expect(message).toContain("dataCenters.paris.requiredHealthChecks.own: ");
    expect(() => make(change)).not.toThrow();
  });
});

describe("a zone that users are not led to yet", () => {
  const policies = { platform: { hostNames: ["www.shop.example.com"], countries: PROPS.policies.platform?.countries } };
  const shop = { ...SHOP, delegated: false };
  const before = make({ additionalZones: {}, policies });
  const between = make({ additionalZones: { shop }, policies });
  const after = make({ additionalZones: { shop: SHOP }, policies });
  const zonesOf = (configuration: Block) => [...new Set(recordsOf(configuration).map(({ zone_id }) => zone_id))].sort();

  test("has the records of its host names, and so has the zone above", () => {
    expect([before, between, after].map(zonesOf)).toEqual([[COM.zoneId], [COM.zoneId, SHOP.zoneId], [SHOP.zoneId]]);
    const [leaving, coming] = [before, after].map((one) => resourcesOf(one, "aws_route53_record"));
    expect(resourcesOf(between, "aws_route53_record")).toEqual({ ...leaving, ...coming });
  });

  test("answers as the zone above does", () => {
    for (const down of [[], ["paris"], ["paris", "frankfurt"]]) {
      const sharesIn = (configuration: Block) =>
        readTerraform(configuration)
          .zone.whileDown(down)
          .shares({ name: "www.shop.example.com", type: "A" }, inCountry("FR"));
      expect(sharesIn(between)).toEqual(sharesIn(before));
      expect(sharesIn(between)).toEqual(sharesIn(after));
    }
  });

  test("counts its host names once in what is demanded", () => {
    const judged = (demand: number) => () =>
      synthesizeStack((stack) => {
        const routing = new GeoRouting(stack, "routing", {
          ...PROPS,
          additionalZones: { shop },
          dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" }, requestsPerSecond: 1000 } },
          policies: { platform: { hostNames: ["www.shop.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
          analysis: { demand: { FR: demand } },
        });
        routing.analysis.throwIfAny();
      });
    expect(judged(1000)).not.toThrow();
    expect(refused(judged(1001))).toContain("paris is asked for 1001 requests per second");
  });

  test("may be delegated by the zone above while both have the records, and not before", () => {
    const checked = (additionalZones: GeoRoutingProps["additionalZones"]) => () =>
      synthesize((app) => {
        const stack = new TerraformStack(app, "stack");
        new AwsProvider(stack, "aws", {});
        new GeoRouting(stack, "routing", { ...PROPS, additionalZones, policies });
        const record = { name: "shop.example.com", type: "NS", ttl: 60, records: ["ns.example.net"] };
        new Route53Record(stack, "delegation", { zoneId: COM.zoneId, ...record });
      });
    expect(checked({})).toThrow(
      "a name that its own zone answers for: stack/delegation delegates shop.example.com to another",
    );
    expect(checked({ shop })).not.toThrow();
    expect(checked({ shop: SHOP })).not.toThrow();
  });

  test("is reviewed step by step without a refusal, and at once with one", () => {
    const folder = (additionalZones: GeoRoutingProps["additionalZones"]) => {
      const outdir = mkdtempSync(join(tmpdir(), "several-zones-"));
      const app = new App({ outdir, skipValidation: true });
      new GeoRouting(new TerraformStack(app, "dns"), "routing", { ...PROPS, additionalZones, policies });
      app.synth();
      return outdir;
    };
    const [alone, both, moved] = [folder({}), folder({ shop }), folder({ shop: SHOP })];
    for (const [from, to] of [
      [alone, both],
      [both, moved],
      [moved, both],
      [both, alone],
    ] as const) {
      expect(review(from, to).refusals.map(({ message }) => message)).toEqual([]);
    }
    expect(review(alone, moved).refusals.map(({ message }) => message)).toEqual([
      expect.stringContaining(`www.shop.example.com A goes from zone ${COM.zoneId} to zone ${SHOP.zoneId}`),
    ]);
  });

  test("of a name that no other zone holds has its records alone", () => {
    const policies = { platform: { hostNames: ["video.example.net"], countries: {} } };
    const made = make({ additionalZones: { net: { ...NET, delegated: false } }, policies });
    expect(zonesOf(made)).toEqual([NET.zoneId]);
  });
});

describe("zones are refused", () => {
  test("where none holds a host name, with the names of all", () => {
    const policies = { platform: { hostNames: ["api.example.org"], countries: {} } };
    expect(refused(() => make({ policies }))).toContain(
      'policies.platform.hostNames: got "api.example.org", expected a name in one of the zones example.com, shop.example.com, example.net',
    );
  });

  test.each([
    [
      { net: { ...NET, zoneName: "example.com." } },
      'additionalZones.net.zoneName: got "example.com.", expected another name than that of the first zone: users are led to one zone of a name alone',
    ],
    [
      { net: NET, other: { ...NET, zoneId: "Z2" } },
      'additionalZones.other.zoneName: got "example.net", expected another name than that of net: users are led to one zone of a name alone',
    ],
    [
      { net: { ...NET, zoneId: `/hostedzone/${COM.zoneId}` } },
      `additionalZones.net.zoneId: got "/hostedzone/${COM.zoneId}", expected another id than that of the first zone: a zone has one name`,
    ],
    [
      { Net_1: NET },
      'additionalZones.Net_1: got "Net_1", expected 1 to 32 lower-case letters, digits and hyphens, a letter first and no hyphen last',
    ],
    [
      { net: { ...NET, zoneId: "net" } },
      'additionalZones.net.zoneId: got "net", expected the id of a hosted zone: "Z0123456789ABCDEFGHIJ"',
    ],
  ])("that contradict each other or themselves: %j", (additionalZones, message) => {
    const policies = { platform: { hostNames: ["api.example.com"], countries: {} } };
    expect(refused(() => make({ additionalZones, policies }))).toContain(message);
  });

  test("of a name that only Terraform knows; its id may be", () => {
    const policies = { platform: { hostNames: ["api.example.com", "video.example.net"], countries: {} } };
    expect(refused(() => make({ additionalZones: { net: { ...NET, zoneName: unknownText } }, policies }))).toContain(
      "additionalZones.net.zoneName: got a token, expected a value that is known at synthesis",
    );
    const made = make({ additionalZones: { net: { ...NET, zoneId: unknownText } }, policies });
    expect(recordsOf(made).filter(({ name }) => name === "video.example.net")).toHaveLength(1);
  });

  test("where another routing has the name of this one in one of them", () => {
    const message = refused(() =>
      synthesizeStack((stack) => {
        new GeoRouting(stack, "routing", PROPS);
        const policies = { platform: { hostNames: ["live.example.net"], countries: {} } };
        new GeoRouting(stack, "other", { ...PROPS, zone: NET, additionalZones: {}, policies });
      }),
    );
    expect(message).toContain(
      'routingName: got "test", expected a name of its own in the zone: stack/routing has this one',
    );
  });

  test("with a record of somebody else's of a host name in its own zone, and not in the one above", () => {
    const beside = (zone: typeof COM) => () =>
      synthesizeStack((stack) => {
        new GeoRouting(stack, "routing", PROPS);
        new SimpleRecord(stack, "other", {
          zone,
          recordName: "www.shop.example.com",
          type: "A",
          values: ["192.0.2.1"],
        });
      });
    expect(refused(beside(SHOP))).toContain(
      'recordName: got "www.shop.example.com", expected a name of its own in the zone: stack/routing makes its A records',
    );
    expect(beside(COM)).not.toThrow();
  });

  test("of one stack with a plain record of another stack in the same zone", () => {
    const beside = (zone: typeof COM) => () =>
      synthesize((app) => {
        const [one, other] = [new TerraformStack(app, "one"), new TerraformStack(app, "other")];
        for (const stack of [one, other]) new AwsProvider(stack, "aws", {});
        new GeoRouting(one, "routing", PROPS);
        const record = { name: "www.shop.example.com", type: "CNAME", ttl: 60, records: ["example.org"] };
        new Route53Record(other, "other", { zoneId: zone.zoneId, ...record });
      });
    expect(beside(SHOP)).toThrow("other/other makes www.shop.example.com CNAME as well, which Route 53 refuses");
    expect(beside(COM)).not.toThrow();
  });

  test("with more health checks than an account has, those of all its zones counted once", () => {
    const limit = jest.replaceProperty(MOST, "healthChecks", 3 as 200);
    expect(make().annotations).toEqual([]);
    limit.replaceValue(1 as 200);
    expect(refused(make)).toContain(
      "dataCenters: got 2, expected at most 1 health checks, which is what an AWS account has",
    );
  });

  test("with more records than a zone has, each counted for itself", () => {
    jest.replaceProperty(MOST, "records", 20 as 10_000);
    const names = (zone: string, count: number) => Array.from({ length: count }, (_, index) => `h${index}.${zone}`);
    const all = (com: number, net: number) => () => {
      const hostNames = [...names("example.com", com), ...names("example.net", net)];
      const countries = PROPS.policies.platform?.countries;
      return make({ additionalZones: { net: NET }, policies: { platform: { hostNames, countries } } });
    };
    // Six for the place and its chain, and two for each host name.
    expect(all(7, 7)).not.toThrow();
    const message = "policies: got 22, expected at most 20 records, which is what a hosted zone has";
    expect(refused(all(1, 8))).toContain(message);
    expect(refused(all(8, 1))).toContain(message);
  });
});

test("a zone without a host name is a warning, and nothing is made there", () => {
  const policies = { platform: { hostNames: ["api.example.com"], countries: {} } };
  const { annotations, ...made } = make({ additionalZones: { net: NET }, policies });
  expect(annotations.map(({ message }: Block) => message)).toContain(
    "additionalZones.net: no host name is in example.net: nothing is made there",
  );
  expect(addressesOf(made).filter((address) => address.includes("_zone_"))).toEqual([]);
});
