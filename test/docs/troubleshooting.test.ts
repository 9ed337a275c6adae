import { readFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../mistakes/commands";
import { MISTAKES } from "../mistakes/javascript";

const page = readFileSync(join(__dirname, "..", "..", "docs", "troubleshooting.md"), "utf8");

/** The rows of a section's table, each as its cells. */
function rowsOf(title: string): readonly (readonly string[])[] {
  const section = page.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => /^\| (?!Message|---)/.test(line));
  return rows.map((row) => row.slice(2, -2).split(" | "));
}

const refused = rowsOf("What this library refuses").map(([message = ""]) => message.slice(1, -1));

/** The lines that the list of mistakes shows to be the answers to them. The platform there is called `p`. */
const answers = new Set([
  ...MISTAKES.flatMap(([, , ...lines]) => lines.map((line) => line.replace(/^p: /, ""))),
  ...COMMANDS.map(([, line]) => line.replace(/^error: /, "")),
]);

test("the page has refusals", () => expect(refused.length).toBeGreaterThan(9));

test.each(refused)("the library still refuses with: %s", (message) => {
  expect([message, answers.has(message)]).toEqual([message, true]);
});

test.each([
  ...["Before anything is synthesized", "What this library refuses", "What Google answers", "What AWS answers"],
  "What Terraform answers",
])("each row of %s has a message, a cause and a way out", (title) => {
  const rows = rowsOf(title);
  expect(rows.length).toBeGreaterThan(3);
  for (const cells of rows) {
    expect(cells).toHaveLength(3);
    expect(cells.map((cell) => cell.trim().length > 3)).toEqual([true, true, true]);
  }
});

test.each([...rowsOf("What Google answers"), ...rowsOf("What AWS answers")])(
  "there is a report or a page for: %s",
  (_, cause) => expect(cause).toMatch(/\]\(https:\/\//),
);
