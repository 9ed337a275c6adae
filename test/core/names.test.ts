import { checkKey, resourceName } from "../../lib/core/names";
import { Problems } from "../../lib/core/problems";
import type { ValidationError } from "../../lib/core/validation-error";
import { refusalOf } from "../support/synthesize";

test("a name that fits is its parts, joined", () => {
  expect(resourceName(20, "production", "api")).toBe("production-api");
  expect(resourceName(14, "production", "api")).toBe("production-api");
});

test("a name that is too long is cut, and stays unique and the same", () => {
  const name = resourceName(20, "production", "northamerica", "one");
  expect(name).toMatch(/^production-no-[0-9a-f]{6}$/);
  expect(name).toHaveLength(20);
  expect(resourceName(20, "production", "northamerica", "one")).toBe(name);
  expect(resourceName(20, "production", "northamerica", "two")).not.toBe(name);
});

test("a key is as long as it may be, and not longer", () => {
  const check = (key: string) => () => Problems.of("names", (problems) => checkKey(problems, "pool", key, 5));
  expect(check("abcde")).not.toThrow();
  expect(refusalOf(check("abcdef"))).toEqual([
    'names: pool: got "abcdef", expected 1 to 5 lower-case letters, digits and hyphens, a letter first and no hyphen last (this has 6)',
  ]);
});

test("a name is not cut behind a hyphen", () => {
  expect(resourceName(18, "production", "northamerica")).toMatch(/^production-[0-9a-f]{6}$/);
});

test("no key is a word that every object has, which constructs take for a child that is there already", () => {
  expect(refusalOf(() => Problems.of("names", (problems) => checkKey(problems, "pools", "constructor", 40)))).toEqual([
    'names: pools: got "constructor", expected another word: constructs keep this one for themselves',
  ]);
});

test.each(["Frankfurt", "constructor"])("an invalid key has the code of names: %s", (key) => {
  const codes: string[] = [];
  try {
    Problems.of("names", (problems) => checkKey(problems, "pool", key, 40));
  } catch (error) {
    codes.push(...(error as ValidationError).problems.map(({ code }) => code));
  }
  expect(codes).toEqual(["name"]);
});
