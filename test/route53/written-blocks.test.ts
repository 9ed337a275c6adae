import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { App, TerraformStack } from "cdktf";
import { GeoRouting } from "../../lib/route53/geo-routing";
import { writtenBlocks } from "../../lib/route53/written-blocks";

function routed(): TerraformStack {
  const stack = new TerraformStack(new App(), "dns");
  new GeoRouting(stack, "routing", {
    zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
    routingName: "blocks",
    dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
    lastResort: { ipv4: "198.51.100.1" },
    policies: {
      platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"], percent: 25 } } },
    },
  });
  return stack;
}

/** What cdktf writes of it, which is asked twice: a token that is resolved must leave nothing behind. */
function expectTheSame(stack: TerraformStack): void {
  const { resource, data = {} } = stack.toTerraform();
  expect(writtenBlocks(stack).resource).toEqual(resource);
  expect(writtenBlocks(stack).data ?? {}).toEqual(data);
  expect(writtenBlocks(stack).resource).toEqual(stack.toTerraform().resource);
}

const record = { zoneId: "Z0123456789EXAMPLE", name: "www.example.com", type: "A", ttl: 60, records: ["192.0.2.1"] };

test("are the blocks that cdktf writes, with the overrides of an element", () => {
  const stack = routed();
  new Route53Record(stack, "www", record).addOverride("ttl", 61);
  expectTheSame(stack);
  expect(writtenBlocks(stack).resource.aws_route53_record.www.ttl).toBe(61);
});

test("have the overrides of the stack", () => {
  const stack = routed();
  new Route53Record(stack, "www", record);
  stack.addOverride("resource.aws_route53_record.www.ttl", 62);
  expectTheSame(stack);
  expect(writtenBlocks(stack).resource.aws_route53_record.www.ttl).toBe(62);
});

test("are merged where two elements write one, as cdktf does", () => {
  const stack = routed();
  new Route53Record(stack, "www", record).overrideLogicalId("one");
  new Route53Record(stack, "other", { ...record, records: undefined, ttl: 63 }).overrideLogicalId("one");
  expectTheSame(stack);
  expect(writtenBlocks(stack).resource.aws_route53_record.one).toMatchObject({ ttl: 63, records: ["192.0.2.1"] });
});

test("are of this stack alone, not of one below it", () => {
  const stack = routed();
  new Route53Record(new TerraformStack(stack, "below"), "www", record);
  expectTheSame(stack);
  expect(Object.keys(writtenBlocks(stack).resource.aws_route53_record)).not.toContain("www");
});
