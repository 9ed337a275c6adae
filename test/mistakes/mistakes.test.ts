import { join, sep } from "node:path";
import { App } from "cdktf";
import { ValidationError } from "../../index";
import { hybridKubernetes } from "../support/command-line";
import { COMMANDS } from "./commands";
import { MISTAKES } from "./javascript";

const ROOT = join(__dirname, "..", "..");
const OURS = ["index.ts", "workloads.ts", "testing.ts", "lib", "stacks"].map((part) => join(ROOT, part));

/** What a program says: the lines of the error that ends it, or those of the warnings of what it made. */
function saidBy(program: (app: App) => unknown): readonly string[] {
  const app = new App({ skipValidation: true });
  try {
    program(app);
  } catch (error) {
    // Anything else, such as a TypeError, is no answer to whoever wrote the program.
    if (!ValidationError.isValidationError(error)) throw error;
    const frames = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
    expect(frames.filter((frame) => OURS.some((part) => frame.includes(`${part}${sep}`)))).toEqual([]);
    return error.message.split("\n");
  }
  const notes = app.node.findAll().flatMap(({ node }) => node.metadata);
  return notes.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => String(data));
}

/** What the example warns of anyway. */
const ANYWAY = /^zones: the zones .* come from this version's list/;

describe("a mistake in plain JavaScript has a line that says what to write, and no stack of ours:", () => {
  test.each(MISTAKES.map(([written, ...rest], index) => [`${written} (${index})`, ...rest] as const))(
    "%s",
    (_, program, ...lines) => {
      expect(saidBy(program).filter((line) => !ANYWAY.test(line))).toEqual(lines);
    },
  );
});

describe("a mistake on the command line has a line that says what to write:", () => {
  test.each(COMMANDS)("%j", (args, line) => {
    const { status, stdout, stderr } = hybridKubernetes(...args);
    expect({ status, stdout, line: stderr.split("\n")[0] }).toEqual({ status: 1, stdout: "", line });
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

test("there are more than a hundred, and each has a line", () => {
  expect(MISTAKES.length + COMMANDS.length).toBeGreaterThan(120);
  for (const [written, , ...lines] of MISTAKES) expect([written, lines.length > 0]).toEqual([written, true]);
});
