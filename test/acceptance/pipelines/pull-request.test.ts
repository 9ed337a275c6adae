import { GithubRunner } from "./support/github-runner";
import { GitlabRunner } from "./support/gitlab-runner";
import { lockFile, PipelineFolder, type Program } from "./support/pipeline-folder";

const PROGRAM: Program = { "production-network": [], "production-dns": ["production-network"] };

let folder: PipelineFolder;
beforeEach(() => {
  folder = new PipelineFolder();
});
afterEach(() => folder.close());

interface Change {
  readonly files?: Readonly<Record<string, string>>;
  readonly program?: Program;
  readonly labels?: readonly string[];
  /** A stack without a lock file. */
  readonly unlocked?: string;
}

/** A repository, as GitHub names it in an event. */
const HERE = { repo: { full_name: "acme/platform" } };

function onGithub(
  { files = {}, program = PROGRAM, labels = [], unlocked }: Change = {},
  event: object = {},
  vars: object = {},
) {
  const base = folder.commit(PROGRAM);
  const next = folder.commit(program, files, unlocked);
  const pull_request = {
    number: 7,
    base: { sha: base },
    head: HERE,
    user: { login: "ada" },
    labels: labels.map((name) => ({ name })),
    ...event,
  };
  const github = { repository: "acme/platform", token: "t", workspace: ".", event: { pull_request } };
  return new GithubRunner(folder, { github, vars }, next).run("pull-request.yml");
}

function onGitlab({ files = {}, program = PROGRAM, labels = [], unlocked }: Change = {}) {
  const base = folder.commit(PROGRAM);
  const next = folder.commit(program, files, unlocked);
  const variables = { CI_MERGE_REQUEST_DIFF_BASE_SHA: base, CI_MERGE_REQUEST_LABELS: labels.join(",") };
  return new GitlabRunner(folder, next, variables).run("next", "deployed", "plan", "review", "page");
}

const comment = () => folder.read("comment");

