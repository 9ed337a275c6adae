import type { SpoilCase } from "./spoil-case";

const NETWORK = "usr/local/lib/hybrid-kubernetes/network.batch";
const EXABGP = "etc/exabgp/exabgp.conf";
const SHARED = "etc/exabgp/shared-routes.json";
const HAPROXY = "etc/haproxy/haproxy.cfg";
const BLOCKS = "usr/local/lib/hybrid-kubernetes/announce-blocks.py";
const BIRD = "etc/bird/bird.conf";
const HANGS = "an edge server hangs, its links are up";
const NEW_BLOCK = "a worker's new block of addresses is reached";
const NO_SERVICE = "all deep checks are bad, on all edge servers";
const ONE_SERVICE = "services fail, though not all";
const FLAPS = "an edge server that flaps comes back later each time";
const DRAINED = "an edge server is drained by a command";

/** Machines by what they are for. */
interface Machines {
  readonly edges: readonly string[];
  readonly workers: readonly string[];
  readonly controls: readonly string[];
  readonly servers: readonly string[];
}

/** What is spoiled of the programs of servers: ExaBGP with its processes, and HAProxy. */
export function programSpoils({ edges, workers, controls, servers }: Machines): readonly SpoilCase[] {
  return [
    {
      what: "graceful restart on edge servers",
      machines: edges,
      path: EXABGP,
      find: /^( {4}family \{ ipv\d unicast; \})/gm,
      replacement: "    capability { graceful-restart 120; }\n$1",
      noticedBy: "ExaBGP of an edge server is killed",
    },
    {
      what: "no server has the API's address",
      machines: controls,
      path: SHARED,
      find: /,\s*"addresses": \[[^\]]*\]/,
      replacement: "",
      noticedBy: "the API's address is announced only while the API answers",
    },
    {
      what: "users' connections are tracked",
      machines: edges,
      path: "usr/local/lib/hybrid-kubernetes/notrack.nft",
      find: / notrack$/gm,
      replacement: " counter",
      noticedBy: "a connection that was moved to another edge server is reset",
    },
    {
      what: "BIRD watches no router",
      machines: edges,
      path: BIRD,
      find: /^ {4}neighbor .*\n/gm,
      replacement: "",
      noticedBy: HANGS,
    },
    {
      what: "BIRD has no BFD",
      machines: edges,
      path: BIRD,
      find: /^protocol bfd \{[\s\S]*?^\}\n/gm,
      replacement: "",
      noticedBy: "nobody else is bound to the port of BFD",
    },
    {
      what: "routers miss an edge server after 30 packets",
      machines: edges,
      path: BIRD,
      find: /multiplier \d+/g,
      replacement: "multiplier 30",
      noticedBy: HANGS,
    },
    {
      what: "no graceful restart on workers",
      machines: workers,
      path: EXABGP,
      find: /^ {4}(manual-eor|capability).*\n/gm,
      replacement: "",
      noticedBy: "ExaBGP of a worker is killed and starts again",
    },
    {
      what: "the virtual address is announced without a check",
      machines: edges,
      path: SHARED,
      find: /"command": "curl [^"]*\/(ready|alive)"/g,
      replacement: '"command": "true"',
      noticedBy: "HAProxy of an edge server is killed",
    },
    {
      what: "the range goes with the virtual addresses",
      machines: edges,
      path: SHARED,
      find: /("command": "curl [^"]*)\/alive"/g,
      replacement: '$1/ready"',
      noticedBy: NO_SERVICE,
    },
    {
      what: "a service that fails withdraws the server",
      machines: edges,
      path: HAPROXY,
      find: /use_backend ready if/g,
      replacement: "use_backend health if",
      noticedBy: ONE_SERVICE,
    },
    {
      what: "one service is enough for health checkers",
      machines: edges,
      path: HAPROXY,
      find: /-m int lt \d+/g,
      replacement: "-m int lt 1",
      noticedBy: ONE_SERVICE,
    },
    {
      what: "a server comes back with its first good check",
      machines: edges,
      path: SHARED,
      find: /"rise": \d+/g,
      replacement: '"rise": 1',
      noticedBy: FLAPS,
      slow: true,
    },
    {
      what: "a server that flaps comes back as soon as any other",
      machines: edges,
      path: SHARED,
      find: /"rise": (\d+),\s*"most_rise": \d+/g,
      replacement: '"rise": $1, "most_rise": $1',
      noticedBy: FLAPS,
      slow: true,
    },
    {
      what: "a drained server goes on announcing",
      machines: edges,
      path: "usr/local/lib/hybrid-kubernetes/announce-shared.py",
      find: /^ {4}drained = os\.path\.exists.*$/m,
      replacement: "    drained = False",
      noticedBy: DRAINED,
    },
    {
      what: "health checkers do not hear that a server is drained",
      machines: edges,
      path: HAPROXY,
      find: / agent-check .*$/gm,
      replacement: "",
      noticedBy: DRAINED,
    },
    {
      what: "DNS is announced without a check",
      machines: controls,
      path: SHARED,
      find: /"command": "[^"]*dns-answers[^"]*"/g,
      replacement: '"command": "true"',
      noticedBy: "the cluster's DNS does not answer",
    },
    {
      what: "the API is announced without a check",
      machines: controls,
      path: SHARED,
      find: /"command": "curl [^"]*\/readyz"/g,
      replacement: '"command": "true"',
      noticedBy: "the API's address is announced only while the API answers",
    },
    {
      what: "a new block is looked for now and then alone",
      machines: workers,
      path: BLOCKS,
      find: /\["ip", "monitor", "route"\]/,
      replacement: '["sleep", "infinity"]',
      noticedBy: NEW_BLOCK,
    },
    {
      what: "blocks of another range are announced",
      machines: workers,
      path: EXABGP,
      find: /--blocks 10\.\d+\.\d+/g,
      replacement: "--blocks 10.140.0",
      noticedBy: NEW_BLOCK,
    },
    {
      what: "the process that announces blocks withdraws them when it ends",
      machines: workers,
      path: BLOCKS,
      find: /^announced = announce\(remembered\(\), again=True\)$/m,
      replacement:
        'for block in remembered(): say(f"withdraw route {block} next-hop self")\nimport time; time.sleep(1)\nannounced = announce(set(), again=True)',
      noticedBy: "the process that announces blocks is killed and starts again",
    },
    {
      what: "servers ignore the routers' default routes",
      machines: servers,
      path: EXABGP,
      find: /receive \{ parsed; update; \}/g,
      replacement: "",
      noticedBy: "a router loses its uplinks",
    },
    {
      what: "no default route to fall back to",
      machines: edges,
      path: NETWORK,
      find: /^route replace \S+ metric 2048.*\n/gm,
      replacement: "",
      noticedBy: "ExaBGP of an edge server is killed",
    },
    {
      what: "pods are not checked",
      machines: edges,
      path: HAPROXY,
      find: /^( {4}server-template .*) check port .*$/gm,
      replacement: "$1",
      noticedBy: "a pod answers with errors",
    },
    {
      what: "answers of the cluster's DNS expire",
      machines: edges,
      path: HAPROXY,
      find: /hold (other|refused|timeout) 24h/g,
      replacement: "hold $1 0s",
      noticedBy: "the cluster's DNS does not answer",
    },
    {
      what: "answers of the cluster's DNS are believed for 20 seconds",
      machines: edges,
      path: HAPROXY,
      find: /timeout resolve \d+s/g,
      replacement: "timeout resolve 20s",
      noticedBy: "a Deployment of 6 pods is rolled twice",
    },
    {
      what: "X-Forwarded-For is taken from users",
      machines: edges,
      path: HAPROXY,
      find: /^ {4}http-request set-header X-Forwarded-For .*\n/gm,
      replacement: "",
      noticedBy: "the public addresses answer from a pod",
    },
  ];
}
