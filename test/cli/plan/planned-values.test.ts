import type { Settings } from "../../../lib/cli/output-folder";
import { isBlock } from "../../../lib/cli/plan/planned-values";

const constant = (value: unknown) => ({ constant_value: value });

describe("what was planned is what is written", () => {
  test.each<[string, Settings, Settings]>([
    ["a text", { name: constant("one") }, { name: "one" }],
    ["a number that is written as a text", { port: constant("80") }, { port: 80 }],
    ["a block, which a plan has in a list", { node: [{ size: constant(1) }] }, { node: { size: 1 } }],
    ["several blocks", { rule: [{ p: constant(1) }, { p: constant(2) }] }, { rule: [{ p: 1 }, { p: 2 }] }],
    ["a map", { labels: constant({ a: "b" }) }, { labels: { a: "b" } }],
    ["a list", { zones: constant(["a", "b"]) }, { zones: ["a", "b"] }],
    ["braces that stand for themselves", { text: constant("${a} %{b}") }, { text: "$${a} %%{b}" }],
    ["a reference, whose value nobody knows here", { network: { references: ["a.b"] } }, { network: "${a.b.id}" }],
    ["what Terraform reads itself", {}, { lifecycle: { prevent_destroy: true }, depends_on: ["a.b"] }],
    ["a block that makes others", { rule: [] }, { dynamic: { rule: { for_each: "${var.a}" } } }],
    ["an empty list, which a plan leaves out", {}, { rules: [] }],
  ])("with %s", (_, expressions, settings) => {
    expect(isBlock(expressions, settings)).toBe(true);
  });

  test.each<[string, Settings, Settings]>([
    ["another text", { name: constant("one") }, { name: "two" }],
    ["an argument more", {}, { name: "one" }],
    ["an argument less", { name: constant("one") }, {}],
    ["another value in a block", { node: [{ size: constant(1) }] }, { node: { size: 2 } }],
    ["a block less", { rule: [{ p: constant(1) }, { p: constant(2) }] }, { rule: { p: 1 } }],
    ["another key in a map", { labels: constant({ a: "b" }) }, { labels: { c: "b" } }],
    ["another order of a list", { zones: constant(["a", "b"]) }, { zones: ["b", "a"] }],
  ])("not with %s", (_, expressions, settings) => {
    expect(isBlock(expressions, settings)).toBe(false);
  });
});
