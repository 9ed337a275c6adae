import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { type App, TerraformStack } from "cdktf";
import { HybridPlatform } from "../../index";
import {
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

const routing = (app: App, stack: string, change: Partial<GeoRoutingProps> = {}) =>
  new GeoRouting(new TerraformStack(app, stack), "routing", { ...PROPS, ...change });

const record = (app: App, stack: string, props: Partial<SimpleRecordProps>) =>
  new SimpleRecord(new TerraformStack(app, stack), "record", {
    zone: ZONE,
    recordName: "api.example.com",
    type: "A",
    values: ["203.0.113.99"],
    ...props,
  });

const refusals = (program: (app: App) => void) => refusalOf(() => synthesize(program, true));

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
  ])("%s", (_, program) => {
    expect(() => synthesize(program, true)).not.toThrow();
  });
});

describe("quotas count all routings of an app:", () => {
  test("the records of a zone", () => {
    // 2 of the host name, 2 of a share, 2 of a chain.
    expect(
      refusals((app) => {
        const elsewhere = new TerraformStack(app, "one");
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
