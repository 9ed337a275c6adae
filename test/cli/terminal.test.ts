import { HybridPlatform } from "../../index";
import { terminalText } from "../../lib/cli/terminal-text";
import { markdownTable } from "../../lib/core/markdown-table";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { SMALL_PLATFORM } from "../support/platform";
import { fc } from "../support/property";

/** Runs something with a terminal of this width in place of a file; 0 is one that does not know. */
function onTerminal<Result>(columns: number, run: () => Result): Result {
  const { isTTY, columns: before } = process.stdout;
  Object.assign(process.stdout, { isTTY: true, columns });
  try {
    return run();
  } finally {
    Object.assign(process.stdout, { isTTY, columns: before });
  }
}

describe("a text on a terminal", () => {
  const table = markdownTable(
    ["Site", "Full: the rest goes to"],
    [["europe-west1", "us-east1 (6000 km), asia-east1 (9000 km)"]],
  );

  test("has tables in columns that fit, without strokes", () => {
    expect(terminalText(table, 80).split("\n")).toEqual([
      "Site          Full: the rest goes to",
      "------------  ----------------------------------------",
      "europe-west1  us-east1 (6000 km), asia-east1 (9000 km)",
    ]);
    expect(terminalText(table, 36).split("\n")).toEqual([
      "Site          Full: the rest goes to",
      "------------  ----------------------",
      "europe-west1  us-east1 (6000 km),",
      "              asia-east1 (9000 km)",
    ]);
  });

  test("has a line for each cell, where the words of a table have no room beside each other", () => {
    expect(terminalText(table, 20).split("\n")).toEqual([
      "Site: europe-west1",
      "Full: the rest goes",
      "to: us-east1 (6000",
      "km), asia-east1",
      "(9000 km)",
    ]);
  });

  test("goes on below a list as far in as its words, and leaves commands in one piece", () => {
    const text = "- one two three four\n\n    npx cdktn deploy production-network";
    expect(terminalText(text, 12)).toBe("- one two\n  three four\n\n    npx cdktn deploy production-network");
  });

  test("has tables in columns, and lines as long as they are, where nothing is known of a terminal", () => {
    const others = `us-east1 (6000 km)${", asia-east1 (9000 km)".repeat(20)}`;
    const long = markdownTable(["Site", "Full: the rest goes to"], [["europe-west1", others]]);
    expect(terminalText(`${others}  \n${long}`, undefined).split("\n")).toEqual([
      others,
      "Site          Full: the rest goes to",
      `------------  ${"-".repeat(others.length)}`,
      `europe-west1  ${others}`,
    ]);
  });

  test("loses no word, and has no line that is longer, unless it is one word", () => {
    const word = fc.stringMatching(/^[a-z0-9.]{1,12}$/);
    const cell = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));
    const row = fc.tuple(cell, cell, cell);
    fc.assert(
      fc.property(
        row,
        fc.array(row, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 30, max: 100 }),
        (head, rows, columns) => {
          const text = terminalText(markdownTable(head, rows), columns);
          expect(text.split("\n").filter((line) => line.length > columns || line.endsWith(" "))).toEqual([]);
          const words = new Set(text.split(/[\s:]+/));
          expect(
            [...rows, head]
              .flat()
              .flatMap((some) => some.split(" "))
              .filter((one) => !words.has(one)),
          ).toEqual([]);
        },
      ),
    );
  });
});

describe("on a terminal of 80 columns, or one that does not know", () => {
  const folder = outputFolder((app) => new HybridPlatform(app, "test", SMALL_PLATFORM));
  const moved = outputFolder(
    (app) => new HybridPlatform(app, "test", { ...SMALL_PLATFORM, routing: { countries: {} } }),
  );
  const commands = [
    ["stacks"],
    ["stacks", "--long"],
    ["failover"],
    ["routing"],
    ["routing", "--down", "paris"],
    ["routing", "--from", "EU"],
    ["permissions"],
    ["check"],
  ];

  test.each(commands)(
    "%s %s has no line that is longer, none with blanks at its end, and no table in Markdown",
    (...args) => {
      const [command = "", ...options] = args;
      for (const columns of [80, 0]) {
        const { stdout } = onTerminal(columns, () => hybridKubernetes(command, folder, ...options));
        const wrong = stdout.split("\n").filter((line) => line.length > 80 || / $|^\|/.test(line));
        // A path, a state or a permission is copied in one piece.
        expect(wrong.filter((line) => line.trim().includes(" ") && !line.startsWith("    "))).toEqual([]);
        expect(stdout).not.toBe("");
      }
    },
  );

  test("review has no line that is longer", () => {
    const { stdout } = onTerminal(80, () => hybridKubernetes("review", folder, moved));
    expect(stdout.split("\n").filter((line) => line.length > 80 && !line.startsWith("    "))).toEqual([]);
    const asked = onTerminal(80, () => hybridKubernetes("review", folder, moved, "--format", "markdown")).stdout;
    expect(asked).toBe(hybridKubernetes("review", folder, moved, "--format", "markdown").stdout);
  });

  test("JSON is as it is", () => {
    const json = () => hybridKubernetes("routing", folder, "--json").stdout;
    expect(onTerminal(80, json)).toBe(json());
  });
});
