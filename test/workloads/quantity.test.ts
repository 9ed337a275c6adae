import { Token } from "cdktf";
import { Problems } from "../../lib/core/problems";
import { checkQuantity, quantity } from "../../lib/workloads/quantity";
import { fc } from "../support/property";
import { refusalOf } from "../support/synthesize";
import { variable } from "./support";

const FACTORS: Record<string, number> = { "": 1, m: 1 / 1000, k: 1e3, M: 1e6, G: 1e9, T: 1e12 };

describe("a quantity", () => {
  test.each([
    [1, "1"],
    [120, "120"],
    [1000, "1k"],
    [1500, "1500"],
    [25_000, "25k"],
    [3_000_000, "3M"],
    [0.5, "500m"],
    [1.25, "1250m"],
    [0.1, "100m"],
  ])("of %d is written %s, as Kubernetes does", (value, text) => {
    expect(quantity(value)).toBe(text);
  });

  test("is the same number when it is read again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000_000 }), (thousandths) => {
        const [, mantissa, suffix = ""] = /^(\d+)([mkMGT]?)$/.exec(quantity(thousandths / 1000)) ?? [];
        expect(Number(mantissa) * (FACTORS[suffix] ?? Number.NaN)).toBeCloseTo(thousandths / 1000, 6);
      }),
    );
  });

  test("may be a token", () => {
    const check = () =>
      Problems.of("stack", (problems) => checkQuantity(problems, "averageValue", Token.asNumber(variable("target"))));
    expect(check).not.toThrow();
    expect(Token.isUnresolved(quantity(Token.asNumber(variable("target"))))).toBe(true);
  });

  test.each([0, -1, 0.0001, 1.2345, Number.NaN, Number.POSITIVE_INFINITY])("is not %d", (value) => {
    const check = () => Problems.of("stack", (problems) => checkQuantity(problems, "averageValue", value));
    expect(refusalOf(check)).toEqual([
      `stack: averageValue: got ${value}, expected a number greater than 0, with at most three decimals`,
    ]);
  });
});
