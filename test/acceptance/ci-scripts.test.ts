import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const SCRIPTS = join(__dirname, "..", "..", "examples", "ci", "scripts");

/** Each stack after those that it waits for: neither the alphabet's order nor the manifest's. */
const STACKS = { edge: ["a-cluster"], network: [], "a-cluster": ["network"], dns: ["edge"] };
const ORDER = ["network", "a-cluster", "edge", "dns"];

/** Notes how it was called, and answers for each stack as the file of its name says. */
const TERRAFORM = `#!/usr/bin/env bash
stack=$(basename "\${1#-chdir=}")
shift
echo "$stack $*" >>"$FOLDER/calls"
for argument in "$@"; do
  case $argument in -out=*) echo "plan of $stack" >"\${argument#-out=}" ;; esac
done
code=$(cat "$FOLDER/codes/$stack-$1" 2>/dev/null || echo 0)
[ "$code" = 2 ] && echo "Plan: 1 to add, 0 to change, 0 to destroy."
[ "$code" = 1 ] && printf 'Refreshing state...\\n\\nError: no such project\\n\\n  with a.b\\n' >&2
[ "$1" = show ] && printf '{ "plan of": "%s" }' "$stack"
[ "$1" = providers ] && echo "locked $stack" >"$FOLDER/cdktf.out/stacks/$stack/.terraform.lock.hcl"
exit "$code"
`;

/** A stack that the deployed version has, and the next one no longer. */
const GONE = "z-links";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ci-"));
  for (const name of ["bin", "codes", "locks", "reviewed"]) mkdirSync(join(folder, name));
  for (const out of ["cdktf.out", "reviewed/cdktf.out"]) writeOutput(out);
  for (const stack of ORDER) writeFileSync(join(folder, "locks", `${stack}.terraform.lock.hcl`), stack);
  writeCommand("terraform", TERRAFORM);
});
afterEach(() => rmSync(folder, { recursive: true }));

const configuration = (name: string, backend = "gcs") =>
  JSON.stringify({ terraform: { backend: { [backend]: {} } }, stack: name });

function writeOutput(out: string): void {
  const stacks = Object.entries(STACKS).map(([name, dependencies]) => {
    mkdirSync(join(folder, out, "stacks", name), { recursive: true });
    writeFileSync(join(folder, out, "stacks", name, "cdk.tf.json"), configuration(name));
    return [name, { name, dependencies }];
  });
  writeFileSync(join(folder, out, "manifest.json"), JSON.stringify({ stacks: Object.fromEntries(stacks) }));
}

/** The version that is deployed: it has a stack that the next one does not have. */
function writeDeployed(gone: object = { [GONE]: { dependencies: ["network"] } }): void {
  const deployed = join(folder, "deployed");
  mkdirSync(join(deployed, "cdktf.out", "stacks", GONE), { recursive: true });
  mkdirSync(join(deployed, "locks"));
  writeFileSync(join(deployed, "locks", `${GONE}.terraform.lock.hcl`), "of the deployed version");
  writeFileSync(join(deployed, "cdktf.out", "stacks", GONE, "cdk.tf.json"), configuration(GONE));
  const stacks = Object.fromEntries(Object.entries(STACKS).map(([name, dependencies]) => [name, { dependencies }]));
  writeFileSync(join(deployed, "cdktf.out", "manifest.json"), JSON.stringify({ stacks: { ...stacks, ...gone } }));
}

function writeCommand(name: string, text: string): void {
  writeFileSync(join(folder, "bin", name), text);
  chmodSync(join(folder, "bin", name), 0o755);
}

/** What terraform answers when it is asked about a stack: 2 is "there are changes". */
function answers(command: string, codes: Record<string, number>): void {
  for (const [stack, code] of Object.entries(codes)) {
    writeFileSync(join(folder, "codes", `${stack}-${command}`), String(code));
  }
}

const run = (script: string, ...args: string[]) => runWith({}, script, ...args);

function runWith(more: Readonly<Record<string, string>>, script: string, ...args: string[]) {
  const path = `${join(folder, "bin")}${delimiter}${process.env.PATH}`;
  const env = { ...process.env, ...more, FOLDER: folder, PATH: path };
  const { status, stdout, stderr } = spawnSync(join(SCRIPTS, script), args, { cwd: folder, env, encoding: "utf8" });
  return { status, stdout, stderr };
}

