import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { Route53Record, type Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { App, TerraformStack } from "cdktf";
import { HybridPlatform } from "../../index";
import {
  AcmeChallengePolicy,
  CaaRecord,
  CertificateAuthority,
  GeoRouting,
  type GeoRoutingProps,
  HostedZone,
  SimpleRecord,
  type SimpleRecordProps,
} from "../../lib/route53";
import { RecordOwners } from "../../lib/route53/record-owners";
import { SMALL_PLATFORM } from "../support/platform";
import { refusalOf, synthesize } from "../support/synthesize";
import { unknownText } from "../support/tokens";

const ZONE = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };

const PROPS: GeoRoutingProps = {
  zone: ZONE,
  routingName: "one",
  dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
  lastResort: { ipv4: "198.51.100.1" },
  policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
};

const withHost = (hostName: string) => ({
  policies: { platform: { hostNames: [hostName], countries: { FR: { serveFrom: ["paris"] as const } } } },
});

/** With a provider, which cdktf misses when it validates. */
function stackIn(app: App, name: string): TerraformStack {
  const stack = new TerraformStack(app, name);
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  return stack;
}

const routing = (app: App, stack: string, change: Partial<GeoRoutingProps> = {}) =>
  new GeoRouting(stackIn(app, stack), "routing", { ...PROPS, ...change });

const record = (app: App, stack: string, props: Partial<SimpleRecordProps>) =>
  new SimpleRecord(stackIn(app, stack), "record", {
    zone: ZONE,
    recordName: "api.example.com",
    type: "A",
    values: ["203.0.113.99"],
    ...props,
  });

const refusals = (program: (app: App) => void) => refusalOf(() => synthesize(program, true));

/** What is warned of, with the path of the construct. */
const warningsIn = (program: (app: App) => void, isSynthesized = false): readonly string[] => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), "record-owners-")) });
  program(app);
  if (isSynthesized) app.synth();
  const all = app.node.findAll();
  return all.flatMap(({ node }) =>
    node.metadata.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => `${node.path}: ${data}`),
  );
};

