import { edgeSpoils } from "./edge-spoils";
import type { DataCenterFiles, Family } from "./files";
import { programSpoils } from "./program-spoils";
import type { SpoilCase } from "./spoil-case";
import { truthSpoils } from "./truth-spoils";

const SYSCTLS = "etc/sysctl.d/60-hybrid-kubernetes.conf";
const NETWORK = "usr/local/lib/hybrid-kubernetes/network.batch";
const FRR = "etc/frr/hybrid-kubernetes.conf";
const SILENT_ROUTER = "a router is silent, its links are up";
const SHARED_FLOWS = "flows of a server to one host are shared by both its routers";
const DEFAULT_ROUTE = { ipv4: "0.0.0.0/0", ipv6: "::/0" } as const;

/** Prefix lists of some routers, for what their neighbours announce or hear. */
interface ListsOf {
  readonly at: readonly string[];
  readonly of: readonly string[];
  readonly direction: "in" | "out";
  readonly family: Family;
}

const RARE_REDIRECT = "a server is redirected in some runs only, when two routers do not agree for a moment";

/** Lines that no case spoils, each with the reason why no check of a lab of this size can see it. */
export const UNSEEN: Readonly<Record<string, string>> = {
  "net.ipv4.conf.all.accept_redirects = 0": RARE_REDIRECT,
  "net.ipv4.conf.eth*.accept_redirects = 0": RARE_REDIRECT,
  "net.ipv6.conf.eth*.accept_redirects = 0": RARE_REDIRECT,
  "net.ipv6.conf.all.forwarding = 1": "the lab's pods have IPv4 alone, and nothing else is behind a worker",
  "ipv6 prefix-list outside-ipv6 seq 65000 deny any": "the lab's Google router has a session by IPv4 alone",
};

/** Checks that no case spoils, each with the reason why. */
export const UNSPOILED: Readonly<Record<string, string>> = {
  "a request is served by what Salt wrote from a signed release":
    "what is spoiled takes no way by a release: tests of fetch.py forge one, and those of the formula compare Salt's files",
  "a flow stays with its router, whatever its IPv6 flow label":
    "routers hash as the lab configures them: the check itself tries both",
  "BIRD of an edge server is stopped and starts again":
    "what keeps requests from failing later is seen where BIRD is killed, and where a server hangs",
  "ExaBGP reads a changed configuration": "that a reload keeps sessions is ExaBGP's own doing, and no line's",
};