const read = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");
const calls = () => (existsSync(join(folder, "calls")) ? read("calls").trim().split("\n") : []);

test("stacks are in the order in which they are deployed", () => {
  expect(run("stack-order.mjs").stdout.trim().split("\n")).toEqual(ORDER);
});

test.each([
  ["init-all.sh", ["nowhere"]],
  ["plan-all.sh", ["nowhere"]],
  ["drift.sh", ["nowhere"]],
  ["lock-providers.sh", ["nowhere"]],
  ["apply-reviewed.sh", ["nowhere", "cdktf.out", "plans"]],
])("%s fails when it cannot read which stacks there are", (script, args) => {
  mkdirSync(join(folder, "plans"), { recursive: true });
  const { status, stderr } = run(script, ...args);
  expect(status).not.toBe(0);
  expect(stderr).toContain("manifest.json");
  expect(calls()).toEqual([]);
});

describe("the initialization", () => {
  test("is one stack after the other, with its committed lock file and no other", () => {
    expect(run("init-all.sh").status).toBe(0);
    expect(calls()).toEqual(ORDER.map((stack) => `${stack} init -input=false -no-color -lockfile=readonly`));
    expect(read("cdktf.out/stacks/dns/.terraform.lock.hcl")).toBe("dns");
  });

  test("fails, and says why, when a stack cannot be initialized", () => {
    answers("init", { edge: 1 });
    const { status, stderr } = run("init-all.sh");
    expect([status, calls().length]).toEqual([1, 3]);
    expect(stderr).toContain("edge could not be initialized\nRefreshing state...\n\nError: no such project");
  });

  test("refuses a state in a file, unless that is meant", () => {
    writeFileSync(join(folder, "cdktf.out/stacks/edge/cdk.tf.json"), configuration("edge", "local"));
    writeFileSync(join(folder, "cdktf.out/stacks/dns/cdk.tf.json"), "{}");
    const { status, stderr } = run("init-all.sh");
    expect(status).toBe(1);
    expect(stderr).toContain("the state is a file, which is lost when this job ends, of: edge dns\n");
    expect(stderr).toContain("State.gcs(");
    expect(calls()).toEqual([]);
    expect(runWith({ ALLOW_LOCAL_STATE: "1" }, "init-all.sh").status).toBe(0);
  });

  test("takes a state that HCP Terraform keeps", () => {
    writeFileSync(join(folder, "cdktf.out/stacks/edge/cdk.tf.json"), '{ "terraform": { "cloud": {} } }');
    expect(run("init-all.sh").status).toBe(0);
  });

  test("begins with no stack when some have no lock file, and says what writes it", () => {
    for (const stack of ["network", "dns"]) rmSync(join(folder, "locks", `${stack}.terraform.lock.hcl`));
    expect(run("init-all.sh")).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "no lock file in locks for: network dns\nA new stack needs one. Write it on your machine, and commit it:\n\n" +
        "  npm run synth && ci/lock-providers.sh\n  git add locks\n",
    });
    expect(calls()).toEqual([]);
  });
});

test("locks are written for the machines that people and pipelines have", () => {
  rmSync(join(folder, "locks"), { recursive: true });
  expect(run("lock-providers.sh").status).toBe(0);
  expect(calls()[0]).toBe("network providers lock -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_arm64");
  expect(read("locks/dns.terraform.lock.hcl")).toBe("locked dns\n");
});

