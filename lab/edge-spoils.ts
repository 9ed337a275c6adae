import type { SpoilCase } from "./spoil-case";

const HAPROXY = "etc/haproxy/haproxy.cfg";
const HAND_OVER = "usr/local/lib/hybrid-kubernetes/hand-over.nft";
const FRR = "etc/frr/hybrid-kubernetes.conf";
const UNDER_WAY = "requests under way end while an edge server is drained";

/** What is spoiled of how edge servers answer, and hand over what is not theirs. */
export function edgeSpoils(
  edges: readonly string[],
  racks: readonly string[],
  borders: readonly string[],
): readonly SpoilCase[] {
  const answers = (what: string, find: RegExp, replacement: string, noticedBy: string): SpoilCase => {
    return { what, machines: edges, path: HAPROXY, find, replacement, noticedBy };
  };
  return [
    {
      ...{ what: "packets of others' connections are not handed over", machines: edges, path: HAND_OVER },
      ...{ find: /goto first$/gm, replacement: "return", noticedBy: UNDER_WAY },
    },
    {
      ...{ what: "packets that were handed over do not get their address back", machines: edges, path: HAND_OVER },
      ...{
        find: / ip6? daddr set \S+ tcp dport set \d+ goto from_others$/gm,
        replacement: " drop",
        noticedBy: UNDER_WAY,
      },
    },
    {
      ...{ what: "edge servers do not hear of each other", machines: racks, path: FRR, noticedBy: UNDER_WAY },
      ...{ find: /^ipv?6? prefix-list edge-\d-ipv\d-out seq 10 permit .*\n/gm, replacement: "" },
    },
    answers(
      "connections of a drained server are kept alive",
      /^ *http-after-response set-header Connection close .*\n/gm,
      "",
      UNDER_WAY,
    ),
    answers(
      "an unknown host gets a service",
      /default_backend nobody/g,
      "default_backend service_api",
      "an unknown host gets 404",
    ),
    answers(
      "a path matches what only begins like it",
      /path_beg '(\S+)\/'/g,
      "path_beg '$1'",
      "paths of a host lead to their services",
    ),
    answers("HTTP/1.1 alone", /alpn h2,http\/1\.1/g, "alpn http/1.1", "browsers get HTTP/2, and always TLS"),
    answers(
      "HTTP without TLS",
      /^ *http-request redirect scheme https .*\n/gm,
      "",
      "browsers get HTTP/2, and always TLS",
    ),
    answers(
      "a service's time-out is another",
      /timeout server 2s/g,
      "timeout server 30s",
      "a request over its time-out gets 504",
    ),
    answers(
      "no user is limited",
      /^ *http-request deny deny_status 429 .*\n/gm,
      "",
      "a user over the rate limit gets 429, from that service alone",
    ),
    answers(
      "Google's X-Forwarded-For is replaced",
      / unless \{ src 35\.191\S* \S+ \}$/gm,
      "",
      "health checkers are answered",
    ),
    answers(
      "no service is enough for health checkers",
      /-m int lt \d+/g,
      "-m int lt 0",
      "a health checker gets 503 when no pod answers",
    ),
    answers(
      "pods are checked every minute",
      /inter 2s fastinter 500ms/g,
      "inter 60s fastinter 60s",
      "a pod hangs: its port takes connections and nothing answers",
    ),
    answers(
      "a reload ends what is under way",
      /hard-stop-after \d+s/g,
      "hard-stop-after 1ms",
      "a renewed certificate is taken by a reload",
    ),
    answers(
      "users get metrics",
      /default_backend nobody/g,
      "http-request use-service prometheus-exporter if { path /metrics }\n    default_backend nobody",
      "metrics can be read inside only",
    ),
    answers(
      "a reload forgets the pods",
      /^ *load-server-state-from-file global\n/gm,
      "",
      "HAProxy reloads its configuration while the cluster's DNS is silent",
    ),
    {
      ...{
        what: "segments are as large as they were",
        machines: borders,
        path: "usr/local/lib/hybrid-kubernetes/mss.nft",
      },
      ...{ find: / tcp option maxseg size set \d+$/gm, replacement: " counter" },
      noticedBy: "Google and edge servers agree on segments that a VPN takes",
    },
    {
      ...{ what: "a router has another limit than planned", machines: racks, path: FRR },
      ...{ find: /maximum-prefix 32/g, replacement: "maximum-prefix 31" },
      noticedBy: "routers and servers say what is planned",
    },
  ];
}
