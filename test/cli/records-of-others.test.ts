import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Route53Record, type Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import { App, TerraformStack } from "cdktf";
import { review } from "../../lib/cli/review";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import { routingSection } from "../support/review";

const ZONE = "Z0123456789EXAMPLE";
const ROUTING: GeoRoutingProps = {
  zone: { zoneId: ZONE, zoneName: "example.com" },
  routingName: "test",
  dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
  lastResort: { ipv4: "198.51.100.1" },
  policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"], percent: 25 } } } },
};

type Version = readonly Partial<Route53RecordConfig>[];

/** A routing of api.example.com, and records of others beside it. */
function folderOf(records: Version, percent = 25): string {
  const outdir = mkdtempSync(join(tmpdir(), "records-of-others-"));
  const app = new App({ outdir, skipValidation: true });
  const stack = new TerraformStack(app, "dns");
  const platform = { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"], percent } } };
  new GeoRouting(stack, "routing", { ...ROUTING, policies: { platform } });
  for (const [index, record] of records.entries()) {
    new Route53Record(stack, `other-${index}`, {
      zoneId: ZONE,
      name: "www.example.com",
      type: "A",
      ttl: 60,
      ...record,
    });
  }
  for (const name of new Set(records.flatMap(({ healthCheckId }) => healthCheckId ?? []))) {
    const id = name.replace(/^.*\.(\w+)\.id\}$/, "$1");
    new Route53HealthCheck(stack, id, { type: "TCP", port: 443, fqdn: "one.example.net" }).overrideLogicalId(id);
  }
  app.synth();
  return outdir;
}

/** What is said of a change, but for the head and the last line; and how much it moves, where that is too much. */
const reviewed = (before: Version, after: Version, percents: readonly [number, number] = [25, 25]) => {
  const [old, young] = [folderOf(before, percents[0]), folderOf(after, percents[1])];
  const { text, refusals } = review(old, young, { largestStep: 1 });
  const moves = refusals.map(({ message }) => message.match(/this one moves (\S+ %) of the users in/)?.[1]);
  return { lines: routingSection(text).split("\n").slice(4, -2), moves };
};

const cname = (target: string, more: Partial<Route53RecordConfig> = {}): Partial<Route53RecordConfig> => {
  return { type: "CNAME", records: [target], ...more };
};
const weighted = (weights: Readonly<Record<string, number>>): Version =>
  Object.entries(weights).map(([target, weight]) =>
    cname(target, { setIdentifier: target, weightedRoutingPolicy: { weight } }),
  );

