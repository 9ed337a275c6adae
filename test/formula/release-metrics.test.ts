import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROGRAM = join(__dirname, "../../formula/hybrid-kubernetes/master/release-metrics.py");
const able = spawnSync("python3", ["--version"]).status === 0;
if (!able) process.stdout.write("SKIPPED, not passed: no metrics of releases are written here, without python3\n");

(able ? describe : describe.skip)("the metrics of a master's releases", () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "release-metrics-"));
    for (const name of ["srv", "node-exporter"]) mkdirSync(at(name));
    writeFileSync(at("fetch.json"), JSON.stringify({ data_center: "production/paris", folder: at("srv") }));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const metrics = (): readonly string[] => {
    const { status, stderr } = spawnSync("python3", [PROGRAM, at("fetch.json"), at("node-exporter")], {
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
    expect(readdirSync(at("node-exporter"))).toEqual(["hybrid_kubernetes_release.prom"]);
    const text = readFileSync(at("node-exporter/hybrid_kubernetes_release.prom"), "utf8");
    return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  };
  const OF = 'data_center="production/paris"';

  test("say when the source was heard, what is current and when the newest one came", () => {
    const [old, left] = [`41-${"a".repeat(64)}`, `42-${"b".repeat(64)}`];
    writeFileSync(at("srv/taken.json"), JSON.stringify({ way: [old], newest: left, newest_at: 1700 }));
    writeFileSync(at("srv/heard"), "");
    utimesSync(at("srv/heard"), 1900, 1900);
    expect(metrics()).toEqual([
      `hybrid_kubernetes_release_source_heard_timestamp_seconds{${OF}} 1900`,
      `hybrid_kubernetes_release_number{${OF}} 41`,
      `hybrid_kubernetes_release_newest_number{${OF}} 42`,
      `hybrid_kubernetes_release_newest_timestamp_seconds{${OF}} 1700`,
    ]);
  });

  test("are not written where no node exporter is", () => {
    const { status, stderr } = spawnSync("python3", [PROGRAM, at("fetch.json"), at("none")], { encoding: "utf8" });
    expect([status, stderr, readdirSync(folder).includes("none")]).toEqual([0, "", false]);
  });

  test.each(["", "[]", '{"way": [], "newest": null}'])(
    "say when the source was heard where what was taken is %j",
    (damaged) => {
      writeFileSync(at("srv/taken.json"), damaged);
      writeFileSync(at("srv/heard"), "");
      utimesSync(at("srv/heard"), 1900, 1900);
      expect(metrics()).toEqual([`hybrid_kubernetes_release_source_heard_timestamp_seconds{${OF}} 1900`]);
    },
  );

  test("say that the source was never heard, where no release has come", () => {
    expect(metrics()).toEqual([`hybrid_kubernetes_release_source_heard_timestamp_seconds{${OF}} 0`]);
  });
});
