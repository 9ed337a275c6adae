import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

const FILES = join(__dirname, "../../formula/hybrid-kubernetes/files");
const UNITS = "/etc/systemd/system/";
const list: readonly { readonly source: string; readonly path: string }[] = [
  ...JSON.parse(readFileSync(join(FILES, "files.json"), "utf8")),
  // Those of a Salt master.
  ...["service", "timer"].map((kind) => ({
    source: `../master/hybrid-kubernetes-fetch.${kind}`,
    path: `${UNITS}hybrid-kubernetes-fetch.${kind}`,
  })),
].filter(({ path }) => path.startsWith(UNITS));

/** systemd's own check wants to see the programs that units start. */
const needed = ["/usr/bin/systemd-analyze", "/usr/sbin/nft", "/usr/bin/python3"];
const missing = needed.filter((program) => !existsSync(program));
if (missing.length > 0)
  process.stdout.write(`SKIPPED, not passed: no unit is checked here, without ${missing.join(", ")}\n`);

(missing.length === 0 ? describe : describe.skip)("what systemd says of the units of servers and masters", () => {
  const folder = mkdtempSync(join(tmpdir(), "units-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What it says of all units below a folder: nothing, if it knows every word of them. */
  function verify(change: (text: string) => string = (text) => text): string {
    const own = mkdtempSync(join(folder, "one-"));
    for (const { source, path } of list) {
      const file = join(own, path.slice(UNITS.length));
      mkdirSync(dirname(file), { recursive: true });
      // Of what Debian 12 lacks in a version that will do, no program is here.
      writeFileSync(file, change(readFileSync(join(FILES, source), "utf8")).replace("/usr/bin/etcd ", "/bin/true "));
      // What is added to a unit of Debian's is checked with one in its place.
      const [, unit] = /\/([^/]+\.service)\.d\//.exec(path) ?? [];
      if (unit !== undefined) writeFileSync(join(own, unit), "[Service]\nExecStart=/bin/true\n");
    }
    const units = readdirSync(own).filter((name) => /\.(service|timer)$/.test(name));
    const { stdout, stderr } = spawnSync(
      "systemd-analyze",
      ["verify", "--man=no", ...units.map((name) => join(own, name))],
      {
        encoding: "utf8",
        env: { ...process.env, SYSTEMD_UNIT_PATH: `${own}:` },
      },
    );
    return `${stdout}${stderr}`;
  }

  test("each is known to it, to the last word", () => {
    expect(list.map(({ path }) => basename(path)).sort()).toEqual([
      "etcd.service",
      "hybrid-kubernetes-approve-kubelets.service",
      "hybrid-kubernetes-approve-kubelets.timer",
      "hybrid-kubernetes-confirm.service",
      "hybrid-kubernetes-control-plane-certificates.service",
      "hybrid-kubernetes-control-plane-certificates.timer",
      "hybrid-kubernetes-etcd-certificates.service",
      "hybrid-kubernetes-etcd-certificates.timer",
      "hybrid-kubernetes-etcd-snapshot.service",
      "hybrid-kubernetes-etcd-snapshot.timer",
      "hybrid-kubernetes-fetch.service",
      "hybrid-kubernetes-fetch.timer",
      "hybrid-kubernetes-metrics.service",
      "hybrid-kubernetes-metrics.timer",
      "hybrid-kubernetes-network.service",
      "hybrid-kubernetes-notrack.service",
      "hybrid-kubernetes.conf",
      "hybrid-kubernetes.conf",
    ]);
    expect(verify()).toBe("");
  });

  test("each program that ends by itself is ended if it does not: systemd would wait without a bound", () => {
    const texts = list.map(({ source, path }) => [basename(path), readFileSync(join(FILES, source), "utf8")] as const);
    const once = texts.filter(([, text]) => /^Type=oneshot$/m.test(text));
    expect(once.map(([name]) => name)).toEqual(expect.arrayContaining(["hybrid-kubernetes-network.service"]));
    // Each that is in the formula, whoever lists it.
    const all = readdirSync(join(FILES, ".."), { recursive: true, encoding: "utf8" });
    const everywhere = all.filter((name) => /\.(service|sls|jinja|conf)$/.test(name));
    const written = everywhere.flatMap(
      (name) => readFileSync(join(FILES, "..", name), "utf8").match(/^\s*Type=oneshot$/gm) ?? [],
    );
    expect(once).toHaveLength(written.length);
    expect(once.filter(([, text]) => !/^TimeoutStartSec=\d+$/m.test(text)).map(([name]) => name)).toEqual([]);
  });

  test("a member of etcd comes back whatever ended it, and is the last that the kernel ends for its memory", () => {
    const [unit = ""] = readFileSync(join(FILES, "etcd.service"), "utf8").split("[Install]");
    const options = Object.fromEntries(unit.split("\n").map((line) => line.split(/=(.*)/).slice(0, 2)));
    expect(options).toMatchObject({ Restart: "always", RestartSec: "5", User: "etcd", NoNewPrivileges: "yes" });
    expect(Number(options.OOMScoreAdjust)).toBeLessThan(-900);
  });

  test.each([
    ["CPUSchedulingPolicy=rr", "CPUSchedulingPolicy=realtime", /realtime/],
    ["OnUnitActiveSec=30", "OnUnitActiveSec=often", /often/],
    ["ProtectHome=yes", "ProtectsHome=yes", /ProtectsHome/],
    ["ExecStartPre=/usr/bin/rm", "ExecStartPre=/usr/bin/remove", /remove/],
    ["OnCalendar=hourly", "OnCalendar=hourlie", /hourlie/],
    ["Type=exec", "Type=exek", /exek/],
    ["IOSchedulingClass=idle", "IOSchedulingClass=idler", /idler/],
    ["OnUnitInactiveSec=60", "OnUnitInactiveSec=often", /often/],
    ["FixedRandomDelay=yes", "FixedRandomDelay=maybe", /maybe/],
    ["TimeoutStartSec=300", "TimeOutStartSec=300", /TimeOutStartSec/],
    ["ExecStart=/usr/sbin/nft", "ExecStart=/usr/sbin/nftables", /nftables/],
  ])("%s would be noticed as %s", (right, wrong, said) => {
    expect(verify((text) => text.replace(right, wrong))).toMatch(said);
  });
});
