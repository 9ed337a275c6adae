import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const EXAMPLES = join(__dirname, "..", "..", "examples", "ci");

/** What stands in for the commands of a job, and notes what is sent to the merge request or pull request. */
const COMMANDS = {
  terraform: '[ "$2" = plan ] && { echo "Error: no such project" >&2; exit 1; }; exit 0',
  npx: 'echo "routing: nothing changes"',
  npm: "",
  git: "mkdir -p ../deployed",
  gh: 'while [ "$1" != --body-file ]; do shift; done; cp "$2" "$FOLDER/comment"',
  curl: 'for one in "$@"; do case $one in body=*) cp "${one#body=<}" "$FOLDER/comment" ;; esac; done',
};

/** The condition of the steps that come after plans, whether these failed or not. */
const PLANNED = "${{ !cancelled() && steps.init.outcome != 'skipped' }}";

let folder: string;
let repository: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "failed-plan-"));
  repository = join(folder, "repository");
  for (const name of ["bin", "deployed/cdktf.out", "repository/locks", "repository/cdktf.out/stacks/network"]) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  for (const [name, text] of Object.entries(COMMANDS)) {
    writeFileSync(join(folder, "bin", name), `#!/usr/bin/env bash\n${text}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  }
  symlinkSync(join(EXAMPLES, "scripts"), join(repository, "ci"), "dir");
  writeFileSync(join(repository, "locks", "network.terraform.lock.hcl"), "");
  const stacks = { network: { name: "network", dependencies: [] } };
  for (const output of [join(repository, "cdktf.out"), join(folder, "deployed", "cdktf.out")])
    writeFileSync(join(output, "manifest.json"), JSON.stringify({ stacks }));
});
afterEach(() => rmSync(folder, { recursive: true }));

function bash(script: string) {
  const env = {
    ...process.env,
    FOLDER: folder,
    PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}`,
    GITHUB_STEP_SUMMARY: join(folder, "summary"),
    NUMBER: "7",
    GITLAB_TOKEN: "t",
    CI_API_V4_URL: "https://gitlab.example/api/v4",
    CI_PROJECT_ID: "7",
    CI_MERGE_REQUEST_IID: "1",
    CI_MERGE_REQUEST_DIFF_BASE_SHA: "abc",
  };
  return spawnSync("bash", ["-eo", "pipefail", "-c", script], { cwd: repository, env, encoding: "utf8" });
}

const comment = () => readFileSync(join(folder, "comment"), "utf8");

/** A step of a workflow, as far as this workflow writes any. */
interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
}

function stepsOf(workflow: string): Step[] {
  const [, ...steps] = readFileSync(join(EXAMPLES, "github", workflow), "utf8").split(/^ {6}- /m);
  return steps.map((text) => {
    const field = (name: string) => new RegExp(`^(?: {8})?${name}: (?!\\|)(.*)$`, "m").exec(text)?.[1];
    const block = /^(?: {8})?run: \|\n((?: {10}.*\n)+)/m.exec(text)?.[1];
    return { id: field("id"), if: field("if"), run: block ?? field("run") };
  });
}

test("a plan that fails on GitHub is in the log and in the comment, and the job is red", () => {
  const steps = stepsOf("pull-request.yml");
  const start = steps.findIndex(({ id }) => id === "init");
  expect(steps[start]?.run).toBe("ci/init-all.sh cdktf.out locks");
  let failed = false;
  let log = "";
  for (const step of steps.slice(start)) {
    expect([undefined, PLANNED]).toContain(step.if);
    if (step.run === undefined || (failed && step.if === undefined)) continue;
    const { status, stdout } = bash(step.run);
    log += stdout;
    failed ||= status !== 0;
  }
  expect(failed).toBe(true);
  expect(log).toContain("Error: no such project");
  expect(comment()).toContain("Error: no such project");
  expect(comment()).toContain("routing: nothing changes");
  expect(readFileSync(join(folder, "summary"), "utf8")).toBe(comment());
  // The plans are kept, too: what was too long for a comment is in them.
  expect(steps.at(-1)).toMatchObject({ if: PLANNED, run: undefined });
});

test("a plan that fails on GitLab is in the log and in the comment, and the job is red", () => {
  const [, job = ""] = /^plan:\n((?:(?: .*)?\n)+)/m.exec(readFileSync(join(EXAMPLES, "gitlab-ci.yml"), "utf8")) ?? [];
  const [, script = ""] = /^ {2}script:\n((?: {4}.*\n)+)/m.exec(job) ?? [];
  const { status, stdout } = bash(script.replaceAll(/^ {4}(?:- )?/gm, ""));
  expect(status).toBe(1);
  expect(stdout).toContain("Error: no such project");
  expect(comment()).toContain("Error: no such project");
  expect(comment()).toContain("routing: nothing changes");
  expect(job).toContain("artifacts:\n    when: always\n");
});
