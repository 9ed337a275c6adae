import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { transformSync } from "@swc/core";
import { TerraformStack } from "cdktf";
import { HybridPlatform } from "../../index";
import { type ImportCommand, importZone } from "../../lib/cli/import";
import { GeoRouting } from "../../lib/route53";
import { outputFolder } from "../support/command-line";
import { SMALL_PLATFORM } from "../support/platform";
import { type Block, resourcesOf, synthesizeStack } from "../support/synthesize";

const scratch = mkdtempSync(join(tmpdir(), "import-"));
const written = (name: string, text: string) => {
  const file = join(scratch, name);
  writeFileSync(file, text);
  return file;
};
const ZONE = { zoneId: "Z0123456789EXAMPLE" };

/** What the printed program makes, when it is run. */
async function made(file: string, command: ImportCommand): Promise<Block> {
  const program = await importZone(file, command);
  const { code } = transformSync(program, { module: { type: "commonjs" }, jsc: { parser: { syntax: "typescript" } } });
  const exported: Record<string, (stack: TerraformStack) => void> = {};
  new Function("require", "exports", code)(require, exported);
  return synthesizeStack((stack) => {
    for (const make of Object.values(exported)) make(stack);
  });
}

const byName = (one: Block, other: Block) => (`${one.name} ${one.type}` < `${other.name} ${other.type}` ? -1 : 1);
const records = (stack: Block) => Object.values(resourcesOf(stack, "aws_route53_record")).sort(byName);
const ids = (stack: Block): string[] => stack.import.map(({ id }: { id: string }) => id).sort();

const EXPORTED = {
  ResourceRecordSets: [
    {
      Name: "example.com.",
      Type: "SOA",
      TTL: 900,
      ResourceRecords: [{ Value: "ns-1.awsdns.com. host.example.com. 1 7200 900 1209600 86400" }],
    },
    { Name: "example.com.", Type: "NS", TTL: 172800, ResourceRecords: [{ Value: "ns-1.awsdns.com." }] },
    {
      Name: "example.com.",
      Type: "TXT",
      TTL: 300,
      ResourceRecords: [{ Value: '"v=spf1 -all"' }, { Value: '"a" "b ${x}"' }],
    },
    { Name: "\\052.shop.example.com.", Type: "A", TTL: 60, ResourceRecords: [{ Value: "192.0.2.1" }] },
    {
      Name: "lb.example.com.",
      Type: "A",
      AliasTarget: {
        HostedZoneId: "Z32O12XQLNTSW2",
        DNSName: "dualstack.lb-1.eu-west-1.elb.amazonaws.com.",
        EvaluateTargetHealth: true,
      },
    },
    {
      Name: "w.example.com.",
      Type: "A",
      SetIdentifier: "one",
      Weight: 0,
      TTL: 60,
      ResourceRecords: [{ Value: "192.0.2.2" }],
      HealthCheckId: "11111111-2222-3333-4444-555555555555",
    },
    {
      Name: "l.example.com.",
      Type: "A",
      SetIdentifier: "eu",
      Region: "eu-west-1",
      TTL: 60,
      ResourceRecords: [{ Value: "192.0.2.3" }],
    },
    {
      Name: "f.example.com.",
      Type: "A",
      SetIdentifier: "first",
      Failover: "PRIMARY",
      TTL: 60,
      ResourceRecords: [{ Value: "192.0.2.4" }],
    },
    {
      Name: "g.example.com.",
      Type: "A",
      SetIdentifier: "ca",
      GeoLocation: { CountryCode: "US", SubdivisionCode: "CA" },
      TTL: 60,
      ResourceRecords: [{ Value: "192.0.2.5" }],
    },
    {
      Name: "m.example.com.",
      Type: "A",
      SetIdentifier: "m1",
      MultiValueAnswer: true,
      TTL: 60,
      ResourceRecords: [{ Value: "192.0.2.6" }],
    },
    {
      Name: "c.example.com.",
      Type: "A",
      SetIdentifier: "office",
      CidrRoutingConfig: { CollectionId: "c-1", LocationName: "office" },
      TTL: 60,
      ResourceRecords: [{ Value: "192.0.2.7" }],
    },
    {
      Name: "p.example.com.",
      Type: "A",
      SetIdentifier: "near",
      GeoProximityLocation: { Coordinates: { Latitude: "49.22", Longitude: "-74.01" }, Bias: 5 },
      TTL: 60,
      ResourceRecords: [{ Value: "192.0.2.8" }],
    },
    {
      Name: "t.example.com.",
      Type: "A",
      TrafficPolicyInstanceId: "1234",
      TTL: 60,
      ResourceRecords: [{ Value: "192.0.2.9" }],
    },
  ],
};
const exported = written("exported.json", JSON.stringify(EXPORTED));

