import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { review } from "../../lib/cli/review";
import { ValidationError } from "../../lib/core/validation-error";
import { GeoRouting, type GeoRoutingProps, readTerraform } from "../../lib/route53";
import { inCountry, type RoutedDataCenter } from "../../lib/routing";
import { answers } from "../../testing";
import { type Block, synthesizeStack } from "../support/synthesize";

type DataCenters = GeoRoutingProps["dataCenters"];

const LAST = { ipv4: "198.51.100.1" };

/** A routing of a zone of its own: France is served from all of its data centres, in their order. */
const routing = (stack: TerraformStack, zone: string, dataCenters: DataCenters, more: Partial<GeoRoutingProps> = {}) =>
  new GeoRouting(stack, zone, {
    zone: { zoneId: `Z0123456789${zone.toUpperCase()}`, zoneName: `${zone}.example.com` },
    routingName: "test",
    dataCenters,
    lastResort: LAST,
    policies: {
      platform: {
        hostNames: [`api.${zone}.example.com`],
        countries: { FR: { serveFrom: Object.keys(dataCenters) } },
      },
    },
    ...more,
  });

const at = (ipv4: string | string[], more: Partial<RoutedDataCenter> = {}): RoutedDataCenter => ({
  ingress: { ipv4 },
  ...more,
});

const TAKES_1000 = { requestsPerSecond: 1000 };
const FR = inCountry("FR");

/** Who answers France at a name while something is down. */
function answersOf(configuration: Block, name: string, down: readonly string[] = []): readonly string[] {
  const { zone } = readTerraform(configuration);
  const shares = zone.whileDown(down).shares({ name, type: "A" }, FR);
  return shares.map(({ answerer }) => ("name" in answerer ? answerer.name : answerer.kind));
}

/** What is refused, or warned of, where only the routing of zone a is judged by demand. */
function judged(
  a: DataCenters,
  b: DataCenters,
  demand: number,
  more: Partial<GeoRoutingProps> = {},
): readonly string[] {
  try {
    const configuration = synthesizeStack((stack) => {
      const one = routing(stack, "a", a, { analysis: { demand: { FR: demand } }, ...more });
      routing(stack, "b", b);
      one.analysis.throwIfAny();
    });
    return (configuration.annotations ?? []).map(({ message }: Block) => message);
  } catch (error) {
    if (!ValidationError.isValidationError(error)) throw error;
    return error.message.split("\n");
  }
}

/** What is synthesized, in a folder. */
function outputFolder(program: (stack: TerraformStack) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), "two-routings-"));
  const app = new App({ outdir, skipValidation: true });
  program(new TerraformStack(app, "dns"));
  app.synth();
  return outdir;
}

describe("two routings of one stack that have a data centre of the same name", () => {
  test("at two addresses have two, each down by itself, and each called by its routing", () => {
    const configuration = synthesizeStack((stack) => {
      routing(stack, "a", { paris: at("203.0.113.10") });
      routing(stack, "b", { paris: at("203.0.113.20") });
    });
    const [a, b] = ["paris of test.a.example.com", "paris of test.b.example.com"] as const;
    expect(readTerraform(configuration).zone.endpoints).toEqual([a, b]);
    expect(answersOf(configuration, "api.a.example.com")).toEqual([a]);
    expect(answersOf(configuration, "api.a.example.com", [a])).toEqual(["last-resort"]);
    expect(answersOf(configuration, "api.b.example.com", [a])).toEqual([b]);
  });

  test("at one address have one, which needs no other word, with whatever further addresses", () => {
    const configuration = synthesizeStack((stack) => {
      routing(stack, "a", { paris: at("203.0.113.10") });
      routing(stack, "b", { paris: at(["203.0.113.10", "203.0.113.20"]) });
    });
    expect(readTerraform(configuration).zone.endpoints).toEqual(["paris"]);
    expect(answersOf(configuration, "api.a.example.com", ["paris"])).toEqual(["last-resort"]);
    expect(answersOf(configuration, "api.b.example.com", ["paris"])).toEqual(["last-resort"]);
  });

  test("at two addresses are not judged as halves of one", () => {
    expect(judged({ paris: at("203.0.113.10", TAKES_1000) }, { paris: at("203.0.113.20") }, 1000)).toEqual([]);
  });

  test("at one address are not judged as halves of one either, though each has a health check", () => {
    expect(judged({ paris: at("203.0.113.10", TAKES_1000) }, { paris: at("203.0.113.10") }, 1000)).toEqual([]);
  });

  test("at two addresses have no part in each other's addresses that are down", () => {
    const paris = at(["203.0.113.10", "203.0.113.11"], { ...TAKES_1000, requestsPerSecondPerAddress: 400 });
    const found = judged({ paris }, { paris: at("203.0.113.20") }, 1000);
    expect(found).toEqual([
      expect.stringContaining("when paris 203.0.113.10 is down: paris 203.0.113.11 is asked for 1000 "),
      expect.stringContaining("when paris 203.0.113.11 is down: paris 203.0.113.10 is asked for 1000 "),
    ]);
  });

  test("have its name alone in tests of a host name", () => {
    const configuration = synthesizeStack((stack) => {
      routing(stack, "a", { paris: at("203.0.113.10") });
      routing(stack, "b", { paris: at("203.0.113.20") });
    });
    const france = answers(configuration, "api.b.example.com").from("FR");
    france.are("paris");
    france.whenDown("paris").are("last resort");
    france.whenDown("paris of test.a.example.com").are("paris");
  });

  test("are no change for users of the one when the other is added", () => {
    const [one, other] = [{ paris: at("203.0.113.10") }, { paris: at("203.0.113.20") }];
    const before = outputFolder((stack) => routing(stack, "a", one));
    const after = outputFolder((stack) => {
      routing(stack, "a", one);
      routing(stack, "b", other);
    });
    const { text } = review(before, after);
    expect(text).toContain("new: api.b.example.com (A)");
    expect(text).toContain("Nothing else changes.");
    expect(text).not.toContain("paris of test.a.example.com");
  });

  test("are drained each by itself", () => {
    const configuration = synthesizeStack((stack) => {
      routing(stack, "a", { paris: at("203.0.113.10", { drain: true }) });
      routing(stack, "b", { paris: at("203.0.113.20") });
    });
    expect(readTerraform(configuration).zone.drained).toEqual(["paris of test.a.example.com"]);
  });

  test("have its name alone in messages about the routing that is judged", () => {
    const text =
      "a: policies.platform: api.a.example.com A: paris is asked for 1001 requests per second from FR (France) and can take 1000";
    const refusals = judged({ paris: at("203.0.113.10", TAKES_1000) }, { paris: at("203.0.113.20") }, 1001);
    expect(refusals).toEqual([expect.stringContaining(text)]);
  });
});

