import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "@swc/core";
import * as library from "../../index";

const PAGE = readFileSync(join(__dirname, "..", "..", "docs", "address-plan.md"), "utf8");

test("docs/address-plan.md shows what its first program prints", () => {
  const program = PAGE.match(/^```ts fragment\n([\s\S]*?)^```$/m)?.[1] ?? "";
  const { code } = transformSync(program, { module: { type: "commonjs" }, jsc: { parser: { syntax: "typescript" } } });
  const printed: string[] = [];
  const run = new Function("require", "exports", "console", code);
  run(() => library, {}, { log: (line: string) => printed.push(line) });
  const table = PAGE.match(/^\| Region[\s\S]*?(?=^$)/m)?.[0];
  expect(table).toBe(printed[0]);
  expect(table?.split("\n")).toHaveLength(6);
});