describe("the plans", () => {
  const planned = () => calls().filter((call) => call.includes(" plan "));

  test("are all made, and summed up in the order of the stacks", () => {
    answers("plan", { edge: 2 });
    expect(run("plan-all.sh").status).toBe(0);
    expect(read("plans/summary.md").split("\n").slice(2, 6)).toEqual([
      "| network | no changes |",
      "| a-cluster | no changes |",
      "| edge | Plan: 1 to add, 0 to change, 0 to destroy. |",
      "| dns | no changes |",
    ]);
    expect(read("plans/edge.tfplan")).toBe("plan of edge\n");
    // No lock: a pull request must not keep a deployment waiting.
    expect(planned().length).toBe(4);
    expect(planned().every((call) => call.includes(" plan -input=false -lock=false "))).toBe(true);
  });

  test("are all made when one fails, and then fail together", () => {
    answers("plan", { network: 1 });
    const { status, stdout } = run("plan-all.sh");
    expect([status, planned().length]).toEqual([1, 4]);
    expect(stdout).toContain("| network | **failed** |");
    expect(read("plans/network.txt")).toContain("no such project");
  });

  test("are there for the review, too, unless they failed", () => {
    answers("plan", { network: 1, edge: 2 });
    run("plan-all.sh");
    expect(JSON.parse(read("plans/edge.json"))).toEqual({ "plan of": "edge" });
    expect(existsSync(join(folder, "plans", "network.json"))).toBe(false);
    expect(calls().filter((call) => call.includes(" show "))).toHaveLength(3);
  });

  test("have failed where they cannot be shown", () => {
    answers("show", { edge: 1 });
    expect(run("plan-all.sh").status).toBe(1);
    expect(read("plans/edge.code")).toBe("1\n");
  });

  test("are made of stacks that are gone, too: to destroy them, from what the deployed version has", () => {
    writeDeployed();
    expect(run("removed-stacks.mjs", "deployed/cdktf.out", "cdktf.out", "removed.out").status).toBe(0);
    expect(run("init-all.sh", "removed.out", "removed.out/locks").status).toBe(0);
    expect(read(`removed.out/stacks/${GONE}/.terraform.lock.hcl`)).toBe("of the deployed version");
    answers("plan", { [GONE]: 2 });
    expect(run("plan-all.sh", "cdktf.out", "plans", "removed.out").stdout).toContain(`| ${GONE} | Plan: 1 to add`);
    expect(planned().filter((call) => call.includes("-destroy"))).toEqual([
      expect.stringMatching(`^${GONE} plan -destroy -input=false -lock=false `),
    ]);
    expect(read(`removed.out/stacks/${GONE}/cdk.tf.json`)).toBe(configuration(GONE));
  });

  test("are no more where nothing is gone", () => {
    writeDeployed({});
    run("removed-stacks.mjs", "deployed/cdktf.out", "cdktf.out", "removed.out");
    expect(run("init-all.sh", "removed.out", "removed.out/locks")).toMatchObject({ status: 0, stderr: "" });
    expect(run("plan-all.sh", "cdktf.out", "plans", "removed.out").status).toBe(0);
    expect(planned().length).toBe(4);
  });

  test("have failed whatever terraform ends with, when it is killed, too", () => {
    answers("plan", { network: 137 });
    expect(run("plan-all.sh").status).toBe(1);
    expect(read("plans/network.code")).toBe("1\n");
  });

  test("show in the log why they failed, and nothing of those that did not", () => {
    answers("plan", { network: 1, edge: 2, dns: 1 });
    const [, log = ""] = run("plan-all.sh").stdout.split("| dns | **failed** |\n");
    const why = "Refreshing state...\n\nError: no such project\n\n  with a.b\n";
    expect(log).toBe(`\nnetwork: its plan failed\n${why}\ndns: its plan failed\n${why}`);
  });
});

