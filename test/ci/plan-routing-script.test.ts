import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SCRIPTS = join(__dirname, "..", "..", "examples", "ci", "scripts");
const scratch = mkdtempSync(join(tmpdir(), "plan-script-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const STEP =
  "This step changes 1 place: DE. Data centres serve 10 % of all demand now, 12 % after it; that is the target.";

let runs = 0;
/** A repository with these files, and stand-ins for these commands, each of which notes how it was called. */
function repository(files: Readonly<Record<string, string>>, commands: Readonly<Record<string, string>>) {
  const folder = join(scratch, String(++runs));
  for (const part of ["bin", "repository"]) mkdirSync(join(folder, part), { recursive: true });
  for (const [name, script] of Object.entries(commands)) {
    writeFileSync(join(folder, "bin", name), `#!/usr/bin/env bash\necho "$*" >>"$FOLDER/calls"\n${script}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "repository", name), text);
  const cwd = join(folder, "repository");
  const env = {
    PATH: `${join(folder, "bin")}:${process.env.PATH}`,
    HOME: folder,
    FOLDER: folder,
    GIT_COMMITTER_DATE: "2026-11-24T08:30:00Z",
  };
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd, env, stdio: "pipe" });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message", "Step");
  const read = (file: string) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : "");
  return {
    read,
    run: (script: string, args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
      const options = { cwd, env: { ...env, ...more }, encoding: "utf8", timeout: 60_000 } as const;
      const { status, stdout, stderr } = spawnSync("bash", [join(SCRIPTS, script), ...args], options);
      return { status, stdout, stderr };
    },
  };
}

/** Plans with a gate whose gain ends so. */
function planned(status: number, stderr: string, { stdout = "", plan = 0, why = "", merged = "", step = STEP } = {}) {
  const { run, read } = repository(
    {
      "planning.json": '{ "data": {} }',
      "step-limits.json": "{}",
      "routing-plan.json": "{}",
      "gain-registration.json": "{}",
      merged,
    },
    {
      date: "echo 2026-11-28T08:23:00Z",
      npx: `case "$*" in
  *plan-routing*) [ -z '${step}' ] || echo '${step}'; printf '${why}' >&2; exit ${plan} ;;
  *) printf '${stdout}'; printf '${stderr}' >&2; exit ${status} ;;
esac`,
    },
  );
  const ran = run("plan-routing.sh", ["out", "step", "merged"]);
  const of = (file: string) => read(`repository/step/${file}`);
  return { ...ran, state: of("state").trim(), body: of("body.md"), calls: read("calls") };
}

describe("the gate of the gain", () => {
  test("lets a small step through where nobody is worse off, and shows how that was judged", () => {
    const { status, state, body } = planned(0, "", { stdout: "By rum: more is worse.\\n" });
    expect([status, state]).toEqual([0, "small"]);
    expect(body).toBe(`${STEP}\n\nBy rum: more is worse.\n`);
  });

  test("holds a step while somebody is clearly worse off", () => {
    const { status, state, body } = planned(2, "error: DE: the value is clearly worse\\nerror: FR: so are errors\\n");
    expect([status, state]).toEqual([0, "held"]);
    expect(body).toMatch(
      /### Why somebody has to look\n\n- DE: the value is clearly worse: the next step is held\n- FR: so are errors: the next step is held\n$/,
    );
  });

  test("waits for the verdict of the step before, so that a weekly job merges nothing earlier", () => {
    const { status, state, body } = planned(3, "npm warn old\\nerror: it is not judged yet: its days end\\n");
    expect([status, state]).toEqual([0, "waiting"]);
    expect(body).toBe(`${STEP}\n\n### What the next step waits for\n\n- it is not judged yet: its days end\n`);
  });

  test("leaves a step to a person where the step before cannot be judged, with every reason on a line of its own", () => {
    const two = "npm warn old\\nerror: gain: version: got 2\\ngain: days: got nothing\\n";
    const { status, state, body } = planned(1, two);
    expect([status, state]).toEqual([0, "large"]);
    expect(body).toBe(
      `${STEP}\n\n### Why somebody has to look\n\n- What the last step brought is not known:\n  - gain: version: got 2\n  - gain: days: got nothing\n`,
    );
    // Below what else keeps it from being small, and what is known of other places.
    const both = planned(1, "error: DE: it is not known\\n", {
      plan: 2,
      why: "error: too much\\n",
      stdout: "| DE |\\n",
    });
    expect(both.body).toBe(
      `${STEP}\n\n| DE |\n\n### Why somebody has to look\n\n- too much\n- What the last step brought is not known:\n  - DE: it is not known\n`,
    );
  });

  test.each([
    [127, "npx: not found\\n"],
    [137, ""],
    [143, "error: half a word\\n"],
    // A crash, and no answer.
    [1, "TypeError: x is undefined\\n"],
    [1, ""],
  ])("ends the job where the command does not come to an answer: %d, %j", (ended, stderr) => {
    const ran = planned(ended, stderr);
    expect([ran.status, ran.state]).toEqual([1, ""]);
    expect(ran.stderr).toContain(`gain ended with ${ended}, and judged nothing`);
  });
});

