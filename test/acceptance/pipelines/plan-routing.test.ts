import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { byHand } from "../../../examples/automatic-routing/by-hand";
import { platformWith } from "../../../examples/automatic-routing/platform";
import { HybridPlatform } from "../../../index";
import { hoursCsv, hoursFrom } from "../../support/hours-csv";
import { GithubRunner } from "./support/github-runner";
import { GitlabRunner } from "./support/gitlab-runner";
import { PipelineFolder } from "./support/pipeline-folder";

const REPOSITORY = join(__dirname, "..", "..", "..");
const EXAMPLE = join(REPOSITORY, "examples", "automatic-routing");
const PLANNING = readFileSync(join(EXAMPLE, "planning.json"), "utf8");
const PLANNED = readFileSync(join(EXAMPLE, "routing-plan.json"), "utf8");

/** The example as it was before its first plan, as files of a program that "synth" copies. */
const program: Record<string, string> = {};
beforeAll(() => {
  const outdir = mkdtempSync(join(tmpdir(), "example-"));
  const app = new App({ outdir });
  new HybridPlatform(app, "production", platformWith(byHand));
  app.synth();
  for (const entry of readdirSync(outdir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) program[`program${path.slice(outdir.length)}`] = readFileSync(path, "utf8");
  }
  rmSync(outdir, { recursive: true });
});

let folder: PipelineFolder;
beforeEach(() => {
  process.env.GIT_COMMITTER_DATE = "2026-10-20T12:00:00Z";
  folder = new PipelineFolder();
  // The command itself, and no stand-in.
  const tsx = join(REPOSITORY, "node_modules", "tsx", "dist", "loader.mjs");
  const main = join(REPOSITORY, "lib", "cli", "main.ts");
  command(
    "npx",
    `while [ "$1" != cdktf-hybrid-kubernetes ]; do shift; done; shift
exec '${process.execPath}' --import '${tsx}' '${main}' "$@"`,
  );
  const refuse = 'echo "$*" >>"$FOLDER/forge"';
  command(
    "gh",
    `${refuse}
case "$*" in
  "pr list"*) cat "$FOLDER/open" 2>/dev/null || true ;;
  *--disable-auto*) [ ! -e "$FOLDER/armed" ] || exit 1 ;;
  "pr view"*) cat "$FOLDER/armed" 2>/dev/null || true ;;
  *commits/*/pulls*) cat "$FOLDER/merged" 2>/dev/null || true ;;
  *rules/branches*) cat "$FOLDER/required" 2>/dev/null || echo 0 ;;
esac
while [ $# -gt 0 ]; do [ "$1" != --body-file ] || cp "$2" "$FOLDER/body"; shift; done`,
  );
  command(
    "curl",
    `${refuse}
case "$*" in
  *"source_branch=plan-routing"*POST*|*"--request POST"*merge_requests" "*) echo '{ "iid": 7 }' ;;
  *"state=opened"*) echo "[$(cat "$FOLDER/open" 2>/dev/null || true)]" ;;
  *cancel_merge_when_pipeline_succeeds) [ ! -e "$FOLDER/armed" ] || exit 22 ;;
  */merge_requests/7) echo "{ \\"merge_when_pipeline_succeeds\\": $([ -e "$FOLDER/armed" ] && echo true || echo false) }" ;;
  */commits/*/merge_requests) echo "[{ \\"merged_at\\": null }, { \\"merged_at\\": \\"$(cat "$FOLDER/merged" 2>/dev/null || true)\\" }]" ;;
  */projects/7) echo "{ \\"only_allow_merge_if_pipeline_succeeds\\": $(cat "$FOLDER/required" 2>/dev/null || echo false) }" ;;
esac
for argument; do case $argument in description@*) cp "\${argument#description@}" "$FOLDER/body" ;; esac; done`,
  );
  // All data of these tests ends an hour before it.
  command("date", "echo 2026-10-31T00:00:00Z");
  // What is pushed goes nowhere but into a file.
  command(
    "git",
    `case "$*" in
  *" push "*) printf '%s\\n' "$*" | sed 's/.*push/push/' >>"$FOLDER/forge"; cp routing-plan.json "$FOLDER/pushed" ;;
  *) exec ${JSON.stringify(realGit())} "$@" ;;
esac`,
  );
});
afterEach(() => {
  delete process.env.GIT_COMMITTER_DATE;
  folder.close();
});

function command(name: string, script: string): void {
  folder.write(`bin/${name}`, `#!/usr/bin/env bash\n${script}\n`);
  chmodSync(join(folder.path, "bin", name), 0o755);
}

const realGit = () =>
  (process.env.PATH ?? "")
    .split(":")
    .map((path) => join(path, "git"))
    .find((file) => {
      try {
        return readFileSync(file).length > 0;
      } catch {
        return false;
      }
    });

type Files = Readonly<Record<string, string>>;

