import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../index";
import { outputFolder, planRoutingCommandLine } from "../support/command-line";

const able = ["prometheus", "promtool"].every((program) => spawnSync(program, ["--version"]).status === 0);
if (!able)
  process.stdout.write(
    "SKIPPED, not passed: no Prometheus is asked for the metrics of a routing, without Debian's package prometheus\n",
  );

/** Three days that end at 2026-10-29T00:00Z. */
const END = Date.parse("2026-10-29T00:00Z") / 1000;
const START = END - 3 * 86_400;
const PEAKS = { FR: ["paris", 24_000], DE: ["frankfurt", 7_500], SG: ["singapore", 9_000] } as const;

/** The query of the page that has a metric. */
const page = readFileSync(join(__dirname, "../../docs/routing-data.md"), "utf8");
const queryOf = (metric: string) => {
  const row = page.split("\n").find((line) => line.startsWith("|") && line.includes(metric));
  return /\| `([^`]+)` \|$/.exec(row ?? "")?.[1] ?? "";
};

/** A counter that grows each hour by so much per second; by twice as much at 20 o'clock. */
function counter(name: string, labels: string, peak: number, step: number): string {
  let value = 0;
  const lines: string[] = [];
  for (let time = START - 600; time <= END; time += step) {
    const isBusy = Math.floor((time % 86_400) / 3600) === 20;
    value += (isBusy ? peak : peak / 2) * step;
    lines.push(`${name}{${labels}} ${value} ${time}`);
  }
  return lines.join("\n");
}

const openMetrics = () =>
  [
    "# TYPE nginx_vts_filter_requests counter",
    ...Object.entries(PEAKS).flatMap(([country, [site, peak]]) =>
      ["2xx", "5xx"].map((code) => {
        const labels = `filter="country",filter_name="${country}",code="${code}",site="${site}"`;
        return counter("nginx_vts_filter_requests_total", labels, peak / 2, 120);
      }),
    ),
    "# TYPE haproxy_frontend_http_requests counter",
    counter("haproxy_frontend_http_requests_total", 'proxy="web",site="paris"', 24_000, 30),
    "# TYPE haproxy_frontend_http_responses counter",
    counter("haproxy_frontend_http_responses_total", 'code="5xx",proxy="web",site="paris"', 24, 30),
    "# EOF\n",
  ].join("\n");

(able ? describe : describe.skip)("the queries of docs/routing-data.md", () => {
  const folder = mkdtempSync(join(tmpdir(), "prometheus-"));
  const synthesized = outputFolder((app) => new HybridPlatform(app, "production", production));
  let prometheus: ChildProcess | undefined;
  let address = "";

  beforeAll(async () => {
    writeFileSync(join(folder, "metrics.txt"), openMetrics());
    writeFileSync(join(folder, "prometheus.yml"), "global: {}\n");
    mkdirSync(join(folder, "metrics"));
    const backfill = ["tsdb", "create-blocks-from", "openmetrics", "--quiet", "metrics.txt", "data"];
    const { status, stderr } = spawnSync("promtool", backfill, { cwd: folder, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    address = `127.0.0.1:${await freePort()}`;
    const flags = { "config.file": "prometheus.yml", "storage.tsdb.path": "data", "web.listen-address": address };
    const args = [
      ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
      "--storage.tsdb.retention.time=100y",
    ];
    prometheus = spawn("prometheus", args, { cwd: folder, stdio: "ignore" });
    while (!(await isReady(address))) await new Promise((resolve) => setTimeout(resolve, 200));
  });

  afterAll(async () => {
    const ended = new Promise((resolve) => prometheus?.once("exit", resolve) ?? resolve(undefined));
    prometheus?.kill();
    await ended;
    rmSync(folder, { recursive: true });
  });

  async function answered(file: string, query: string, step: number): Promise<void> {
    expect(query).not.toBe("");
    const range = { query, start: String(START), end: String(END), step: String(step) };
    const answer = await fetch(`http://${address}/api/v1/query_range?${new URLSearchParams(range)}`);
    writeFileSync(join(folder, file), await answer.text());
  }

  test("are answered by Prometheus, and planned with", async () => {
    await answered("metrics/home.json", queryOf("nginx_vts_filter_requests_total"), 300);
    await answered("metrics/minutes.json", queryOf("haproxy_frontend_http_requests_total"), 60);
    await answered("metrics/errors.json", queryOf("haproxy_frontend_http_responses_total"), 60);
    writeFileSync(join(folder, "metrics/cloud.csv"), ["time,country,value", ...constant(22_500), ""].join("\n"));
    const files = [
      { file: "metrics/home.json" },
      { file: "metrics/cloud.csv", site: "last-resort" },
      { file: "metrics/minutes.json" },
      { file: "metrics/errors.json", measures: "errors" },
    ];
    const planning = { version: 1, data: { files, limits: { leastDays: 3 } } };
    writeFileSync(join(folder, "planning.json"), JSON.stringify(planning));
    const args = ["--planning", join(folder, "planning.json"), "-o", join(folder, "routing-plan.json"), "--json"];
    const { stdout, stderr } = await planRoutingCommandLine(synthesized, ...args);
    expect(stderr).toBe("");
    const numbers = JSON.parse(stdout).plan.data.numbers.map((number: Record<string, unknown>) => {
      const { kind, place, site, value, days, faults } = number;
      return [kind, place ?? site, Math.round(Number(value) * 10) / 10, days, faults];
    });
    expect(numbers).toEqual([
      ["demand", "DE", 30_000, 3, undefined],
      ["demand", "FR", 24_000, 3, undefined],
      ["demand", "SG", 9_000, 3, undefined],
      ["servedWell", "paris", 24_000, 3, undefined],
      ["headroom", "paris", 0.1, 3, undefined],
    ]);
  });

  test("are refused in Prometheus' own words when they ask for too much", async () => {
    await answered("metrics/long.json", "up", 1);
    const planning = { version: 1, data: { files: [{ file: "metrics/long.json" }] } };
    writeFileSync(join(folder, "planning.json"), JSON.stringify(planning));
    const { status, stderr } = await planRoutingCommandLine(synthesized, "--planning", join(folder, "planning.json"));
    expect(status).toBe(1);
    expect(stderr).toContain("the query failed: bad_data: exceeded maximum resolution of 11,000 points per timeseries");
  });
});

/** A constant load in the steps of the other file. */
function constant(load: number): readonly string[] {
  return Array.from({ length: (END - START) / 300 + 1 }, (_, index) => `${START + index * 300},DE,${load}`);
}

async function isReady(address: string): Promise<boolean> {
  const answer = await fetch(`http://${address}/-/ready`).catch(() => undefined);
  return answer?.ok === true;
}

/** A port that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
