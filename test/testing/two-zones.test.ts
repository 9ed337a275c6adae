import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack, Testing } from "cdktf";
import { GeoRouting, HostedZone, SimpleRecord } from "../../lib/route53";
import { answers, LAST_RESORT } from "../../testing";
import { refusalOf } from "../support/synthesize";

const ZONES = ["Z0123456789EXAMPLE", "Z0PRIVATEEXAMPLE"] as const;

/** One host name in two zones, each with a routing of its own. */
const outdir = mkdtempSync(join(tmpdir(), "two-zones-"));
const app = new App({ outdir, skipValidation: true });
const stack = new TerraformStack(app, "dns");
const routings = ZONES.map(
  (zoneId, index) =>
    new GeoRouting(stack, `routing-${index}`, {
      zone: { zoneId, zoneName: "example.com" },
      routingName: `test-${index}`,
      dataCenters: { paris: { ingress: { ipv4: `203.0.113.1${index}` } } },
      lastResort: { ipv4: "198.51.100.1" },
      policies: {
        platform: {
          hostNames: ["api.example.com", index === 0 ? "www.example.com" : "intern.example.com"],
          countries: { FR: { serveFrom: ["paris"], percent: [25, 50][index] } },
        },
      },
    }),
);

test("a host name in two zones is that of the routing that is named", () => {
  const [first, second] = routings as [GeoRouting, GeoRouting];
  answers(first, "api.example.com")
    .from("FR")
    .are({ paris: 25, [LAST_RESORT]: 75 });
  answers(second, "api.example.com")
    .from("FR")
    .are({ paris: 50, [LAST_RESORT]: 50 });
  answers(second, "api.example.com").from("FR").whenDown("paris").are(LAST_RESORT);
});

test("a host name in two zones is refused where none is named", () => {
  const message =
    'answers: hostName: api.example.com has records in two zones of one stack, Z0123456789EXAMPLE and Z0PRIVATEEXAMPLE: name one by its zone, or the routing that has it: answers(routing, "api.example.com")';
  expect(refusalOf(() => answers(stack, "api.example.com"))).toEqual([message]);
});

test("a host name in one zone needs no routing, and other names of a routing's stack are answered, too", () => {
  answers(stack, "www.example.com")
    .from("FR")
    .are({ paris: 25, [LAST_RESORT]: 75 });
  answers(routings[0] as GeoRouting, "intern.example.com")
    .from("FR")
    .include("paris");
});

describe("the zone of a host name in two", () => {
  app.synth();
  const sources = () => [stack, outdir, JSON.parse(Testing.synth(stack))];

  test("is named, whatever the source is", () => {
    for (const source of sources()) {
      answers(source, "api.example.com", { zone: ZONES[0] })
        .from("FR")
        .are({ paris: 25, [LAST_RESORT]: 75 });
      answers(source, "api.example.com", { zone: `/hostedzone/${ZONES[1]}`, type: "A" })
        .from("FR")
        .are({ paris: 50, [LAST_RESORT]: 50 });
    }
  });

  test("has the other names of a zone, and none of another", () => {
    answers(outdir, "www.example.com", { zone: ZONES[0] }).from("FR").include("paris");
    expect(refusalOf(() => answers(outdir, "www.example.com", { zone: ZONES[1] }))).toEqual([
      'answers: hostName: got "www.example.com", expected a name with address records: api.example.com, intern.example.com',
    ]);
  });

  test("is a construct's as well, whose id only Terraform knows", () => {
    const made = new TerraformStack(new App(), "dns");
    const [first, second] = ["first", "second"].map((id) => new HostedZone(made, id, { zoneName: "example.com" })) as [
      HostedZone,
      HostedZone,
    ];
    for (const [zone, address] of [
      [first, "192.0.2.1"],
      [second, "192.0.2.2"],
    ] as const) {
      zone.addRecord(made, `www-${address}`, {
        recordName: "www.example.com",
        type: "A",
        values: [address],
        ttlSeconds: 60,
      });
    }
    answers(made, "www.example.com", { zone: first.zoneId }).from("FR").are("192.0.2.1");
    answers(made, "www.example.com", { zone: second.zoneId }).from("FR").are("192.0.2.2");
  });

  test("is one that has records", () => {
    expect(refusalOf(() => answers(outdir, "api.example.com", { zone: "Z0UNKNOWN" }))).toEqual([
      'answers: zone: got "Z0UNKNOWN", expected a zone with records: Z0123456789EXAMPLE, Z0PRIVATEEXAMPLE',
    ]);
    expect(refusalOf(() => answers(outdir, "api.example.com", { zone: 1 as unknown as string }))).toEqual([
      "answers: zone: got 1, expected a zone with records: Z0123456789EXAMPLE, Z0PRIVATEEXAMPLE",
    ]);
  });
});

test("a name that a wildcard in another zone would answer as well is in both", () => {
  const other = new TerraformStack(new App(), "dns");
  const [first, second] = ZONES.map((zoneId) => ({ zoneId, zoneName: "example.com" })) as [ZoneOf, ZoneOf];
  const record = (zone: ZoneOf, recordName: string, address: string) =>
    new SimpleRecord(other, `${zone.zoneId}-${recordName}`, { zone, recordName, type: "A", values: [address] });
  record(first, "a.shop.example.com", "192.0.2.1");
  record(second, "*.shop.example.com", "192.0.2.2");
  record(second, "b.shop.example.com", "192.0.2.3");
  expect(refusalOf(() => answers(other, "a.shop.example.com"))).toEqual([
    expect.stringContaining(
      "hostName: a.shop.example.com has records in two zones of one stack, Z0123456789EXAMPLE and",
    ),
  ]);
  answers(other, "a.shop.example.com", { zone: first.zoneId }).from("FR").are("192.0.2.1");
  answers(other, "a.shop.example.com", { zone: second.zoneId }).from("FR").are("192.0.2.2");
  answers(other, "b.shop.example.com").from("FR").are("192.0.2.3");
});

type ZoneOf = { readonly zoneId: string; readonly zoneName: string };
