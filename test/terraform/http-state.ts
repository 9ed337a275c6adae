import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** The parts of a state of Terraform's that are of interest here. */
export interface TerraformState {
  readonly resources: readonly {
    readonly mode: "managed" | "data";
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly status?: "tainted";
      readonly attributes: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

/**
 * Keeps states in memory, one a path, for Terraform's `http` backend.
 *
 * A state in a file is written anew, and flushed to the disk, after each resource: with a hundred resources that is
 * most of the time.
 *
 * https://developer.hashicorp.com/terraform/language/backend/http
 */
export class HttpState {
  public static async start(): Promise<HttpState> {
    const states = new Map<string, Buffer>();
    const server = createServer((request, response) => {
      const path = request.url ?? "";
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        if (request.method === "POST") states.set(path, Buffer.concat(chunks));
        if (request.method === "DELETE") states.delete(path);
        const state = request.method === "GET" ? states.get(path) : Buffer.alloc(0);
        response.writeHead(state === undefined ? 404 : 200).end(state);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new HttpState(server, states);
  }

  private constructor(
    private readonly server: Server,
    private readonly states: ReadonlyMap<string, Buffer>,
  ) {}

  /** The settings of a backend that keeps a state here. */
  public backend(name: string): { readonly http: { readonly address: string } } {
    return { http: { address: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${name}` } };
  }

  public read(name: string): TerraformState {
    const state = this.states.get(`/${name}`);
    return state === undefined ? { resources: [] } : JSON.parse(state.toString("utf8"));
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
