import { GeoRouting, type GeoRoutingProps, SimpleRecord, simulate } from "../../lib/route53";
import { inCountry } from "../../lib/routing";
import { DnsStack } from "../../stacks";
import { refusalOf, resourcesOf, synthesize, synthesizeStack } from "../support/synthesize";

const ROUTING: GeoRoutingProps = {
  zone: { zoneId: "/hostedzone/Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "test",
  dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } }, lyon: { ingress: { ipv4: "203.0.113.20" } } },
  lastResort: { ipv4: "198.51.100.1" },
  policies: {
    shops: { hostNames: ["*.shop.example.com"], countries: { FR: { serveFrom: ["paris"] } } },
    one: { hostNames: ["big.shop.example.com"], countries: { FR: { serveFrom: ["lyon"] } } },
  },
};

const configuration = synthesizeStack((stack) => {
  new GeoRouting(stack, "routing", ROUTING);
  const text = { zone: ROUTING.zone, type: "TXT", values: ["mine"] } as const;
  new SimpleRecord(stack, "text", { ...text, recordName: "text.shop.example.com" });
  new SimpleRecord(stack, "deep", { ...text, recordName: "a.deep.shop.example.com" });
});

const answer = (name: string) =>
  simulate(configuration, { name, type: "A", location: inCountry("FR") }).map(({ values }) => values.join());

describe("a host name with an asterisk answers", () => {
  test.each([
    ["all names below it", "small.shop.example.com", ["203.0.113.10"]],
    ["those below these, too", "de.small.shop.example.com", ["203.0.113.10"]],
    ["in whatever case they are asked for", "SMALL.shop.example.com.", ["203.0.113.10"]],
    ["but not one that has records of its own", "big.shop.example.com", ["203.0.113.20"]],
    ["nor one that has records of another type", "text.shop.example.com", []],
    ["nor one that is only above such a name", "deep.shop.example.com", []],
    ["nor one below a name that exists", "www.big.shop.example.com", []],
    ["nor the name that it is below", "shop.example.com", []],
  ])("%s", (_, name, values) => {
    expect(answer(name)).toEqual(values);
  });

  test("also where Terraform has the asterisk as AWS prints it", () => {
    const record = { zone_id: "Z1", name: "\\052.example.com", type: "A", ttl: 60, records: ["203.0.113.1"] };
    const written = { resource: { aws_route53_record: { all: record } } };
    expect(simulate(written, { name: "www.example.com", type: "A" }).map(({ values }) => values)).toEqual([
      ["203.0.113.1"],
    ]);
  });
});

test("a host name with an asterisk has it in its records, and not in their names in Terraform", () => {
  const records = Object.entries(resourcesOf(configuration, "aws_route53_record"));
  const names = records.filter(([, { name }]) => name === "*.shop.example.com").map(([name]) => name);
  expect(names).toHaveLength(2);
  const { stacks } = synthesize((app) => {
    const aws = { region: "us-east-1" };
    const { lastResort: _, ...routing } = ROUTING;
    const anycastAddresses = { ipv4: "198.51.100.1" };
    new DnsStack(app, "dns", {
      aws,
      loadBalancerName: "production",
      anycastAddresses,
      ...routing,
    });
  });
  const ofStack = Object.keys(resourcesOf(stacks.dns ?? {}, "aws_route53_record"));
  expect(ofStack).toContain("routing_ipv4_host__any_shop_example_com_FR");
  expect([...names, ...ofStack].filter((name) => !/^[a-zA-Z0-9_-]+$/.test(name))).toEqual([]);
});

test("the id of a zone is taken as AWS prints it, and written without what is before it", () => {
  const records = Object.values(resourcesOf(configuration, "aws_route53_record"));
  const ids = records.flatMap(({ zone_id, alias }) => [zone_id, ...(alias ? [alias.zone_id] : [])]);
  expect([...new Set(ids)]).toEqual(["Z0123456789EXAMPLE"]);
});

test.each(["shop.*.example.com", "*shop.example.com", "*.*.example.com", "*.com", "*"])("%s is refused", (hostName) => {
  const policies = { shops: { hostNames: [hostName], countries: {} } };
  const expected = hostName.startsWith("*.")
    ? 'a host name below the asterisk: "*.shop.example.com"'
    : 'a host name of up to 253 characters, each part of letters, digits and hyphens and up to 63 long: "api.example.com"';
  expect(
    refusalOf(() => synthesizeStack((stack) => new GeoRouting(stack, "routing", { ...ROUTING, policies }))),
  ).toEqual([`stack/routing: policies.shops.hostNames: got "${hostName}", expected ${expected}`]);
});
