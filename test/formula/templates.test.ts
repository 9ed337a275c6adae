import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { TINY_SITE } from "../data-center/tiny-site";
import { replaced } from "../support/replaced";
import { renderPlan } from "./render-plan";

const able = spawnSync("/usr/bin/python3", ["-c", "import jinja2"]).status === 0;
if (!able) process.stdout.write("SKIPPED, not passed: the templates are not rendered here, without python3-jinja2\n");

const { api = undefined } = TINY_SITE.services ?? {};
if (api === undefined) throw new Error("the small data centre has lost its service");
const odd = { ...api, paths: ["/it's", "/a}b", '/a"b\\', "/v/*"], health: { ...api.health, path: "/ok?it's" } };

/** Every role, every kind of router, and paths with characters that mean something to HAProxy. */
const full = planSite({
  ...TINY_SITE,
  fabric: { ...TINY_SITE.fabric, spines: { "spine-1": { number: 1 } } },
  servers: { ...TINY_SITE.servers, "etcd-1": { role: "etcd", rack: "a1", number: 31 } },
  services: { api, odd, h2: { ...api, host: "h2.example.com", protocol: "HTTP2" } },
  healthCheck: { hosts: ["health.example.com"], path: "/it's?well=yes" },
  edge: { publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"], certificate: { pillar: "paris/tls" } },
});
/** The same without everything that may be left out. */
const bare = planSite({
  ...TINY_SITE,
  ...{ ranges: {}, ingress: ["203.0.113.10"], edge: { publicRanges: ["203.0.113.0/28"] } },
  ...{ bgpPassword: undefined, privateIngress: undefined, versions: undefined, healthCheck: undefined },
});

(able ? describe : describe.skip)("the templates, by the Jinja that Salt uses", () => {
  const folder = mkdtempSync(join(tmpdir(), "render-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const rendered = (plan: typeof full, name: string): string => {
    renderPlan(plan, join(folder, name));
    return join(folder, name);
  };

  test("render for every role and router, with nothing undefined, and leave nothing of a template behind", () => {
    for (const [name, plan] of Object.entries({ full, bare })) {
      const below = rendered(plan, name);
      expect(readdirSync(below).sort()).toEqual([...plan.servers, ...plan.routers].map((one) => one.name).sort());
      const texts = readdirSync(below, { recursive: true, encoding: "utf8" })
        .filter((path) => /\.(cfg|conf|batch|json)$/.test(path))
        .map((path) => [path, readFileSync(join(below, path), "utf8")]);
      expect(texts.length).toBeGreaterThan(10);
      for (const text of texts)
        expect(text).toEqual([text[0], expect.not.stringMatching(/\{%|\{\{|\}\}|None|Undefined/)]);
    }
  });

  test("make edge servers, and no others, probe the MTU of paths: ICMP messages may reach another one", () => {
    const below = rendered(full, "mtu");
    const probing = full.servers.filter(({ name }) =>
      readFileSync(join(below, name, "etc/sysctl.d/60-hybrid-kubernetes.conf"), "utf8").includes("tcp_mtu_probing = 1"),
    );
    expect(probing.map(({ name }) => name)).toEqual(["edge-1", "edge-2"]);
  });

  test("tell a kubelet the labels and taints of its pool, and one without a pool no taint", () => {
    const pooled = planSite({
      ...TINY_SITE,
      workerPools: { video: { accelerator: "nvidia-l4" } },
      servers: { ...TINY_SITE.servers, "worker-2": { role: "worker", rack: "a1", number: 12, pool: "video" } },
    });
    const below = rendered(pooled, "pooled");
    const of = (name: string) => readFileSync(join(below, name, "etc/default/kubelet"), "utf8").split("\n")[1];
    expect(of("worker-1")).toBe(
      "KUBELET_EXTRA_ARGS=--node-ip=10.128.0.11,fd00:128::b --node-labels=hybrid-kubernetes/rack=a1",
    );
    expect(of("worker-2")).toBe(
      "KUBELET_EXTRA_ARGS=--node-ip=10.128.0.12,fd00:128::c --node-labels=hybrid-kubernetes/rack=a1,cloud.google.com/gke-nodepool=video,cloud.google.com/gke-accelerator=nvidia-l4 --register-with-taints=nvidia.com/gpu=present:NoSchedule",
    );
  });

  test("tell the metrics of every session, with and without IPv6", () => {
    for (const [name, plan, count] of [
      ["full", full, 4],
      ["bare", bare, 2],
    ] as const) {
      const below = rendered(plan, `metrics-${name}`);
      for (const server of plan.servers) {
        const text = readFileSync(join(below, server.name, "etc/exabgp/metrics.json"), "utf8");
        const { sessions, sessions_states, bfd } = JSON.parse(text);
        expect([server.name, sessions.length, sessions_states.length]).toEqual([server.name, count, count / 2]);
        expect(bfd).toBe(server.role === "edge");
      }
    }
  });

  const BIRD = "/usr/sbin/bird";
  (existsSync(BIRD) ? test : test.skip)("are a configuration that BIRD accepts, which speaks BFD alone", () => {
    for (const [name, plan] of Object.entries({ full, bare })) {
      const file = join(rendered(plan, `bird-${name}`), "edge-1", "etc/bird/bird.conf");
      expect([name, spawnSync(BIRD, ["-p", "-c", file]).status]).toEqual([name, 0]);
      expect(readFileSync(file, "utf8").match(/^protocol \w+/gm)).toEqual(["protocol device", "protocol bfd"]);
      expect(existsSync(join(rendered(plan, `bird-${name}`), "worker-1", "etc/bird"))).toBe(false);
    }
  });

  const HAPROXY = "/usr/sbin/haproxy";
  (existsSync(HAPROXY) ? test : test.skip)(
    "are a configuration that HAProxy accepts, whatever stands in a path",
    () => {
      for (const [name, plan] of Object.entries({ full, bare })) {
        const root = join(rendered(plan, `haproxy-${name}`), "edge-1", "etc/haproxy");
        const text = readFileSync(join(root, "haproxy.cfg"), "utf8");
        // As whoever runs the test, with the certificate beside it.
        const here = replaced(
          // One of them has none.
          text.replaceAll("/etc/haproxy/certificate.pem", join(root, "certificate.pem")),
          [/^ {4}(user|group|stats socket|server-state-file) .*\n/gm, ""],
        );
        writeFileSync(join(root, "here.cfg"), here);
        const { status, stderr } = spawnSync(HAPROXY, ["-c", "-f", join(root, "here.cfg")], { encoding: "utf8" });
        expect([name, status, stderr]).toEqual([name, 0, expect.not.stringContaining("ALERT")]);
      }
    },
  );

  test("compare the health check's path without its query, and words as they are", () => {
    const text = readFileSync(join(rendered(full, "words"), "edge-1", "etc/haproxy/haproxy.cfg"), "utf8");
    expect(text).toContain("use_backend health if { path '/it'\\''s' } { req.hdr(host)");
    expect(text).toContain(
      "use_backend service_odd if { req.hdr(host),field(1,:),lower -m str api.example.com } { path '/a\"b\\' }",
    );
    expect(text).toContain("http-check send meth GET uri '/ok?it'\\''s' ver HTTP/1.1");
  });
});
