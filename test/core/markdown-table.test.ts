import { markdownTable } from "../../lib/core/markdown-table";

test("columns are as wide as their longest cell, and a letter beyond the first plane is one letter", () => {
  expect(
    markdownTable(
      ["Users", "Answer"],
      [
        ["CI (Côte d’Ivoire)", "paris"],
        ["𝒳", ""],
      ],
    ),
  ).toBe(
    [
      "| Users              | Answer |",
      "| ---                | ---    |",
      "| CI (Côte d’Ivoire) | paris  |",
      "| 𝒳                  |        |",
    ].join("\n"),
  );
});

test("a row that is too short has empty cells", () => {
  expect(markdownTable(["a", "b"], [["1"]])).toBe("| a   | b   |\n| --- | --- |\n| 1   |     |");
});
