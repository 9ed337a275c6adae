import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { App } from "cdktf";
import { HybridPlatform, type RoutingPolicy } from "../../index";
import { routing } from "../../lib/cli/routing";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { expectSchema } from "../support/json-schema";
import { SMALL_PLATFORM } from "../support/platform";
import { jumps, routingDiff } from "../support/review";
import { type Block, refusalOf, synthesized } from "../support/synthesize";
import { unknownNumber } from "../support/tokens";

const DATA_CENTERS = {
  ...SMALL_PLATFORM.dataCenters,
  frankfurt: { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } },
};

const platform = (countries: RoutingPolicy["countries"]) => (app: App) =>
  new HybridPlatform(app, "test", { ...SMALL_PLATFORM, dataCenters: DATA_CENTERS, routing: { countries } });

const before = outputFolder(
  platform({ FR: { serveFrom: ["paris", "frankfurt"] }, DE: { serveFrom: ["frankfurt"], percent: 25 } }),
);
const after = outputFolder(
  platform({
    FR: { serveFrom: ["paris"] },
    DE: { serveFrom: ["frankfurt"], percent: 50 },
    AT: { serveFrom: ["frankfurt"] },
  }),
);

/** Without what only makes columns straight. */
const plain = (text: string) => text.replaceAll(/ +/g, " ");

test("the review shows who is served from where, what each failure changes, and what it costs", () => {
  // A and AAAA for two data centres: four health checks of 0.75 and twice 2 dollars; a million queries by place is 0.70.
  expect(plain(routing(before, { down: [], millionQueries: 10 }))).toBe(`## test-dns

### api.example.com (A), api.example.com (AAAA)

| Users | Answer | Chain | frankfurt down | paris down |
| --- | --- | --- | --- | --- |
| DE (Germany) | 25 % frankfurt, 75 % last resort | frankfurt → last resort | 100 % last resort | same |
| FR (France) | 100 % paris | paris → frankfurt → last resort | same | 100 % frankfurt |
| everyone else | 100 % last resort | last resort | same | same |

Failover: 96 s, and what AWS and resolvers take beyond that.

Last resort down: no service for 100 % of everyone else, 75 % of DE (Germany). It has no health check, so it is answered all the same.

Cost: $19.00 per month for 4 health checks, and $7.00 for 10 million queries.
`);
});

test("one place is asked about while data centres are down", () => {
  expect(plain(routing(before, { down: ["paris"], from: "FR" }))).toBe(`## test-dns

| From FR (France), when paris is down | Answer |
| --- | --- |
| api.example.com (A) | 100 % frankfurt |
| api.example.com (AAAA) | 100 % frankfurt |
`);
});

test("everybody is shown while data centres are down, when no place is named", () => {
  expect(plain(routing(before, { down: ["paris"] }))).toBe(`## test-dns

### api.example.com (A), api.example.com (AAAA)

| When paris is down | Answer |
| --- | --- |
| DE (Germany) | 25 % frankfurt, 75 % last resort |
| FR (France) | 100 % frankfurt |
| everyone else | 100 % last resort |
`);
});

test.each(["EU", "Europe", "europe"])("the countries of a continent are shown, named %s", (from) => {
  expect(plain(routing(before, { down: [], from }))).toBe(`## test-dns

### api.example.com (A), api.example.com (AAAA)

| From Europe, when all is well | Answer |
| --- | --- |
| DE (Germany) | 25 % frankfurt, 75 % last resort |
| FR (France) | 100 % paris |
| all others there | 100 % last resort |
`);
});

test("a code that is a country's and a continent's is the country's", () => {
  expect(plain(routing(before, { down: [], from: "NA" }))).toContain("| From NA (Namibia), when all is well |");
  expect(plain(routing(before, { down: [], from: "North America" }))).toContain(
    "| all others there | 100 % last resort |",
  );
});

test("a data centre that is not there is refused with those that are, beside one that is, too", () => {
  for (const down of [["berlin"], ["paris", "berlin"]]) {
    expect(refusalOf(() => routing(before, { down }))).toEqual([
      'routing: --down: got "berlin", expected an endpoint with a health check: frankfurt, paris',
    ]);
  }
});

