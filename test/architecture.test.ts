import { filesBelow, reachedFrom } from "./support/import-graph";

describe("the inside of data centres", () => {
  test("reaches no other room than the core, neither cdktf nor a provider, by whatever way", () => {
    const ways = [...reachedFrom(filesBelow("lib/data-center"))].filter(([name]) => !name.startsWith("node:"));
    const strange = ways.filter(([name]) => !/^lib\/(data-center|core)\//.test(name));
    expect(strange.map(([name]) => name).sort()).toEqual(["fastest-levenshtein", "ip-address"]);
  });
});

describe("the routing policy and the analysis of its failures", () => {
  const ways = [...reachedFrom(filesBelow("lib/routing"))];
  const isFile = (name: string) => name.endsWith(".ts");

  test("reach no other room than the core", () => {
    const strange = ways.filter(([file]) => isFile(file) && !/^lib\/(routing|core)\//.test(file));
    expect(strange.map(([, way]) => way.join(" -> "))).toEqual([]);
  });

  test("reach neither cdktf nor a provider, by whatever way", () => {
    const packages = ways.filter(([name]) => !isFile(name) && !name.startsWith("node:"));
    expect(packages.map(([name]) => name).sort()).toEqual(["cli-table3", "ip-address"]);
  });
});