describe.each([
  ["GitHub", onGithub, "plan-production"],
  ["GitLab", onGitlab, "plan"],
] as const)("a change on %s", (_, run, planJob) => {
  const results = (change?: Change) => Object.entries(run(change)).map(([name, { result }]) => `${name}: ${result}`);

  test("is planned and reviewed, and all is green", () => {
    expect(results()).not.toContainEqual(expect.stringContaining("failure"));
    expect(comment()).toContain("| production-network | Plan: 1 to add, 0 to change, 0 to destroy. |");
    expect(comment()).toContain("## Routing\n\nnothing changes\n");
    expect(comment()).not.toContain("## Failed");
  });

  test("runs npm in no job that plans, and only packages of the target branch where it comments", () => {
    run({ files: { "package.json": "of the pull request" } });
    expect(folder.calls(planJob, "npm")).toEqual([]);
    expect(folder.calls(planJob, "npx")).toEqual([]);
    expect(folder.calls("next", "terraform")).toEqual([]);
    for (const job of ["next", "deployed", "review"])
      expect(folder.calls(job, "npm")[0]).toMatch(/^ci --ignore-scripts/);
  });

  test("runs the scripts of the target branch with a token, whatever the change makes of them", () => {
    const spoiled = Object.fromEntries(
      [
        "plan-environment.sh",
        "plan-all.sh",
        "init-all.sh",
        "review-pull-request.sh",
        "github-comment.sh",
        "gitlab-sign-in.sh",
      ].map((name) => [`ci/${name}`, "#!/usr/bin/env bash\necho STOLEN\n"]),
    );
    const ran = run({ files: spoiled });
    expect(Object.values(ran).map(({ log }) => log)).not.toContainEqual(expect.stringContaining("STOLEN"));
    expect(comment()).toContain("| production-dns | Plan:");
  });

  test("whose plan fails has the error in the log and in the comment, and is red", () => {
    folder.write("fails/production-dns-plan", "no such zone");
    const ran = run();
    expect([ran.plan?.result, ran.review?.result]).toEqual(["failure", "failure"]);
    expect(ran.plan?.log).toContain("Error: no such zone");
    expect(comment()).toContain("## Failed\n\nThe plan of production-dns failed:\n\n```\nError: no such zone\n```\n");
    expect(comment()).toContain("| production-dns | **failed** |");
    expect(comment()).toContain("| production-network | Plan: 1 to add");
    expect(comment()).toContain("## Routing\n\nnothing changes\n");
  });

  test("whose stack cannot be initialized has the error in the log and in the comment, and is red", () => {
    folder.write("fails/production-network-init", "no such bucket");
    const ran = run();
    expect([ran.plan?.result, ran.review?.result]).toEqual(["failure", "failure"]);
    expect(ran.plan?.log).toContain("Error: no such bucket");
    expect(comment()).toContain(
      'The step "init of production" failed:\n\n```\nproduction-network could not be initialized\nError: no such bucket\n```\n',
    );
    expect(comment()).toContain("No stack was planned");
  });

  test.each([
    ["install", "npm error: no such package"],
    ["check", "main.ts(3,1): error TS2322"],
    ["synth", "ValidationError: clusters: too few"],
  ])("whose step %s fails has the error in the log and in the comment, and is red", (step, error) => {
    const ran = run({ files: { [`fails-${step}`]: "" } });
    expect([ran.next?.result, ran.review?.result]).toEqual(["failure", "failure"]);
    expect(ran.next?.log).toContain(error);
    expect(comment()).toContain(`The step "${step}" failed:\n\n\`\`\`\n${error}\n\`\`\`\n`);
  });

  test("with a new stack names its lock file that is missing, and what writes it", () => {
    const program = { ...PROGRAM, "production-links": ["production-network"] };
    const ran = run({ program, unlocked: "production-links" });
    expect([ran.plan?.result, ran.review?.result]).toEqual(["failure", "failure"]);
    expect(comment()).toContain("no lock file in next/locks for: production-links\n");
    expect(comment()).toContain("npm run synth && ci/lock-providers.sh\n  git add locks\n");
  });

  const LOCK = "locks/production-dns.terraform.lock.hcl";
  const STACK = "program/stacks/production-dns";
  // With a bucket for the state: one in a local file is refused by itself.
  const IN_BUCKET = { terraform: { backend: { gcs: { bucket: "acme-terraform" } } } };
  const json = (value: object) => ({ [`${STACK}/cdk.tf.json`]: JSON.stringify({ ...IN_BUCKET, ...value }, null, 2) });

  test.each([
    ["a provider", { [LOCK]: lockFile("evil/external") }, "registry.terraform.io/evil/external 6.0.0\n"],
    ["a version", { [LOCK]: lockFile("hashicorp/google", "6.0.1") }, "registry.terraform.io/hashicorp/google 6.0.1\n"],
    ["a checksum", { [LOCK]: lockFile("hashicorp/google", "6.0.0", "h1:forged=") }, "google 6.0.0 (other checksums)\n"],
    [
      "an endpoint",
      json({ provider: { google: [{ compute_custom_endpoint: "x" }] } }),
      "google.0.compute_custom_endpoint",
    ],
    [
      "endpoints",
      json({ provider: { aws: [{ endpoints: [{ sts: "x" }] }] } }),
      "production-dns: provider.aws.0.endpoints\n",
    ],
    [
      "an endpoint of the state",
      json({ terraform: { backend: { s3: { endpoint: "x" } } } }),
      "terraform.backend.s3.endpoint\n",
    ],
    ["a module", json({ module: { m: { source: "./m" } } }), "production-dns: module\n"],
  ])("with %s that the target branch does not have is not planned, unless a label says so", (_, files, message) => {
    expect(run({ files }).plan?.result).toBe("failure");
    expect(folder.calls(planJob, "terraform")).toEqual([]);
    expect(comment()).toContain(message);
    folder.close();
    folder = new PipelineFolder();
    expect(run({ files, labels: ["allow-new-providers"] }).plan?.result).toBe("success");
  });

  test.each([
    ["a lock file", { [LOCK]: lockFile().replace("provider ", "  provider   ") }, "production-dns.terraform.lock.hcl"],
    [
      "a property twice",
      { [`${STACK}/cdk.tf.json`]: '{\n  "provider": {},\n  "provider": {}\n}' },
      "production-dns/cdk.tf.json",
    ],
    ["more for Terraform", { [`${STACK}/more.tf`]: "" }, "production-dns/more.tf"],
  ])("with %s in another form is not planned, whatever the label", (_, files, message) => {
    expect(run({ files, labels: ["allow-new-providers"] }).plan?.result).toBe("failure");
    expect(folder.calls(planJob, "terraform")).toEqual([]);
    expect(comment()).toContain(message);
  });

  test("that is refused is red, and its comment has the page", () => {
    folder.write("review-status", "2");
    const ran = run();
    expect([ran.plan?.result, ran.review?.result]).toEqual(["success", "failure"]);
    expect(comment()).toContain("## Refused");
  });
});

