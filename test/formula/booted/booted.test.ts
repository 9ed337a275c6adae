import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { SiteOptions } from "../../../lib/data-center/on-premises";
import { planSite } from "../../../lib/data-center/plan-site";
import { siteFiles } from "../../../lib/data-center/site-files";
import { TINY_SITE } from "../../data-center/tiny-site";
import { apply, FORMULA } from "./apply";
import { makeRepository } from "./packages";
import { BootedServer, whyNoServer } from "./server";

const why = whyNoServer();
if (why !== undefined)
  process.stdout.write(`SKIPPED, not passed: the formula is applied to no booted server here: ${why}\n`);

(why === undefined ? describe : describe.skip)("a server that systemd booted", () => {
  const folder = mkdtempSync(join(tmpdir(), "booted-"));
  let server: BootedServer;

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  /** What a master has of a version of the data centre. */
  const publish = (version: string, options: SiteOptions): void => {
    for (const [path, text] of siteFiles(planSite(options))) write(`${version}/${path}`, text);
    write(`${version}/top.sls`, 'base: {"*": [secrets, "servers.{{ opts[\'id\'] }}"]}\n');
    write(`${version}/secrets.sls`, JSON.stringify({ kubernetes: { paris: { bgp: "key", tls: "certificate" } } }));
  };
  beforeAll(async () => {
    mkdirSync(join(folder, "packages"));
    makeRepository(join(folder, "packages"), "1.0");
    const site: SiteOptions = {
      ...TINY_SITE,
      edge: { publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"], certificate: { pillar: "kubernetes/paris/tls" } },
    };
    publish("one", site);
    const { api = undefined } = site.services ?? {};
    if (api === undefined) throw new Error("the small data centre has lost its service");
    publish("two", { ...site, services: { ...site.services, api: { ...api, timeoutSeconds: 31 } } });
    publish("broken", { ...site, services: { ...site.services, api: { ...api, host: "broken.example.com" } } });
    publish("links", { ...site, ranges: { ...site.ranges, links: "10.129.128.0/17" } });
    server = await BootedServer.boot([folder, FORMULA]);
    const { status, said } = server.run(
      `echo 'deb [trusted=yes] file:${folder}/packages ./' >/etc/apt/sources.list && rm -rf /etc/apt/sources.list.d/* && apt-get update`,
    );
    if (status !== 0) throw new Error(said);
  });
  afterAll(async () => {
    await server?.end();
    rmSync(folder, { recursive: true });
  });

  const call = (version: string, id: string, ...what: readonly string[]) =>
    apply(server, join(folder, version), id, ...what);
  const active = (...units: readonly string[]) =>
    server
      .run(`systemctl is-active ${units.join(" ")}`)
      .out.trim()
      .split("\n");
  const UNITS = [
    "exabgp",
    "haproxy",
    "bird",
    "hybrid-kubernetes-network",
    "hybrid-kubernetes-notrack",
    "hybrid-kubernetes-metrics.timer",
  ];

  test("an edge server is made, a second time changes nothing, a new version changes what is new, and clean takes it off", () => {
    const first = call("one", "edge-1", "hybrid-kubernetes");
    expect(first.failed).toEqual([]);
    expect(first.changed).toEqual(
      expect.arrayContaining(["hybrid-kubernetes-edge", "/etc/haproxy/haproxy.cfg", "hybrid-kubernetes-exabgp"]),
    );
    expect(active(...UNITS)).toEqual(UNITS.map(() => "active"));
    expect(server.run("ip -brief address show dev lo; ip -brief address show dev eth0").out).toMatch(
      /203\.0\.113\.10\/32.*\neth0.* 10\.129\.\d+\.\d+\/31/,
    );
    expect(
      server.run("systemctl is-enabled exabgp haproxy bird hybrid-kubernetes-network hybrid-kubernetes-confirm").out,
    ).toBe("enabled\n".repeat(5));

    expect(call("one", "edge-1", "hybrid-kubernetes")).toEqual({ status: 0, failed: [], changed: [] });
    expect(call("one", "edge-1", "hybrid-kubernetes", "test=True")).toEqual({
      status: 0,
      failed: [],
      changed: [],
    });

    const processes = () => server.run("systemctl show --property MainPID exabgp haproxy bird").out;
    const before = processes();
    expect(call("two", "edge-1", "hybrid-kubernetes")).toEqual({
      status: 0,
      failed: [],
      changed: ["/etc/haproxy/haproxy.cfg", "hybrid-kubernetes-haproxy-due", "hybrid-kubernetes-haproxy-read"],
    });
    // It is reloaded, nothing is restarted.
    expect(processes()).toBe(before);
    expect(active(...UNITS)).toEqual(UNITS.map(() => "active"));
    expect(server.run("grep -c 31s /etc/haproxy/haproxy.cfg").out).not.toBe("0\n");

    // A run that fails behind a file leaves the reload to the next one, which finds no file to change.
    const reloads = () => Number(server.run("journalctl --unit haproxy | grep -c 'Reloaded haproxy'").out);
    const once = reloads();
    server.run(`cp -p /usr/sbin/sysctl /root && echo '#!/bin/sh\nexit 1' >/usr/sbin/sysctl`);
    server.run("echo >>/etc/sysctl.d/60-hybrid-kubernetes.conf");
    const failed = call("one", "edge-1", "hybrid-kubernetes");
    expect(failed.failed.join()).toContain("hybrid-kubernetes-sysctl-read: Command");
    expect([failed.changed.includes("/etc/haproxy/haproxy.cfg"), reloads()]).toEqual([true, once]);
    server.run("cp -p /root/sysctl /usr/sbin");
    expect(call("one", "edge-1", "hybrid-kubernetes")).toEqual({
      status: 0,
      failed: [],
      changed: ["hybrid-kubernetes-haproxy-read", "hybrid-kubernetes-saved", "hybrid-kubernetes-sysctl-read"],
    });
    expect([reloads(), processes()]).toEqual([once + 1, before]);
    expect(call("two", "edge-1", "hybrid-kubernetes").failed).toEqual([]);

    // What HAProxy does not accept is not written, and nothing is reloaded.
    const broken = call("broken", "edge-1", "hybrid-kubernetes");
    expect(broken.status).not.toBe(0);
    expect(broken.failed.join()).toMatch(/haproxy\.cfg: check_cmd/);
    expect(server.run("grep broken /etc/haproxy/haproxy.cfg").status).toBe(1);

    expect(call("two", "edge-1", "hybrid-kubernetes.clean").failed.join()).toContain("to clean this server, name it");
    const clean = `pillar='{"clean": "edge-1"}'`;
    expect(call("two", "edge-1", "hybrid-kubernetes.clean", clean).failed).toEqual([]);
    expect(active(...UNITS)).not.toContain("active");
    const left = "-type f '(' -path '*hybrid*' -o -path '*/exabgp/*' ')' ! -path '*-lab*' ! -name .keep";
    expect(server.run(`find /etc /usr/local /var/lib ${left}`).out).toBe("");
    expect(call("two", "edge-1", "hybrid-kubernetes.clean", clean)).toEqual({
      status: 0,
      failed: [],
      changed: [],
    });
  });

  test("a worker without a kubelet is told what its kubelet needs, and one with it starts that again", () => {
    const kubelet = () => call("one", "worker-1", "hybrid-kubernetes.kubelet");
    const changed = ["/etc/default/kubelet", "hybrid-kubernetes-kubelet-due", "hybrid-kubernetes-kubelet-read"];
    expect(kubelet()).toEqual({ status: 0, failed: [], changed });
    const unit = "[Service]\nExecStart=/bin/sleep infinity\n";
    server.run("cat >/etc/systemd/system/kubelet.service && systemctl daemon-reload && systemctl start kubelet", unit);
    const process = () => server.run("systemctl show --property MainPID kubelet").out;
    const before = process();
    expect(kubelet()).toEqual({ status: 0, failed: [], changed: [] });
    expect(process()).toBe(before);
    server.run("rm /etc/default/kubelet");
    expect(kubelet().changed).toEqual(changed);
    expect(process()).not.toBe(before);
  });

  test("a run that is killed between the files of the network and their use waits for the master, and leaves the use to the next run", () => {
    const BATCH = "/usr/local/lib/hybrid-kubernetes/network.batch";
    const batch = (below = "") => server.run(`cat ${below}${BATCH}`).out;
    expect(call("one", "worker-1", "hybrid-kubernetes.network").failed).toEqual([]);
    const before = batch();
    // It has a master, which is not there. Its run ends where ExaBGP is asked about its file, after the one with the addresses was written.
    write("cut/minion", JSON.stringify({ master_uri: "tcp://192.0.2.9:4506" }));
    server.run(`cp -p /usr/sbin/exabgp /root && echo '#!/bin/sh\nkill -KILL $(pgrep -f salt-call)' >/usr/sbin/exabgp`);
    const config = `--config-dir=${folder}/cut`;
    expect(() => call("links", "worker-1", "hybrid-kubernetes.network", config)).toThrow();
    server.run("cp -p /root/exabgp /usr/sbin");
    expect(batch()).not.toBe(before);
    expect(server.run("/usr/bin/python3 /usr/local/lib/hybrid-kubernetes/confirm-network.py status").status).toBe(3);
    const saved = "/var/lib/hybrid-kubernetes/network/saved";
    expect(batch(saved)).toBe(before);
    expect(server.run("ip -brief address show dev eth0").out).not.toContain("10.129.128.");

    const next = call("links", "worker-1", "hybrid-kubernetes.network", config);
    expect(next.failed).toEqual([]);
    expect(next.changed).toContain("hybrid-kubernetes-network-read");
    expect(server.run("ip -brief address show dev eth0").out).toContain("10.129.128.");
    expect(batch(saved)).toBe(before);
    const clean = `pillar='{"clean": "worker-1"}'`;
    expect(call("links", "worker-1", "hybrid-kubernetes.clean", clean).failed).toEqual([]);
  });
});
