import { TerraformStack } from "cdktf";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import { COUNTRY_CODES } from "../../lib/routing/countries";
import { type Block, resourcesOf, synthesize } from "../support/synthesize";

const PROPS: GeoRoutingProps = {
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "test",
  dataCenters: {
    paris: { ingress: { ipv4: "203.0.113.10" } },
    frankfurt: { ingress: { ipv4: ["203.0.113.20", "203.0.113.21"] } },
    lyon: { ingress: { ipv4: "203.0.113.30" } },
  },
  lastResort: { ipv4: "198.51.100.1" },
  policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
};

const serving = (serveFrom: readonly (string | readonly string[])[], codes: readonly string[] = ["FR"]) => ({
  platform: {
    hostNames: ["api.example.com"],
    countries: Object.fromEntries(codes.map((code) => [code, { serveFrom }])),
  },
});

const fallingBackTo = (
  fallBackTo: readonly (string | readonly string[])[],
  ipv4: string | string[] = "198.51.100.1",
) => ({
  ipv4,
  healthCheck: {},
  fallBackTo,
});

/** The warnings about aliases, and the most aliases in a row that the records make from a place. */
function make(change: Partial<GeoRoutingProps>) {
  const { stacks, manifest } = synthesize((app) => {
    new GeoRouting(new TerraformStack(app, "stack"), "routing", { ...PROPS, ...change });
  }, true);
  const messages: string[] = manifest.stacks.stack.annotations.map(({ message }: Block) => message);
  const records = new Map<string, Block>(Object.entries(resourcesOf(stacks.stack ?? {}, "aws_route53_record")));
  const hops = ({ alias }: Block): number => {
    if (alias === undefined) return 0;
    const [, target = ""] = /^\$\{aws_route53_record\.(.+)\.fqdn\}$/.exec(alias.name) ?? [];
    const name = records.get(target)?.name;
    return 1 + Math.max(...[...records.values()].filter((record) => record.name === name).map(hops));
  };
  const longest = (place: string) => {
    const ofPlace = [...records.values()].filter(
      ({ name, set_identifier }) => name === "api.example.com" && set_identifier === `geo-${place}`,
    );
    return Math.max(...ofPlace.map(hops));
  };
  return { warnings: messages.filter((message) => message.includes("aliases in a row")), longest };
}

describe("aliases that the last resort's data centres add are counted:", () => {
  test.each<[string, Partial<GeoRoutingProps>, number, number]>([
    ["one data centre", { lastResort: fallingBackTo(["paris"]) }, 4, 2],
    ["two in a row", { lastResort: fallingBackTo(["paris", "lyon"]) }, 5, 3],
    ["three in a row", { lastResort: fallingBackTo(["paris", "lyon", "frankfurt"]) }, 7, 5],
    ["a group", { lastResort: fallingBackTo([["paris", "lyon"]]) }, 5, 3],
    ["behind two data centres", { lastResort: fallingBackTo(["lyon"]), policies: serving(["paris", "lyon"]) }, 5, 2],
    [
      "behind a group, which is beside the way",
      { lastResort: fallingBackTo(["lyon"]), policies: serving([["paris", "lyon"]]) },
      4,
      2,
    ],
    ["behind several addresses", { lastResort: fallingBackTo(["lyon"], ["198.51.100.1", "198.51.100.2"]) }, 4, 2],
    ["below a continent", { lastResort: fallingBackTo(["lyon"]), policies: serving(["paris"], COUNTRY_CODES) }, 5, 2],
  ])("%s", (_, change, ofRoute, ofEveryoneElse) => {
    const { warnings, longest } = make(change);
    const isNested = Object.keys(change.policies?.platform?.countries ?? {}).length > 49;
    expect([longest(isNested ? "continent-EU" : "FR"), longest("default")]).toEqual([ofRoute, ofEveryoneElse]);
    const [first = "", ...others] = warnings;
    const ofElse = Math.max(ofEveryoneElse, isNested ? 3 : 0);
    expect(first).toMatch(
      new RegExp(
        `^policies\\.platform\\.countries\\.[A-Z]{2}\\.serveFrom: makes ${ofRoute} aliases in a row, with those of lastResort\\.fallBackTo`,
      ),
    );
    expect(others).toEqual(
      ofElse > 3
        ? [
            `lastResort.fallBackTo: makes ${ofElse} aliases in a row for everyone else, and AWS documents 3: ` +
              "name fewer data centres, or test it before you rely on it",
          ]
        : [],
    );
  });
});

test("a last resort that nobody checks adds none", () => {
  const { warnings, longest } = make({});
  expect(warnings).toEqual([]);
  expect(longest("FR")).toBe(2);
});
