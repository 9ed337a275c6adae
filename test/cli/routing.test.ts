import type { App } from "cdktf";
import { HybridPlatform, type RoutingPolicy } from "../../index";
import { routing } from "../../lib/cli/routing";
import { jumps, routingDiff } from "../../lib/cli/routing-diff";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { SMALL_PLATFORM } from "../support/platform";
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

Fail-over: 96 s, and what AWS and resolvers take beyond that.

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

test("a data centre that is not there is answered with those that are", () => {
  expect(routing(before, { down: ["berlin"] })).toContain("There is no berlin here, but frankfurt, paris.");
});

describe("the difference between two folders", () => {
  test("names each place with its change, and says that there is no other", () => {
    expect(routingDiff(before, after, "text")).toBe(`### test-dns

AT (Austria): frankfurt 0 % → 100 %, last resort 100 % → 0 %, order of fail-over last resort becomes frankfurt → last resort
DE (Germany): frankfurt 25 % → 50 %, last resort 75 % → 50 %
FR (France): order of fail-over paris → frankfurt → last resort becomes paris → last resort
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
    expect(jumps(before, after, 25)[0]).toMatch(/^test-dns: AT \(Austria\): .* more than 25 points in one step$/);
  });
});

describe("a name that cannot be simulated", () => {
  const unknown = outputFolder(
    platform({ FR: { serveFrom: ["paris"] }, DE: { serveFrom: ["frankfurt"], percent: unknownNumber } }),
  );
  const note = (type: string, family: string) =>
    `api.example.com (${type}) is not analysed: aws_route53_record.routing_${family}_share_platform_DE_last_resort: a weight that only Terraform knows cannot be simulated.\n`;

  test("is named with the record and the reason", () => {
    expect(routing(unknown, { down: [] })).toContain(note("A", "ipv4"));
    expect(routing(unknown, { down: [], from: "DE" })).toContain(note("AAAA", "ipv6"));
  });

  test("is no change, but no small step either", () => {
    expect(routingDiff(after, unknown, "text")).toBe(
      `### test-dns\n\nNothing changes for anybody who is analysed.\n\n${note("A", "ipv4")}\n${note("AAAA", "ipv6")}`,
    );
    const lines = ["A", "AAAA"].map(
      (type) => `test-dns: api.example.com (${type}) cannot be compared: it is not analysed in one of the versions`,
    );
    expect(jumps(after, unknown, 100)).toEqual(lines);
    expect(jumps(unknown, after, 100)).toEqual(lines);
    expect(jumps(unknown, unknown, 1)).toEqual([]);
  });
});

describe("the command", () => {
  test("answers about a place", () => {
    const { status, stdout } = hybridKubernetes("routing", before, "--down", "paris", "--from", "FR");
    expect(status).toBe(0);
    expect(plain(stdout)).toContain("| api.example.com (A) | 100 % frankfurt |");
  });

  test.each([
    [
      ["routing", before, "--from", "UK"],
      'error: routing: --from: got "UK", expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows; for United Kingdom write "GB", or a state: "US-CA"\n',
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
