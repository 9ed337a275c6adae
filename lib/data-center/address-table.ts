import type { SiteLists } from "./site-data";

/** The addresses of a data centre for people, in Markdown. */
export function addressTable({ data_center, ranges, racks, routers, servers, shared }: SiteLists): string {
  const { ipv4, ipv6 } = ranges as { readonly ipv4: Parts; readonly ipv6: Parts | null };
  const shownRanges = Object.keys(ipv4).map((name) => [
    NAMES[name] ?? name,
    [ipv4[name] ?? []].flat().join(" "),
    ipv6 === null ? "-" : [ipv6[name] ?? []].flat().join(" "),
  ]);
  const shownRacks = Object.entries(racks).map(([name, { number, pods }]) => {
    return [name, `${number}`, pods.ipv4, pods.ipv6 ?? "-"];
  });
  const shownRouters = Object.entries(routers).map(([name, router]) => {
    return [
      name,
      router.tier,
      router.rack ?? "-",
      `${router.number}`,
      `${router.asn}`,
      router.ipv4,
      router.ipv6 ?? "-",
    ];
  });
  const shownServers = Object.entries(servers)
    .sort(([, one], [, other]) => one.number - other.number)
    .map(([name, { number, role, rack, asn, ipv4, ipv6 }]) => {
      return [`${number}`, name, role, rack, `${asn}`, ipv4, ipv6 ?? "-"];
    });
  return [
    `# Addresses of ${data_center}`,
    table(["Range", "IPv4", "IPv6"], shownRanges),
    table(["Rack", "Number", "Pods, IPv4", "Pods, IPv6"], shownRacks),
    table(["Router", "Tier", "Rack", "Number", "ASN", "IPv4", "IPv6"], shownRouters),
    table(["Number", "Server", "Role", "Rack", "ASN", "IPv4", "IPv6"], shownServers),
    table(
      ["Shared route", "What", "Announced by"],
      shared.map(({ prefix, kind, role }) => [prefix, kind, role]),
    ),
  ]
    .join("\n\n")
    .concat("\n");
}

/** A table that a person can read as plain text, too. The library of the other tables is too slow for thousands of lines. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [head, widths.map((width) => "-".repeat(width)), ...rows].map(line).join("\n");
}

type Parts = { readonly [name: string]: string | readonly string[] };

const NAMES: Readonly<Record<string, string>> = {
  site: "Data centre",
  loopbacks: "Loopbacks",
  links: "Links",
  services: "Services",
  virtual_ips: "Virtual IPs",
  pods: "Pods",
};
