import type { SpoilCase } from "./spoil-case";

const FRR = "etc/frr/hybrid-kubernetes.conf";

/** Machines by what they are for. */
interface Machines {
  readonly edges: readonly string[];
  readonly racks: readonly string[];
  readonly borders: readonly string[];
  readonly servers: readonly string[];
}

/** What is spoiled of what is compared with the plan: the last step of every runbook finds it. */
export function truthSpoils({ edges, racks, borders, servers }: Machines): readonly SpoilCase[] {
  const frr = (what: string, machines: readonly string[], find: RegExp, replacement: string, noticedBy: string) => {
    return { what, machines, path: FRR, find, replacement, noticedBy };
  };
  return [
    {
      what: "metrics do not find what sessions there are",
      machines: servers,
      path: "etc/exabgp/metrics.json",
      find: /"sessions_states": \[[^\]]*\]/g,
      replacement: '"sessions_states": []',
      noticedBy: "the metrics of servers say what is there",
    },
    {
      what: "a drained server does not say that it is",
      machines: edges,
      path: "usr/local/lib/hybrid-kubernetes/announce-shared.py",
      find: /drained=drained/,
      replacement: "drained=False",
      noticedBy: "an edge server that is drained is named",
    },
    frr(
      "a worker's routers have another limit than planned",
      racks,
      /maximum-prefix 32/g,
      "maximum-prefix 31",
      "a worker that is unhealthy is fenced",
    ),
    frr(
      "the border uses one path of those that are equal",
      borders,
      /^ {2}maximum-paths \d+/gm,
      "  maximum-paths 1",
      "a rack loses power",
    ),
    frr("a router comes without BFD", racks, /^ neighbor \S+ bfd.*\n/gm, "", "a router is replaced"),
    frr(
      "sessions come back earlier than planned",
      racks,
      /(maximum-prefix \d+) restart \d+/g,
      "$1 restart 2",
      "the number of a server is retired",
    ),
  ];
}
