import { isIP, isIPv6 } from "node:net";
import type { Problems } from "../core/problems";

/** A name server, by its address. */
export interface NameServer {
  /** What it is called: its host name, or its address when that is all that is known. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

const DNS_PORT = 53;

/** A name server in words: `ns-1.example.net (192.0.2.53)`. */
export function nameServerText({ name, address, port }: NameServer): string {
  const place = isIPv6(address) ? `[${address}]` : address;
  const where = port === DNS_PORT ? place : `${place}:${port}`;
  return name === address ? where : `${name} (${where})`;
}

/** A host and a port: `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:5353`, `ns-1.example.net`. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** Reads the name server that a user names. */
export function readHostAndPort(problems: Problems, property: string, text: string): HostAndPort | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? (isIPv6(text) ? text : "");
  const port = Number(digits ?? DNS_PORT);
  const isHost = isIP(host) > 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host);
  if (isHost && port > 0 && port <= 65_535) return { host, port };
  problems.refuse(
    property,
    text,
    'a name server: "192.0.2.53", "192.0.2.53:5353", "[2001:db8::53]:5353" or its host name',
  );
  return undefined;
}