describe("the comment", () => {
  beforeEach(() => {
    answers("plan", { edge: 2 });
    run("plan-all.sh");
    writeCommand("npx", '#!/usr/bin/env bash\necho "DE: $*"\n');
  });

  test("has the summary, what changes for users, and the plans that change something", () => {
    const { status, stdout } = run("review.sh", "deployed", "cdktf.out", "plans");
    expect(status).toBe(0);
    expect(stdout).toContain("| edge | Plan: 1 to add");
    expect(stdout).toContain(
      "DE: --no -- cdktf-hybrid-kubernetes review deployed cdktf.out --format markdown --plans plans",
    );
    expect(stdout.match(/<summary>\w+/g)).toEqual(["<summary>edge"]);
  });

  test("is made with more options where these are given", () => {
    const options = { REVIEW_OPTIONS: "--allow-detours --largest-step 25" };
    const { stdout } = runWith(options, "review.sh", "deployed", "cdktf.out", "plans");
    expect(stdout).toContain(
      "review deployed cdktf.out --format markdown --allow-detours --largest-step 25 --plans plans\n",
    );
  });

  test.each([
    [`--require-owner "team a" --allow-detours`, "<--require-owner> <team a> <--allow-detours>"],
    ["--facts 'my facts.json'\n--allow-detours", "<--facts> <my facts.json> <--allow-detours>"],
    [`--largest-step=25 "" it\\'s`, "<--largest-step=25> <> <it's>"],
    ["$(touch ran) `touch ran` *", "<$(touch> <ran)> <`touch> <ran`> <*>"],
    ["", ""],
  ])("is made with options whose values have spaces, and runs nothing that is in them: %j", (text, words) => {
    writeCommand("npx", `#!/usr/bin/env bash\nprintf '<%s> ' "$@"\n`);
    const { stdout } = runWith({ REVIEW_OPTIONS: text }, "review.sh", "deployed", "cdktf.out", "plans");
    expect(stdout).toContain(`<--format> <markdown> ${words}${words === "" ? "" : " "}<--plans> <plans>`);
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });

  test("says where a quote of the options has no end, and compares nothing", () => {
    const { status, stdout } = runWith({ REVIEW_OPTIONS: "it's" }, "review.sh", "deployed", "cdktf.out", "plans");
    expect(status).toBe(1);
    expect(stdout).toContain("could not be compared:\n\n```\nerror: REVIEW_OPTIONS: a quote has no end: it's\n```\n");
    expect(stdout).not.toContain("DE:");
  });

  test("is never longer than GitHub takes, and has no plan by halves", () => {
    writeFileSync(join(folder, "plans", "edge.txt"), "a line of the plan\n".repeat(5000));
    const { stdout } = run("review.sh", "deployed", "cdktf.out", "plans");
    expect(stdout.length).toBeLessThan(65_536);
    expect(stdout).toContain("| edge | Plan: 1 to add");
    expect(stdout).toContain("DE: --no -- cdktf-hybrid-kubernetes");
    expect(stdout).not.toContain("a line of the plan");
    expect(stdout).toContain("too long for a comment");
  });

  test("has the error of each plan that failed, before the plans, however long they are", () => {
    answers("plan", { network: 1 });
    run("plan-all.sh");
    writeFileSync(join(folder, "plans", "edge.txt"), "a line of the plan\n".repeat(5000));
    const { status, stdout } = run("review.sh", "deployed", "cdktf.out", "plans");
    expect(status).toBe(1);
    expect(stdout).toContain("| network | **failed** |");
    expect(stdout).toContain("The plan of network failed:\n\n```\nError: no such project\n\n  with a.b\n```\n");
    expect(stdout).toContain("too long for a comment");
  });

  test("loses the middle of what is too long, and says so", () => {
    answers("plan", { network: 1 });
    run("plan-all.sh");
    const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`).join("\n");
    writeFileSync(join(folder, "plans", "network.txt"), `Error: first\n${lines}\nlast\n`);
    const { stdout } = run("review.sh", "deployed", "cdktf.out", "plans");
    expect(stdout).toContain("```\nError: first\nline 0\n");
    expect(stdout).toContain("\nline 499\nlast\n```\n");
    expect(stdout).toMatch(/\n… \d+ lines are left out here: the log and the artifacts of this run have them …\n/);
    expect(stdout).not.toContain("line 250\n");
  });

  test("is as long as the service takes, whatever fails in it", () => {
    answers("plan", { network: 1, "a-cluster": 1, dns: 1 });
    run("plan-all.sh");
    const text = `Error: ${"x".repeat(100_000)}\n${`${"y".repeat(1500)}\n`.repeat(60)}`;
    for (const stack of ["network", "a-cluster", "dns"]) writeFileSync(join(folder, "plans", `${stack}.txt`), text);
    const { stdout } = run("review.sh", "deployed", "cdktf.out", "plans");
    expect(stdout.length).toBeLessThanOrEqual(65_000);
    expect(stdout.startsWith("## Failed\n\nThe plan of a-cluster failed:\n")).toBe(true);
    expect(stdout).toContain("lines are left out here");
    // Each block ends, so that what comes after it is no part of one.
    expect((stdout.match(/^```$/gm) ?? []).length % 2).toBe(0);
    const longer = runWith({ COMMENT_LIMIT: "990000" }, "review.sh", "deployed", "cdktf.out", "plans").stdout;
    expect(longer.length).toBeGreaterThan(stdout.length);
    expect(longer).toContain("DE: --no -- cdktf-hybrid-kubernetes");
  });

  test("shows what a program printed as it is, whatever that is", () => {
    answers("plan", { network: 1 });
    run("plan-all.sh");
    writeFileSync(join(folder, "plans", "network.txt"), "Error: ```\n# A heading\n");
    expect(run("review.sh", "deployed", "cdktf.out", "plans").stdout).toContain(
      "\n````\nError: ```\n# A heading\n````\n",
    );
  });

  test("has the end of what a plan printed that was killed", () => {
    answers("plan", { network: 1 });
    run("plan-all.sh");
    writeFileSync(join(folder, "plans", "network.txt"), "Refreshing state…\nKilled\n");
    expect(run("review.sh", "deployed", "cdktf.out", "plans").stdout).toContain(
      "The plan of network failed:\n\n```\nRefreshing state…\nKilled\n```\n",
    );
  });

  test("says so when there is nothing to compare", () => {
    rmSync(join(folder, "cdktf.out", "manifest.json"));
    const { status, stdout } = run("review.sh", "deployed", "cdktf.out", "plans");
    expect(status).toBe(1);
    expect(stdout).toContain("This version could not be synthesized: there is nothing to compare.");
  });

  test("says so when nothing was planned", () => {
    rmSync(join(folder, "plans"), { recursive: true });
    const { status, stdout } = run("review.sh", "deployed", "cdktf.out", "plans");
    expect(status).toBe(0);
    expect(stdout).toContain("No stack was planned: the log of this run says why.");
    expect(stdout).toContain("DE: --no -- cdktf-hybrid-kubernetes");
  });

  test("has what is refused before all that changes, and fails", () => {
    writeCommand(
      "npx",
      "#!/usr/bin/env bash\necho '## Routing'\necho 'error: a number has another name' >&2\nexit 2\n",
    );
    const { status, stdout, stderr } = run("review.sh", "deployed", "cdktf.out", "plans");
    expect(status).toBe(2);
    expect(stdout).toContain(
      "## Refused\n\nThis must not be deployed as it is:\n\n```\nerror: a number has another name\n```\n\n## Routing\n",
    );
    expect(stderr).toContain("a number has another name");
  });

  test("has the plans and the error when the versions cannot be compared, and fails", () => {
    writeCommand("npx", "#!/usr/bin/env bash\necho 'there is no stack' >&2\nexit 1\n");
    const { status, stdout, stderr } = run("review.sh", "deployed", "cdktf.out", "plans");
    expect(status).toBe(1);
    expect(stdout).toContain("| edge | Plan: 1 to add");
    expect(stdout).toContain("## Review\n\nThe two versions could not be compared:\n\n```\nthere is no stack\n```\n");
    expect(stderr).toContain("there is no stack");
  });
});

describe("the deployment of reviewed plans", () => {
  const apply = () => run("apply-reviewed.sh", "cdktf.out", "reviewed/cdktf.out", "plans");
  const applied = () => calls().filter((call) => call.includes(" apply "));
  beforeEach(() => {
    answers("plan", { dns: 2, edge: 2, "a-cluster": 2 });
    run("plan-all.sh");
  });

  test("applies those that change something, in the order of the stacks", () => {
    expect(apply().status).toBe(0);
    expect(applied().map((call) => call.split(" ")[0])).toEqual(["a-cluster", "edge", "dns"]);
    expect(applied()[0]).toMatch(/apply -input=false -no-color .*\/plans\/a-cluster\.tfplan$/);
  });

  test("stops at the first that fails", () => {
    answers("apply", { edge: 1 });
    expect(apply().status).toBe(1);
    expect(applied().map((call) => call.split(" ")[0])).toEqual(["a-cluster", "edge"]);
  });

  test("applies nothing when something else was merged than was planned", () => {
    writeFileSync(join(folder, "cdktf.out/stacks/dns/cdk.tf.json"), "{}");
    expect(apply()).toMatchObject({ status: 1, stderr: expect.stringContaining("dns: what was merged is not") });
    expect(applied()).toEqual([]);
  });

  /** The plan to destroy what is gone, and the order in which that goes. */
  function planGone(): void {
    writeDeployed();
    run("removed-stacks.mjs", "deployed/cdktf.out", "cdktf.out", "removed.out");
    answers("plan", { [GONE]: 2, network: 2 });
    run("plan-all.sh", "cdktf.out", "plans", "removed.out");
    writeFileSync(join(folder, "plans", "steps"), STEPS);
  }

  test("applies nothing when a plan is not the one that was reviewed", () => {
    writeFileSync(join(folder, "plans", "edge.json"), '{ "plan of": "another" }');
    expect(apply()).toMatchObject({ status: 1, stderr: "edge: its plan is not the one that was reviewed\n" });
    expect(applied()).toEqual([]);
  });

  test("applies nothing when the end of a stack was not planned as it is deployed", () => {
    planGone();
    cpSync(join(folder, "removed.out"), join(folder, "reviewed", "removed.out"), { recursive: true });
    writeFileSync(join(folder, `reviewed/removed.out/stacks/${GONE}/cdk.tf.json`), "{}");
    const args = ["cdktf.out", "reviewed/cdktf.out", "plans", "removed.out", "reviewed/removed.out"];
    expect(run("apply-reviewed.sh", ...args)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`${GONE}: its end was not planned as it is deployed`),
    });
    expect(applied()).toEqual([]);
  });

  test("applies what is of its environment, and leaves the others alone", () => {
    planGone();
    const args = ["cdktf.out", "reviewed/cdktf.out", "plans", "removed.out"];
    expect(runWith({ ENVIRONMENT: "edge" }, "apply-reviewed.sh", ...args).status).toBe(0);
    expect(applied().map((call) => call.split(" ")[0])).toEqual(["edge"]);
  });

  const STEPS = `destroy ${GONE}\ndeploy edge\ndeploy network\ndeploy dns\n`;

  test("follows the steps that were reviewed, and destroys what is gone in its place", () => {
    planGone();
    expect(run("apply-reviewed.sh", "cdktf.out", "reviewed/cdktf.out", "plans", "removed.out").status).toBe(0);
    // The stack that is in none of the steps comes last.
    expect(applied().map((call) => call.split(" ")[0])).toEqual([GONE, "edge", "network", "dns", "a-cluster"]);
  });

  test("applies nothing where a stack was to be destroyed that there is again", () => {
    writeFileSync(join(folder, "plans", "steps"), "destroy dns\n");
    expect(apply()).toMatchObject({ status: 1, stderr: expect.stringContaining("dns: its end was planned") });
    expect(applied()).toEqual([]);
  });

  test("stops where what is gone cannot be destroyed: the others may still need what comes after it", () => {
    planGone();
    answers("apply", { [GONE]: 1 });
    expect(run("apply-reviewed.sh", "cdktf.out", "reviewed/cdktf.out", "plans", "removed.out").status).toBe(1);
    expect(applied().map((call) => call.split(" ")[0])).toEqual([GONE]);
  });

  test("applies nothing after a plan that had failed", () => {
    writeFileSync(join(folder, "plans", "network.code"), "1");
    expect(apply().status).toBe(1);
    expect(applied()).toEqual([]);
  });
});

describe("the steps of a change", () => {
  const order = {
    steps: [
      { action: "destroy", stack: GONE },
      { action: "deploy", stack: "edge" },
      { action: "deploy", stack: "network" },
    ],
    ahead: [
      { action: "destroy", stack: GONE },
      { action: "deploy", stack: "edge" },
    ],
  };
  const reviewing = (status: number) => {
    writeCommand("npm", '#!/usr/bin/env bash\necho "npm $*" >>"$FOLDER/calls"\n');
    writeCommand(
      "npx",
      `#!/usr/bin/env bash
echo "npx $*" >>"$FOLDER/calls"
echo '${JSON.stringify({ order })}'
exit ${status}
`,
    );
  };

  test("are what the review has, whether it refuses the change or not", () => {
    for (const status of [0, 2]) {
      reviewing(status);
      expect(run("steps.sh", "deployed", "cdktf.out", "plans")).toMatchObject({
        status: 0,
        stdout: `destroy ${GONE}\ndeploy edge\ndeploy network\n`,
      });
    }
    expect(calls()[0]).toBe(
      "npx --no -- cdktf-hybrid-kubernetes review deployed cdktf.out --format json --plans plans",
    );
  });

  test("fail where the versions cannot be compared", () => {
    reviewing(1);
    expect(run("steps.sh", "deployed", "cdktf.out")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: "the two versions could not be compared: run ci/review.sh\n",
    });
    expect(calls().filter((call) => !call.includes(" review "))).toEqual([]);
  });
});