describe("refused in one app:", () => {
  test("two routings with one host name, in whatever spelling, in two stacks", () => {
    expect(
      refusals((app) => {
        routing(app, "production");
        routing(app, "staging", { routingName: "two", ...withHost("API.example.com.") });
      }),
    ).toEqual([
      'staging/routing: policies.platform.hostNames: got "API.example.com.", expected a name of its own in the zone: ' +
        "production/routing makes its A records",
    ]);
  });

  test("two routings with one name, whose hidden records would be the same", () => {
    expect(
      refusals((app) => {
        routing(app, "production");
        routing(app, "staging", withHost("video.example.com"));
      }),
    ).toEqual([
      'staging/routing: routingName: got "one", expected a name of its own in the zone: production/routing has this one',
    ]);
  });

  test.each<[string, Partial<SimpleRecordProps>, string]>([
    ["an address", {}, "makes its A records"],
    ["another name for it", { type: "CNAME", values: ["other.example.net"] }, "makes its A records"],
  ])("a routed name's simple record with %s, whichever comes first", (_, change, owner) => {
    const line = 'got "api.example.com", expected a name of its own in the zone: ';
    expect(
      refusals((app) => {
        routing(app, "production");
        record(app, "records", change);
      }),
    ).toEqual([`records/record: recordName: ${line}production/routing ${owner}`]);
    expect(
      refusals((app) => {
        record(app, "records", change);
        routing(app, "production");
      }),
    ).toEqual([
      `production/routing: policies.platform.hostNames: ${line}records/record makes its ${change.type ?? "A"} records`,
    ]);
  });

  test("two simple records of one name and type, and a CNAME beside a CAA record", () => {
    const caa = (app: App) =>
      new CaaRecord(new TerraformStack(app, "caa"), "record", {
        zone: ZONE,
        recordName: "www.example.com",
        issue: [CertificateAuthority.GOOGLE],
      });
    expect(
      refusals((app) => {
        record(app, "one", {});
        record(app, "two", {});
      }),
    ).toEqual([
      'two/record: recordName: got "api.example.com", expected a name of its own in the zone: one/record makes its A records',
    ]);
    expect(
      refusals((app) => {
        record(app, "one", { recordName: "www.example.com", type: "CNAME", values: ["www.example.net"] });
        caa(app);
      }),
    ).toEqual([
      'caa/record: recordName: got "www.example.com", expected a name of its own in the zone: one/record makes its CNAME records',
    ]);
  });

  test("two routings in a zone that is made in the app, whose id only Terraform knows", () => {
    expect(
      refusals((app) => {
        const zone = new HostedZone(new TerraformStack(app, "zone"), "zone", { zoneName: "example.com" });
        routing(app, "production", { zone });
        routing(app, "staging", { zone, routingName: "two" });
      }),
    ).toHaveLength(1);
  });

  test("two platforms with one host name, in the words of a platform", () => {
    expect(
      refusals((app) => {
        new HybridPlatform(app, "production", SMALL_PLATFORM);
        new HybridPlatform(app, "staging", SMALL_PLATFORM);
      }),
    ).toEqual([
      'staging: services: got "api.example.com", expected a name of its own in the zone: production-dns/routing makes ' +
        "its A and AAAA records",
    ]);
  });

  test("a plain record of the provider that Route 53 would refuse beside a routed name's", () => {
    const beside = (more: object) =>
      refusals((app) => {
        const { analysis } = routing(app, "production");
        const stack = app.node.findChild("production") as TerraformStack;
        new Route53Record(stack, "other", { zoneId: ZONE.zoneId, name: "api.example.com", type: "A", ...more });
        analysis.throwIfAny();
      });
    const plain = { ttl: 60, records: ["203.0.113.99"] };
    const line =
      "production/routing: policies.platform: aws_route53_record.other makes api.example.com A as well, which Route 53 refuses: " +
      "give each host name to one owner";
    expect(beside(plain)).toEqual([line]);
    expect(beside({ ...plain, setIdentifier: "x", weightedRoutingPolicy: { weight: 1 } })).toEqual([line]);
    const ofFrance = { setIdentifier: "x", geolocationRoutingPolicy: { country: "FR" } };
    expect(beside({ ...plain, ...ofFrance })).toEqual([line]);
    expect(beside({ ...plain, type: "CNAME", records: ["x.example.net"] })).toEqual([
      line.replace("api.example.com A", "api.example.com CNAME"),
    ]);
  });
});

/** A record of the provider's own construct, in a stack of its own. */
const plain = (app: App, change: object = {}, stack = "plain") =>
  new Route53Record(stackIn(app, stack), "other", {
    zoneId: ZONE.zoneId,
    name: "api.example.com",
    type: "A",
    ttl: 60,
    records: ["203.0.113.99"],
    ...change,
  });