test("a data centre that two routings call by two names is judged as the routing calls it that is judged", () => {
  const overload =
    "api.a.example.com A: paris is asked for 1001 requests per second from FR (France) and can take 1000";
  const [a, b] = [{ paris: at("203.0.113.10", TAKES_1000) }, { par: at("203.0.113.10") }];
  expect(judged(a, b, 1001)).toEqual([expect.stringContaining(overload)]);
});

test("the parts of a data centre that two routings call by two names are called as the routing calls them that is judged", () => {
  const paris = at(["203.0.113.10", "203.0.113.11"], { ...TAKES_1000, requestsPerSecondPerAddress: 900 });
  expect(judged({ paris }, { par: at(["203.0.113.10", "203.0.113.12"]) }, 1000)).toEqual([
    expect.stringContaining("when paris 203.0.113.10 is down: paris 203.0.113.11 is asked for 1000 "),
    expect.stringContaining("when paris 203.0.113.11 is down: paris 203.0.113.10 is asked for 1000 "),
  ]);
});

test("two routings of one name in two zones of one name, such as a public and a private one, are told apart, too", () => {
  const zone = { zoneId: "Z0PRIVATEEXAMPLE", zoneName: "a.example.com" };
  const policies = { platform: { hostNames: ["api.a.example.com"], countries: { FR: { serveFrom: ["paris"] } } } };
  const configuration = synthesizeStack((stack) => {
    const analysis = { demand: { FR: 1000 } };
    const one = routing(stack, "a", { paris: at("203.0.113.10", TAKES_1000) }, { analysis });
    const other = routing(stack, "b", { paris: at("203.0.113.20", { drain: true }) }, { zone, policies });
    one.analysis.throwIfAny();
    other.analysis.throwIfAny();
  });
  const { endpoints, drained } = readTerraform(configuration).zone;
  expect(endpoints).toEqual([
    "paris of test.a.example.com in zone Z0123456789A",
    "paris of test.a.example.com in zone Z0PRIVATEEXAMPLE",
  ]);
  expect(drained).toEqual(endpoints.slice(1));
});

test("a last resort that is a data centre of another routing is no end that the routing left out", () => {
  const program = (stack: TerraformStack) => {
    const gke = { gke: at(LAST.ipv4) };
    const routings = [
      routing(stack, "a", { paris: at("203.0.113.10") }),
      routing(stack, "b", gke, { lastResort: { ipv4: "203.0.113.10" } }),
    ];
    for (const { analysis } of routings) analysis.throwIfAny();
  };
  const configuration = synthesizeStack(program);
  for (const name of ["api.a.example.com", "api.b.example.com"]) {
    expect(answersOf(configuration, name, ["paris", "gke"])).toEqual(["last-resort"]);
    const { zone } = readTerraform(configuration);
    const elsewhere = zone.whileDown([]).shares({ name, type: "A" }, inCountry("JP"));
    expect(elsewhere).toMatchObject([{ answerer: { kind: "last-resort" } }]);
  }
});

test("two last resorts that are checked are each down by its addresses alone, and no halves of one", () => {
  const checked = { healthCheck: {}, fallBackTo: ["paris"] };
  const configuration = synthesizeStack((stack) => {
    const dataCenters = { paris: at("203.0.113.10") };
    routing(stack, "a", dataCenters, { lastResort: { ...LAST, ...checked } });
    routing(stack, "b", dataCenters, { lastResort: { ipv4: "198.51.100.2", ...checked } });
  });
  const { zone } = readTerraform(configuration);
  expect(zone.endpoints).toEqual(["paris", "last resort"]);
  expect(zone.partsOf("last resort")).toEqual([]);
});