describe("the comment on GitHub", () => {
  const own = "<!-- review by pull-request -->";
  const calls = () => folder.read("comment-calls");

  test("is written over that of the run before, and has the page and the log", () => {
    folder.write(
      "comments.json",
      JSON.stringify([
        [{ id: 1, user: { login: "github-actions[bot]" }, body: "of another workflow" }],
        [
          { id: 2, user: { login: "ada" }, body: `${own} quoted` },
          { id: 3, user: { login: "github-actions[bot]" }, body: `${own}\nold` },
        ],
      ]),
    );
    onGithub();
    expect(calls()).toMatch(/^api --method PATCH repos\/acme\/platform\/issues\/comments\/3 /);
    expect(comment().startsWith(`${own}\n`)).toBe(true);
    expect(comment()).toContain("[What moves, on a map](https://example.com/change.html)");
    expect(comment()).toContain("[The log of this run](https://github.com/acme/platform/actions/runs/7)");
  });

  test("has a page with the options that are given", () => {
    onGithub({}, {}, { PICTURE_OPTIONS: "--facts facts.json --no-borders" });
    expect(folder.read("page-call")).toContain("--facts facts.json --no-borders --page change.html");
    expect(comment()).not.toContain("could not be drawn");
  });

  test("has a page with options whose values have spaces", () => {
    onGithub({}, {}, { PICTURE_OPTIONS: `--facts "my facts.json"` });
    expect(folder.read("page-words")).toContain("\n--facts\nmy facts.json\n--page\nchange.html\n");
  });

  test("says where a quote of the options for the page has no end", () => {
    onGithub({}, {}, { PICTURE_OPTIONS: `--facts "my facts.json` });
    const why = `error: PICTURE_OPTIONS: a quote has no end: --facts "my facts.json`;
    expect(comment()).toContain(`The page of what moves could not be drawn:\n\n\`\`\`\n${why}\n\`\`\``);
  });

  test.each([
    ["fails-page", "in the command's words", "error: picture: --facts: facts.json cannot be read"],
    ["kills-page", "where it is killed without a word", "It ended with the exit status 137."],
  ])("says why there is no page, and the review goes on: %s, %s", (fault, _, words) => {
    folder.write(fault, "");
    expect(onGithub().review?.result).toBe("success");
    expect(comment()).toContain(`The page of what moves could not be drawn:\n\n\`\`\`\n${words}\n\`\`\``);
    expect(comment()).toContain("nothing changes");
  });

  test("is a new one where there is none of its own", () => {
    folder.write("comments.json", JSON.stringify([[{ id: 1, user: { login: "github-actions[bot]" }, body: "other" }]]));
    onGithub();
    expect(calls()).toMatch(/^api --method POST repos\/acme\/platform\/issues\/7\/comments /);
  });
});

describe("the comment on GitLab", () => {
  const own = "<!-- review by review -->";
  test.each([
    [{ id: 5, author: { id: 7 }, body: `${own}\nold` }, "--request PUT", "/merge_requests/1/notes/5"],
    [{ id: 5, author: { id: 8 }, body: `${own}\nquoted` }, "--form body", "/merge_requests/1/notes"],
    [{ id: 5, author: { id: 7 }, body: "of another job" }, "--form body", "/merge_requests/1/notes"],
  ])("beside %j", (note, how, where) => {
    folder.write("comments.json", JSON.stringify([note]));
    onGitlab();
    const [call = ""] = folder.read("comment-calls").trim().split("\n");
    expect(call).toContain(how);
    expect(call.endsWith(where)).toBe(true);
  });
});

describe("who gets no token", () => {
  test.each([
    ["a fork", { head: { repo: { full_name: "mallory/platform" } } }],
    ["a fork that is gone", { head: { repo: null } }],
    ["Dependabot", { user: { login: "dependabot[bot]" } }],
  ])("%s is checked and synthesized, and not planned, with a notice and green", (_, event) => {
    const ran = onGithub({}, event);
    expect(Object.entries(ran).map(([name, { result }]) => [name, result])).toEqual([
      ["next", "success"],
      ["deployed", "success"],
      ["plan", "skipped"],
      ["review", "skipped"],
    ]);
    expect(ran.next?.log).toContain("::notice::Checked and synthesized, and not planned");
    expect(folder.calls("next", "npm")).toContainEqual("run synth");
  });

  test("a branch of the repository has no such notice", () => {
    expect(onGithub().next?.log).not.toContain("::notice::");
  });
});

describe("several environments", () => {
  const program: Program = { "staging-dns": [], "production-dns": [], bootstrap: [] };

  test("are planned beside each other, each its own stacks, and reviewed in one comment", () => {
    onGithub({ program }, {}, { ENVIRONMENTS: '["staging","production"]' });
    const planned = (job: string) => folder.calls(job, "terraform").filter((call) => call.includes(" plan "));
    expect(planned("plan-staging")).toEqual([
      expect.stringMatching(/^-chdir=next\/cdktf.out\/stacks\/staging-dns plan /),
    ]);
    expect(comment()).toContain("| staging-dns | Plan: 1 to add");
    expect(comment()).toContain("| production-dns | Plan: 1 to add");
    expect(comment()).not.toContain("bootstrap");
  });

  test("are those that are named: what another job left is in no review", () => {
    folder.write("artifacts/plans-forged/production-dns.txt", "a forged plan");
    folder.write("artifacts/plans-forged/production-dns.code", "2");
    onGithub();
    expect(comment()).not.toContain("a forged plan");
  });
});
