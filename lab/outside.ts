import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LabNetwork, portTo } from "./network";

/** Who asks from outside. The addresses of Route 53 and Google are real ones of theirs, and exist in the lab's namespaces only. */
export const OUTSIDE = {
  client: { ipv4: "198.51.100.2", ipv6: "2001:db8:ffff:1::2" },
  "route53-checker": { ipv4: "15.177.0.2", ipv6: "2001:db8:ffff:2::2" },
  google: { ipv4: "35.191.0.2", ipv6: "2001:db8:ffff:3::2" },
} as const;

/** In IPv4 the kernel asks both keys, in IPv6 that of the port. */
const IGNORE_REDIRECTS = ["all", "eth0"].flatMap((port) =>
  ["ipv4", "ipv6"].map((family) => `net.${family}.conf.${port}.accept_redirects=0`),
);

const GOOGLE_ASN = 64_512;
const BORDER_TO_GOOGLE = "35.191.0.1";

/** What the network team adds at the border: its session with Google's router, by our route map. */
export const GOOGLE_SESSION = (asn: number): string => `router bgp ${asn}
 neighbor ${OUTSIDE.google.ipv4} remote-as ${GOOGLE_ASN}
 address-family ipv4 unicast
  neighbor ${OUTSIDE.google.ipv4} activate
  neighbor ${OUTSIDE.google.ipv4} route-map outside-ipv4-out out
 exit-address-family
exit
`;

/** ExaBGP in the place of Google's router: it writes down what it hears. */
const googleRouter = (asn: number): string => `process hears {
    run /bin/sh -c "cat > /run/heard.json";
    encoder json;
}
neighbor ${BORDER_TO_GOOGLE} {
    router-id ${OUTSIDE.google.ipv4};
    local-address ${OUTSIDE.google.ipv4};
    local-as ${GOOGLE_ASN};
    peer-as ${asn};
    family { ipv4 unicast; }
    api hears { processes [ hears ]; neighbor-changes; receive { parsed; update; } }
}
`;

/** Adds the machines outside, each with a cable to the border, which has its default route from there. */
export function addOutside(network: LabNetwork, borderName: string): void {
  const border = network.machine(borderName);
  for (const [name, { ipv4, ipv6 }] of Object.entries(OUTSIDE)) {
    const machine = network.add(name);
    const port = portTo(name);
    network.wire(border, port, machine, "eth0");
    // Users are many networks away from the border: the redirects that it sends while routes change do not reach them.
    machine.runNow(["sysctl", "-q", "-w", ...IGNORE_REDIRECTS]);
    const [gateway4, gateway6] = [ipv4.replace(/2$/, "1"), ipv6.replace(/2$/, "1")];
    border.ip(`address add ${gateway4}/24 dev ${port}`, `address add ${gateway6}/64 dev ${port} nodad`);
    machine.ip(
      `address add ${ipv4}/24 dev eth0`,
      `address add ${ipv6}/64 dev eth0 nodad`,
      `route add default via ${gateway4}`,
      `route add ::/0 via ${gateway6}`,
    );
  }
  border.ip(`route add default via ${OUTSIDE.client.ipv4}`, `route add ::/0 via ${OUTSIDE.client.ipv6}`);
}

/** Starts what speaks BGP outside. */
export function startGoogleRouter(network: LabNetwork, borderAsn: number): void {
  const google = network.machine("google");
  writeFileSync(join(google.root, "etc/exabgp/exabgp.conf"), googleRouter(borderAsn));
  const environment = { exabgp_daemon_user: "root", exabgp_api_cli: "false" };
  google.start("exabgp", ["exabgp", "/etc/exabgp/exabgp.conf"], environment);
}