function onGithub(files: Files, merge = "") {
  const commit = folder.commit({}, { ...program, "planning.json": PLANNING, ...files });
  const github = { event_name: "schedule", token: "t" };
  const vars = { PLAN_ROUTING: "true", MERGE_SMALL_STEPS: merge };
  return new GithubRunner(folder, { github, vars, secrets: {} }, commit).run("plan-routing.yml");
}

function onGitlab(files: Files, merge = "") {
  const commit = folder.commit({}, { ...program, "planning.json": PLANNING, ...files });
  const variables = {
    MERGE_SMALL_STEPS: merge,
    PIPELINE_SECONDS: "0",
    CI_DEFAULT_BRANCH: "main",
    CI_SERVER_URL: "https://gitlab.example",
    CI_PROJECT_PATH: "acme/platform",
    GITLAB_USER_NAME: "planner",
    GITLAB_USER_EMAIL: "planner@example.com",
  };
  const ran = new GitlabRunner(folder, commit, variables).run(
    "before-plan",
    "next",
    "metrics",
    "plan-routing",
    "open-plan",
  );
  return { before: ran["before-plan"], metrics: ran.metrics, plan: ran["plan-routing"], open: ran["open-plan"] };
}

const ALL_SMALL = JSON.stringify({ version: 1, movedShare: 1, pointsOfPlace: 100, otherDataCenters: true });
const forge = () => folder.read("forge");