describe("a CNAME", () => {
  test("with another target moves everybody", () => {
    expect(reviewed([cname("one.example.net")], [cname("two.example.net")])).toEqual({
      lines: ["everyone, for www.example.com (A): one.example.net 100 % → 0 %, two.example.net 0 % → 100 %"],
      moves: ["100 %"],
    });
  });

  test("with another weight moves the difference", () => {
    const [before, after] = [
      weighted({ "one.example.net": 75, "two.example.net": 25 }),
      weighted({ "one.example.net": 50, "two.example.net": 50 }),
    ];
    expect(reviewed(before, after)).toEqual({
      lines: ["everyone, for www.example.com (A): one.example.net 75 % → 50 %, two.example.net 25 % → 50 %"],
      moves: ["25 %"],
    });
  });

  test("of a country moves the users there", () => {
    const placed = (target: string): Version => [
      cname("one.example.net", { setIdentifier: "any", geolocationRoutingPolicy: { country: "*" } }),
      cname(target, { setIdentifier: "FR", geolocationRoutingPolicy: { country: "FR" } }),
    ];
    expect(reviewed(placed("one.example.net"), placed("two.example.net"))).toEqual({
      lines: ["FR (France), for www.example.com (A): one.example.net 100 % → 0 %, two.example.net 0 % → 100 %"],
      moves: ["100 %"],
    });
  });

  test("that falls back to another name than before moves nobody while all is well", () => {
    const pair = (target: string): Version => [
      cname("one.example.net", {
        setIdentifier: "first",
        failoverRoutingPolicy: { type: "PRIMARY" },
        healthCheckId: "${aws_route53_health_check.one.id}",
      }),
      cname(target, { setIdentifier: "second", failoverRoutingPolicy: { type: "SECONDARY" } }),
    ];
    const order = (target: string) => `one.example.net → ${target}`;
    expect(reviewed(pair("two.example.net"), pair("three.example.net"))).toEqual({
      lines: [
        `everyone, for www.example.com (A): order of failover ${order("two.example.net")} becomes ${order("three.example.net")}, ` +
          "when one.example.net is down: three.example.net 0 % → 100 %, two.example.net 100 % → 0 %",
      ],
      moves: [],
    });
  });

  test("kept for another time moves nobody, and its target in another spelling is the same", () => {
    expect(reviewed([cname("one.example.net")], [cname("One.Example.net.", { ttl: 600 })])).toEqual({
      lines: ["everyone, for www.example.com (A): time to live 60 s → 600 s"],
      moves: [],
    });
  });

  test("that is new or gone moves nobody", () => {
    const line = "www.example.com (A)";
    expect(reviewed([], [cname("one.example.net")])).toEqual({
      lines: [`new: ${line}`, "  everyone: one.example.net"],
      moves: [],
    });
    expect(reviewed([cname("one.example.net")], [])).toEqual({ lines: [`gone: ${line}`], moves: [] });
  });

  test("in place of an address moves everybody, though the address itself is what it leads to", () => {
    const { moves } = reviewed([{ records: ["192.0.2.1"] }], [cname("one.example.net")]);
    expect(moves).toEqual(["100 %"]);
  });

  test("onto a name that is routed moves users as that name does, and none where it only leads there in another way", () => {
    const onto = [cname("api.example.com")];
    expect(reviewed(onto, onto, [25, 50])).toEqual({
      lines: ["FR (France): paris 25 % → 50 %, last resort 75 % → 50 %"],
      moves: ["25 %"],
    });
    const { lines, moves } = reviewed([cname("one.example.net")], onto);
    expect(lines.map((line) => line.split(", order")[0])).toEqual([
      "failover takes 0 s → 96 s: www.example.com (A)",
      "everyone but FR (France), for www.example.com (A): one.example.net 100 % → 0 %, last resort 0 % → 100 %",
      "FR (France), for www.example.com (A): one.example.net 100 % → 0 %, paris 0 % → 25 %, last resort 0 % → 75 %",
    ]);
    expect(moves).toEqual(["100 %", "100 %"]);
  });

  test("onto another name with the same answers moves nobody, however it is written", () => {
    const address = { name: "alias.example.com", records: ["192.0.2.1"] };
    const versions = ["alias.example.com", "${aws_route53_record.other-1.fqdn}", "two.example.com"].map((target) => [
      cname(target),
      address,
      cname("alias.example.com", { name: "two.example.com" }),
    ]);
    const [direct = [], byReference = [], twice = []] = versions;
    expect(reviewed(direct, byReference)).toEqual({ lines: [], moves: [] });
    expect(reviewed(direct, twice)).toEqual({ lines: [], moves: [] });
  });

  test("that leads to itself, or may by a wildcard, is told as it is written, and asked of nobody else", () => {
    const loop = [cname("two.example.com"), cname("www.example.com", { name: "two.example.com" })];
    expect(reviewed(loop, [cname("one.example.net"), ...loop.slice(1)]).moves).toContain("100 %");
    const wildcard = (target: string) => [cname(target, { name: "*.example.com" })];
    expect(reviewed(wildcard("www.example.com"), wildcard("other.example.com"))).toEqual({
      lines: ["everyone, for *.example.com (A): other.example.com 0 % → 100 %, www.example.com 100 % → 0 %"],
      moves: ["100 %"],
    });
  });

  test("in a public and a private zone is one in each", () => {
    const outside = cname("outside.example.net");
    const inside = (target: string) => cname(target, { zoneId: "Z0PRIVATEEXAMPLE" });
    const { lines, moves } = reviewed([outside, inside("one.example.net")], [outside, inside("two.example.net")]);
    expect(lines).toContain("everyone: one.example.net 100 % → 0 %, two.example.net 0 % → 100 %");
    expect(lines.join()).not.toContain("outside");
    expect(moves).toEqual(["100 %"]);
  });

  test("of a name that nobody asks for an address is a record like any other", () => {
    const proof = (target: string) => [cname(target, { name: "_proof.example.com" })];
    expect(reviewed(proof("one.example.net"), proof("two.example.net"))).toEqual({
      lines: ["record _proof.example.com CNAME: one.example.net → two.example.net"],
      moves: [],
    });
  });
});

test("a name that is new in one zone was not answered by a wildcard of another one", () => {
  const wildcard = { name: "*.shop.example.com", records: ["192.0.2.1"] };
  const inside = { name: "a.shop.example.com", records: ["192.0.2.2"], zoneId: "Z0PRIVATEEXAMPLE" };
  const { lines, moves } = reviewed([wildcard], [wildcard, inside]);
  expect(lines).toContain("new: a.shop.example.com (A)");
  expect(moves).toEqual([]);
});

describe("a multivalue answer", () => {
  const values = (...addresses: readonly string[]): Version =>
    addresses.map((address) => ({ records: [address], setIdentifier: address, multivalueAnswerRoutingPolicy: true }));

  test("with one address more is another set for everybody, and so it is with one less", () => {
    const [two, three] = [values("192.0.2.1", "192.0.2.2"), values("192.0.2.1", "192.0.2.2", "192.0.2.3")];
    expect(reviewed(two, three).moves).toEqual(["100 %"]);
    expect(reviewed(three, two).moves).toEqual(["100 %"]);
    expect(reviewed(two, two).moves).toEqual([]);
  });

  test("with the same addresses in one record is the same set", () => {
    expect(reviewed(values("192.0.2.1", "192.0.2.2"), [{ records: ["192.0.2.2", "192.0.2.1"] }]).moves).toEqual([]);
  });
});
