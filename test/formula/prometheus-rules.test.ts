import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FOLDER = join(__dirname, "../../formula/hybrid-kubernetes");
const rules = readFileSync(join(FOLDER, "prometheus/rules.yml"), "utf8");
const cases = readFileSync(join(FOLDER, "prometheus/rules-test.yml"), "utf8");
const program = ["files/metrics.py", "master/release-metrics.py"]
  .map((path) => readFileSync(join(FOLDER, path), "utf8"))
  .join("");
const pageOf = (name: string): string => readFileSync(join(__dirname, "../../docs", name), "utf8");

const able = spawnSync("promtool", ["--version"]).status === 0;
if (!able)
  process.stdout.write(
    "SKIPPED, not passed: the alerts are not tried here, without promtool (Debian's package prometheus)\n",
  );

const found = (text: string, pattern: RegExp): readonly string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name)),
];
const alerts = found(rules, /- alert: (\w+)/g);

describe("the alerts of data centres", () => {
  (able ? test : test.skip)("are rules that Prometheus takes, and fire when they must and not before", () => {
    for (const args of [
      ["check", "rules", "rules.yml"],
      ["test", "rules", "rules-test.yml"],
    ]) {
      const { status, stdout, stderr } = spawnSync("promtool", args, {
        cwd: join(FOLDER, "prometheus"),
        encoding: "utf8",
      });
      expect({ args, status, said: status === 0 ? "" : stdout + stderr }).toEqual({ args, status: 0, said: "" });
    }
  });

  (able ? test : test.skip)(
    "are noticed to be otherwise: each has a case that fails when its condition never holds",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "rules-"));
      writeFileSync(join(folder, "rules-test.yml"), cases);
      writeFileSync(
        join(folder, "rules.yml"),
        rules.replace(/expr: (>-\n( {10}.*\n)+|.*\n)/g, "expr: vector(0) == 1\n"),
      );
      const { status, stdout, stderr } = spawnSync("promtool", ["test", "rules", "rules-test.yml"], {
        cwd: folder,
        encoding: "utf8",
      });
      rmSync(folder, { recursive: true });
      expect(status).toBe(1);
      expect([...found(stdout + stderr, /alertname: ?(\w+)/g)].sort()).toEqual([...alerts].sort());
    },
  );

  test("each has a case, a way to mend it that is written down, and metrics that there are", () => {
    expect(alerts.length).toBeGreaterThan(10);
    expect([...found(cases, /alertname: (\w+)/g)].sort()).toEqual([...alerts].sort());
    const written = found(rules, /runbook: "docs\/(data-center-[\w-]+\.md#[\w-]+)"/g);
    const missing = written.filter((place) => {
      const [name = "", anchor = ""] = place.split("#");
      return !found(pageOf(name), /^##+ (.*)$/gm).some((title) => title.toLowerCase().replaceAll(" ", "-") === anchor);
    });
    expect(missing).toEqual([]);
    expect(rules.match(/runbook: /g)?.length).toBe(alerts.length);
    const metrics = found(rules, /\bhybrid_kubernetes_(\w+)\b(?!\[)/g);
    expect(metrics.filter((name) => !program.includes(`metric("${name}"`))).toEqual([]);
  });
});
