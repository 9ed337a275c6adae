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

test.each(["A", "AAAA"])(
  "no country of type %s is created before the old record has become everyone else's",
  (type) => {
    const configuration = synthesize("moved", () => []);
    const country = addressOf(configuration, type, "geo-FR").replace("aws_route53_record.", "");
    expect(resourcesOf(configuration, "aws_route53_record")[country]?.depends_on).toContain(
      addressOf(configuration, type, "geo-default"),
    );
  },
);
