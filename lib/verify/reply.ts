import type { DecodedPacket, Answer as DnsAnswer } from "dns-packet";
import { Address6 } from "ip-address";
import { plainHostName } from "../core/host-names";
import type { DnsQuery } from "./dns-client";

/** What a name server said. */
export interface Reply {
  /** The addresses, in order; none when there is no answer. */
  readonly values: readonly string[];
  /** The shortest time to live of the addresses. */
  readonly ttlSeconds?: number;
  /** What was answered in place of addresses: `NXDOMAIN`, `no A record`, `CNAME www.example.net`. */
  readonly instead?: string;
  /** Whether the name does not exist, or has no record of the type: an answer, too. */
  readonly isEmpty: boolean;
  /** Whether the server speaks for the zone itself. */
  readonly isAuthoritative: boolean;
  /** Whether it took the client subnet: RFC 7871 makes such a server send it back. */
  readonly tookSubnet: boolean;
}

/** Reads a reply to a query. */
export function readReply(packet: DecodedPacket, { name, type }: DnsQuery): Reply {
  const answers = (packet.answers ?? []).filter((answer) => plainHostName(answer.name) === plainHostName(name));
  const records = answers.filter((answer) => answer.type === type && "data" in answer);
  const values = records.map((record) => plainAddress(dataOf(record))).sort();
  const rcode = (packet as { rcode?: string }).rcode ?? "NOERROR";
  const alias = answers.find((answer) => answer.type === "CNAME");
  return {
    values,
    ttlSeconds:
      values.length === 0 ? undefined : Math.min(...records.map((record) => ("ttl" in record ? (record.ttl ?? 0) : 0))),
    instead: values.length > 0 ? undefined : insteadOf(rcode, type, alias),
    isEmpty: values.length === 0 && alias === undefined && ["NOERROR", "NXDOMAIN"].includes(rcode),
    isAuthoritative: packet.flag_aa,
    tookSubnet: (packet.additionals ?? []).some(hasSubnet),
  };
}

function insteadOf(rcode: string, type: string, alias: DnsAnswer | undefined): string {
  if (rcode !== "NOERROR") return rcode;
  return alias === undefined ? `no ${type} record` : `CNAME ${plainHostName(dataOf(alias))}`;
}

function dataOf(answer: DnsAnswer): string {
  return "data" in answer ? String(answer.data) : "";
}

function hasSubnet(record: DnsAnswer): boolean {
  return (
    record.type === "OPT" && record.options.some(({ code }) => String(code) === "CLIENT_SUBNET" || Number(code) === 8)
  );
}

/** An address in the one spelling that both sides are compared in. */
export function plainAddress(text: string): string {
  return text.includes(":") && Address6.isValid(text) ? new Address6(text).correctForm() : text;
}
