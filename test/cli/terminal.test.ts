import { TerraformStack } from "cdktf";
import { HybridPlatform } from "../../index";
import { terminalText } from "../../lib/cli/terminal-text";
import { markdownTable } from "../../lib/core/markdown-table";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { COMMANDS } from "../support/command-names";
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

const LONG = "a-very-long-name-of-an-environment";

describe("on a terminal of 80 columns, or one that does not know", () => {
  const folder = outputFolder((app) => new HybridPlatform(app, "test", SMALL_PLATFORM));
  const longNames = outputFolder((app) => {
    const first = new TerraformStack(app, `${LONG}-dns`);
    new TerraformStack(app, `${LONG}-argocd`).addDependency(first);
  });
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

  test("permissions has the reason of a role beside it, or below it where there is no room", () => {
    const wide = hybridKubernetes("permissions", folder).stdout;
    for (const columns of [120, 80, 50]) {
      const { stdout } = onTerminal(columns, () => hybridKubernetes("permissions", folder));
      // What has no blank is a role or an action, which is copied in one piece.
      expect(stdout.split("\n").filter((line) => line.length > columns && line.trim().includes(" "))).toEqual([]);
      expect(stdout.split("\n").filter((line) => line.endsWith(" "))).toEqual([]);
      expect(stdout.split(/\s+/)).toEqual(wide.split(/\s+/));
    }
  });

  test("stacks with long names has a line for each cell, none with blanks at its end", () => {
    const { stdout } = onTerminal(80, () => hybridKubernetes("stacks", longNames));
    expect(stdout).toContain(`Stack: ${LONG}-argocd\nResources: 0\nWaits for: ${LONG}-dns\n`);
    expect(stdout.split("\n").filter((line) => line.length > 80 || / $/.test(line))).toEqual([]);
    // In a pipe it is a table, as ever.
    expect(hybridKubernetes("stacks", longNames).stdout).toMatch(/^Stack +Resources +Waits for\n/);
  });

  test("stacks --long has lines as long as they are in a pipe", () => {
    const { stdout } = hybridKubernetes("stacks", folder, "--long");
    expect(stdout.split("\n").filter((line) => line.startsWith("  resources: ") && line.length > 80)).not.toEqual([]);
    expect(stdout).not.toMatch(/^ {4}/m);
  });

  test.each([[], ...COMMANDS.map((name) => [name])])(
    "the help of %s has no line that is longer, in a pipe neither",
    (...command) => {
      const help = () => hybridKubernetes(...command, "--help").stdout;
      for (const text of [onTerminal(80, help), onTerminal(0, help), help()]) {
        expect(text.split("\n").filter((line) => line.length > 80 || line.endsWith(" "))).toEqual([]);
        expect(text).toContain("Usage: cdktf-hybrid-kubernetes");
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