test("a data centre that is drained is named, since it is in no chain", () => {
  const frankfurt = { ...DATA_CENTERS.frankfurt, drain: true };
  const drained = synthesized(
    (app) =>
      new HybridPlatform(app, "test", {
        ...SMALL_PLATFORM,
        dataCenters: { ...DATA_CENTERS, frankfurt },
        routing: { countries: { FR: { serveFrom: ["frankfurt"] } } },
      }),
    (folder) => routing(folder, { down: [] }),
  );
  expect(drained).toContain("\nDrained: frankfurt. Its health checks are forced to fail.\n");
  expect(routing(before, { down: [] })).not.toContain("Drained");
});

describe("JSON", () => {
  const parsed = (down: readonly string[], from?: string) => JSON.parse(routing(before, { down, from, json: true }));

  test("has each name, its places, answers, order of failover, and each failure", () => {
    const output = parsed([]);
    expectSchema("routing", output);
    const [stack] = output.stacks;
    expect([stack.stack, stack.endpoints, stack.drained]).toEqual(["test-dns", ["frankfurt", "paris"], []]);
    expect(stack.names.map(({ name, type }: { name: string; type: string }) => `${name} ${type}`)).toEqual([
      "api.example.com A",
      "api.example.com AAAA",
    ]);
    const [{ routes, failoverSeconds }] = stack.names;
    expect(failoverSeconds).toBe(96);
    expect(routes.find(({ places }: { places: string[] }) => places.includes("DE"))).toEqual({
      places: ["DE"],
      isEveryoneElse: false,
      answers: [
        { who: "frankfurt", kind: "endpoint", share: 0.25 },
        { who: "last resort", kind: "last-resort", share: 0.75 },
      ],
      failover: [["frankfurt"], ["last resort"]],
      whenDown: {
        frankfurt: [{ who: "last resort", kind: "last-resort", share: 1 }],
        paris: [
          { who: "frankfurt", kind: "endpoint", share: 0.25 },
          { who: "last resort", kind: "last-resort", share: 0.75 },
        ],
      },
    });
    expect(routes[0].isEveryoneElse).toBe(true);
    expect(routes.flatMap(({ places }: { places: string[] }) => places)).toHaveLength(246 + 51);
  });

  test("has what is asked for, of the places that are", () => {
    const output = parsed(["paris"], "FR");
    expectSchema("routing", output);
    expect(output.down).toEqual(["paris"]);
    expect(output.stacks[0].names[0].routes).toMatchObject([
      { places: ["FR"], answers: [{ who: "frankfurt", kind: "endpoint", share: 1 }] },
    ]);
  });
});

const half = outputFolder(platform({ DE: { serveFrom: ["frankfurt"], percent: 50 } }));
const uneven = outputFolder(platform({ DE: { serveFrom: ["frankfurt"], percent: 50 } }));

