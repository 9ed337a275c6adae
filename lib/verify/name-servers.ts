import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import type { HostAndPort, NameServer } from "./name-server";

/** Finds name servers by asking a resolver, as every program does. */
export class NameServers {
  private readonly resolver: Resolver;
  private readonly known = new Map<string, Promise<readonly NameServer[]>>();

  /**
   * @param resolver who is asked; the system's resolver when it is left out
   */
  constructor(resolver?: HostAndPort) {
    this.resolver = new Resolver({ timeout: 2000, tries: 3 });
    if (resolver !== undefined) {
      this.resolver.setServers([
        resolver.host.includes(":") ? `[${resolver.host}]:${resolver.port}` : `${resolver.host}:${resolver.port}`,
      ]);
    }
  }

  /** The name servers of the zone that a name is in: of the name, or of the closest name above it that has some. */
  public async of(hostName: string): Promise<readonly NameServer[]> {
    const labels = hostName.replace(/^\*\./, "").split(".");
    for (let depth = 0; depth < labels.length - 1; depth++) {
      const servers = await this.ofZone(labels.slice(depth).join("."));
      if (servers.length > 0) return servers;
    }
    return [];
  }

  /** A name server that the user named. */
  public async at({ host, port }: HostAndPort): Promise<NameServer | undefined> {
    const address = isIP(host) > 0 ? host : await this.addressOf(host);
    return address === undefined ? undefined : { name: host, address, port };
  }

  private ofZone(zone: string): Promise<readonly NameServer[]> {
    const known = this.known.get(zone) ?? this.lookUp(zone);
    this.known.set(zone, known);
    return known;
  }

  private async lookUp(zone: string): Promise<readonly NameServer[]> {
    const names = await this.resolver.resolveNs(zone).catch(() => []);
    const servers = await Promise.all(names.sort().map((name) => this.at({ host: name, port: 53 })));
    return servers.flatMap((server) => server ?? []);
  }

  /** IPv4 first: every network has it. */
  private async addressOf(host: string): Promise<string | undefined> {
    const [ipv4] = await this.resolver.resolve4(host).catch(() => []);
    if (ipv4 !== undefined) return ipv4;
    const [ipv6] = await this.resolver.resolve6(host).catch(() => []);
    return ipv6;
  }
}
