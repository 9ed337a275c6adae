import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface StateResource {
  readonly type: string;
  readonly name: string;
  readonly instances: readonly { readonly attributes: { readonly id: string }; readonly status?: string }[];
}

/** A resource in a state. */
export interface Recorded {
  readonly address: string;
  readonly type: string;
  readonly id: string;
  /** Terraform does not know whether it is whole, and makes it anew. */
  readonly tainted: boolean;
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
    // A connection that is idle is kept: to close one at the moment when Terraform uses it again would lose a state.
    const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
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
    private readonly states: Map<string, Buffer>,
  ) {}

  /** The settings of a backend that keeps a state here. */
  public backend(name: string): { readonly http: { readonly address: string } } {
    return { http: { address: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${name}` } };
  }

  /** Loses a state: what it had exists all the same. */
  public lose(name: string): void {
    this.states.delete(`/${name}`);
  }

  /** The resources in one state. Data sources are only read. */
  public read(name: string): Recorded[] {
    const state = JSON.parse(this.states.get(`/${name}`)?.toString("utf8") ?? '{ "resources": [] }');
    const managed = state.resources.filter(({ mode }: { mode: string }) => mode === "managed");
    return managed.flatMap(({ type, name, instances }: StateResource) =>
      instances.map(({ attributes, status }) => ({
        address: `${type}.${name}`,
        type,
        id: attributes.id,
        tainted: status === "tainted",
      })),
    );
  }

  /** The identities of all that any state has of a cloud. What a cloud has besides was lost. */
  public get ids(): string[] {
    const all = [...this.states.keys()].flatMap((path) => this.read(path.slice(1)));
    return all.flatMap(({ type, id }) => (type === "terraform_data" ? [] : [id])).sort();
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