describe("refused beside a record of the provider in another stack:", () => {
  const line =
    "production/routing: policies.platform: plain/other makes api.example.com A as well, which Route 53 refuses: " +
    "give each host name to one owner";

  /** The errors of the analysis as they are thrown before anything is written. */
  const judged = (app: App, program: (app: App) => void) => {
    program(app);
    for (const one of app.node.findAll()) if (one instanceof GeoRouting) one.analysis.throwIfAny();
  };

  test.each<[string, object]>([
    ["one that everybody gets", {}],
    ["one in another spelling", { name: "API.example.com." }],
    ["one that is relative to the zone", { name: "api" }],
    ["one with the zone's id as AWS prints it", { zoneId: "/hostedzone/Z0123456789EXAMPLE" }],
    ["one by weight", { setIdentifier: "x", weightedRoutingPolicy: { weight: 1 } }],
    ["one for the same country", { setIdentifier: "x", geolocationRoutingPolicy: { country: "FR" } }],
    ["one with the same set identifier", { setIdentifier: "geo-FR", geolocationRoutingPolicy: { country: "JP" } }],
  ])("a routed name, beside %s, whichever comes first", (_, change) => {
    const first = (app: App) => {
      plain(app, change);
      routing(app, "production");
    };
    const last = (app: App) => {
      routing(app, "production");
      plain(app, change);
    };
    for (const program of [first, last]) expect(refusals((app) => judged(app, program))).toEqual([line]);
  });

  test("another country of a routed name, which rules, analysis and review of its own stack would not see", () => {
    const program = (app: App) => {
      routing(app, "production");
      plain(app, { setIdentifier: "mine", geolocationRoutingPolicy: { country: "JP" } });
    };
    const expected =
      "a name whose records are all in one stack, where they are judged: plain/other makes one of type A in another";
    expect(refusalOf(() => synthesize(program))).toEqual([
      `production/routing: policies.platform.hostNames: got "api.example.com", expected ${expected}`,
    ]);
  });

  test("the same of a platform, in its words", () => {
    const program = (app: App) => {
      new HybridPlatform(app, "production", SMALL_PLATFORM);
      plain(app, { setIdentifier: "mine", geolocationRoutingPolicy: { country: "JP" } });
    };
    expect(refusalOf(() => synthesize(program))).toEqual([
      expect.stringMatching(
        /^production: services: got "api\.example\.com", expected a name whose records are all in one stack/,
      ),
    ]);
  });

  test("the host name of a platform, before any stack is written, in its words", () => {
    expect(
      refusalOf(() =>
        synthesize((app) => {
          plain(app);
          new HybridPlatform(app, "production", SMALL_PLATFORM);
        }),
      ),
    ).toEqual([
      "production: routing: plain/other makes api.example.com A as well, which Route 53 refuses: give each host name to one owner",
    ]);
  });

  test.each<[string, (app: App) => void, string]>([
    ["a simple record", (app) => record(app, "records", {}), "records/record: recordName"],
    [
      "a record of a zone",
      (app) =>
        HostedZone.fromHostedZoneAttributes(ZONE).addRecord(stackIn(app, "records"), "record", {
          recordName: "api.example.com",
          type: "A",
          values: ["203.0.113.99"],
          ttlSeconds: 60,
        }),
      "records/record: recordName",
    ],
  ])("%s", (_, program, property) => {
    const both = (app: App) => {
      program(app);
      plain(app);
    };
    expect(refusalOf(() => synthesize(both))).toEqual([
      `${property}: got "api.example.com", expected a name of its own in the zone: plain/other makes its A records`,
    ]);
  });

  test("a delegation, in a zone that is made in the app", () => {
    const both = (app: App) => {
      const zone = new HostedZone(stackIn(app, "zone"), "zone", { zoneName: "example.com" });
      zone.delegate("shop", { zoneId: "ZOTHER", zoneName: "shop.example.com", nameServers: ["ns.example.net"] });
      plain(app, { zoneId: zone.zone.id, name: "shop.example.com", type: "NS", records: ["ns.example.org"] });
    };
    expect(refusalOf(() => synthesize(both))).toEqual([
      'zone/zone/shop: child: got "shop.example.com", expected a name of its own in the zone: plain/other makes its NS records',
    ]);
  });

  test("a routed name in a zone that is looked up in the same stack, by its name", () => {
    const both = (app: App) => {
      const stack = stackIn(app, "production");
      const zone = HostedZone.fromLookup(stack, "zone", "example.com");
      new GeoRouting(stack, "routing", { ...PROPS, zone });
      const again = HostedZone.fromLookup(stack, "again", "example.com");
      plain(app, { zoneId: again.zoneId });
    };
    expect(refusals((app) => judged(app, both))).toEqual([line]);
  });
});

describe("refused among the records of zones:", () => {
  const zone = HostedZone.fromHostedZoneAttributes(ZONE);
  const added = (app: App, stack: string, recordName = "api.example.com", type = "A") =>
    zone.addRecord(stackIn(app, stack), "record", { recordName, type, values: ["x"], ttlSeconds: 60 });

  test("one of a routed name, whichever comes first", () => {
    const line = 'got "api.example.com", expected a name of its own in the zone: ';
    expect(
      refusals((app) => {
        routing(app, "production");
        added(app, "records");
      }),
    ).toEqual([`records/record: recordName: ${line}production/routing makes its A records`]);
    expect(
      refusals((app) => {
        added(app, "records");
        routing(app, "production");
      }),
    ).toEqual([`production/routing: policies.platform.hostNames: ${line}records/record makes its A records`]);
  });

  test("two of one name and type, and one that is a simple record's", () => {
    expect(
      refusals((app) => {
        added(app, "one");
        added(app, "two");
      }),
    ).toEqual([expect.stringContaining("one/record makes its A records")]);
    expect(
      refusals((app) => {
        record(app, "one", {});
        added(app, "two");
      }),
    ).toEqual([expect.stringContaining("one/record makes its A records")]);
  });

  test("two delegations of one name, of which the parent signs one", () => {
    expect(
      refusals((app) => {
        const parent = new HostedZone(stackIn(app, "zone"), "zone", { zoneName: "example.com" });
        const child = {
          zoneId: "ZOTHER",
          zoneName: "shop.example.com",
          nameServers: ["ns.example.net"],
          dsRecord: "1 13 2 x",
        };
        parent.delegate("shop", child, { publishDs: true });
        parent.delegate("again", child);
      }),
    ).toEqual([
      'zone/zone: child: got "shop.example.com", expected a name of its own in the zone: zone/zone/shop makes its NS and DS records',
    ]);
  });
});

