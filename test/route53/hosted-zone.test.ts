import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import {
  CaaRecord,
  CertificateAuthority,
  type DelegationOptions,
  GeoRouting,
  HostedZone,
  type HostedZoneProps,
  type IHostedZone,
} from "../../lib/route53";
import { refusalOf, resourceOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { interpolation, unknownList, unknownText } from "../support/tokens";

const make = (change: Partial<HostedZoneProps> = {}) =>
  synthesizeStack((stack) => new HostedZone(stack, "zone", { zoneName: "example.com", ...change }));

test("a zone is public, and is not deleted with records in it", () => {
  expect(resourceOf(make(), "aws_route53_zone")).toEqual({ name: "example.com", force_destroy: false });
});

test("a zone is signed with a key of its own in us-east-1, before signing is turned on", () => {
  const configuration = make({ dnssec: true });
  const key = resourceOf(configuration, "aws_kms_key");
  expect(key).toMatchObject({
    customer_master_key_spec: "ECC_NIST_P256",
    key_usage: "SIGN_VERIFY",
    deletion_window_in_days: 30,
    region: "us-east-1",
  });
  expect(key.policy).toContain('"Service" = "dnssec-route53.amazonaws.com"');
  expect(key.policy).toContain('"kms:Sign"');
  const [[signing] = []] = Object.entries(resourcesOf(configuration, "aws_route53_key_signing_key"));
  expect(resourceOf(configuration, "aws_route53_hosted_zone_dnssec").depends_on).toEqual([
    `aws_route53_key_signing_key.${signing}`,
  ]);
});

test("queries are logged in us-east-1, once Route 53 may write there", () => {
  const configuration = make({ queryLogRetentionDays: 30 });
  expect(resourceOf(configuration, "aws_cloudwatch_log_group")).toEqual({
    name: "/aws/route53/example.com",
    retention_in_days: 30,
    region: "us-east-1",
  });
  const [[policy] = []] = Object.entries(resourcesOf(configuration, "aws_cloudwatch_log_resource_policy"));
  expect(resourceOf(configuration, "aws_route53_query_log").depends_on).toEqual([
    `aws_cloudwatch_log_resource_policy.${policy}`,
  ]);
});

describe("a zone delegates to another", () => {
  const delegate = (zoneName: string, { dnssec = false, id = "shop", ...options }: DelegateChange = {}) =>
    synthesizeStack((stack) => {
      const child = new HostedZone(new Construct(stack, "child"), "zone", { zoneName, dnssec });
      new HostedZone(stack, "zone", { zoneName: "example.com" }).delegate(id, child, options);
    });

  test("by its name servers, and not yet by its signature, though it is signed", () => {
    const record = resourceOf(delegate("shop.example.com", { dnssec: true }), "aws_route53_record");
    expect(record).toMatchObject({ name: "shop.example.com", type: "NS", ttl: 172800 });
    expect(record.records).toMatch(/^\$\{aws_route53_zone\..*\.name_servers\}$/);
  });

  test("by its signature when signing is on: after signing began, before it ends, and to be taken back within an hour", () => {
    const configuration = delegate("shop.example.com", { dnssec: true, publishDs: true });
    const records = Object.values(resourcesOf(configuration, "aws_route53_record"));
    const [[signing] = []] = Object.entries(resourcesOf(configuration, "aws_route53_hosted_zone_dnssec"));
    expect(records.map(({ type }) => type).sort()).toEqual(["DS", "NS"]);
    expect(records.find(({ type }) => type === "DS")).toMatchObject({
      name: "shop.example.com",
      ttl: 3600,
      depends_on: [`aws_route53_hosted_zone_dnssec.${signing}`],
    });
  });

  test("whose names only Terraform knows, in another stack", () => {
    const child = {
      zoneId: unknownText,
      zoneName: "shop.example.com",
      nameServers: unknownList,
      dsRecord: unknownText,
    };
    const configuration = synthesizeStack((stack) =>
      new HostedZone(stack, "zone", { zoneName: "example.com" }).delegate("shop", child, { publishDs: true }),
    );
    const records = Object.values(resourcesOf(configuration, "aws_route53_record"));
    expect(records.map(({ type, records }) => [type, records])).toEqual([
      ["DS", [interpolation]],
      ["NS", ["some"]],
    ]);
  });

  test("but not to one of another stack whose name is too long for DNS", () => {
    const child = {
      zoneId: "Z0123456789EXAMPLE",
      zoneName: `${"a".repeat(64)}.example.com`,
      nameServers: ["ns.example.net"],
    };
    const program = () =>
      synthesizeStack((stack) => {
        new HostedZone(stack, "zone", { zoneName: "example.com" }).delegate("shop", child);
      });
    expect(refusalOf(program)).toEqual([
      `stack/zone: child: got "${child.zoneName}", expected labels of up to 63 characters (${"a".repeat(64)} has 64)`,
    ]);
  });

  test.each<[string, DelegateChange, string]>([
    ["example.org", {}, 'child: got "example.org", expected a name in the zone example.com'],
    ["example.com", {}, 'child: got "example.com", expected a zone below this one'],
    ["shop.example.com", { publishDs: true }, "publishDs: got true, expected false: the child is not signed"],
    [
      "shop.example.com",
      { id: "query_log" },
      'id: got "query_log", expected 1 to 63 lower-case letters, digits and hyphens, a letter first and no hyphen last',
    ],
  ])("but not to %s with %j", (zoneName, change, line) => {
    expect(refusalOf(() => delegate(zoneName, change))).toEqual([`stack/zone: ${line}`]);
  });

  test("under any name of the user's, none of which is one of ours", () => {
    const program = () =>
      synthesizeStack((stack) => {
        const child = new HostedZone(stack, "child", { zoneName: "shop.example.com" });
        const zone = new HostedZone(stack, "zone", {
          zoneName: "example.com",
          dnssec: true,
          queryLogRetentionDays: 30,
        });
        zone.delegate("signing", child);
      });
    expect(program).not.toThrow();
  });
});

interface DelegateChange extends DelegationOptions {
  readonly dnssec?: boolean;
  readonly id?: string;
}

test("the key and the logs stay within reach", () => {
  synthesizeStack((stack) => {
    const { signing, queryLog } = new HostedZone(stack, "zone", {
      zoneName: "example.com",
      dnssec: true,
      queryLogRetentionDays: 30,
    });
    expect(signing?.key.deletionWindowInDaysInput).toBe(30);
    expect(queryLog?.logGroup.retentionInDaysInput).toBe(30);
  });
});

test("a zone that is looked up has the id that AWS reports, and the name that was configured", () => {
  let name = "";
  const configuration = synthesizeStack((stack) => {
    name = HostedZone.fromLookup(stack, "zone", "example.com").zoneName;
  });
  expect(name).toBe("example.com");
  expect(Object.values(configuration.data.aws_route53_zone)[0]).toMatchObject({
    name: "example.com",
    private_zone: false,
  });
});

test.each<[Partial<HostedZoneProps>, string]>([
  [
    { zoneName: "Example.com" },
    'stack/zone: zoneName: got "Example.com", expected the name of a hosted zone in lower case: "example.com"',
  ],
  [
    { queryLogRetentionDays: 31 },
    "stack/zone: queryLogRetentionDays: got 31, expected 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653",
  ],
])("%j is refused", (change, message) => {
  expect(refusalOf(() => make(change))).toEqual([message]);
});

describe("a zone by its id and name", () => {
  const attributes = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };

  test.each<[string, (stack: TerraformStack) => IHostedZone]>([
    ["known", () => HostedZone.fromHostedZoneAttributes(attributes)],
    ["looked up", (stack) => HostedZone.fromLookup(stack, "found", "example.com")],
    ["made here", (stack) => new HostedZone(stack, "made", { zoneName: "example.com" })],
  ])("holds a routing when it is %s", (_, zoneIn) => {
    const configuration = synthesizeStack((stack) => {
      new GeoRouting(stack, "routing", {
        zone: zoneIn(stack),
        routingName: "test",
        dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
        lastResort: { ipv4: "198.51.100.1" },
        policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
      });
    });
    expect(Object.values(resourcesOf(configuration, "aws_route53_record"))).toHaveLength(6);
  });

  test("makes records, as one that is made here or looked up does", () => {
    const record = { recordName: "www.example.com", type: "CNAME", values: ["example.net"], ttlSeconds: 300 };
    const configuration = synthesizeStack((stack) => {
      HostedZone.fromHostedZoneAttributes(attributes).addRecord(stack, "known", record);
      HostedZone.fromLookup(stack, "found", "example.com").addRecord(stack, "looked_up", record);
      new HostedZone(stack, "made", { zoneName: "example.com" }).addRecord(stack, "own", record);
    });
    const same = { name: "www.example.com", type: "CNAME", records: ["example.net"], ttl: 300 };
    expect(Object.values(resourcesOf(configuration, "aws_route53_record"))).toEqual([
      { ...same, zone_id: "Z0123456789EXAMPLE" },
      { ...same, zone_id: expect.stringMatching(/^\$\{data\.aws_route53_zone\./) },
      { ...same, zone_id: expect.stringMatching(/^\$\{aws_route53_zone\./) },
    ]);
  });

  test("serves whatever asks for a zone, as one that is made here or looked up does", () => {
    const program = () =>
      synthesizeStack((stack) => {
        for (const [id, zone] of Object.entries({
          known: HostedZone.fromHostedZoneAttributes(attributes),
          found: HostedZone.fromLookup(stack, "found_zone", "example.net"),
          made: new HostedZone(stack, "made_zone", { zoneName: "example.org" }),
        })) {
          const { zoneName } = zone;
          new CaaRecord(stack, `${id}_caa`, { zone, issue: [CertificateAuthority.GOOGLE] });
          new GeoRouting(stack, `${id}_routing`, {
            zone,
            routingName: id,
            dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
            lastResort: { ipv4: "198.51.100.1" },
            policies: { shop: { hostNames: [`shop.${zoneName}`], countries: { FR: { serveFrom: ["paris"] } } } },
          });
        }
      });
    expect(program).not.toThrow();
  });

  test("is refused at once when it cannot be one", () => {
    expect(
      refusalOf(() => HostedZone.fromHostedZoneAttributes({ zoneId: "hostedzone/Z1", zoneName: "example" })),
    ).toEqual([
      'HostedZone.fromHostedZoneAttributes: zoneId: got "hostedzone/Z1", expected the id of a hosted zone: "Z0123456789ABCDEFGHIJ"',
      'HostedZone.fromHostedZoneAttributes: zoneName: got "example", expected the name of a hosted zone in lower case: "example.com"',
    ]);
    expect(() => HostedZone.fromHostedZoneAttributes({ ...attributes, zoneId: unknownText })).not.toThrow();
  });

  test("may be below a top-level domain that is not written in ASCII", () => {
    for (const zoneName of ["example.xn--p1ai", "example.com."]) {
      expect(HostedZone.fromHostedZoneAttributes({ ...attributes, zoneName }).zoneName).toBe(zoneName);
      expect(resourceOf(make({ zoneName }), "aws_route53_zone").name).toBe(zoneName);
    }
  });
});