describe("the difference between two folders", () => {
  test("names each place with its change, and says that there is no other", () => {
    expect(routingDiff(before, after, "text")).toBe(`### test-dns

AT (Austria): frankfurt 0 % → 100 %, last resort 100 % → 0 %, order of failover last resort becomes frankfurt → last resort
DE (Germany): frankfurt 25 % → 50 %, last resort 75 % → 50 %
FR (France): order of failover paris → frankfurt → last resort becomes paris → last resort, when paris is down: frankfurt 100 % → 0 %, last resort 0 % → 100 %
Nothing changes for anybody else.
`);
  });

  test("is a table in Markdown", () => {
    expect(plain(routingDiff(before, after, "markdown"))).toContain(
      "| DE (Germany) | frankfurt 25 % → 50 %, last resort 75 % → 50 % | api.example.com (A), api.example.com (AAAA) |",
    );
  });

  test("is nothing between a folder and itself", () => {
    expect(routingDiff(before, before, "text")).toBe("### test-dns\n\nNothing changes for anybody.\n");
  });

  test("reports steps that are too large", () => {
    expect(jumps(before, after, 25)).toHaveLength(1);
    expect(jumps(before, after, 24)).toHaveLength(2);
    expect(jumps(before, after, 25)[0]).toMatch(
      /^test-dns: --largest-step: at most 25 % may move in one change, and this one moves 100 % of the users in AT \(Austria\) /,
    );
  });

  test("does not round what is a little too large", () => {
    const file = join(half, "stacks", "test-dns", "cdk.tf.json");
    // 50 of 98 are 51.02 %.
    const configuration = JSON.parse(readFileSync(file, "utf8"));
    for (const record of Object.values<Block>(configuration.resource.aws_route53_record)) {
      if (record.weighted_routing_policy?.weight === 50 && record.set_identifier === "last-resort")
        record.weighted_routing_policy.weight = 48;
    }
    writeFileSync(join(uneven, "stacks", "test-dns", "cdk.tf.json"), JSON.stringify(configuration));
    expect(jumps(half, uneven, 1)).toHaveLength(1);
    expect(jumps(half, uneven, 1.1)).toEqual([]);
  });
});

describe("a name that cannot be simulated", () => {
  const unknown = outputFolder(
    platform({ FR: { serveFrom: ["paris"] }, DE: { serveFrom: ["frankfurt"], percent: unknownNumber } }),
  );
  const note = (type: string, family: string) =>
    `api.example.com (${type}) is not analysed for users from DE (Germany): aws_route53_record.routing_${family}_share_platform_DE_frankfurt_last_resort: a weight that only Terraform knows cannot be simulated.\n`;

  test("is named with the record and the reason", () => {
    expect(routing(unknown, { down: [] })).toContain(note("A", "ipv4"));
    expect(routing(unknown, { down: [], from: "DE" })).toContain(note("AAAA", "ipv6"));
  });

  test("is no change, but no small step either", () => {
    expect(routingDiff(after, unknown, "text")).toBe(
      `### test-dns\n\nAT (Austria): frankfurt 100 % → 0 %, last resort 0 % → 100 %, order of failover frankfurt → last resort becomes last resort\nNothing changes for anybody else who is analysed.\n\n${note("A", "ipv4")}\n${note("AAAA", "ipv6")}`,
    );
    const lines = ["A", "AAAA"].map(
      (type) =>
        `test-dns: --largest-step: api.example.com (${type}) cannot be compared: it is not analysed in one of the versions`,
    );
    // Austria is compared, and Germany is not.
    expect(jumps(after, unknown, 100)).toEqual(lines);
    expect(jumps(unknown, after, 100)).toEqual(lines);
    expect(jumps(unknown, unknown, 1)).toEqual([]);
  });
});

describe("the command", () => {
  test("answers about a place", () => {
    const { status, stdout } = hybridKubernetes("routing", before, "--down", "paris", "--from", "FR");
    expect(status).toBe(0);
    expect(stdout.split("\n")).toContain("api.example.com (A)                   100 % frankfurt");
  });

  test.each([
    [
      ["routing", before, "--from", "UK"],
      'error: routing: --from: got "UK", expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows; for United Kingdom write "GB", a state, "US-CA", or a continent, "EU", "North America"\n',
    ],
    [
      ["routing", before, "--from", "de"],
      'error: routing: --from: got "de", expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows; for Germany write "DE", a state, "US-CA", or a continent, "EU", "North America"\n',
    ],
    [
      ["routing", "--down", "paris", "nowhere"],
      'error: nowhere: manifest.json: there is no such file: run "cdktf synth" first\n',
    ],
    [
      ["picture", before, "--stack", "test-edge"],
      'error: picture: --stack: got "test-edge", expected a stack with address records of Route 53: "test-dns"\n',
    ],
    [["routing", "nowhere"], 'error: nowhere: manifest.json: there is no such file: run "cdktf synth" first\n'],
  ])("fails with advice: %j", (args, message) => {
    const { status, stderr } = hybridKubernetes(...args);
    expect([status, stderr]).toEqual([1, message]);
  });
});
