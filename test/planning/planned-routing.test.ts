import { plannedRouting } from "../../lib/planning";
import { refusalOf } from "../support/synthesize";

const file = (policy: unknown) => ({ version: 1, policy });
const FR = { serveFrom: ["paris", ["frankfurt", "madrid"]], percent: 40 };

describe("the policy of a plan", () => {
  test.each([
    [{}],
    [{ countries: { FR }, continents: { EU: { serveFrom: "last-resort" } } }],
    [{ subdivisions: { "US-CA": FR }, waves: { first: { ...FR, countries: ["DE"] } } }],
  ])("is what the file has: %j", (policy) => {
    expect(plannedRouting(file(policy))).toEqual(policy);
  });

  test.each([
    ["a text", ['plan: got "a text", expected what routing-plan.json has, an object']],
    [undefined, ["plan: got nothing, expected what routing-plan.json has, an object"]],
    [{ policy: {} }, ["version: got nothing, expected 1"]],
    [{ version: 1 }, ["policy: got nothing, expected a routing policy, an object"]],
    [file({ country: {} }), ["policy.country: got {}, expected one of: continents, countries, subdivisions, waves"]],
    [file({ countries: [] }), ["policy.countries: got [], expected routes by places, an object"]],
    [file({ countries: { FR: 1 } }), ["policy.countries.FR: got 1, expected a route, an object"]],
    [
      file({ countries: { FR: { serveFrom: "paris" }, DE: { serveFrom: [1] } } }),
      [
        'policy.countries.FR.serveFrom: got "paris", expected data centres, or "last-resort"',
        'policy.countries.DE.serveFrom: got [1], expected data centres, or "last-resort"',
      ],
    ],
    [
      file({ waves: { first: { ...FR, countries: "DE" } } }),
      ['policy.waves.first.countries: got "DE", expected a list of codes'],
    ],
  ])("is refused with %j", (plan, lines) => {
    expect(refusalOf(() => plannedRouting(plan))).toEqual(lines.map((line) => `plannedRouting: ${line}`));
  });

  test("is checked as one that is written by hand", () => {
    expect(refusalOf(() => plannedRouting(file({ countries: { UK: FR, FR: { ...FR, percent: 40.5 } } })))).toEqual([
      expect.stringContaining("policy.countries.FR.percent: got 40.5, expected a whole number"),
      expect.stringContaining("policy.countries.UK"),
    ]);
  });

  test("names what to do where a data centre of it is gone", () => {
    const plan = file({ countries: { FR, DE: { serveFrom: "last-resort" } } });
    expect(plannedRouting(plan, ["paris", "frankfurt", "madrid", "lyon"])).toEqual(plan.policy);
    expect(refusalOf(() => plannedRouting(plan, ["lyon", "madrid"]))).toEqual([
      "plannedRouting: routing-plan.json: names paris and frankfurt, which the program does not have: replace the name in the file where it has a new one, or keep the data centre until no route names it",
    ]);
  });
});
