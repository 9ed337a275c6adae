import type { TerraformStack } from "cdktf";
import { GeoRouting } from "../../lib/route53";
import { type Block, resourcesOf, synthesizeStack } from "../support/synthesize";

const HOST = "api.example.com";

const synthesize = (block: string, entries: (routing: GeoRouting) => Block[]) =>
  synthesizeStack((stack: TerraformStack) => {
    const routing = new GeoRouting(stack, "routing", {
      zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
      routingName: "test",
      dataCenters: { paris: { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" } } },
      lastResort: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },
      policies: { platform: { hostNames: [HOST], countries: { FR: { serveFrom: ["paris"] } } } },
    });
    stack.addOverride(block, entries(routing));
  });

/** Terraform's address of the one record with these properties. */
function addressOf(configuration: Block, type: string, setIdentifier: string): string {
  const records = Object.entries(resourcesOf(configuration, "aws_route53_record"));
  const found = records.filter(([, r]) => r.name === HOST && r.type === type && r.set_identifier === setIdentifier);
  expect(found).toHaveLength(1);
  return `aws_route53_record.${found[0]?.[0]}`;
}

test("a simple record of the same state is moved to the record for everyone else", () => {
  const configuration = synthesize("moved", (routing) => [
    { from: "aws_route53_record.api", to: routing.everyoneElse(HOST, "ipv4") },
  ]);
  expect(configuration.moved).toEqual([
    { from: "aws_route53_record.api", to: addressOf(configuration, "A", "geo-default") },
  ]);
});

test("records without an owner are imported as the records for everyone else, one per family", () => {
  const configuration = synthesize("import", (routing) => [
    { to: routing.everyoneElse(HOST, "ipv4"), id: `Z0123456789EXAMPLE_${HOST}_A` },
    { to: routing.everyoneElse(HOST, "ipv6"), id: `Z0123456789EXAMPLE_${HOST}_AAAA` },
  ]);
  expect(configuration.import).toEqual([
    { to: addressOf(configuration, "A", "geo-default"), id: "Z0123456789EXAMPLE_api.example.com_A" },
    { to: addressOf(configuration, "AAAA", "geo-default"), id: "Z0123456789EXAMPLE_api.example.com_AAAA" },
  ]);
});

/** Whether the record for a country waits for that for everyone else, and the other way round. */
function orderOf(configuration: Block, type: string): { readonly country: boolean; readonly everyoneElse: boolean } {
  const [country, everyoneElse] = ["geo-FR", "geo-default"].map((id) => addressOf(configuration, type, id)) as [
    string,
    string,
  ];
  const dependsOn = (address: string): readonly string[] =>
    resourcesOf(configuration, "aws_route53_record")[address.replace("aws_route53_record.", "")]?.depends_on ?? [];
  return {
    country: dependsOn(country).includes(everyoneElse),
    everyoneElse: dependsOn(everyoneElse).includes(country),
  };
}

const EVERYONE_ELSE_FIRST = { country: true, everyoneElse: false };

test("no country of type A is created before the record for everyone else: a simple record may have become it", () => {
  expect(
    orderOf(
      synthesize("moved", () => []),
      "A",
    ),
  ).toEqual(EVERYONE_ELSE_FIRST);
});

test("everyone else's AAAA comes last, for who has a place would get it while IPv6 is turned on", () => {
  const configuration = synthesize("moved", () => []);
  expect(orderOf(configuration, "AAAA")).toEqual({ country: false, everyoneElse: true });
});

test.each(["moved", "import"])("but first when a simple AAAA record becomes it, by a block %s", (block) => {
  const to = addressOf(
    synthesize("output", () => []),
    "AAAA",
    "geo-default",
  );
  const entry = { moved: { from: "aws_route53_record.api" }, import: { id: `Z0123456789EXAMPLE_${HOST}_AAAA` } }[block];
  expect(
    orderOf(
      synthesize(block, () => [{ ...entry, to }]),
      "AAAA",
    ),
  ).toEqual(EVERYONE_ELSE_FIRST);
});

test("or when its name is asked for, to be imported by hand", () => {
  const configuration = synthesize("locals", (routing) => [{ name: routing.everyoneElse(HOST, "ipv6") }]);
  expect(orderOf(configuration, "AAAA")).toEqual(EVERYONE_ELSE_FIRST);
});

test("a block for another record moves nothing", () => {
  const to = addressOf(
    synthesize("output", () => []),
    "A",
    "geo-default",
  );
  const configuration = synthesize("moved", () => [{ from: "aws_route53_record.api", to }]);
  expect(orderOf(configuration, "AAAA")).toEqual({ country: false, everyoneElse: true });
});