describe("a deployment", () => {
  const deploy = (more = {}) => runWith(more, "deploy.sh", "cdktf.out", "removed.out", "steps");
  const APPLY = "apply -auto-approve -input=false -no-color";
  beforeEach(() => {
    writeDeployed();
    run("removed-stacks.mjs", "deployed/cdktf.out", "cdktf.out", "removed.out");
    writeFileSync(join(folder, "steps"), `destroy ${GONE}\ndeploy edge\n`);
  });

  test("begins with what must come first, and then has each stack after those that it waits for", () => {
    expect(deploy().status).toBe(0);
    expect(calls()).toEqual([
      `${GONE} destroy -auto-approve -input=false -no-color`,
      ...["edge", ...ORDER].map((stack) => `${stack} ${APPLY}`),
    ]);
  });

  test("ends with the first that fails", () => {
    answers("destroy", { [GONE]: 1 });
    expect(deploy().status).toBe(1);
    expect(calls()).toEqual([`${GONE} destroy -auto-approve -input=false -no-color`]);
  });

  test("stops before what waits for a stack that failed, and says why it did", () => {
    writeFileSync(join(folder, "steps"), "");
    answers("apply", { "a-cluster": 1 });
    const { status, stdout, stderr } = deploy();
    expect([status, calls().length]).toEqual([1, 2]);
    expect(stdout).toContain("\n== a-cluster\nRefreshing state...\n\nError: no such project\n");
    expect(stderr).toBe("a stack failed: what waits for it was not deployed\n");
  });

  test("is of one environment: the stacks whose name is its, or begins with it", () => {
    expect(deploy({ ENVIRONMENT: "a" }).status).toBe(0);
    expect(calls()).toEqual([`a-cluster ${APPLY}`]);
  });

  test("goes at once where stacks wait for none of each other", () => {
    expect(run("stack-order.mjs", "cdktf.out", "--waves").stdout).toBe("network\na-cluster\nedge\ndns\n");
    const independent = {
      one: { dependencies: [] },
      two: { dependencies: [] },
      last: { dependencies: ["one", "two"] },
    };
    writeFileSync(join(folder, "cdktf.out", "manifest.json"), JSON.stringify({ stacks: independent }));
    expect(run("stack-order.mjs", "cdktf.out", "--waves").stdout).toBe("one two\nlast\n");
  });
});