describe("a host name of a routing that another zone answers for", () => {
  const zoneIn = (app: App) => new HostedZone(stackIn(app, "zone"), "zone", { zoneName: "example.com" });
  const delegate = (zone: HostedZone, zoneName: string) =>
    zone.delegate("child", { zoneId: "ZOTHER", zoneName, nameServers: ["ns.example.net"] });

  test.each(["shop.example.com", "api.shop.example.com"])("is refused when %s was delegated", (zoneName) => {
    expect(
      refusals((app) => {
        const zone = zoneIn(app);
        delegate(zone, zoneName);
        routing(app, "production", { zone, ...withHost("api.shop.example.com") });
      }),
    ).toEqual([
      `production/routing: policies.platform.hostNames: got "api.shop.example.com", expected a name that its own zone answers for: zone/zone/child delegates ${zoneName} to another`,
    ]);
  });

  test("refuses the delegation that comes later", () => {
    expect(
      refusals((app) => {
        const zone = zoneIn(app);
        routing(app, "production", { zone, ...withHost("*.shop.example.com") });
        delegate(zone, "shop.example.com");
      }),
    ).toEqual([
      'zone/zone: child: got "shop.example.com", expected a name that no routing has a host name at or below: production/routing has *.shop.example.com',
    ]);
  });

  const nameServers = (app: App, name: string) =>
    new Route53Record(stackIn(app, "plain"), "ns", { ...ZONE, name, type: "NS", ttl: 60, records: ["ns.example.net"] });

  test("is refused beside name servers by the provider's own construct", () => {
    expect(
      refusalOf(() =>
        synthesize((app) => {
          nameServers(app, "shop");
          routing(app, "production", withHost("api.shop.example.com"));
        }),
      ),
    ).toEqual([
      'production/routing: policies.platform.hostNames: got "api.shop.example.com", expected a name that its own zone answers for: plain/ns delegates shop.example.com to another',
    ]);
  });

  test.each(["example.com", "workshop.example.com", "a.api.shop.example.com"])(
    "is allowed beside name servers of %s",
    (name) => {
      expect(() =>
        synthesize((app) => {
          nameServers(app, name);
          routing(app, "production", withHost("api.shop.example.com"));
        }),
      ).not.toThrow();
    },
  );
});

describe("a zone that is taken by its id in one stack and looked up by its name in another", () => {
  const lookedUp = (app: App, stack: string, privateZone = false) => {
    const scope = stackIn(app, stack);
    const { zoneId } = new DataAwsRoute53Zone(scope, "zone", { name: "example.com", privateZone });
    const zone = { zoneId, zoneName: "example.com" };
    new GeoRouting(scope, "routing", { ...PROPS, routingName: stack, zone });
  };
  const byId = (app: App, stack: string) => routing(app, stack, { routingName: stack });
  const warned = (one: string, other: string) =>
    `${one}/routing: policies.platform.hostNames: api.example.com: ${other}/routing makes its A records in a zone of the same name, ` +
    "which may be this one: take the zone by its id in both, or look it up once";

  test("may be one zone, which is a warning, whichever comes first", () => {
    const one = (app: App) => {
      byId(app, "production");
      lookedUp(app, "staging");
    };
    expect(warningsIn(one)).toEqual([warned("staging", "production")]);
    const other = (app: App) => {
      lookedUp(app, "staging");
      byId(app, "production");
    };
    expect(warningsIn(other)).toEqual([warned("production", "staging")]);
  });

  test("is not where the one that is looked up is private, both have ids, or one is made here", () => {
    const withPrivate = (app: App) => {
      byId(app, "production");
      lookedUp(app, "staging", true);
    };
    const withIds = (app: App) => {
      byId(app, "production");
      routing(app, "staging", { routingName: "staging", zone: { ...ZONE, zoneId: "Z0PRIVATEEXAMPLE" } });
    };
    const withNew = (app: App) => {
      byId(app, "production");
      const stack = stackIn(app, "staging");
      new GeoRouting(stack, "routing", { ...PROPS, zone: new HostedZone(stack, "zone", { zoneName: "example.com" }) });
    };
    for (const program of [withPrivate, withIds, withNew]) expect(warningsIn(program)).toEqual([]);
  });
});