describe("an exported zone", () => {
  test("is a program that makes each record as it is, with its id for the import", async () => {
    const stack = await made(exported, ZONE);
    const zone_id = ZONE.zoneId;
    const address = (name: string, last: number, more: object) => ({
      zone_id,
      name: `${name}.example.com`,
      type: "A",
      ttl: 60,
      records: [`192.0.2.${last}`],
      ...more,
    });
    const expected: Block[] = [
      // The provider puts quotation marks around the whole of a TXT value, and Terraform reads $${ as ${.
      { zone_id, name: "example.com", type: "TXT", ttl: 300, records: ["v=spf1 -all", 'a" "b $${x}'] },
      address("*.shop", 1, {}),
      {
        zone_id,
        name: "lb.example.com",
        type: "A",
        alias: {
          zone_id: "Z32O12XQLNTSW2",
          name: "dualstack.lb-1.eu-west-1.elb.amazonaws.com",
          evaluate_target_health: true,
        },
      },
      address("w", 2, {
        set_identifier: "one",
        weighted_routing_policy: { weight: 0 },
        health_check_id: "11111111-2222-3333-4444-555555555555",
      }),
      address("l", 3, { set_identifier: "eu", latency_routing_policy: { region: "eu-west-1" } }),
      address("f", 4, { set_identifier: "first", failover_routing_policy: { type: "PRIMARY" } }),
      address("g", 5, { set_identifier: "ca", geolocation_routing_policy: { country: "US", subdivision: "CA" } }),
      address("m", 6, { set_identifier: "m1", multivalue_answer_routing_policy: true }),
      address("c", 7, {
        set_identifier: "office",
        cidr_routing_policy: { collection_id: "c-1", location_name: "office" },
      }),
      address("p", 8, {
        set_identifier: "near",
        geoproximity_routing_policy: { bias: 5, coordinates: [{ latitude: "49.22", longitude: "-74.01" }] },
      }),
    ];
    expect(records(stack)).toEqual(expected.sort(byName));
    expect(ids(stack)).toEqual(
      [
        "Z0123456789EXAMPLE_example.com_TXT",
        "Z0123456789EXAMPLE_*.shop.example.com_A",
        "Z0123456789EXAMPLE_lb.example.com_A",
        "Z0123456789EXAMPLE_w.example.com_A_one",
        "Z0123456789EXAMPLE_l.example.com_A_eu",
        "Z0123456789EXAMPLE_f.example.com_A_first",
        "Z0123456789EXAMPLE_g.example.com_A_ca",
        "Z0123456789EXAMPLE_m.example.com_A_m1",
        "Z0123456789EXAMPLE_c.example.com_A_office",
        "Z0123456789EXAMPLE_p.example.com_A_near",
      ].sort(),
    );
  });

  test("leaves out what Route 53 or a traffic policy makes, and says so", async () => {
    const program = await importZone(exported, { zoneId: "/hostedzone/Z0123456789EXAMPLE" });
    expect(program.split("\n").filter((line) => line.startsWith("//"))).toEqual([
      "// Left out: example.com SOA: Route 53 makes it with the zone.",
      "// Left out: example.com NS: Route 53 makes it with the zone.",
      "// Left out: t.example.com A: a traffic policy makes it.",
    ]);
    expect(program).toContain('importFrom("Z0123456789EXAMPLE_lb.example.com_A")');
  });

  test("keeps the name of each record in Terraform, whatever else is in the zone", async () => {
    const names = async (count: number) => {
      const file = written(
        "fewer.json",
        JSON.stringify({ ResourceRecordSets: EXPORTED.ResourceRecordSets.slice(0, count) }),
      );
      return Object.keys(resourcesOf(await made(file, ZONE), "aws_route53_record"));
    };
    const all = await names(13);
    expect(all).toEqual(expect.arrayContaining(await names(4)));
    expect(all).toEqual(
      expect.arrayContaining(["w-a-one", "l-a-eu", "f-a-first", "g-a-ca", "m-a-m1", "c-a-office", "p-a-near"]),
    );
  });
});

