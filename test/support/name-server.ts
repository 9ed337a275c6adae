import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  decode,
  encode,
  type Packet,
  streamDecode,
  streamEncode,
  TRUNCATED_RESPONSE,
} from "dns-packet";

/** A query as the stand-in understands it. */
export interface Asked {
  readonly name: string;
  readonly type: string;
  /** The client subnet, `192.0.2.0/24`; empty when there is none. */
  readonly subnet: string;
  readonly isTcp: boolean;
}

/** What the stand-in says. */
export interface Told {
  readonly addresses?: readonly string[];
  readonly cname?: string;
  readonly ttl?: number;
  /** `3` is NXDOMAIN. */
  readonly rcode?: number;
  readonly isTruncated?: boolean;
  readonly isNotAuthoritative?: boolean;
  readonly ignoresSubnet?: boolean;
  /** Says nothing at all. */
  readonly isSilent?: boolean;
}

/** A name server on this machine, over UDP and TCP: it stands in for Route 53's. */
export class StandInNameServer {
  public readonly asked: Asked[] = [];

  private constructor(
    public readonly port: number,
    private readonly udp: Socket,
    private readonly tcp: Server,
  ) {}

  public static async start(tell: (asked: Asked) => Told): Promise<StandInNameServer> {
    const tcp = createServer();
    tcp.listen(0, "127.0.0.1");
    await once(tcp, "listening");
    const { port } = tcp.address() as AddressInfo;
    const udp = createSocket("udp4");
    udp.bind(port, "127.0.0.1");
    await once(udp, "listening");
    const server = new StandInNameServer(port, udp, tcp);
    const replyTo = (query: DecodedPacket, isTcp: boolean): Packet | undefined => {
      const asked = understood(query, isTcp);
      server.asked.push(asked);
      const told = tell(asked);
      return told.isSilent ? undefined : replied(query, asked, told);
    };
    udp.on("message", (message, { port: from, address }) => {
      const reply = replyTo(decode(message), false);
      if (reply !== undefined) udp.send(encode(reply), from, address);
    });
    tcp.on("connection", (socket) => {
      socket.on("error", () => socket.destroy());
      socket.once("data", (data) => {
        const reply = replyTo(streamDecode(data) as DecodedPacket, true);
        if (reply !== undefined) socket.end(streamEncode(reply));
      });
    });
    return server;
  }

  public async stop(): Promise<void> {
    const closed = [once(this.udp, "close"), once(this.tcp, "close")];
    this.udp.close();
    this.tcp.close();
    await Promise.all(closed);
  }
}

function understood({ questions = [], additionals = [] }: DecodedPacket, isTcp: boolean): Asked {
  const [{ name, type } = { name: "", type: "A" }] = questions;
  const option = optionOf(additionals);
  return { name, type, isTcp, subnet: option === undefined ? "" : `${option.ip}/${option.sourcePrefixLength}` };
}

// biome-ignore lint/suspicious/noExplicitAny: the library's types leave out what it reads
function optionOf(additionals: readonly Answer[]): any {
  const opt = additionals.find(({ type }) => type === "OPT");
  return opt !== undefined && "options" in opt ? opt.options?.[0] : undefined;
}

function replied(query: DecodedPacket, { name, type }: Asked, told: Told): Packet {
  const { addresses = [], cname, ttl = 60, rcode = 0 } = told;
  const records = addresses.map((data) => ({ name, type, ttl, data }) as Answer);
  const alias = cname === undefined ? [] : [{ name, type: "CNAME", ttl, data: cname } as Answer];
  const option = told.ignoresSubnet ? undefined : optionOf(query.additionals ?? []);
  const options = option === undefined ? [] : [{ ...option, scopePrefixLength: option.sourcePrefixLength }];
  const flags =
    (told.isNotAuthoritative ? 0 : AUTHORITATIVE_ANSWER) | (told.isTruncated ? TRUNCATED_RESPONSE : 0) | rcode;
  return {
    type: "response",
    id: query.id,
    flags,
    questions: query.questions,
    answers: told.isTruncated ? [] : [...alias, ...records],
    additionals: [{ type: "OPT", name: ".", udpPayloadSize: 4096, flags: 0, options } as never],
  };
}
