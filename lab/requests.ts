import type { RunningDataCenter } from "./data-center";
import type { Machine, Outcome } from "./network";

/** The virtual addresses of the edge servers. */
export function addressesOf({ edges }: RunningDataCenter, scope: "public" | "private"): readonly string[] {
  return edges[0]?.edge?.virtual_ips.filter((one) => one.scope === scope).map(({ address }) => address) ?? [];
}

/** The host of a service: of the first, or of one by its name. */
export function serviceOf({ edges }: RunningDataCenter, name?: string): string {
  const services = edges[0]?.edge?.services ?? [];
  return services.find((service) => name === undefined || service.name === name)?.host ?? "";
}

/** Where users ask an address: by HTTPS, where the edge servers have a certificate. */
export function urlOf(dataCenter: RunningDataCenter, address: string, path = "/"): string {
  const isPublic = addressesOf(dataCenter, "public").includes(address);
  const scheme = isPublic && dataCenter.edges[0]?.edge?.tls ? "https" : "http";
  return `${scheme}://${address.includes(":") ? `[${address}]` : address}${path}`;
}

/** Asks once, with curl, five seconds at most. */
export function ask(machine: Machine, ...args: readonly string[]): Promise<Outcome> {
  return machine.run(["curl", "--silent", "--insecure", "--max-time", "5", ...args]);
}

/** The status that an address answers with; 000 when it does not answer. */
export async function codeOf(machine: Machine, url: string, ...headers: readonly string[]): Promise<string> {
  const asked = headers.flatMap((header) => ["--header", header]);
  return (await ask(machine, "--output", "/dev/null", "--write-out", "%{http_code}", ...asked, url)).output;
}