describe("a zone that is looked up by its name in two stacks", () => {
  const ACCOUNT = "111122223333";
  const roleIn = (account: string) => ({ assumeRole: [{ roleArn: `arn:aws:iam::${account}:role/dns` }] });
  type Provider = Omit<AwsProviderConfig, "alias">;

  const inStack = (app: App, name: string, aws: Provider, make: (stack: TerraformStack) => void) => {
    const stack = new TerraformStack(app, name);
    make(stack);
    // After what is checked: a provider may come last.
    new AwsProvider(stack, "aws", { region: "us-east-1", ...aws });
  };
  const routingIn = (app: App, name: string, aws: Provider = {}, change: Partial<GeoRoutingProps> = {}) =>
    inStack(app, name, aws, (stack) => {
      const zone = HostedZone.fromLookup(stack, "zone", "example.com");
      new GeoRouting(stack, "routing", { ...PROPS, routingName: name, zone, ...change });
    });
  const of = (one: Provider, other: Provider) => (app: App) => {
    routingIn(app, "production", one);
    routingIn(app, "staging", other);
  };
  const words = (types: string) =>
    `got "api.example.com", expected a name of its own in the zone: production/routing makes its ${types}, and both look up ` +
    "example.com with one account: give each AWS provider its allowedAccountIds if there are two";

  test.each<[string, Provider, Provider]>([
    ["nothing tells their accounts apart", {}, { region: "eu-west-1" }],
    ["both have one profile", { profile: "dns" }, { profile: "dns" }],
    ["both have one account", { allowedAccountIds: [ACCOUNT], profile: "one" }, { allowedAccountIds: [ACCOUNT] }],
    ["both take a role of one account", roleIn(ACCOUNT), { allowedAccountIds: [ACCOUNT] }],
  ])("has one owner of a host name, where %s", (_, one, other) => {
    expect(refusalOf(() => synthesize(of(one, other)))).toEqual([
      `staging/routing: policies.platform.hostNames: ${words("A records")}`,
    ]);
    expect(warningsIn(of(one, other))).toEqual([]);
  });

  test.each<[string, Provider, Provider]>([
    ["the providers have other accounts", { allowedAccountIds: [ACCOUNT] }, { allowedAccountIds: ["444455556666"] }],
    ["their roles are in other accounts", roleIn(ACCOUNT), roleIn("444455556666")],
  ])("is two where %s", (_, one, other) => {
    expect(warningsIn(of(one, other), true)).toEqual([]);
  });

  test.each<[string, Provider, Provider]>([
    ["the providers have other profiles, which may be of one account", { profile: "one" }, { profile: "other" }],
    ["one has no profile", { profile: "one" }, {}],
    ["only Terraform knows the profile", { profile: unknownText }, { profile: unknownText }],
    ["only Terraform knows the account", { allowedAccountIds: [unknownText] }, { allowedAccountIds: [ACCOUNT] }],
  ])("may be one, which is a warning, where %s", (_, one, other) => {
    expect(warningsIn(of(one, other), true)).toEqual([
      "staging/routing: policies.platform.hostNames: api.example.com: production/routing makes its A records in a zone of the same name, " +
        "which may be this one: take the zone by its id in both, or look it up once",
    ]);
  });

  test("is compared with each stack that may have the same account", () => {
    const three = (app: App) => {
      routingIn(app, "other", { allowedAccountIds: ["444455556666"] });
      routingIn(app, "production", { allowedAccountIds: [ACCOUNT] });
      routingIn(app, "staging", { allowedAccountIds: [ACCOUNT] });
    };
    expect(refusalOf(() => synthesize(three))).toEqual([
      `staging/routing: policies.platform.hostNames: ${words("A records")}`,
    ]);
  });

  test("has one owner of a routing's name, of a record, and of a name beside a CNAME", () => {
    const video = withHost("video.example.com");
    const routings = (app: App) => {
      routingIn(app, "production");
      routingIn(app, "staging", {}, { routingName: "production", ...video });
    };
    expect(refusalOf(() => synthesize(routings))).toEqual([
      'staging/routing: routingName: got "production", expected a name of its own in the zone: production/routing has this one, and both ' +
        "look up example.com with one account: give each AWS provider its allowedAccountIds if there are two",
    ]);
    const records = (app: App) => {
      routingIn(app, "production");
      inStack(app, "records", {}, (stack) =>
        HostedZone.fromLookup(stack, "zone", "example.com").addRecord(stack, "record", {
          recordName: "api.example.com",
          type: "CNAME",
          values: ["www.example.net"],
          ttlSeconds: 60,
        }),
      );
    };
    expect(refusalOf(() => synthesize(records))).toEqual([`records/record: recordName: ${words("A records")}`]);
  });

  test("may be another one where it is looked up by more than its name", () => {
    const tagged = (app: App) => {
      routingIn(app, "production");
      inStack(app, "staging", {}, (stack) => {
        const { zoneId } = new DataAwsRoute53Zone(stack, "zone", { name: "example.com", tags: { stage: "staging" } });
        new GeoRouting(stack, "routing", {
          ...PROPS,
          routingName: "staging",
          zone: { zoneId, zoneName: "example.com" },
        });
      });
    };
    expect(warningsIn(tagged, true)).toEqual([expect.stringContaining("which may be this one")]);
  });
});

