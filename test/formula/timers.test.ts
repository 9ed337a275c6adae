import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { CLUSTER_SITE } from "../data-center/cluster-site";
import { renderPlan } from "./render-plan";

const FORMULA = join(__dirname, "../../formula/hybrid-kubernetes");
const files = readdirSync(FORMULA, { recursive: true, encoding: "utf8" });
const textOf = (path: string): string => readFileSync(join(FORMULA, path), "utf8");

const rules = textOf("prometheus/rules.yml");
const page = readFileSync(join(__dirname, "../../docs/data-center-operations.md"), "utf8");
const section = /^## Timers$(.*?)^## /ms.exec(page)?.[1] ?? "";
/** The alert of each timer, as the page has it. */
const rows = [...section.matchAll(/^\| `([\w-]+)` \| [^|]* \| `(\w+)` \| ([^|]*) \|$/gm)].map(
  ([, timer = "", alert = "", when = ""]) => ({ timer, alert, when }),
);
const nameOf = (path: string): string =>
  `hybrid-kubernetes-${basename(path, ".timer").replace("hybrid-kubernetes-", "")}`;
const timers = files.filter((path) => path.endsWith(".timer"));

describe("a timer that was stopped", () => {
  test("is noticed by an alert, whichever it is", () => {
    expect(timers.length).toBeGreaterThan(5);
    expect(rows.map(({ timer }) => timer).sort()).toEqual(timers.map(nameOf).sort());
    for (const { alert } of rows) expect(rules).toContain(`- alert: HybridKubernetes${alert}\n`);
  });

  test("has its last success measured, which its service notes after a success alone, and which may be as old as the page says", () => {
    const folder = mkdtempSync(join(tmpdir(), "timers-"));
    renderPlan(planSite(CLUSTER_SITE), folder);
    const read = (server: string) =>
      JSON.parse(readFileSync(join(folder, server, "etc/exabgp/metrics.json"), "utf8")).timers;
    const [control, worker] = [read("control-1"), read("worker-1")];
    rmSync(folder, { recursive: true });
    const silent = rows.filter(({ alert }) => alert === "TimerSilent");
    const said = silent.map(({ timer, when }) => {
      const hours = /half an hour/.test(when) ? 0.5 : Number(/ (\d+) hours/.exec(when)?.[1]);
      return { timer, seconds: hours * 3600 };
    });
    const byName = (one: { readonly timer: string }, other: { readonly timer: string }) =>
      one.timer.localeCompare(other.timer);
    expect(silent.length).toBeGreaterThan(2);
    expect(control.sort(byName)).toEqual(said.sort(byName));
    expect(worker).toEqual([]);
    for (const { timer } of silent)
      expect(textOf(`files/${timer.replace("hybrid-kubernetes-", "")}.service`)).toMatch(
        /^ExecStartPost=\/usr\/bin\/touch \/var\/lib\/hybrid-kubernetes\/succeeded\/%N\nStateDirectory=hybrid-kubernetes\/succeeded$/m,
      );
  });
});
