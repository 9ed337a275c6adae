import { GeoRouting, readTerraform } from "../../../lib/route53";
import { analyzeFailures, type FailureAnalysisOptions, routingTables } from "../../../lib/routing";
import { type Block, refusalOf, synthesizeStack } from "../../support/synthesize";

const DATA_CENTERS = ["paris", "frankfurt", "singapore"];

const routing = synthesizeStack(
  (stack) =>
    new GeoRouting(stack, "routing", {
      zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
      routingName: "test",
      dataCenters: Object.fromEntries(
        DATA_CENTERS.map((name, index) => [name, { ingress: { ipv4: `203.0.113.${index}` } }]),
      ),
      lastResort: { ipv4: "198.51.100.1" },
      policies: {
        platform: {
          hostNames: ["api.example.com", "video.example.com"],
          countries: {
            FR: { serveFrom: ["paris", "frankfurt"] },
            DE: { serveFrom: ["frankfurt", "paris"], percent: 25 },
          },
        },
      },
    }),
);

const findings = (options: FailureAnalysisOptions = {}, configuration: Block = routing) =>
  analyzeFailures(readTerraform(configuration).zone, options).map(({ severity, message }) => `${severity}: ${message}`);

/** The routing with one record changed or left out, by the start of its name and its set identifier. */
function spoiled(
  start: string,
  setIdentifier: string,
  change: (record: Block) => Block | undefined,
  from = routing,
): Block {
  const records = Object.entries<Block>(from.resource.aws_route53_record).flatMap(([key, record]) => {
    const isIt = record.name.startsWith(start) && record.set_identifier === setIdentifier;
    const changed = isIt ? change(record) : record;
    return changed === undefined ? [] : [[key, changed]];
  });
  return { resource: { ...from.resource, aws_route53_record: Object.fromEntries(records) } };
}

const without = (start: string, setIdentifier: string, from = routing) =>
  spoiled(start, setIdentifier, () => undefined, from);

/** Without what only makes columns straight. */
const tablesOf = (configuration: Block) => routingTables(readTerraform(configuration).zone).replaceAll(/ +/g, " ");

const NAMES = "api.example.com A, video.example.com A";

test("finds nothing in what GeoRouting makes, whatever is down", () => {
  expect(findings({ simultaneousFailures: "all" })).toEqual([]);
});

test("all host names of a policy are asked about as the first one is", () => {
  const { zone } = readTerraform(routing);
  const asked = jest.spyOn(zone, "decidedBy");
  analyzeFailures(
    zone,
    { demand: { FR: 100, DE: 100 }, simultaneousFailures: 2 },
    { countries: new Map(), minLiveSites: { FR: 1 } },
  );
  expect(new Set(asked.mock.calls.map(([{ name }]) => name))).toEqual(new Set(["api.example.com"]));
});

test.each([0, -1, Number.NaN, "ALL"])("a number of failures that cannot be counted up to, %p, is refused", (some) => {
  const options = { simultaneousFailures: some } as unknown as FailureAnalysisOptions;
  expect(refusalOf(() => findings(options))).toEqual([
    expect.stringMatching(/^analyzeFailures: simultaneousFailures: got .+, expected 1, 2 or "all"$/),
  ]);
});

describe("finds users without an answer", () => {
  test("where there is no record for everyone else", () => {
    const [finding, ...others] = findings({}, without("api.", "geo-default"));
    expect(finding).toMatch(/^error: api\.example\.com A: no answer for addresses in no known place, AD \(Andorra\), /);
    expect(finding).toMatch(
      /and 240 other places; add a record for everyone else, of country "\*" and without a health check$/,
    );
    expect(others).toEqual([]);
  });
});

