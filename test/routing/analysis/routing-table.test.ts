import { type Answerer, type Answers, inCountry, NOWHERE, routingTables } from "../../../lib/routing";

const paris: Answerer = { kind: "endpoint", name: "paris" };
const frankfurt: Answerer = { kind: "endpoint", name: "frankfurt" };
const lastResort: Answerer = { kind: "last-resort" };

/** DNS of which users in France and Belgium get Paris, then Frankfurt, and all others the last resort. */
const answers = (seconds: Readonly<Record<string, number | undefined>>): Answers => ({
  questions: Object.keys(seconds).map((name) => ({ name, type: "A" })),
  endpoints: ["frankfurt", "paris"],
  drained: [],
  signals: new Map(),
  partsOf: () => [],
  // The places that no route names come first.
  names: new Set<string>(),
  isAnswered: () => true,
  placesAlike: () => [[NOWHERE], [inCountry("FR")], [inCountry("BE")]],
  unknownPlaces: () => [],
  dependsOn: () => new Set(["frankfurt", "paris"]),
  decidedBy: (_, { country }) => `the records for ${country}`,
  whileDown: (down) => ({
    shares: (_, place) => {
      const chain = place === NOWHERE ? [] : [paris, frankfurt];
      const first = chain.find((one) => one.kind === "endpoint" && !down.includes(one.name));
      return [{ answerer: first ?? lastResort, share: 1, replies: [] }];
    },
  }),
  danglingAliases: () => [],
  failoverSeconds: ({ name }) => seconds[name],
  failoverUnknown: () => [],
});

/** Without what only makes columns straight. */
const tables = (seconds: Readonly<Record<string, number | undefined>>) =>
  routingTables(answers(seconds)).replaceAll(/ +/g, " ");

const TABLE = [
  "| Users | Answer | Chain | frankfurt down | paris down |",
  "| --- | --- | --- | --- | --- |",
  "| BE (Belgium), FR (France) | 100 % paris | paris → frankfurt → last resort | same | 100 % frankfurt |",
  "| everyone else | 100 % last resort | last resort | same | same |",
  "",
].join("\n");

/** The last resort is everyone else's alone: no user of a data centre has it while all is well. */
const LAST_RESORT_DOWN =
  "\nLast resort down: no service for 100 % of everyone else. It has no health check, so it is answered all the same.\n";

describe("the table of who is served from where", () => {
  test("has a row for places alike, a column for each data centre that is down, and everyone else last", () => {
    expect(tables({ "api.example.com": 96 })).toBe(
      `### api.example.com (A)\n\n${TABLE}\nFailover: 96 s, and what AWS and resolvers take beyond that.\n${LAST_RESORT_DOWN}`,
    );
  });

  test("is one for all host names with the same answers, and another where the time to fail over differs", () => {
    const text = tables({ "api.example.com": 96, "video.example.com": 96, "slow.example.com": 300 });
    expect(text.match(/^### .*/gm)).toEqual([
      "### api.example.com (A), video.example.com (A)",
      "### slow.example.com (A)",
    ]);
  });

  test("has no time where no endpoint is watched, and admits one that only Terraform knows", () => {
    expect(tables({ "api.example.com": 0 })).toBe(`### api.example.com (A)\n\n${TABLE}${LAST_RESORT_DOWN}`);
    expect(tables({ "api.example.com": undefined })).toContain("Failover: a time that is not known here, and what");
  });
});