describe("a record by the provider's own construct, whose zone may be that of a host name,", () => {
  const zoneIn = (stack: TerraformStack, privateZone?: boolean) =>
    new DataAwsRoute53Zone(stack, "zone", { name: "example.com", privateZone }).zoneId;
  const routingOf = (app: App, zoneId: (stack: TerraformStack) => string) => {
    const stack = stackIn(app, "production");
    new GeoRouting(stack, "routing", { ...PROPS, zone: { ...ZONE, zoneId: zoneId(stack) } });
    return stack;
  };
  const byId = () => ZONE.zoneId;
  const plain = (stack: TerraformStack, zoneId: string, more: Partial<Route53RecordConfig> = {}) =>
    new Route53Record(stack, "plain", {
      zoneId,
      name: "api.example.com",
      type: "A",
      ttl: 60,
      records: ["203.0.113.99"],
      ...more,
    });
  const warned = (one: string, path: string, type = "A") =>
    `${one}: api.example.com: ${path} makes its ${type} records in a zone that may be this one: take the zone by its id in both, or look it up once`;
  const ofRouting = (path: string, type?: string) =>
    warned("production/routing: policies.platform.hostNames", path, type);

  test.each<[string, (app: App) => void, string]>([
    [
      "by its id, beside one that is looked up",
      (app) => {
        plain(stackIn(app, "other"), ZONE.zoneId);
        routingOf(app, zoneIn);
      },
      ofRouting("other/plain"),
    ],
    [
      "in the same stack, by a name in the zone",
      (app) => plain(routingOf(app, zoneIn), ZONE.zoneId, { name: "api" }),
      ofRouting("production/plain"),
    ],
    [
      "looked up, beside one by its id",
      (app) => {
        routingOf(app, byId);
        const stack = stackIn(app, "other");
        plain(stack, zoneIn(stack));
      },
      ofRouting("other/plain"),
    ],
    [
      "by a variable, for another name",
      (app) => {
        routingOf(app, byId);
        plain(stackIn(app, "other"), "${var.zone}", { type: "CNAME" });
      },
      ofRouting("other/plain", "CNAME"),
    ],
    [
      "beside a record for everybody",
      (app) => {
        const stack = stackIn(app, "records");
        const zone = { ...ZONE, zoneId: zoneIn(stack) };
        new SimpleRecord(stack, "record", { zone, recordName: "api.example.com", type: "A", values: ["203.0.113.1"] });
        plain(stackIn(app, "other"), ZONE.zoneId);
      },
      warned("records/record: recordName", "other/plain"),
    ],
  ])("is warned of at synthesis: %s", (_, program, warning) => {
    expect(warningsIn(program, true)).toEqual([warning]);
  });

  test("is told of in the words of a platform", () => {
    const program = (app: App) => {
      new HybridPlatform(app, "production", SMALL_PLATFORM);
      const stack = stackIn(app, "other");
      plain(stack, zoneIn(stack));
    };
    const warnings = warningsIn(program, true).filter((one) => one.includes("other/plain"));
    expect(warnings).toEqual([warned("production-dns/routing: services", "other/plain")]);
  });

  test.each<[string, (app: App) => void]>([
    ["both have ids", (app) => plain(routingOf(app, byId), "Z0PRIVATEEXAMPLE")],
    [
      "the one that is looked up is private",
      (app) =>
        plain(
          routingOf(app, (stack) => zoneIn(stack, true)),
          ZONE.zoneId,
        ),
    ],
    [
      "the other one that is looked up is private",
      (app) => {
        const stack = routingOf(app, byId);
        plain(stack, zoneIn(stack, true));
      },
    ],
    [
      "the other one that is looked up has another name",
      (app) => {
        const stack = routingOf(app, byId);
        plain(stack, new DataAwsRoute53Zone(stack, "zone", { name: "example.net" }).zoneId);
      },
    ],
    [
      "the other one is made here",
      (app) => {
        const stack = routingOf(app, byId);
        plain(stack, new Route53Zone(stack, "zone", { name: "example.com" }).zoneId);
      },
    ],
    [
      "the id is that of a zone of another name",
      (app) => {
        record(app, "records", { zone: { ...ZONE, zoneName: "example.net" }, recordName: "www.example.net" });
        plain(routingOf(app, zoneIn), ZONE.zoneId);
      },
    ],
    [
      "it is for another place",
      (app) =>
        plain(routingOf(app, zoneIn), ZONE.zoneId, {
          setIdentifier: "mine",
          geolocationRoutingPolicy: { country: "JP" },
        }),
    ],
    ["it is of another type", (app) => plain(routingOf(app, zoneIn), ZONE.zoneId, { type: "TXT", records: ["x"] })],
  ])("is not where %s", (_, program) => {
    expect(warningsIn(program, true)).toEqual([]);
  });
});