describe("names that the configuration routes", () => {
  const into = outputFolder(
    (app) =>
      new HybridPlatform(app, "test", { ...SMALL_PLATFORM, routing: { countries: { FR: { serveFrom: ["paris"] } } } }),
  );
  const [soa] = EXPORTED.ResourceRecordSets;
  const simple = (Name: string, Type: string, Value: string, more: object = {}) => ({
    Name,
    Type,
    TTL: 60,
    ResourceRecords: [{ Value }],
    ...more,
  });
  const file = (name: string, ...sets: object[]) =>
    written(name, JSON.stringify({ ResourceRecordSets: [soa, ...sets] }));

  test("take over the simple records, by the record for everyone else", async () => {
    const taken = file(
      "taken.json",
      simple("api.example.com.", "A", "198.51.100.9"),
      simple("api.example.com.", "AAAA", "2001:db8::9"),
      simple("www.example.com.", "A", "198.51.100.8"),
    );
    const program = await importZone(taken, { ...ZONE, into });
    expect(program).toContain("export function takeOverInTestDns(stack: TerraformStack): void {");
    const stack = await made(taken, { ...ZONE, into });
    expect(stack.import).toEqual([
      { to: "aws_route53_record.www-a", id: "Z0123456789EXAMPLE_www.example.com_A" },
      {
        to: "aws_route53_record.routing_ipv4_host_api_example_com_default",
        id: "Z0123456789EXAMPLE_api.example.com_A",
      },
      {
        to: "aws_route53_record.routing_ipv6_host_api_example_com_default",
        id: "Z0123456789EXAMPLE_api.example.com_AAAA",
      },
    ]);
    expect(records(stack).map(({ name }) => name)).toEqual(["www.example.com"]);
  });

  const OTHER = "Z0OTHEREXAMPLE";
  const inZones = outputFolder((app) => {
    const stack = new TerraformStack(app, "dns");
    new AwsProvider(stack, "aws", { region: "us-east-1" });
    for (const [routingName, zoneId] of [
      ["one", OTHER],
      ["two", ZONE.zoneId],
    ] as const) {
      new GeoRouting(stack, routingName, {
        zone: { zoneId, zoneName: "example.com" },
        routingName,
        dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
        lastResort: { ipv4: "198.51.100.1" },
        policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
      });
    }
  });

  test("take over those of their own zone alone", async () => {
    const taken = file("zones.json", simple("api.example.com.", "A", "198.51.100.9"));
    for (const [zoneId, routing] of [
      [ZONE.zoneId, "two"],
      [`/hostedzone/${OTHER}`, "one"],
    ] as const) {
      const stack = await made(taken, { zoneId, into: inZones });
      const plain = zoneId.replace("/hostedzone/", "");
      expect(stack.import).toEqual([
        {
          to: expect.stringMatching(new RegExp(`^aws_route53_record\\.${routing}_`)),
          id: `${plain}_api.example.com_A`,
        },
      ]);
    }
    const elsewhere = await importZone(taken, { zoneId: "Z0THIRDEXAMPLE", into: inZones });
    expect(elsewhere).not.toContain("takeOverIn");
    expect(elsewhere).toContain('importFrom("Z0THIRDEXAMPLE_api.example.com_A")');
  });

  test("are named where something stands in the way", async () => {
    const program = await importZone(
      file(
        "obstacles.json",
        simple("api.example.com.", "A", "198.51.100.9", { SetIdentifier: "blue", Weight: 10 }),
        simple("api.example.com.", "CNAME", "lb.example.net."),
      ),
      { ...ZONE, into },
    );
    expect(program.split("\n").filter((line) => line.startsWith("// TO DO"))).toEqual([
      "// TO DO: api.example.com A blue stands in the way of the routing: make one simple record of it first, see docs/take-over-a-record.md.",
      "// TO DO: api.example.com CNAME stands in the way of the routing: make one simple record of it first, see docs/take-over-a-record.md.",
    ]);
    expect(program).not.toContain("api.example.com_A");
  });
});