/** Everything that the lab spoils, one after the other. */
export function spoilCases(files: DataCenterFiles): readonly SpoilCase[] {
  const named = (list: readonly { readonly name: string }[]): readonly string[] => list.map(({ name }) => name);
  const edges = named(files.servers.filter(({ edge }) => edge !== null));
  const workers = named(files.servers.filter(({ role }) => role === "worker"));
  const controls = named(files.servers.filter(({ role }) => role === "control-plane"));
  const servers = named(files.servers);
  const racks = named(files.routers.filter(({ tier }) => tier === "rack"));
  const routersOf = (neighbors: readonly string[]): readonly string[] =>
    named(files.routers.filter((router) => router.neighbors.some(({ name }) => neighbors.includes(name))));
  const borders = named(files.routers.filter(({ tier }) => tier === "border"));

  const sysctl = (key: RegExp, value: number, machines: readonly string[], noticedBy: string): SpoilCase => ({
    what: `sysctl ${key.source.replace("\\d", "*").replaceAll("\\", "")} = ${value}`,
    machines,
    path: SYSCTLS,
    find: new RegExp(`^(${key.source}) = \\d+$`, "gm"),
    replacement: `$1 = ${value}`,
    noticedBy,
  });
  const blackhole = (family: string, prefix: RegExp): SpoilCase => ({
    what: `no blackhole, ${family}`,
    machines: edges,
    path: NETWORK,
    find: new RegExp(`^route replace blackhole ${prefix.source}\n`, "gm"),
    replacement: "",
    noticedBy: "nor while forwarding is switched on",
  });
  /** Prefix lists that let everything through, of some routers for some neighbours. */
  const filter = (
    what: string,
    { at, of, direction, family }: ListsOf,
    noticedBy: string,
    permitted = "any",
  ): SpoilCase => ({
    what: `${what}, ${family}`,
    machines: at,
    path: FRR,
    find: new RegExp(`^(ipv?6? prefix-list (?:${of.join("|")})-${family}-${direction} seq 65000) deny any`, "gm"),
    replacement: `$1 permit ${permitted}`,
    noticedBy,
  });
  const heldBack = (kind: string) => `${kind} cannot announce another's routes`;
  const announcesNothing = "routers announce nothing foreign, and servers hear what is theirs alone";
  const filters = (family: Family): readonly SpoilCase[] => {
    const from = (of: readonly string[], at = routersOf(of)): ListsOf => ({ at, of, direction: "in", family });
    const to = (of: readonly string[], at = routersOf(of)): ListsOf => ({ at, of, direction: "out", family });
    const everything = DEFAULT_ROUTE[family];
    return [
      filter("the filter for workers accepts everything", from(workers), heldBack("a worker")),
      filter("the filter for edge servers accepts everything", from(edges), heldBack("an edge server")),
      filter(
        "the filter for edge servers accepts a default route",
        from(edges),
        heldBack("an edge server"),
        everything,
      ),
      filter("the filter for the control plane accepts everything", from(controls), heldBack("a control plane server")),
      filter(
        "the filter for racks accepts everything",
        from(racks, borders),
        "a rack's router cannot announce routes from elsewhere",
      ),
      filter(
        "the filter for the border accepts everything",
        from(borders, racks),
        "a border cannot announce routes from elsewhere to racks",
      ),
      filter("servers hear everything", to(servers), announcesNothing),
      filter("racks hear everything", to(racks, borders), announcesNothing),
      filter("the border hears everything", to(borders, racks), announcesNothing),
    ];
  };

  return [
    sysctl(/net\.ipv4\.ip_forward/, 1, edges, "an edge server forwards nothing"),
    sysctl(/net\.ipv6\.conf\.all\.forwarding/, 1, edges, "an edge server forwards nothing"),
    sysctl(
      /net\.ipv4\.conf\.eth\d\.ignore_routes_with_linkdown/,
      0,
      edges,
      "a port of an edge server goes down, without the check by ARP",
    ),
    sysctl(/net\.ipv6\.conf\.eth\d\.ignore_routes_with_linkdown/, 0, edges, "a port of an edge server goes down"),
    sysctl(/net\.ipv4\.fib_multipath_use_neigh/, 0, servers, SILENT_ROUTER),
    sysctl(/net\.ipv4\.ip_forward/, 0, workers, "the public addresses answer from a pod"),
    sysctl(/net\.ipv4\.fib_multipath_hash_policy/, 0, edges, SHARED_FLOWS),
    sysctl(/net\.ipv6\.fib_multipath_hash_policy/, 0, edges, SHARED_FLOWS),
    sysctl(/net\.ipv4\.conf\.all\.rp_filter/, 1, edges, "a server takes packets by either link"),
    sysctl(/net\.ipv4\.conf\.eth\d\.rp_filter/, 1, edges, "a server takes packets by either link"),
    sysctl(/net\.ipv4\.neigh\.eth\d\.base_reachable_time_ms/, 120_000, edges, SILENT_ROUTER),
    sysctl(/net\.ipv4\.neigh\.eth\d\.delay_first_probe_time/, 60, edges, SILENT_ROUTER),
    sysctl(/net\.ipv4\.neigh\.eth\d\.retrans_time_ms/, 20_000, edges, SILENT_ROUTER),
    sysctl(/net\.ipv6\.conf\.eth\d\.accept_ra/, 2, servers, "a server ignores router advertisements"),
    sysctl(/net\.ipv4\.tcp_mtu_probing/, 0, edges, "a path with small packets carries large answers, without ICMP"),
    sysctl(/net\.ipv4\.tcp_fwmark_accept/, 0, edges, "requests under way end while an edge server is drained"),
    {
      ...sysctl(/net\.ipv6\.conf\.eth\d\.ignore_routes_with_linkdown/, 0, workers, "a router loses its power"),
      what: "workers use routes of links that are down, by IPv6",
    },
    {
      ...blackhole("IPv4", /[\d./]+/),
      what: "no blackhole, and edge servers forward",
      noticedBy: "a packet to an unassigned address does not loop",
      also: [sysctl(/net\.ipv4\.ip_forward/, 1, edges, "")],
    },
    blackhole("IPv4", /[\d./]+/),
    blackhole("IPv6", /[\da-f:]+\/\d+/),
    ...(["ipv4", "ipv6"] as const).flatMap(filters),
    {
      what: "Google's router hears everything",
      machines: borders,
      path: FRR,
      find: /^(ip prefix-list outside-ipv4 seq 65000) deny any/gm,
      replacement: "$1 permit any",
      noticedBy: "Google's router learns only the aggregate",
    },
    {
      what: "the route map for Google's router has no match",
      machines: borders,
      path: FRR,
      find: /^ match ip address prefix-list outside-ipv4\n/gm,
      replacement: "",
      noticedBy: "Google's router learns only the aggregate",
    },
    {
      what: "no ebgp-requires-policy",
      machines: racks,
      path: FRR,
      find: /^ bgp ebgp-requires-policy\n/gm,
      replacement: "",
      noticedBy: "a session without a filter carries no route",
    },
    {
      what: "the border has no static routes",
      machines: borders,
      path: FRR,
      find: /^ip(v6)? route .*\n/gm,
      replacement: "",
      noticedBy: "ExaBGP is gone on all edge servers, with static routes",
    },
    {
      what: "no multipath-relax at the border",
      machines: borders,
      path: FRR,
      find: /^ bgp bestpath as-path multipath-relax/gm,
      replacement: " no bgp bestpath as-path multipath-relax",
      noticedBy: "both edge servers and all racks' routers share the requests",
    },
    {
      what: "at most one path at the border",
      machines: borders,
      path: FRR,
      find: /^ {2}maximum-paths \d+/gm,
      replacement: "  maximum-paths 1",
      noticedBy: "both edge servers and all racks' routers share the requests",
    },
    {
      what: "no limit of prefixes",
      machines: racks,
      path: FRR,
      find: /^ {2}neighbor \S+ maximum-prefix .*\n/gm,
      replacement: "",
      noticedBy: "a worker over the prefix limit is cut off",
    },
    {
      what: "a session over its limit stays down",
      machines: racks,
      path: FRR,
      find: /^( {2}neighbor \S+ maximum-prefix \d+) restart \d+/gm,
      replacement: "$1",
      noticedBy: "a worker over the prefix limit is cut off",
    },
    {
      what: "routers do not ask for BFD",
      machines: racks,
      path: FRR,
      find: /^ neighbor \S+ bfd.*\n/gm,
      replacement: "",
      noticedBy: "an edge server hangs, its links are up",
    },
    {
      what: "routers do not hear that BIRD ends",
      machines: racks,
      path: FRR,
      find: /^ neighbor \S+ bfd.*\n/gm,
      replacement: "",
      noticedBy: "BIRD of an edge server is killed",
    },
    {
      what: "routers and workers wait for ninety seconds",
      machines: racks,
      path: FRR,
      find: /^ timers bgp \d+ \d+/gm,
      replacement: " timers bgp 30 90",
      noticedBy: "the routes of a silent worker are withdrawn",
      also: [
        { machines: workers, path: "etc/exabgp/exabgp.conf", find: /hold-time \d+/g, replacement: "hold-time 90" },
      ],
    },
    {
      what: "sessions without a key",
      machines: racks,
      path: FRR,
      find: /^ neighbor \S+ password .*\n/gm,
      replacement: "",
      noticedBy: "a server without the key of the sessions is not heard",
    },
    {
      what: "the aggregate does not need a contributing route",
      machines: borders,
      path: FRR,
      find: /^ bgp network import-check([\s\S]*?)aggregate-address (\S+)/m,
      replacement: " no bgp network import-check$1network $2",
      noticedBy: "the aggregate is withdrawn when no rack is reachable",
    },
    {
      what: "our communities reach Google",
      machines: borders,
      path: FRR,
      find: /^ set comm-list internal delete/gm,
      replacement: " set community 65100:200 additive",
      noticedBy: "Google's router learns only the aggregate",
    },
    ...edgeSpoils(edges, racks, borders),
    ...programSpoils({ edges, workers, controls, servers }),
    ...truthSpoils({ edges, racks, borders, servers }),
  ];
}