test("a stack whose name is a path or a command is no stack", () => {
  for (const name of ["../x", "-x", "a b", "$(x)"]) {
    writeFileSync(
      join(folder, "cdktf.out", "manifest.json"),
      JSON.stringify({ stacks: { [name]: { dependencies: [] } } }),
    );
    expect(run("init-all.sh")).toMatchObject({ status: 1, stderr: expect.stringContaining("is no name of a stack") });
  }
});

test("an environment without a stack is no environment", () => {
  const { status, stderr } = runWith({ ENVIRONMENT: "prod" }, "plan-all.sh");
  expect([status, stderr]).toEqual([
    1,
    "no stack of cdktf.out belongs to the environment prod: the name of a stack begins with that of its environment\n",
  ]);
});

describe("the nightly check", () => {
  test("passes when all is as configured, and changes nothing", () => {
    expect(run("drift.sh").status).toBe(0);
    // Not -refresh-only: that calls a change what nobody configured, such as how many nodes the autoscaler has made.
    const plan = "plan -input=false -lock=false -no-color -detailed-exitcode";
    expect(calls()).toEqual(ORDER.map((stack) => `${stack} ${plan}`));
  });

  test.each([
    [2, "not as configured"],
    [1, "could not be asked"],
  ])("asks every stack and then fails when terraform answers %d", (code, words) => {
    answers("plan", { network: code });
    const { status, stdout } = run("drift.sh");
    expect([status, calls().length]).toEqual([1, 4]);
    expect(stdout).toContain(`network: ${words}`);
    expect(stdout).toContain("dns: as configured");
  });
});

