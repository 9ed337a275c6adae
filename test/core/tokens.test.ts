import { Lazy, Token } from "cdktf";
import { isUnknown } from "../../lib/core/tokens";
import { fc } from "../support/property";

const TOKENS: readonly (readonly [string, unknown])[] = [
  ["a text", Token.asString({ resolve: () => "x" })],
  ["a text with a token in it", `gs://${Token.asString({ resolve: () => "x" })}/y`],
  ["a number", Token.asNumber({ resolve: () => 1 })],
  ["a list", Token.asList({ resolve: () => ["x"] })],
  ["a list of numbers", Token.asNumberList({ resolve: () => [1] })],
  ["a map", Token.asStringMap({ resolve: () => ({}) })],
  ["a map of numbers", Token.asNumberMap({ resolve: () => ({}) })],
  ["a lazy value", Lazy.anyValue({ produce: () => 1 })],
  ["null for Terraform", Token.nullValue()],
];

test.each(TOKENS)("%s that only Terraform knows is unknown, as cdktf says", (_, value) => {
  expect(Token.isUnresolved(value)).toBe(true);
  expect(isUnknown(value)).toBe(true);
});

test("an interpolation that somebody wrote is unknown, too", () => {
  expect(isUnknown("${var.region}")).toBe(true);
});

test.each([
  undefined,
  null,
  true,
  () => "x",
  Symbol("x"),
  {},
  [],
  ["a", "b"],
  [1],
  { resolve: 1 },
  -1.7e308,
  Number.NaN,
])("%p is known", (value) => {
  expect(isUnknown(value)).toBe(false);
});

test("any other value is known, as cdktf says", () => {
  const plain = fc.oneof(fc.double(), fc.string(), fc.array(fc.double()), fc.array(fc.string()), fc.object());
  fc.assert(
    fc.property(plain, (value) => {
      fc.pre(!(typeof value === "string" && value.includes("${")));
      expect(isUnknown(value)).toBe(Token.isUnresolved(value));
    }),
  );
});