describe("a name below a wildcard that an ACME client proves", () => {
  const wildcard = (app: App) => routing(app, "production", withHost("*.shop.example.com"));
  const client = (app: App, hostName: string) =>
    new AcmeChallengePolicy(stackIn(app, "acme"), "policy", { zone: ZONE, policyName: "acme", hostNames: [hostName] });
  const words =
    "hostNames: while acme/policy answers the challenge for api.shop.example.com, *.shop.example.com of production/routing does not " +
    "answer for it: get a certificate for *.shop.example.com, or give api.shop.example.com records of its own";

  test("is lost to it on the way, which is a warning, whichever comes first", () => {
    const one = (app: App) => {
      wildcard(app);
      client(app, "api.shop.example.com");
    };
    expect(warningsIn(one)).toEqual([`acme/policy: ${words}`]);
    const other = (app: App) => {
      client(app, "API.shop.example.com.");
      wildcard(app);
    };
    expect(warningsIn(other)).toEqual([`production/routing: policies.platform.${words}`]);
  });

  test.each(["*.shop.example.com", "shop.example.com", "api.example.com", "workshop.example.com"])(
    "is not when it is %s, which has a proof elsewhere",
    (hostName) => {
      const both = (app: App) => {
        wildcard(app);
        client(app, hostName);
      };
      expect(warningsIn(both)).toEqual([]);
    },
  );

  test("is not when it has records of its own", () => {
    const both = (app: App) => {
      wildcard(app);
      routing(app, "own", { routingName: "own", ...withHost("api.shop.example.com") });
      client(app, "api.shop.example.com");
    };
    expect(warningsIn(both)).toEqual([]);
  });
});