describe("the next step of a migration", () => {
  const step = (...args: string[]) => run("next-step.mjs", "percentages.json", ...args);
  beforeEach(() => writeFileSync(join(folder, "percentages.json"), '{ "FR": 100, "DE": 25 }'));

  test("raises one country by one step", () => {
    expect(step("DE")).toMatchObject({ status: 0, stdout: "DE: 25 % to 50 %\n" });
    expect(JSON.parse(read("percentages.json"))).toEqual({ DE: 50, FR: 100 });
  });

  test("takes steps of its own, and starts a country that is at 0", () => {
    writeFileSync(join(folder, "percentages.json"), '{ "DE": 25, "AT": 0 }');
    expect(step("AT", "2,100").stdout).toBe("AT: 0 % to 2 %\n");
    expect(JSON.parse(read("percentages.json"))).toEqual({ AT: 2, DE: 25 });
  });

  test.each([
    ["de", 'percentages.json has no "de": did you mean "DE"?\n'],
    ["AT", 'percentages.json has no "AT": it has DE, FR. Add a country there with 0, and to the program\n'],
    ["", 'percentages.json has no "": it has DE, FR. Add a country there with 0, and to the program\n'],
    ["__proto__", expect.stringContaining('has no "__proto__"')],
  ])("refuses the country %j, which the program does not read", (country, stderr) => {
    expect(step(country)).toMatchObject({ status: 1, stdout: "", stderr });
    expect(read("percentages.json")).toBe('{ "FR": 100, "DE": 25 }');
  });

  test.each(["5,1", "a", "", "50,200", "1,,2"])("refuses the steps %j", (steps) => {
    expect(step("DE", steps)).toMatchObject({ status: 1, stderr: expect.stringContaining("percentages that rise") });
  });

  test("fails after the last step, and changes nothing", () => {
    expect(step("FR")).toMatchObject({ status: 1, stderr: "FR is at 100 %: there is no step after it\n" });
    expect(read("percentages.json")).toBe('{ "FR": 100, "DE": 25 }');
  });
});