test.each([
  [1, "error: nothing can be planned\\n"],
  [137, ""],
  // A plan that says nothing is none, and no reason to close a request.
  [0, ""],
  [2, "error: half a word\\n"],
])("the job ends where nothing is planned: %d, %j", (ended, why) => {
  const ran = planned(0, "", { plan: ended, why, step: "" });
  expect([ran.status, ran.state]).toEqual([1, ""]);
  expect(ran.stderr).toContain(`plan-routing ended with ${ended}, and planned nothing`);
});

test.each([
  // Merged by moving the branch forward, three days after the job had made it.
  ["2026-11-27T15:40:00Z", "2026-11-27T15:40:00Z"],
  // Changed by hand since.
  ["2026-11-20T15:40:00Z", "2026-11-24T08:30:00Z"],
  ["", "2026-11-24T08:30:00Z"],
])("a step is as old as its merge, whatever the time of its commit: %j", (merged, deployed) => {
  const { calls } = planned(0, "", { merged: `${merged}\n` });
  const [plan = "", gain = ""] = calls.split("\n").filter((line) => line.includes("cdktf-hybrid-kubernetes"));
  expect(plan).toContain(`--now 2026-11-28T08:23:00Z`);
  expect(plan).toContain(`--after last --deployed ${deployed}`);
  expect(gain).toContain(`--now 2026-11-28T08:23:00Z --deployed ${deployed}`);
});

const FORGE = {
  GITHUB_REPOSITORY: "acme/platform",
  CI_API_V4_URL: "https://gitlab.example/api/v4",
  CI_PROJECT_ID: "7",
  GITLAB_TOKEN: "t",
};

/** `fails`: whether the forge refuses to take the auto-merge away; `left`: whether the request still has it. */
const forges = {
  github: ({ open = true, fails = false, left = false, isDown = false, merged = "" }) => ({
    gh: `[ -z "${isDown ? 1 : ""}" ] || exit 1
case "$*" in
  "pr list --head plan-routing --state open "*) ${open ? "echo 7" : ":"} ;;
  "pr merge 7 --disable-auto") exit ${fails ? 1 : 0} ;;
  "pr view 7 "*) echo '${left ? "{}" : ""}' ;;
  "api repos/acme/platform/commits/"*/pulls*) echo '${merged}' ;;
  *) exit 9 ;;
esac`,
  }),
  gitlab: ({ open = true, fails = false, left = false, isDown = false, merged = "" }) => ({
    curl: `[ -z "${isDown ? 1 : ""}" ] || exit 22
case "$*" in
  *"merge_requests?state=opened&source_branch=plan-routing") echo '[${open ? '{ "iid": 7 }' : ""}]' ;;
  *"--request POST "*/merge_requests/7/cancel_merge_when_pipeline_succeeds) exit ${fails ? 22 : 0} ;;
  */projects/7/merge_requests/7) echo '{ "merge_when_pipeline_succeeds": ${left} }' ;;
  */projects/7/repository/commits/*/merge_requests) echo '[{ "merged_at": null }${merged && `, { "merged_at": "${merged}" }`}]' ;;
  *) exit 9 ;;
esac`,
  }),
};

describe.each(["github", "gitlab"] as const)("before a step is planned, on %s,", (forge) => {
  const prepared = (stands: Parameters<(typeof forges)["github"]>[0], files: Readonly<Record<string, string>> = {}) => {
    const { run, read } = repository(files, forges[forge](stands));
    const ran = run(`${forge}-before-plan.sh`, ["before"], FORGE);
    return { ...ran, calls: read("calls"), merged: read("repository/before/merged").trim() };
  };

  test("the request that is open loses its auto-merge", () => {
    const { status, calls } = prepared({});
    expect(status).toBe(0);
    expect(calls).toMatch(/disable-auto|cancel_merge/);
  });

  test("nothing is to be taken away where none is open, or it has none", () => {
    expect(prepared({ open: false })).toMatchObject({
      status: 0,
      calls: expect.not.stringMatching(/disable-auto|cancel_merge/),
    });
    expect(prepared({ fails: true }).status).toBe(0);
  });

  test("the job fails where it keeps its auto-merge, or the forge does not answer", () => {
    expect(prepared({ fails: true, left: true })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("request 7 still merges by itself"),
    });
    expect(prepared({ isDown: true }).status).not.toBe(0);
  });

  test("the forge says when the last step was merged", () => {
    const files = { "routing-plan.json": "{}" };
    const given = forge === "github" ? "2026-11-27T15:40:00Z" : "2026-11-27T16:40:00.123+01:00";
    expect(prepared({ merged: given }, files)).toMatchObject({ status: 0, merged: "2026-11-27T15:40:00Z" });
    // Nobody planned yet, or it was pushed without a request.
    expect(prepared({ merged: given })).toMatchObject({ status: 0, merged: "" });
    expect(prepared({}, files)).toMatchObject({ status: 0, merged: "" });
  });
});
