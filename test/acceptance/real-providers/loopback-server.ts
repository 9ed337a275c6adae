import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a provider asks over HTTP. */
export interface Asked {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

export interface Said {
  readonly status: number;
  readonly type: "application/json" | "text/xml";
  readonly body: string;
}

/** A server on a free port of this machine, which nobody else reaches. */
export class LoopbackServer {
  public static async start(answer: (asked: Asked) => Said): Promise<LoopbackServer> {
    // A connection that is idle is kept: closed at the moment when it is used again, the answer would be lost.
    const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        const { pathname, searchParams } = new URL(request.url ?? "/", "http://loopback");
        const body = Buffer.concat(chunks).toString("utf8");
        const method = request.method ?? "GET";
        const said = answer({ method, path: decodeURIComponent(pathname), query: searchParams, body });
        response.writeHead(said.status, { "content-type": said.type }).end(said.body);
      });
    });
    // Whatever would leave the machine, by way of this server as a proxy, goes nowhere.
    server.on("connect", (_, socket) => socket.end("HTTP/1.1 403 Forbidden\r\n\r\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new LoopbackServer(server);
  }

  private constructor(private readonly server: Server) {}

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