describe.each([
  [
    "GitHub",
    onGithub,
    /pr create --base main --head plan-routing/,
    /pr merge plan-routing --auto/,
    "1",
    /pr close 7 /,
    /pr merge 7 --disable-auto/,
  ],
  [
    "GitLab",
    onGitlab,
    /POST .*merge_requests --data source_branch=plan-routing/,
    /merge_requests\/7\/merge /,
    "true",
    /merge_requests\/7 --data state_event=close/,
    /POST .*merge_requests\/7\/cancel_merge_when_pipeline_succeeds/,
  ],
] as const)("a scheduled plan on %s", (name, run, opened, merged, required, closed, disarmed) => {
  const results = (files: Files = {}, merge = "") => {
    const { metrics, plan, open } = run(files, merge);
    return [metrics?.result, plan?.result, open?.result];
  };

  test("opens a request with the example's plan, whose text holds all that a reviewer asks", () => {
    expect(results()).toEqual(["success", "success", "success"]);
    expect(forge()).toMatch(opened);
    expect(folder.read("pushed")).toBe(PLANNED);
    const body = folder.read("body");
    const one = (line: RegExp) => expect(body.split("\n").filter((text) => line.test(text))).toHaveLength(1);
    one(
      /^This step changes \d+ places: [A-Z]{2}, .* of all demand now, [\d.]+ % after it, and [\d.]+ % at the target, in \d+ steps if each step is served well\.$/,
    );
    one(/^\| Place +\| Now +\| This step +\| Target +\| Why no more +\|$/);
    one(/^\| DE +\| 50 % frankfurt → warsaw +\| \d+ % [a-z→ -]+\| \d+ % [a-z→ -]+\| .*[a-z]/);
    const when = "(all is well|[a-z-]+ is down|[a-z-]+ and [a-z-]+ are down)";
    one(new RegExp(`^The fullest is [a-z-]+, when ${when}: [\\d.]+ %; now it is [a-z-]+, when ${when}: [\\d.]+ %\\.$`));
    one(new RegExp(`^It holds until the demand is \\+[\\d.]+ %; then [a-z-]+, when ${when}\\.$`));
    one(
      /^Saving each month: EUR 0 to [\d,]+ after this step, 0 to [\d,]+ at the target: 0 where nodes do not scale in\.$/,
    );
    one(/^- Covered: each data centre down by itself; madrid and paris down together\.$/);
    one(/^- Assumed: latency by distance: nothing was measured\.$/);
    one(/^- Assumed: .* can take what is configured: there is no servedWell\.$/);
    one(/^- Assumed: a percentage is a share of what resolvers ask, and not of users\.$/);
    one(
      /^- Way back: npx cdktf-hybrid-kubernetes plan-routing --back && npx cdktf synth, then deploy; most resolvers follow within 60 seconds, nearly all within 16 minutes\.$/,
    );
    expect(body).not.toContain("Why somebody has to look");
  });

  test("merges nothing by itself, however small a step is, unless somebody asked for that", () => {
    folder.write("required", required);
    expect(results({ "step-limits.json": ALL_SMALL })).toEqual(["success", "success", "success"]);
    expect(forge()).not.toMatch(merged);
  });

  test("lets the forge merge a small step once its checks are green, where somebody asked for that", () => {
    folder.write("required", required);
    expect(results({ "step-limits.json": ALL_SMALL }, "true")).toEqual(["success", "success", "success"]);
    expect(forge()).toMatch(merged);
  });

  test("leaves it to a person where no check is required, since it would be merged at once", () => {
    results({ "step-limits.json": ALL_SMALL }, "true");
    expect(forge()).toMatch(opened);
    expect(forge()).not.toMatch(merged);
  });

  test("leaves a large step to a person, and says why somebody has to look", () => {
    folder.write("required", required);
    expect(results({ "step-limits.json": '{ "version": 1 }' }, "true")).toEqual(["success", "success", "success"]);
    expect(forge()).not.toMatch(merged);
    expect(folder.read("body")).toMatch(
      /### Why somebody has to look\n\n- [\d.]+ % of all requests would move, and at most 2 % may\n/,
    );
  });

  test("opens nothing where the last step did otherwise than predicted, says the way back, and is red", () => {
    const times = hoursFrom("2026-10-01T00:00Z", 30 * 24);
    const rows = times.flatMap((time) => {
      // Half of Germany, as it is deployed, but for the last hour.
      const frankfurt = time === times.at(-1) ? 20_000 : 15_000;
      return [
        { time, country: "DE", site: "frankfurt", value: frankfurt },
        { time, country: "DE", site: "last-resort", value: 30_000 - frankfurt },
      ];
    });
    const planning = { ...JSON.parse(PLANNING), data: { files: [{ file: "metrics/hours.csv" }] } };
    const deployed = { version: 1, policy: byHand, target: byHand };
    folder.write("open", name === "GitHub" ? "7" : '{ "iid": 7 }');
    folder.write("repository/metrics.sh", "");
    chmodSync(join(folder.repository, "metrics.sh"), 0o755);
    const ran = run({
      "planning.json": JSON.stringify(planning),
      "routing-plan.json": JSON.stringify(deployed),
      "metrics.sh": `#!/usr/bin/env bash\nmkdir -p "$1"; cat >"$1/hours.csv" <<END\n${hoursCsv(rows)}END\n`,
    });
    const { plan, open } = ran;
    expect({ log: plan?.log, results: [plan?.result, open?.result] }).toMatchObject({
      results: ["success", "failure"],
    });
    expect(ran.open?.log).toContain("the next step is held. Way back: npx cdktf-hybrid-kubernetes plan-routing --back");
    expect(forge()).not.toMatch(opened);
    expect(folder.read("pushed")).toBe("");
    // The request of an earlier run has a step that nobody plans now.
    expect(forge()).toMatch(closed);
  });

  test("takes the auto-merge from an older step first, which nothing is to merge where metrics fail", () => {
    folder.write("open", name === "GitHub" ? "7" : '{ "iid": 7 }');
    folder.write("repository/metrics.sh", "");
    chmodSync(join(folder.repository, "metrics.sh"), 0o755);
    const { before, metrics } = run({ "metrics.sh": "#!/usr/bin/env bash\nexit 22\n" });
    expect([before?.result, metrics?.result]).toEqual(["success", "failure"]);
    expect(forge()).toMatch(disarmed);
    expect(forge()).not.toMatch(closed);
  });

  test.each([
    ["clearly worse off", 90, "2026-10-30", ["failure", false], "DE: the value is clearly worse: +40"],
    ["not worse off", 40, "2026-10-30", ["success", true], "not clearly worse"],
    ["not judged yet", 40, "2026-10-31", ["success", false], "it is not judged yet: its days end with 2026-10-31"],
  ] as const)(
    "goes on only while those whom the step before moved are not: they are %s",
    (_words, home, to, then, why) => {
      const days = hoursFrom("2026-10-24T00:00Z", 7 * 24);
      const of = (site: string, value: number) =>
        days.map((time, hour) => ({ time, country: "DE", site, value: value + (hour % 3) }));
      const files = [
        { file: "metrics/load.csv", service: "requests" },
        { file: "metrics/home.csv", measures: "latency", metric: "rum" },
        { file: "metrics/cloud.csv", measures: "latency", metric: "rum" },
      ];
      const registration = {
        version: 1,
        step: "2026-10-23",
        days: { from: "2026-10-24", to },
        places: { DE: { percent: 50 } },
      };
      const load = hoursFrom("2026-10-01T00:00Z", 30 * 24).flatMap((time) =>
        ["frankfurt", "last-resort"].map((site) => ({ time, country: "DE", site, value: 15_000 })),
      );
      const { plan, open } = run({
        "planning.json": JSON.stringify({ ...JSON.parse(PLANNING), data: { files } }),
        "gain-registration.json": JSON.stringify(registration),
        "metrics/load.csv": hoursCsv(load),
        "metrics/home.csv": hoursCsv(of("frankfurt", home)),
        "metrics/cloud.csv": hoursCsv(of("last-resort", 50)),
      });
      expect({ log: plan?.log, results: [plan?.result, open?.result] }).toMatchObject({
        results: ["success", then[0]],
      });
      expect(plan?.log).toContain(why);
      expect(opened.test(forge())).toBe(then[1]);
    },
  );
});
