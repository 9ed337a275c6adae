import { suggestedReach } from "../../lib/cli/plan-routing/suggested-reach";

describe("the reach that is suggested", () => {
  test("is of those places of which clearly fewer came than is expected, with two digits", () => {
    const observed = { DE: 0.853, ES: 0.91, FR: 1, SG: 0.7 };
    expect(suggestedReach(observed, {})).toEqual({ DE: 0.85, SG: 0.7 });
    expect(suggestedReach(observed, { DE: 0.9, SG: 0.7 })).toEqual({});
    expect(suggestedReach(observed, {}, 0.05)).toEqual({ default: 0.85, ES: 0.91, SG: 0.7 });
  });

  test("has a default where they are most, and names those that differ from it", () => {
    expect(suggestedReach({ DE: 0.85, ES: 0.84, FR: 0.86, SG: 0.6 }, {})).toEqual({ default: 0.84, SG: 0.6 });
    expect(suggestedReach({ DE: 0.85 }, {})).toEqual({ DE: 0.85 });
    expect(suggestedReach({}, {})).toEqual({});
  });

  test("is of no place of which less than half came: something is broken there", () => {
    expect(suggestedReach({ DE: 0, ES: 0.49, FR: 0.5 }, {})).toEqual({ FR: 0.5 });
  });
});
