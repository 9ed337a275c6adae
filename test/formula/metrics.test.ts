import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { describeProgram } from "./program";

describeProgram("metrics.py", "the metrics of a server", (folder) => {
  const at = (name: string) => folder.at(name);
  const state = (name: string, content: object) => folder.write(name, content);

  /** A process called as ExaBGP is, whose memory counts while it lives. */
  function exabgp(): number {
    return folder.keep(spawn("bash", ["-c", "exec -a exabgp sleep 100"])).pid as number;
  }

  const options = {
    server: { server: 'edge-"1"', data_center: "paris", role: "edge", rack: "a1" },
    sessions: [
      { router: 1, family: "ipv4", address: "10.129.0.4" },
      { router: 2, family: "ipv4", address: "10.129.0.6" },
    ],
    bfd: false,
    sessions_states: [at("sessions-ipv4.json")],
    shared: [
      { kind: "virtual-ip", prefix: "203.0.113.10/32" },
      { kind: "virtual-ip", prefix: "10.131.0.10/32" },
      { kind: "range", prefix: "203.0.113.0/28" },
    ],
    shared_state: at("shared-routes.json"),
    drained_file: at("drained"),
    taken_back_file: at("restored"),
    pods: { state: at("blocks"), max_blocks: 4, families: ["ipv4", "ipv6"] },
    certificates: [] as string[],
    served: null,
    etcd: null as object | null,
    control_plane: [] as object[],
    timers: [] as object[],
  };

  /** The samples that the program writes, by their names and labels. */
  function metrics(change: object = {}, complaint = /^$/): ReadonlyMap<string, string> {
    state("metrics.json", { ...options, ...change });
    mkdirSync(at("out"), { recursive: true });
    const out = at("out/hybrid_kubernetes.prom");
    expect(folder.run(at("metrics.json"), out)).toEqual({ status: 0, said: expect.stringMatching(complaint) });
    // Nothing half-written is left.
    expect(readdirSync(at("out"))).toEqual(["hybrid_kubernetes.prom"]);
    const lines = readFileSync(out, "utf8").split("\n");
    expect(lines.pop()).toBe("");
    const samples = lines.filter((line) => !line.startsWith("#"));
    return new Map(
      samples.map((line) => {
        const end = line.lastIndexOf(" ");
        return [line.slice("hybrid_kubernetes_".length, end), line.slice(end + 1)];
      }),
    );
  }

  test("tell what is planned and what is there", () => {
    const pid = exabgp();
    state("sessions-ipv4.json", {
      exabgp: pid,
      sessions: { "10.129.0.4": { up: true, losses: 2 }, "10.129.0.6": { up: false, losses: 1 } },
    });
    const announced = ["10.129.0.4", "10.129.0.6"].flatMap((router) =>
      ["203.0.113.10/32", "203.0.113.0/28"].map((prefix) => [router, prefix, "65100:300"]),
    );
    state("shared-routes.json", {
      ...{ exabgp: pid, drained: false, announced },
      checks: { "virtual-ip": { withdrawals: 3 }, range: { withdrawals: 0 } },
    });
    writeFileSync(at("blocks"), "10.132.32.0/26\n10.132.32.64/26\nfd00:128:0:8001::/122\n");
    const found = metrics();
    expect(
      Object.fromEntries([...found].filter(([name]) => !/^(pod_blocks\{.*|default_route_routers.*)$/.test(name))),
    ).toEqual({
      'server_info{server="edge-\\"1\\"",data_center="paris",role="edge",rack="a1"}': "1",
      bgp_sessions_planned: "2",
      'bgp_session_up{router="1",family="ipv4"}': "1",
      'bgp_session_up{router="2",family="ipv4"}': "0",
      'bgp_session_losses_total{router="1",family="ipv4"}': "2",
      'bgp_session_losses_total{router="2",family="ipv4"}': "1",
      'routes_planned{kind="range"}': "1",
      'routes_planned{kind="virtual-ip"}': "2",
      'routes_announced{kind="range"}': "1",
      'routes_announced{kind="virtual-ip"}': "1",
      'withdrawals_total{kind="range"}': "0",
      'withdrawals_total{kind="virtual-ip"}': "3",
      drained: "0",
      network_taken_back: "0",
      'pod_blocks_announced{family="ipv4"}': "2",
      'pod_blocks_announced{family="ipv6"}': "1",
      'pod_blocks_limit{family="ipv4"}': "4",
      'pod_blocks_limit{family="ipv6"}': "4",
    });
    writeFileSync(at("drained"), "");
    expect(metrics().get("drained")).toBe("1");
    rmSync(at("drained"));
    writeFileSync(at("restored"), "[]");
    expect(metrics().get("network_taken_back")).toBe("1");
    rmSync(at("restored"));
  });

  test("do not believe what an ExaBGP remembered that has ended", () => {
    const ended = spawnSync("true").pid;
    state("sessions-ipv4.json", { exabgp: ended, sessions: { "10.129.0.4": { up: true, losses: 0 } } });
    state("shared-routes.json", { exabgp: ended, announced: [["10.129.0.4", "203.0.113.0/28", "65100:300"]] });
    const found = metrics();
    expect(found.get('bgp_session_up{router="1",family="ipv4"}')).toBe("0");
    expect(found.get('routes_announced{kind="range"}')).toBe("0");
  });

  test("tell which units of the formula failed when they ran last", () => {
    const unit = (name: string, state: string) => `hybrid-kubernetes-${name}.service loaded ${state} Says what it does`;
    const units = [
      unit("approve-kubelets", "failed failed"),
      unit("metrics", "activating start"),
      unit("etcd-snapshot", "inactive dead"),
    ];
    folder.standIn("systemctl", `echo "$*" >${at("asked")}\ncat <<'END'\n${units.join("\n")}\nEND`);
    const change = { '"systemctl"': JSON.stringify(at("systemctl")), "/run/systemd/system": at("out") };
    folder.change(change);
    const found = metrics();
    folder.change({});
    expect([...found].filter(([name]) => name.startsWith("unit_failed"))).toEqual([
      ['unit_failed{unit="hybrid-kubernetes-approve-kubelets.service"}', "1"],
      ['unit_failed{unit="hybrid-kubernetes-metrics.service"}', "0"],
      ['unit_failed{unit="hybrid-kubernetes-etcd-snapshot.service"}', "0"],
    ]);
    expect(readFileSync(at("asked"), "utf8")).toContain(
      "list-units --all --plain --no-legend hybrid-kubernetes-*.service",
    );
  });

  test("tell when what timers start last succeeded, and of one that never did, when it was installed", () => {
    for (const name of ["succeeded", "units"]) mkdirSync(at(name));
    const touch = (name: string, seconds: number) => {
      writeFileSync(at(name), "");
      utimesSync(at(name), seconds, seconds);
    };
    touch("succeeded/well", 5000);
    touch("units/well.timer", 3000);
    // A release has written its timer again since.
    touch("succeeded/late", 2000);
    touch("units/late.timer", 6000);
    touch("units/new.timer", 4000);
    folder.change({ "/var/lib/hybrid-kubernetes/succeeded": at("succeeded"), "/etc/systemd/system": at("units") });
    const found = metrics({ timers: ["well", "late", "new", "missing"].map((timer) => ({ timer, seconds: 60 })) });
    folder.change({});
    expect([...found].filter(([name]) => name.startsWith("timer_"))).toEqual([
      ['timer_succeeded_timestamp_seconds{timer="well"}', "5000"],
      ['timer_succeeded_timestamp_seconds{timer="late"}', "2000"],
      ['timer_succeeded_timestamp_seconds{timer="new"}', "4000"],
      ['timer_succeeded_timestamp_seconds{timer="missing"}', "0"],
      ['timer_limit_seconds{timer="well"}', "60"],
      ['timer_limit_seconds{timer="late"}', "60"],
      ['timer_limit_seconds{timer="new"}', "60"],
      ['timer_limit_seconds{timer="missing"}', "60"],
    ]);
  });

  test("are there where nothing is known, and name no kind that a server does not have", () => {
    folder.forget("sessions-ipv4.json", "shared-routes.json", "blocks");
    const found = metrics({ shared: [], pods: null });
    expect(found.get("bgp_sessions_planned")).toBe("2");
    expect([...found.keys()].filter((name) => /^(routes|drained|withdrawals|pod)/.test(name))).toEqual([]);
  });

  test("tell when a certificate expires", () => {
    const pem = at("certificate.pem");
    const subject = ["-subj", "/CN=example.com", "-days", "30", "-nodes", "-keyout", pem, "-out", `${pem}.cert`];
    spawnSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", ...subject]);
    writeFileSync(pem, readFileSync(`${pem}.cert`, "utf8") + readFileSync(pem, "utf8"));
    const seconds = metrics({ certificates: [pem] }).get(`certificate_not_after_timestamp_seconds{path="${pem}"}`);
    const days = (Number(seconds) - Date.now() / 1000) / 86_400;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThanOrEqual(30);
  });

  test("tell the same of the client's certificate in a kubeconfig, and nothing of a file that is not there", () => {
    const [pem, kubeconfig] = [at("client.pem"), at("admin.conf")];
    const made = ["-subj", "/CN=admin", "-days", "40", "-nodes", "-keyout", `${pem}.key`, "-out", pem];
    spawnSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", ...made]);
    const embedded = readFileSync(pem).toString("base64");
    writeFileSync(kubeconfig, `users:\n- name: admin\n  user:\n    client-certificate-data: ${embedded}\n`);
    const found = metrics({ certificates: [kubeconfig, at("later.crt")] }, /^metrics: certificate: .*later\.crt/);
    const name = (path: string) => `certificate_not_after_timestamp_seconds{path="${path}"}`;
    const days = (Number(found.get(name(kubeconfig))) - Date.now() / 1000) / 86_400;
    expect(days).toBeGreaterThan(39.9);
    expect(days).toBeLessThanOrEqual(40);
    expect(found.has(name(at("later.crt")))).toBe(false);
  });

  test("tell which certificate users get, and which host names are in it", async () => {
    const [pem, other, port] = [at("served.pem"), at("other.pem"), await freePort()];
    const names = "subjectAltName=DNS:api.example.com,DNS:*.shop.example.com";
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", `${pem}.key`];
    const made = ["-days", "20", "-out", pem, "-subj", "/CN=x", "-addext", names];
    spawnSync("openssl", ["req", "-x509", ...key, ...made]);
    // Another one of the same key, names and time, as after a certificate was revoked and issued again.
    spawnSync("openssl", [
      "x509",
      "-in",
      pem,
      "-signkey",
      `${pem}.key`,
      "-set_serial",
      "7",
      "-days",
      "20",
      "-out",
      other,
    ]);
    const asked = ["s_server", "-accept", `127.0.0.1:${port}`, "-cert", pem, "-key", `${pem}.key`, "-quiet"];
    const program = folder.keep(spawn("openssl", asked, { stdio: "ignore" }));
    await isListening(port);
    const hosts = [
      "api.example.com",
      "a.shop.example.com",
      "a.b.shop.example.com",
      "shop.example.com",
      "new.example.com",
    ];
    const found = metrics({ certificates: [pem, other], served: { address: "127.0.0.1", port, hosts } });
    expect(found.get(`certificate_is_served{path="${pem}"}`)).toBe("1");
    expect(found.get(`certificate_is_served{path="${other}"}`)).toBe("0");
    expect(hosts.map((host) => found.get(`certificate_covers_host{host="${host}"}`))).toEqual([
      "1",
      "1",
      "0",
      "0",
      "0",
    ]);
    const days = (Number(found.get("certificate_served_not_after_timestamp_seconds")) - Date.now() / 1000) / 86_400;
    expect(days).toBeGreaterThan(19.9);
    expect(days).toBeLessThanOrEqual(20);
    // Nobody listens any more: what users get is not known, and all else is.
    program.kill("SIGKILL");
    await new Promise((resolve) => program.on("close", resolve));
    const without = metrics(
      { certificates: [pem], served: { address: "127.0.0.1", port, hosts } },
      /served certificate/,
    );
    expect([...without.keys()].filter((name) => /^certificate_(is_|)served|covers/.test(name))).toEqual([]);
    expect(without.get("bgp_sessions_planned")).toBe("2");
  });

  test("tell of a member of etcd whether it is healthy, and when its last snapshot succeeded", async () => {
    const port = await freePort();
    const etcd = { health: `http://127.0.0.1:${port}/health`, snapshots: at("snapshots") };
    const of = (found: ReadonlyMap<string, string>) =>
      ["etcd_healthy", "etcd_snapshot_timestamp_seconds", "etcd_snapshots"].map((name) => found.get(name));
    expect(of(metrics())).toEqual([undefined, undefined, undefined]);
    expect(of(metrics({ etcd }, /^metrics: etcd: /))).toEqual(["0", "0", "0"]);
    mkdirSync(at("snapshots"));
    for (const name of ["20261127T090000Z.db", "20261127T100000Z.db", "20261127T110000Z.db.part", "succeeded"])
      writeFileSync(at(`snapshots/${name}`), "");
    utimesSync(at("snapshots/succeeded"), 1_795_773_600, 1_795_773_600);
    for (const [health, healthy] of [
      ["true", "1"],
      ["false", "0"],
    ]) {
      const program = folder.keep(
        spawn("/usr/bin/python3", [
          "-c",
          `import http.server
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/health" else 404)
        self.end_headers()
        self.wfile.write(b'{"health":"${health}"}')
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", ${port}), Handler).serve_forever()`,
        ]),
      );
      await isListening(port);
      expect(of(metrics({ etcd }))).toEqual([healthy, "1795773600", "2"]);
      program.kill("SIGKILL");
      await new Promise((resolve) => program.on("close", resolve));
    }
  });

  test("tell whether the controller manager and the scheduler are healthy, once they are there", async () => {
    const port = await freePort();
    const made = ["-subj", "/CN=itself", "-days", "1", "-keyout", at("itself"), "-out", at("itself"), "-noenc"];
    expect(spawnSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", ...made]).status).toBe(0);
    folder.keep(
      spawn("/usr/bin/python3", [
        "-c",
        `import http.server, ssl
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/well" else 500)
        self.end_headers()
    def log_message(self, *_): pass
server = http.server.HTTPServer(("127.0.0.1", ${port}), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(${JSON.stringify(at("itself"))})
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()`,
      ]),
    );
    await isListening(port);
    for (const name of ["well.yaml", "ill.yaml", "gone.yaml"]) writeFileSync(at(name), "");
    const component = (component: string, health = `https://127.0.0.1:${port}/${component}`) => {
      return { component, health, manifest: at(`${component}.yaml`) };
    };
    const planned = [
      component("well"),
      component("ill"),
      component("gone", "https://127.0.0.1:1/"),
      component("later"),
    ];
    const found = metrics({ control_plane: planned }, /^metrics: ill: HTTP Error 500.*\nmetrics: gone: .* refused.*$/);
    expect([...found].filter(([name]) => name.startsWith("control_plane"))).toEqual([
      ['control_plane_healthy{component="well"}', "1"],
      ['control_plane_healthy{component="ill"}', "0"],
      ['control_plane_healthy{component="gone"}', "0"],
    ]);
  });

  test("have from ExaBGP's process which sessions are up, also after it is started again", async () => {
    const file = at("sessions-of-exabgp.json");
    folder.change({}, "default-routes.py");
    const say = async (...states: readonly string[]) => {
      const args = ["--source", "10.128.0.1", "--router", "10.129.0.4", "eth0", "--sessions", file];
      const program = folder.start(args, {}, "default-routes.py");
      const messages = states.map((word) => ({
        type: "state",
        neighbor: { address: { peer: "10.129.0.4" }, state: word },
      }));
      program.stdin?.end(messages.map((one) => `${JSON.stringify(one)}\n`).join(""));
      await new Promise((resolve) => program.on("close", resolve));
      return JSON.parse(readFileSync(file, "utf8"));
    };
    const session = (up: boolean, losses: number) => ({
      exabgp: process.pid,
      sessions: { "10.129.0.4": { up, losses } },
    });
    expect(await say("connected", "up")).toEqual(session(true, 0));
    expect(await say("down", "down", "up", "down", "up")).toEqual(session(true, 2));
    // Of another ExaBGP, everything is new.
    state("sessions-of-exabgp.json", { ...session(true, 7), exabgp: 1 });
    expect(await say("up")).toEqual(session(true, 0));
    expect(existsSync(`${file}.new`)).toBe(false);
  });
});

/** A port that is free now. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Waits until somebody listens. */
async function isListening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const connected = await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
      socket.on("connect", () => socket.destroy());
    });
    if (connected) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
