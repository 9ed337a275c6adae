import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import {
  type DecodedPacket,
  decode,
  encode,
  type Packet,
  type RecordType,
  streamDecode,
  streamEncode,
} from "dns-packet";
import type { NameServer } from "./name-server";

/** Addresses of a place, as a resolver there would send them: RFC 7871 asks for no more than these bits. */
export interface ClientSubnet {
  readonly address: string;
  readonly prefixLength: number;
}

/** One query for a name server. */
export interface DnsQuery {
  readonly name: string;
  readonly type: string;
  readonly subnet?: ClientSubnet;
}

/** How long and how often a name server is asked. */
export interface Patience {
  /** For one attempt. */
  readonly timeoutMilliseconds: number;
  readonly attempts: number;
}

/** The largest UDP answer that is asked for: what passes everywhere in one piece, as agreed on DNS flag day 2020. */
const PAYLOAD_BYTES = 1232;

/**
 * Asks a name server: over UDP, again when it is silent, and over TCP when the answer was cut.
 *
 * @returns `undefined` when it is silent for all attempts
 */
export async function ask(
  server: NameServer,
  query: DnsQuery,
  { timeoutMilliseconds, attempts }: Patience,
): Promise<DecodedPacket | undefined> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const packet = packetOf(query);
    const reply = await overUdp(server, packet, timeoutMilliseconds);
    if (reply === undefined) continue;
    if (!reply.flag_tc) return reply;
    const whole = await overTcp(server, packet, timeoutMilliseconds);
    if (whole !== undefined) return whole;
  }
  return undefined;
}

function packetOf({ name, type, subnet }: DnsQuery): Packet {
  const options = subnet && [{ code: "CLIENT_SUBNET", ip: subnet.address, sourcePrefixLength: subnet.prefixLength }];
  return {
    type: "query",
    id: randomInt(1, 65_536),
    flags: 0,
    questions: [{ name, type: type as RecordType, class: "IN" }],
    // The types want more of an option than the library reads.
    additionals: [
      {
        type: "OPT",
        name: ".",
        udpPayloadSize: PAYLOAD_BYTES,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        options: options ?? [],
      } as never,
    ],
  };
}

function overUdp(server: NameServer, query: Packet, timeout: number): Promise<DecodedPacket | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(server.address) ? "udp6" : "udp4");
    const timer = setTimeout(() => end(undefined), timeout);
    const end = (reply: DecodedPacket | undefined): void => {
      clearTimeout(timer);
      socket.close();
      resolve(reply);
    };
    // A port where nobody listens is told at once, and is no more of an answer than silence.
    socket.on("error", () => end(undefined));
    socket.on("message", (message) => {
      const reply = readReply(() => decode(message), query);
      if (reply !== undefined) end(reply);
    });
    socket.connect(server.port, server.address, () => socket.send(encode(query)));
  });
}

function overTcp(server: NameServer, query: Packet, timeout: number): Promise<DecodedPacket | undefined> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket = connect(server.port, server.address, () => socket.write(streamEncode(query)));
    const end = (reply: DecodedPacket | undefined): void => {
      socket.destroy();
      resolve(reply);
    };
    socket.setTimeout(timeout, () => end(undefined));
    socket.on("error", () => end(undefined));
    socket.on("close", () => resolve(undefined));
    socket.on("data", (part) => {
      received.push(part);
      const all = Buffer.concat(received);
      if (all.length < 2 || all.length < all.readUInt16BE(0) + 2) return;
      end(readReply(() => streamDecode(all) as DecodedPacket, query));
    });
  });
}

/** A reply to this query; `undefined` for a message that is broken, or about something else. */
function readReply(read: () => DecodedPacket, { id, questions = [] }: Packet): DecodedPacket | undefined {
  try {
    const reply = read();
    const [asked] = questions;
    const [about] = reply.questions ?? [];
    const isSame = about === undefined || about.name.toLowerCase() === asked?.name.toLowerCase();
    return reply.flag_qr && reply.id === id && isSame ? reply : undefined;
  } catch {
    return undefined;
  }
}