describe("finds aliases that lead to nothing", () => {
  test("among the names of a routing, as an error, also when a part of the users has an answer", () => {
    const cut = without("frankfurt.paris.chain", "primary", without("frankfurt.paris.chain", "secondary"));
    // The alias names its target by a reference to a record that is gone: here it is by name, as in Route 53.
    const spelled = spoiled(
      "de.platform.frankfurt.paris.share",
      "data-centers",
      (record) => ({ ...record, alias: { ...record.alias, name: "frankfurt.paris.chain._routing-test.example.com" } }),
      cut,
    );
    const [finding, ...others] = findings({}, spelled);
    expect(finding).toMatch(
      /^error: api\.example\.com A, video\.example\.com A: no answer for DE \(Germany\); aws_route53_record\.\S+_share_platform_DE_frankfurt_paris_data_centers_\S+ is an alias of frankfurt\.paris\.chain\._routing-test\.example\.com, which no record has$/,
    );
    expect(others).toEqual([]);
    expect(tablesOf(spelled)).toContain("| DE (Germany) | 75 % last resort, 25 % no answer |");
  });

  const alias = (zone_id: string, name: string) => ({
    resource: {
      aws_route53_record: {
        www: {
          zone_id: "Z1",
          name: "www.example.com",
          type: "A",
          alias: { name, zone_id, evaluate_target_health: true },
        },
      },
    },
  });

  test("elsewhere in the zone, as a risk, and never calls them the last resort", () => {
    const misspelt = alias("Z1", "wwww-origin.example.com");
    expect(findings({}, misspelt)).toEqual([
      "risk: www.example.com A: aws_route53_record.www is an alias of wwww-origin.example.com, which no record of this configuration has; if nobody else makes one, users get no answer",
    ]);
    expect(tablesOf(misspelt)).toContain("| 100 % wwww-origin.example.com (not in this configuration) |");
  });

  test("and does not judge a name that only Terraform knows", () => {
    expect(findings({}, alias("Z1", "${module.origin.fqdn}"))).toEqual([]);
  });

  test("and takes a name of another zone for what it is", () => {
    const balancer = alias("Z2", "lb.elb.amazonaws.com");
    expect(findings({}, balancer)).toEqual([]);
    expect(tablesOf(balancer)).toContain("| everyone else | 100 % lb.elb.amazonaws.com |");
  });
});

describe("finds data centres that answer while they are down", () => {
  const remedy =
    "end their chain in an address without a health check, and let each alias evaluate its target's health";

  test("where no last resort is left, in the chain, in the share and for everyone else", () => {
    const shorter = without(
      "fr.platform.paris.frankfurt.share",
      "last-resort",
      without("frankfurt.chain", "secondary"),
    );
    expect(findings({ simultaneousFailures: 2 }, shorter)).toEqual([]);
    expect(findings({ simultaneousFailures: 2 }, without("api.", "geo-default", shorter))).toContain(
      `error: api.example.com A, when frankfurt and paris are down: an endpoint that is down answers FR (France); ${remedy}`,
    );
  });

  test("where a record has no health check", () => {
    const blind = spoiled("paris.frankfurt.chain", "primary", ({ health_check_id: _, ...record }) => record);
    expect(findings({}, blind)).toEqual([
      `error: ${NAMES}, when paris is down: an endpoint that is down answers FR (France); ${remedy}`,
    ]);
  });
});

describe("finds overload", () => {
  const demand = { FR: 2000, DE: 4000 };

  test("when all is well, and more of it when a data centre is down", () => {
    expect(findings({ demand, capacity: { paris: 1500 } })).toEqual([
      `error: ${NAMES}: paris is asked for 2000 requests per second from FR (France) and can take 1500; lower the percentage of a country, or name another data centre before the last resort`,
      `error: ${NAMES}, when frankfurt is down: paris is asked for 3000 requests per second from DE (Germany), FR (France) and can take 1500; lower the percentage of a country, or name another data centre before the last resort`,
    ]);
  });

  test("at exactly its capacity nothing is overloaded", () => {
    expect(findings({ demand, capacity: { paris: 3000, frankfurt: 3000 } })).toEqual([]);
  });

  test("of the last resort it takes two failures, which is a risk", () => {
    const options = { demand, lastResortRequestsPerSecond: 3000, simultaneousFailures: 2 } as const;
    expect(findings(options)).toEqual([
      `risk: ${NAMES}, when frankfurt and paris are down: last resort is asked for 6000 requests per second from DE (Germany), FR (France) and can take 3000; raise the node pools' totalMaxNodeCount`,
    ]);
  });
});

describe("finds slow failover", () => {
  test("against the target, which is met exactly at 96 seconds", () => {
    // An interval of 10 s, 3 failures, 6 s until the last times out, and 60 s in resolvers.
    expect(findings({ failoverTargetSeconds: 96 })).toEqual([]);
    expect(findings({ failoverTargetSeconds: 95 })).toEqual([
      `error: ${NAMES}: failover takes 96 seconds, and the target is 95; lower the time to live, or the health check's interval or failure threshold`,
    ]);
  });
});

test.each([
  [1 + 0.9e-9, []],
  [1 + 1.1e-9, ["error: api.example.com A, video.example.com A: paris is asked for 101 requests"]],
])("a load of %d times the capacity is judged to a billionth", (times, expected) => {
  const options = { capacity: { paris: 100 }, demandPerHostName: {}, demand: { FR: 100 * times } };
  const found = findings(options).filter((message) => message.includes("paris is asked for"));
  expect(found.map((message) => message.split(" per second")[0])).toEqual(expected);
});