describe("allowed in one app:", () => {
  test.each<[string, (app: App) => void]>([
    [
      "one host name in two zones",
      (app) => {
        routing(app, "production");
        routing(app, "staging", { zone: { ...ZONE, zoneId: "ZOTHER" } });
      },
    ],
    [
      "a text beside a routed name's addresses",
      (app) => {
        routing(app, "production");
        record(app, "records", { type: "TXT", values: ["x"] });
      },
    ],
    [
      "another country of a routed name, by a plain record of the provider",
      (app) => {
        const { analysis } = routing(app, "production");
        new Route53Record(app.node.findChild("production") as TerraformStack, "other", {
          zoneId: ZONE.zoneId,
          name: "api.example.com",
          type: "A",
          ttl: 60,
          records: ["203.0.113.99"],
          setIdentifier: "mine",
          geolocationRoutingPolicy: { country: "JP" },
        });
        analysis.throwIfAny();
      },
    ],
    [
      "a plain text beside a routed name's addresses, and a plain record of another zone or name",
      (app) => {
        routing(app, "production");
        plain(app, { type: "TXT", records: ["x"] });
        plain(app, { zoneId: "ZOTHER" }, "zone");
        plain(app, { name: "www.example.com" }, "name");
      },
    ],
    [
      "a plain record of which only Terraform knows the name, the type or the zone",
      (app) => {
        routing(app, "production");
        plain(app, { name: unknownText }, "name");
        plain(app, { type: unknownText }, "type");
        plain(app, { zoneId: unknownText }, "zone");
      },
    ],
    [
      "records of a zone whose names only Terraform knows, as the proofs of certificates",
      (app) => {
        const zone = HostedZone.fromHostedZoneAttributes(ZONE);
        const options = { recordName: unknownText, type: unknownText, values: [unknownText], ttlSeconds: 60 };
        for (const stack of ["one", "two"]) zone.addRecord(stackIn(app, stack), "record", options);
      },
    ],
    [
      "the same name in two zones of one name that two stacks make",
      (app) => {
        for (const name of ["one", "two"]) {
          const stack = stackIn(app, name);
          const zone = new HostedZone(stack, "zone", { zoneName: "example.com" });
          new SimpleRecord(stack, "record", {
            zone,
            recordName: "www.example.com",
            type: "A",
            values: ["203.0.113.9"],
          });
        }
      },
    ],
  ])("%s", (_, program) => {
    expect(() => synthesize(program)).not.toThrow();
  });
});

describe("quotas count all routings of an app:", () => {
  test("the records of a zone", () => {
    // 2 of the host name, 2 of a share, 2 of a chain.
    expect(
      refusals((app) => {
        const elsewhere = stackIn(app, "one");
        RecordOwners.of(app).addNeeds(elsewhere, ZONE, { records: 9_995, healthChecks: 0 });
        routing(app, "two");
      }),
    ).toEqual([
      "two/routing: policies: got 6, expected at most 10000 records, which is what a hosted zone has: one has 9995 of them",
    ]);
  });

  const centers = (count: number, from: number) => ({
    dataCenters: {
      paris: { ingress: { ipv4: Array.from({ length: count }, (_, index) => `203.0.${from}.${index + 1}`) } },
    },
  });

  test("the health checks of an account, which is that of the zone", () => {
    const two = { routingName: "two", ...withHost("b.example.com"), ...centers(60, 51) };
    const three = { routingName: "three", ...withHost("c.example.com"), ...centers(60, 52) };
    const four = { routingName: "four", ...withHost("d.example.com"), ...centers(60, 53) };
    expect(
      refusals((app) => {
        routing(app, "one", centers(60, 50));
        routing(app, "two", two);
        routing(app, "three", three);
        routing(app, "four", four);
      }),
    ).toEqual([
      "four/routing: dataCenters: got 60, expected at most 200 health checks, which is what an AWS account has: " +
        "one/routing, two/routing, three/routing have 180 of them",
    ]);
    const warnings = synthesize((app) => {
      routing(app, "one", centers(60, 50));
      routing(app, "two", two);
      routing(app, "three", three);
      routing(app, "four", { ...four, zone: { zoneId: "ZOTHER", zoneName: "example.com" } });
    }, true).manifest.stacks.four.annotations;
    expect(warnings.map(({ message }: { readonly message: string }) => message)).toEqual([
      "dataCenters: 240 health checks are in this app, and an AWS account has 200: ask AWS for more, if all are in one",
    ]);
  });
});
