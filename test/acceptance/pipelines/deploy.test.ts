import { GithubRunner } from "./support/github-runner";
import { GitlabRunner } from "./support/gitlab-runner";
import { PipelineFolder, type Program } from "./support/pipeline-folder";

const PROGRAM: Program = {
  "production-network": [],
  "production-cluster": ["production-network"],
  "production-dns": ["production-cluster"],
  bootstrap: [],
};

let folder: PipelineFolder;
beforeEach(() => {
  folder = new PipelineFolder();
});
afterEach(() => folder.close());

const github = (before: string) => ({ repository: "acme/platform", token: "t", workspace: ".", event: { before } });

/** What a job did to stacks, in its order. */
function done(job: string): readonly string[] {
  const words = folder.calls(job, "terraform").map((call) => call.split(" "));
  return words
    .filter(([, command]) => ["apply", "destroy"].includes(command ?? ""))
    .map(([chdir = "", command]) => `${command} ${chdir.split("/").at(-1)}`);
}

const IN_ORDER = ["apply production-network", "apply production-cluster", "apply production-dns"];

describe("what was merged, on GitHub", () => {
  const deploy = (program: Program, next: Program = program, files = {}) => {
    const before = folder.commit(program);
    const commit = folder.commit(next, files);
    return new GithubRunner(folder, { github: github(before), vars: {} }, commit).run("deploy.yml");
  };

  test("is deployed by terraform alone, in the order of the stacks, and what is of no environment is not", () => {
    const ran = deploy(PROGRAM);
    expect(ran.production).toMatchObject({ result: "success" });
    expect(done("production")).toEqual(IN_ORDER);
    for (const command of ["npm", "npx"]) expect(folder.calls("production", command)).toEqual([]);
    expect(folder.calls("synth", "terraform")).toEqual([]);
  });

  test("stops at the stack that fails, says why, and is red", () => {
    folder.write("fails/production-cluster-apply", "no quota");
    const { production } = deploy(PROGRAM);
    expect(production?.result).toBe("failure");
    expect(production?.log).toContain("== production-cluster\nError: no quota\n");
    expect(done("production")).toEqual(IN_ORDER.slice(0, 2));
  });

  test("is not deployed where it cannot be synthesized", () => {
    const ran = deploy(PROGRAM, PROGRAM, { "fails-synth": "" });
    expect([ran.synth?.result, ran.production?.result]).toEqual(["failure", "skipped"]);
    expect(ran.synth?.log).toContain("ValidationError: clusters: too few");
  });

  test("destroys what is gone before, as the review has it", () => {
    folder.write(
      "order.json",
      '{ "order": { "steps": [], "ahead": [{ "action": "destroy", "stack": "production-links" }] } }',
    );
    deploy({ ...PROGRAM, "production-links": [] }, PROGRAM);
    expect(done("production")).toEqual(["destroy production-links", ...IN_ORDER]);
  });

  test("is compared with what the last green run had deployed, and not with the push before", () => {
    const first = folder.commit({ ...PROGRAM, "production-links": [] });
    const second = folder.commit(PROGRAM);
    const third = folder.commit(PROGRAM);
    folder.write("deployed-commit", first);
    folder.write(
      "order.json",
      '{ "order": { "steps": [], "ahead": [{ "action": "destroy", "stack": "production-links" }] } }',
    );
    new GithubRunner(folder, { github: github(second), vars: {} }, third).run("deploy.yml");
    expect(done("production")).toContain("destroy production-links");
  });
});

describe("several environments, on GitHub", () => {
  const program: Program = { "staging-dns": [], "production-dns": [] };
  /** deploy.yml with the second job that its comment shows. */
  const promoted = (text: string) =>
    text
      .replaceAll(
        /^ {2}# ?( *(?:staging:|needs:|permissions:|contents:|id-token:|uses:|with:|environment: staging).*)$/gm,
        "  $1",
      )
      .replace("  production:\n    needs: synth\n", "  production:\n    needs: [synth, staging]\n");
  const deploy = () => {
    const commit = folder.commit(program);
    return new GithubRunner(folder, { github: github(commit), vars: {} }, commit).run("deploy.yml", promoted);
  };

  test("are deployed one after the other, each its own stacks", () => {
    const ran = deploy();
    expect(Object.entries(ran).map(([name, { result }]) => `${name}: ${result}`)).toEqual([
      "synth: success",
      "staging: success",
      "production: success",
    ]);
    expect(done("staging")).toEqual(["apply staging-dns"]);
    expect(done("production")).toEqual(["apply production-dns"]);
  });

  test("end with the first that fails", () => {
    folder.write("fails/staging-dns-apply", "no such zone");
    const ran = deploy();
    expect([ran.staging?.result, ran.production?.result]).toEqual(["failure", "skipped"]);
    expect(done("production")).toEqual([]);
  });
});

describe("what was merged, on GitLab", () => {
  test("is deployed by terraform alone, in the order of the stacks", () => {
    const before = folder.commit(PROGRAM);
    const commit = folder.commit(PROGRAM);
    const variables = { CI_COMMIT_BEFORE_SHA: before, CI_COMMIT_SHA: commit };
    const ran = new GitlabRunner(folder, commit, variables).run("next", "deployed", "prepare", "production");
    expect(Object.values(ran).map(({ result }) => result)).toEqual(Array(4).fill("success"));
    expect(done("production")).toEqual(IN_ORDER);
    expect(folder.calls("production", "npm")).toEqual([]);
  });
});

test("the nightly check of GitHub asks each environment's stacks, and runs no package where it has a token", () => {
  const commit = folder.commit(PROGRAM);
  const ran = new GithubRunner(folder, { github: github(commit), vars: {} }, commit).run("drift.yml");
  expect(ran.drift).toMatchObject({
    result: "failure",
    log: expect.stringContaining("production-dns: not as configured"),
  });
  expect(folder.calls("drift-production", "npm")).toEqual([]);
  expect(folder.calls("drift-production", "terraform").filter((call) => call.includes("bootstrap"))).toEqual([]);
});
