import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../index";
import { outputFolder, planRoutingCommandLine } from "../support/command-line";
import { queryRange, steady } from "../support/metrics";

const ROOT = join(__dirname, "..", "..");
const page = readFileSync(join(ROOT, "docs", "deploy-in-ci.md"), "utf8");
const [, section = ""] = /### A script for metrics\n([\s\S]*?)\n## /.exec(page) ?? [];
const [, script = ""] = /```sh\n([\s\S]*?)```/.exec(section) ?? [];
const SETTINGS = /```json\n([^`]*)```/.exec(readFileSync(join(ROOT, "docs", "routing-data.md"), "utf8"))?.[1] ?? "";

const synthesized = outputFolder((app) => new HybridPlatform(app, "production", production));
const scratch = mkdtempSync(join(tmpdir(), "metrics-script-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Answers as Prometheus and Google do, by what is asked, and notes the arguments. */
const CURL = `#!/usr/bin/env bash
printf '%s\\n' "$@" >>"$ASKED"
[ -z "\${FAILS:-}" ] || exit 22
out=
while [ $# -gt 0 ]; do
  [ "$1" != -o ] || out=$2
  case $1 in *edge_requests_total*) answer=$ANSWERS/home.json ;; *loadbalancing_googleapis_com*) answer=$ANSWERS/cloud.json ;; esac
  shift
done
cp "$answer" "$out"
`;

const FRANCE = { labels: { country: "FR", site: "paris" }, peaks: steady(24_000) };
const AT_HOME = { labels: { country: "DE", site: "frankfurt" }, peaks: steady(7_500) };
const SINGAPORE = { labels: { country: "SG", site: "singapore" }, peaks: steady(9_000) };
const AT_GOOGLE = { labels: { client_country: "Germany" }, peaks: steady(22_500) };

let runs = 0;
function ran(env: Readonly<Record<string, string>>) {
  const folder = join(scratch, String(++runs));
  const answers = join(folder, "answers");
  mkdirSync(answers, { recursive: true });
  for (const [name, text] of Object.entries({ "metrics.sh": script, curl: CURL })) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  writeFileSync(join(answers, "home.json"), queryRange(FRANCE, AT_HOME, SINGAPORE));
  writeFileSync(join(answers, "cloud.json"), queryRange(AT_GOOGLE));
  const asked = join(folder, "asked");
  const path = `${folder}:${process.env.PATH}`;
  const options = { cwd: folder, env: { PATH: path, ASKED: asked, ANSWERS: answers, ...env }, stdio: "pipe" } as const;
  const run = () => execFileSync(join(folder, "metrics.sh"), ["metrics"], options);
  return { folder, run, asked: () => readFileSync(asked, "utf8") };
}

const OWN = { PROMETHEUS: "https://prometheus.example", METRICS_TOKEN: "own" };

describe("the script for metrics", () => {
  test("writes what its settings name, and a plan is made of it", async () => {
    const { folder, run } = ran(OWN);
    run();
    writeFileSync(join(folder, "planning.json"), SETTINGS);
    const args = ["--planning", join(folder, "planning.json"), "-o", join(folder, "plan.json")];
    const { status, stdout } = await planRoutingCommandLine(synthesized, ...args);
    expect(status).toBe(0);
    expect(stdout).toContain("This step changes 1 place: DE.");
    // Of 28 days in UTC, 27 are whole days of Paris.
    expect(stdout).toMatch(/^demand: DE +30,000 requests\/s +metrics\/cloud\.json, metrics\/home\.json +27 /m);
  });

  test("asks for 28 days in steps of 5 minutes, of two addresses with two tokens where there are two", () => {
    const one = ran(OWN);
    one.run();
    const other = ran({ ...OWN, GOOGLE_PROMETHEUS: "https://google.example", GOOGLE_METRICS_TOKEN: "other" });
    other.run();
    const askedOf = (text: string) =>
      [...text.matchAll(/Bearer (.*)\n(.*)\n/g)].map(([, token, address]) => [token, address]);
    const own = ["own", "https://prometheus.example/api/v1/query_range"];
    expect(askedOf(one.asked())).toEqual([own, own]);
    expect(askedOf(other.asked())).toEqual([own, ["other", "https://google.example/api/v1/query_range"]]);
    const [start, end, step] = ["start", "end", "step"].map((name) =>
      Number(new RegExp(`^${name}=(\\d+)$`, "m").exec(one.asked())?.[1]),
    );
    expect([(end ?? 0) - (start ?? 0), step]).toEqual([28 * 86_400, 300]);
  });

  test("fails where a query does, or a variable is missing", () => {
    expect(ran({ ...OWN, FAILS: "1" }).run).toThrow(/Command failed/);
    expect(ran({ PROMETHEUS: "https://prometheus.example" }).run).toThrow(/METRICS_TOKEN: unbound variable/);
  });

  test("has the variables that the page lists, and the job passes on", () => {
    const names = [...section.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name = ""]) => name);
    const used = new Set([...script.matchAll(/\$\{?([A-Z][A-Z_]+)/g)].map(([, name = ""]) => name));
    expect([...used].sort()).toEqual([...names].sort());
    const workflow = parse(readFileSync(join(ROOT, "examples/ci/github/plan-routing.yml"), "utf8")) as {
      readonly jobs: {
        readonly metrics: { readonly steps: readonly { readonly run?: string; readonly env?: object }[] };
      };
    };
    const step = workflow.jobs.metrics.steps.find(({ run }) => run?.includes("./metrics.sh metrics"));
    expect(Object.keys(step?.env ?? {}).sort()).toEqual([...names].sort());
  });
});
