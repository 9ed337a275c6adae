import { resourceName } from "../../lib/core/names";

test("a name that fits is its parts, joined", () => {
  expect(resourceName(20, "production", "api")).toBe("production-api");
});

test("a name that is too long is cut, and stays unique and the same", () => {
  const name = resourceName(20, "production", "northamerica", "one");
  expect(name).toMatch(/^production-no-[0-9a-f]{6}$/);
  expect(name).toHaveLength(20);
  expect(resourceName(20, "production", "northamerica", "one")).toBe(name);
  expect(resourceName(20, "production", "northamerica", "two")).not.toBe(name);
});

test("a name is not cut behind a hyphen", () => {
  expect(resourceName(18, "production", "northamerica")).toMatch(/^production-[0-9a-f]{6}$/);
});
