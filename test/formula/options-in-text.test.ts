import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { TINY_SITE } from "../data-center/tiny-site";
import { renderPlan } from "./render-plan";

const able = spawnSync("/usr/bin/python3", ["-c", "import jinja2"]).status === 0;
if (!able) process.stdout.write("SKIPPED, not passed: the templates are not rendered here, without python3-jinja2\n");

/** Every option at a value that is not its default. */
const plan = planSite({
  ...TINY_SITE,
  servers: { ...TINY_SITE.servers, "etcd-1": { role: "etcd", rack: "a1", number: 31 } },
  interfaces: ["ens1f0", "ens1f1"],
  api: { port: 7443 },
  edge: {
    publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"],
    certificate: { pillar: "paris/tls" },
    healthyServices: 2,
    services: ["video", "api"],
    dnsNames: { video: "player.web.svc.paris.local" },
    maxPodsPerService: 200,
    drainingSeconds: 77,
    handOverPacketsPerSecond: 5000,
  },
  privateIngress: { addresses: ["10.131.0.10"], port: 8443, tls: true },
  healthCheck: { hosts: ["probe.example.com"], path: "/probe" },
});

(able ? describe : describe.skip)("what stands in a server's and a router's files", () => {
  const folder = mkdtempSync(join(tmpdir(), "options-in-text-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeAll(() => renderPlan(plan, folder));
  const textOf = (machine: string, path: string): string => readFileSync(join(folder, machine, path), "utf8");
  const exabgp = (machine: string) => textOf(machine, "etc/exabgp/exabgp.conf");
  const shared = (machine: string) => JSON.parse(textOf(machine, "etc/exabgp/shared-routes.json"));
  const commandsOf = (machine: string): readonly string[] =>
    shared(machine).checks.map(({ command }: { readonly command: string }) => command);
  const sharedRoute = (prefix: string) => {
    return { family: prefix.includes(":") ? "ipv6" : "ipv4", prefix, community: "65100:300" };
  };
  const haproxy = () => textOf("edge-1", "etc/haproxy/haproxy.cfg");
  const frr = (machine: string) => textOf(machine, "etc/frr/hybrid-kubernetes.conf");
  const part = (text: string, title: string): string =>
    new RegExp(`^${title}$[\\s\\S]*?(?=\\n\\n|$(?![\\s\\S]))`, "m").exec(text)?.[0] ?? "";

  test("what holds whatever the options are: TLS, the end of requests to a pod that is down, what routers announce and hosts believe", () => {
    expect(haproxy()).toContain("\n    ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets\n");
    // Without it, whoever has a connection to a pod that hangs would wait for the time-out.
    const pods = haproxy().match(/^ {4}server-template pod_.*$/gm) ?? [];
    expect(pods).toHaveLength(2);
    for (const line of pods) expect(line).toMatch(/ on-marked-down shutdown-sessions$/);
    // Only what a router has a route to is announced.
    for (const router of ["a1-left", "border-1"]) expect(frr(router)).toContain("\n bgp network import-check\n");
    for (const machine of ["edge-1", "worker-1", "control-1"]) {
      const sysctl = textOf(machine, "etc/sysctl.d/60-hybrid-kubernetes.conf");
      expect(sysctl).toContain("\nnet.ipv4.conf.all.accept_redirects = 0\n");
      for (const port of sysctl.match(/(?<=^net\.ipv4\.conf\.)\w+(?=\.ignore_routes_with_linkdown)/gm) ?? []) {
        expect(sysctl).toContain(`\nnet.ipv4.conf.${port}.accept_redirects = 0\n`);
      }
    }
  });

  test("each option of a data centre, at a value that is not its default", () => {
    expect(commandsOf("control-1")).toContain(
      "curl --fail --silent --insecure --max-time 1 https://10.128.0.21:7443/readyz",
    );
    expect(exabgp("worker-1")).toContain("--router 10.129.0.44 ens1f0 --router 10.129.0.46 ens1f1;");
    expect(textOf("worker-1", "etc/sysctl.d/60-hybrid-kubernetes.conf")).toContain(
      "net.ipv4.conf.ens1f1.rp_filter = 0",
    );
    expect(part(haproxy(), "backend health")).toContain("{ var(txn.healthy) -m int lt 2 }");
    expect(haproxy()).toContain("server-template pod_http_8090_ 1-200 player.web.svc.paris.local:+0 resolvers cluster");
    expect(haproxy()).toContain("\n    http-request set-dst-port int(8090)\n");
    expect(part(haproxy(), "frontend private")).toContain(
      "    bind 10.131.0.10:8443 ssl crt /etc/haproxy/certificate.pem alpn h2,http/1.1\n",
    );
    expect(part(haproxy(), "frontend public")).toContain(
      "    use_backend health if { path '/probe' } { req.hdr(host),field(1,:),lower -m str probe.example.com }\n",
    );
  });

  test("who tells the address of a user: the edge server itself, and at the private address Google", () => {
    const told = (title: string) => part(haproxy(), title).match(/^ *http-request set-header X-Forwarded-For .*$/gm);
    expect(told("frontend public")).toEqual(["    http-request set-header X-Forwarded-For %[src]"]);
    expect(told("frontend private")).toEqual([
      "    http-request set-header X-Forwarded-For %[src] unless { src 35.191.0.0/16 130.211.0.0/22 }",
    ]);
  });

  test("the route maps for routers outside of the platform: the private ranges alone, without our communities", () => {
    const lines = frr("border-1").split("\n");
    const outside = lines.filter((line) => /prefix-list outside-|community-list/.test(line) && !line.startsWith(" "));
    expect(outside).toEqual([
      "bgp community-list standard internal seq 5 permit 65100:100",
      "bgp community-list standard internal seq 10 permit 65100:200",
      "bgp community-list standard internal seq 15 permit 65100:300",
      "ip prefix-list outside-ipv4 seq 5 permit 10.128.0.0/13",
      "ip prefix-list outside-ipv4 seq 65000 deny any",
      "ipv6 prefix-list outside-ipv6 seq 5 permit fd00:128::/48",
      "ipv6 prefix-list outside-ipv6 seq 65000 deny any",
    ]);
    for (const [family, word] of [
      ["ipv4", "ip"],
      ["ipv6", "ipv6"],
    ]) {
      const start = lines.indexOf(`route-map outside-${family}-out permit 10`);
      expect(lines.slice(start, start + 4)).toEqual([
        `route-map outside-${family}-out permit 10`,
        ` match ${word} address prefix-list outside-${family}`,
        " set comm-list internal delete",
        "exit",
      ]);
    }
    expect(frr("a1-left")).not.toContain("outside");
  });

  test("the check of each kind of shared route, the way back after it was bad, and the file that drains a server", () => {
    // The two kinds of shared addresses of each, by both families.
    expect(shared("edge-1")).toEqual({
      state: "/run/exabgp/shared-routes.json",
      drained_file: "/etc/exabgp/drained",
      user_addresses: ["203.0.113.10", "2001:db8:1::10", "10.131.0.10"],
      draining_seconds: 77,
      agent_port: 8405,
      interval_seconds: 2,
      fast_interval_seconds: 1,
      timeout_seconds: 1,
      fall: 2,
      rise: 10,
      most_rise: 320,
      flap_memory_seconds: 1800,
      neighbors: { ipv4: ["10.129.0.4", "10.129.0.6"], ipv6: ["fd00:128:0:1::4", "fd00:128:0:1::6"] },
      checks: [
        {
          kind: "virtual-ip",
          command: "curl --fail --silent --max-time 1 http://127.0.0.1:8404/ready",
          routes: ["203.0.113.10/32", "2001:db8:1::10/128", "10.131.0.10/32"].map(sharedRoute),
        },
        {
          kind: "range",
          command: "curl --fail --silent --max-time 1 http://127.0.0.1:8404/alive",
          routes: ["203.0.113.0/28", "2001:db8:1::/64", "10.131.0.0/28", "fd00:128:0:3::/124"].map(sharedRoute),
        },
      ],
    });
    expect(shared("control-1")).toMatchObject({
      user_addresses: [],
      draining_seconds: 0,
      agent_port: null,
      fall: 2,
      rise: 3,
      most_rise: 48,
    });
    expect(commandsOf("control-1")[1]).toBe(
      "/usr/bin/python3 /usr/local/lib/hybrid-kubernetes/dns-answers.py 10.130.0.10",
    );
    for (const machine of ["edge-1", "control-1"]) expect(exabgp(machine)).toContain("processes [ shared ]");
    for (const machine of ["worker-1", "etcd-1"]) expect(exabgp(machine)).not.toContain("shared");
  });

  test("what health checkers hear is another matter than whether a server is announced: one service is enough for that", () => {
    expect(part(haproxy(), "backend health")).toContain(
      'status 503 content-type text/plain string "drained\\n" if { nbsrv(drained) eq 0 }',
    );
    expect(part(haproxy(), "backend ready").split("\n")).toEqual([
      "backend ready",
      '    http-request return status 200 content-type text/plain string "ready\\n" if { nbsrv(service_api) gt 0 }',
      '    http-request return status 200 content-type text/plain string "ready\\n" if { nbsrv(service_video) gt 0 }',
      '    http-request return status 503 content-type text/plain string "no service answers\\n"',
    ]);
  });

  test("what is handed over to other edge servers: what users send to each of its addresses and ports, by a port for each", () => {
    expect(JSON.parse(textOf("edge-1", "etc/exabgp/hand-over.json"))).toEqual({
      state: "/run/exabgp/hand-over.json",
      own: ["10.128.0.1", "fd00:128::1"],
      mark: 256,
      packets_per_second: 5000,
      patience_seconds: 77,
      binds: [
        { family: "ipv4", address: "203.0.113.10", port: 80, hand_over_port: 61_000 },
        { family: "ipv6", address: "2001:db8:1::10", port: 80, hand_over_port: 61_001 },
        { family: "ipv4", address: "10.131.0.10", port: 8443, hand_over_port: 61_002 },
        { family: "ipv4", address: "203.0.113.10", port: 443, hand_over_port: 61_003 },
        { family: "ipv6", address: "2001:db8:1::10", port: 443, hand_over_port: 61_004 },
      ],
    });
    const chains = textOf("edge-1", "usr/local/lib/hybrid-kubernetes/hand-over.nft").split("\n");
    expect(chains).toEqual(
      expect.arrayContaining([
        "        ip daddr 203.0.113.10 tcp dport 443 goto from_users",
        "        ip daddr 10.128.0.1 tcp dport 61003 ip daddr set 203.0.113.10 tcp dport set 443 goto from_others",
        "        ip6 daddr fd00:128::1 tcp dport 61001 ip6 daddr set 2001:db8:1::10 tcp dport set 80 goto from_others",
      ]),
    );
    expect(exabgp("edge-1").match(/processes \[ hand-over \]/g)).toHaveLength(4);
    expect(textOf("edge-1", "etc/sysctl.d/60-hybrid-kubernetes.conf")).toContain("net.ipv4.tcp_fwmark_accept = 1\n");
    expect(exabgp("control-1")).not.toContain("hand-over");
    // An edge server hears the default route and the others' own addresses; nobody else does.
    const heard = (of: string) =>
      frr("a1-left").match(new RegExp(`^.* prefix-list ${of}-ipv4-out seq \\d+ permit .*$`, "gm"));
    expect(heard("edge-1")).toEqual([
      "ip prefix-list edge-1-ipv4-out seq 5 permit 0.0.0.0/0",
      "ip prefix-list edge-1-ipv4-out seq 10 permit 10.128.0.2/32",
    ]);
    expect(heard("worker-1")).toEqual(["ip prefix-list worker-1-ipv4-out seq 5 permit 0.0.0.0/0"]);
  });

  test("where nothing is handed over, no program, no rule, no mark and no route is there for it", () => {
    const none = mkdtempSync(join(tmpdir(), "no-hand-over-"));
    const edge = { publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"], handOverPacketsPerSecond: 0 };
    renderPlan(planSite({ ...TINY_SITE, edge }), none);
    const text = (path: string) => readFileSync(join(none, path), "utf8");
    expect(text("edge-1/etc/exabgp/exabgp.conf")).not.toContain("hand-over");
    expect(text("edge-1/etc/sysctl.d/60-hybrid-kubernetes.conf")).not.toContain("fwmark");
    const rules = text("edge-1/usr/local/lib/hybrid-kubernetes/hand-over.nft");
    expect(rules.match(/^[a-z].*$/gm)).toEqual(
      ["ip", "ip6"].flatMap((word) =>
        ["", "delete "].map((first) => `${first}table ${word} hybrid_kubernetes_hand_over`),
      ),
    );
    expect(text("a1-left/etc/frr/hybrid-kubernetes.conf")).not.toMatch(/edge-1-ipv4-out seq 10/);
    rmSync(none, { recursive: true });
  });

  test("graceful restart where all addresses are a server's own, its end marked by the process that knows the pods", () => {
    const kept = (machine: string) =>
      (exabgp(machine).match(/^ *(manual-eor|capability).*$/gm) ?? []).map((line) => line.trim());
    const marked = "manual-eor true;";
    const restart = "capability { graceful-restart 120; }";
    // Two routers, two families.
    expect(kept("worker-1")).toEqual(Array.from({ length: 4 }, () => [marked, restart]).flat());
    expect(kept("etcd-1")).toEqual(Array.from({ length: 4 }, () => restart));
    expect(["edge-1", "control-1"].flatMap(kept)).toEqual([]);
  });
});