const ZONE_FILE = `$ORIGIN example.com.
$TTL 1h ; for all that have none
@   IN SOA ns1 hostmaster (
        2026010101 ; serial
        7200 3600
        1209600 300 )
    IN NS ns1.example.net.
@ 300 IN MX 10 mail
  300 IN MX 20 mail.example.net.
www 60 A 192.0.2.1
    60 A 192.0.2.2
api IN 5m A 192.0.2.3
txt TXT "v=spf1 ; not a comment" "second \\"part\\""
*.shop CNAME www
_sip._tcp SRV 10 60 5060 sip
caa CAA 0 issue "letsencrypt.org"
v6 AAAA 2001:db8::1
$ORIGIN eu
deep CNAME www
other.example.com. A 192.0.2.10
`;

describe("a zone file", () => {
  test("is a program that makes its records, with whole names and one record for each name and type", async () => {
    const stack = await made(written("db.example.com", ZONE_FILE), {});
    expect(
      records(stack)
        .map(({ name, type, ttl, records: values }) => [name, type, ttl, values])
        .sort(),
    ).toEqual(
      [
        ["example.com", "MX", 300, ["10 mail.example.com.", "20 mail.example.net."]],
        ["www.example.com", "A", 60, ["192.0.2.1", "192.0.2.2"]],
        ["api.example.com", "A", 300, ["192.0.2.3"]],
        ["txt.example.com", "TXT", 3600, ['v=spf1 ; not a comment" "second \\"part\\"']],
        ["*.shop.example.com", "CNAME", 3600, ["www.example.com."]],
        ["_sip._tcp.example.com", "SRV", 3600, ["10 60 5060 sip.example.com."]],
        ["caa.example.com", "CAA", 3600, ['0 issue "letsencrypt.org"']],
        ["v6.example.com", "AAAA", 3600, ["2001:db8::1"]],
        ["deep.eu.example.com", "CNAME", 3600, ["www.eu.example.com."]],
        ["other.example.com", "A", 3600, ["192.0.2.10"]],
      ].sort(),
    );
    // Nobody has them yet, so there is nothing to import.
    expect(stack.import).toBeUndefined();
  });

  test("may have a host whose name is the word for the zone itself", async () => {
    const file = written("apex", "$ORIGIN example.com.\n$TTL 60\n@ A 192.0.2.1\napex A 192.0.2.2\n");
    expect(records(await made(file, {})).map(({ name, records: values }) => [name, values])).toEqual([
      ["apex.example.com", ["192.0.2.2"]],
      ["example.com", ["192.0.2.1"]],
    ]);
  });

  test("is imported when a hosted zone has its records already", async () => {
    expect(ids(await made(written("db.example.com", ZONE_FILE), ZONE))).toHaveLength(10);
  });

  test("needs the name of its zone", async () => {
    const file = written("db.plain", "www 60 IN A 192.0.2.1\n");
    expect(records(await made(file, { zone: "example.org" })).map(({ name }) => name)).toEqual(["www.example.org"]);
  });
});

describe("the program", () => {
  test("has what is left to do in comments, and nothing of the file beside them", async () => {
    const file = written("todo", '$ORIGIN example.com.\n$TTL 60\nw A 192.0.2.1\nx RP "a\u2028process.exit(1)"\n');
    const program = await importZone(file, {});
    expect(program.split(/[\n\u2028\u2029\r]/).filter((line) => line.startsWith("// TO DO"))).toEqual([
      '// TO DO: line 4 (x RP "a process.exit(1)"): Route 53 has no type RP.',
    ]);
    expect(program).not.toMatch(/[\u2028\u2029\r]/);
  });

  test("has no line of a name that AWS printed with a line break", async () => {
    const [soa] = EXPORTED.ResourceRecordSets;
    const managed = { Name: "a\\012b.example.com.", Type: "A", TrafficPolicyInstanceId: "1" };
    const program = await importZone(
      written("break.json", JSON.stringify({ ResourceRecordSets: [soa, managed] })),
      ZONE,
    );
    expect(program).toContain("// Left out: a b.example.com A: a traffic policy makes it.\n");
  });
});

