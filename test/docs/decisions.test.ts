import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROWS = readFileSync(join(__dirname, "..", "..", "docs", "decisions.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (Decision|:--)/.test(line))
  .map((line) =>
    line
      .slice(1, -1)
      .split(" | ")
      .map((cell) => cell.trim()),
  );

test.each([
  ["no tokens between stacks", /never by tokens/],
  ["two weights from the first day", /^Two weights .* from the first day$/],
  ["plain files", /plain files/],
  ["facts that only tests read", /test\/terraform\/stand-in/],
])("it is written down why there are %s", (_, decision) => {
  expect(ROWS.filter(([text = ""]) => decision.test(text))).toHaveLength(1);
});

test("each decision has its reason in a few lines, and the other choice", () => {
  expect(ROWS.length).toBeGreaterThan(10);
  for (const [decision, why = "", other = "", ...rest] of ROWS) {
    expect([decision, why.length > 40, why.length < 500, other.length > 5, rest]).toEqual([
      decision,
      true,
      true,
      true,
      [],
    ]);
  }
});