test("a job of GitLab signs in with its own tokens, which nobody else can read", () => {
  const tokens = {
    GOOGLE_TOKEN: "google",
    AWS_TOKEN: "aws",
    GOOGLE_PROVIDER: "projects/1/pool",
    GOOGLE_ACCOUNT: "planner@x",
  };
  Object.assign(process.env, tokens);
  try {
    expect(run("gitlab-sign-in.sh").status).toBe(0);
  } finally {
    for (const name of Object.keys(tokens)) delete process.env[name];
  }
  expect(JSON.parse(read(".google.json"))).toMatchObject({
    type: "external_account",
    audience: "//iam.googleapis.com/projects/1/pool",
    service_account_impersonation_url: expect.stringMatching(/planner@x:generateAccessToken$/),
  });
  expect(read(".aws-token")).toBe("aws");
});

/** The script unpacks with Python's zipfile, which the job's image has. */
const withPython = spawnSync("python3", ["-c", "import zipfile"]).status === 0 ? test : test.skip;
if (withPython === test.skip) process.stdout.write("SKIPPED, not passed: unpacking reviewed plans, without python3\n");

describe("the plans of a merge request that was merged", () => {
  /** Answers as GitLab does, and gives a zip of one file as the job's artifacts. */
  const CURL = `#!/usr/bin/env bash
url="\${*: -1}"
echo "$url" >>"$FOLDER/urls"
case "$url" in
  */merge_requests) cat "$FOLDER/requests.json" ;;
  */pipelines) echo '[{ "id": 12 }, { "id": 11 }]' ;;
  */jobs\\?*) echo '[{ "id": 1, "name": "plan" }, { "id": 2, "name": "review" }]' ;;
  */artifacts) cd "$FOLDER" && python3 -m zipfile -c out.zip plan.txt && cat out.zip ;;
esac
`;
  const fetch = (requests: string) => {
    writeCommand("curl", CURL);
    writeFileSync(join(folder, "requests.json"), requests);
    writeFileSync(join(folder, "plan.txt"), "a plan");
    const variables = {
      CI_API_V4_URL: "https://gitlab.example/api/v4",
      CI_PROJECT_ID: "7",
      CI_COMMIT_SHA: "abc",
      GITLAB_TOKEN: "t",
    };
    Object.assign(process.env, variables);
    try {
      return run("gitlab-reviewed-plans.sh", "fetched");
    } finally {
      for (const name of Object.keys(variables)) delete process.env[name];
    }
  };

  withPython("are those of the newest pipeline's review", () => {
    expect(fetch('[{ "iid": 5 }]').status).toBe(0);
    expect(read("fetched/plan.txt")).toBe("a plan");
    const api = "https://gitlab.example/api/v4/projects/7";
    expect(read("urls").trim().split("\n")).toEqual([
      `${api}/repository/commits/abc/merge_requests`,
      `${api}/merge_requests/5/pipelines`,
      `${api}/pipelines/12/jobs?scope[]=success`,
      `${api}/jobs/2/artifacts`,
    ]);
  });

  test("there are none when the commit came without a merge request", () => {
    expect(fetch("[]")).toMatchObject({ status: 1, stderr: expect.stringContaining("there is no reviewed plan") });
  });
});