describe("a record with something that is not known here", () => {
  const [soa] = EXPORTED.ResourceRecordSets;
  const plain = { Name: "n.example.com.", Type: "A", TTL: 60, ResourceRecords: [{ Value: "192.0.2.9" }] };
  const programOf = (record: object) =>
    importZone(written("new.json", JSON.stringify({ ResourceRecordSets: [soa, record] })), ZONE);

  test.each<[string, object, string]>([
    ["a property", { SetIdentifier: "eu", NewRoutingConfig: { Kind: "x" } }, "A eu: NewRoutingConfig"],
    [
      "a part of a property",
      { GeoLocation: { CountryCode: "FR", CityCode: "PAR" }, SetIdentifier: "fr" },
      "A fr: GeoLocation.CityCode",
    ],
    ["a part of a value", { ResourceRecords: [{ Value: "192.0.2.9", Weight: 3 }] }, "A: ResourceRecords.Weight"],
    [
      "two properties",
      { AliasTarget: { HostedZoneId: "Z", DNSName: "a.", EvaluateTargetHealth: true, Kind: 1 }, Other: 1 },
      "A: Other, AliasTarget.Kind",
    ],
  ])("is left to do, and is not imported as another one: %s", async (_, more, what) => {
    const program = await programOf({ ...plain, ...more });
    const it = what.includes(",") ? "them" : "it";
    expect(program).toContain(
      `// TO DO: n.example.com ${what}: this version does not know ${it}, and would make another record of it: import it by hand.`,
    );
    expect(program).not.toContain("new Route53Record(");
  });

  test("is imported where that has no value", async () => {
    expect(await programOf({ ...plain, NewRoutingConfig: null })).toContain("new Route53Record(");
  });
});

describe("what cannot be imported", () => {
  test.each<[string, string, ImportCommand, string]>([
    [
      "an export without the zone's id",
      JSON.stringify(EXPORTED),
      {},
      "import: --zone-id: is missing: what is exported is in a zone, and imported by its id",
    ],
    [
      "a zone file with what takes over, without the zone's id",
      "$ORIGIN example.com.\nwww 60 IN A 192.0.2.1\n",
      { into: "cdktf.out" },
      "import: --zone-id: is missing: what takes over records imports them by the zone's id",
    ],
    [
      "an invalid id",
      "",
      { zoneId: "example.com" },
      'import: --zone-id: got "example.com", expected the id of a hosted zone: "Z0123456789ABCDEFGHIJ"',
    ],
    [
      "another JSON",
      '{"HostedZones": []}',
      ZONE,
      "wrong is none of what can be imported: gcloud … list --format=json or --uri, gcloud … describe --format=json, aws route53 list-resource-record-sets and list-health-checks, a Terraform state, a zone file and octoDNS's YAML",
    ],
    [
      "an export with something that is no record",
      '{"ResourceRecordSets": [null]}',
      ZONE,
      "import: file: is not what aws route53 list-resource-record-sets --output json prints",
    ],
    [
      "an export with an invalid value",
      '{"ResourceRecordSets": [{"Name": "a.", "Type": "A", "ResourceRecords": [null]}]}',
      ZONE,
      "import: file: is not what aws route53 list-resource-record-sets --output json prints",
    ],
    [
      "one page",
      JSON.stringify({ ...EXPORTED, IsTruncated: true }),
      ZONE,
      "import: file: is one page of several: leave out --no-paginate and --max-items",
    ],
    [
      "the first of several pages",
      JSON.stringify({ ...EXPORTED, NextToken: "eyJTdGFydFJlY29yZE5hbWUiOiBudWxsfQ==" }),
      ZONE,
      "import: file: is one page of several: leave out --no-paginate and --max-items",
    ],
    [
      "part of a zone",
      JSON.stringify({ ResourceRecordSets: EXPORTED.ResourceRecordSets.slice(3) }),
      ZONE,
      "import: file: has no SOA record, so it is not the whole zone",
    ],
    [
      "an include",
      "$ORIGIN example.com.\n$INCLUDE other.zone\n",
      {},
      "import: file: line 2 has $INCLUDE other.zone: write out what it stands for",
    ],
    [
      "a file without a zone",
      "www 60 IN A 192.0.2.1\n",
      {},
      "import: file: has neither $ORIGIN nor an SOA record with a whole name: name the zone by --zone",
    ],
  ])("is %s", async (_, text, command, message) => {
    await expect(importZone(written("wrong", text), command)).rejects.toThrow(message);
  });
});
