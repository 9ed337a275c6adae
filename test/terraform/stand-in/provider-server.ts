import { join } from "node:path";
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import type { Cloud } from "./cloud";
import type { Pace, Procedure } from "./pace";
import { type Request, StandInProvider } from "./provider";
import type { Block, ProviderSchema } from "./schema";
import { objectFromWire } from "./values";

/** How Terraform finds a provider that runs already: the value of `TF_REATTACH_PROVIDERS` has one for each. */
export interface Reattachment {
  readonly Protocol: "grpc";
  readonly ProtocolVersion: 5;
  readonly Pid: number;
  readonly Test: true;
  readonly Addr: { readonly Network: "tcp"; readonly String: string };
}

/** Answers Terraform's plugin protocol for one provider, until it is closed. */
export class ProviderServer {
  /** @param pace keeps the rate of an API; without it all is done at once */
  public static async start(schema: ProviderSchema, cloud: Cloud, pace?: Pace): Promise<ProviderServer> {
    const server = new Server();
    server.addService(SERVICE, handlersOf(schema, new StandInProvider(schema, cloud), pace));
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    return new ProviderServer(server, schema, port);
  }

  private constructor(
    private readonly server: Server,
    public readonly schema: ProviderSchema,
    private readonly port: number,
  ) {}

  /** Terraform leaves a provider running that says it is under test. */
  public get reattachment(): Reattachment {
    const address = { Network: "tcp", String: `127.0.0.1:${this.port}` } as const;
    return { Protocol: "grpc", ProtocolVersion: 5, Pid: process.pid, Test: true, Addr: address };
  }

  public close(): void {
    this.server.forceShutdown();
  }
}

type Handler = (call: ServerUnaryCall<Request, object>, done: sendUnaryData<object>) => void;

const SLOWLY_DELETED = /^google_compute_(router_(peer|interface)|vpn_tunnel|interconnect_attachment)$/;

const SERVICE = serviceDefinition();

function serviceDefinition(): ServiceDefinition {
  const definition = loadSync(join(__dirname, "protocol.proto"), { longs: Number, enums: String, defaults: true });
  // biome-ignore lint/suspicious/noExplicitAny: the shape is that of the file
  const { tfplugin5 } = loadPackageDefinition(definition) as any;
  return tfplugin5.Provider.service;
}

function handlersOf(schema: ProviderSchema, provider: StandInProvider, pace?: Pace) {
  const handle =
    (answer: (request: Request, connection: string) => object) =>
    (call: ServerUnaryCall<Request, object>, done: sendUnaryData<object>) => {
      try {
        done(null, answer(call.request, call.getPeer()));
      } catch (error) {
        done(error as Error);
      }
    };
  const paced = (
    procedureOf: (request: Request) => Procedure,
    answer: (request: Request, connection: string) => object,
  ) => {
    const now = handle(answer);
    if (pace === undefined) return now;
    return (call: ServerUnaryCall<Request, object>, done: sendUnaryData<object>) => {
      const { request } = call;
      pace.take(request.typeName, procedureOf(request)).then(() => now(call, done), done);
    };
  };
  const deletes = ({ plannedState, typeName }: Request) =>
    objectFromWire(plannedState) === undefined && SLOWLY_DELETED.test(typeName);
  /** Google deletes for seconds what a router has: something that comes in its place meets it. */
  const slowly =
    (act: Handler): Handler =>
    (call, done) => {
      if (deletes(call.request)) setTimeout(() => act(call, done), 100);
      else act(call, done);
    };
  const change = ({ plannedState }: Request) => (objectFromWire(plannedState) === undefined ? "delete" : "write");
  const described = schemaToWire(schema);
  return {
    GetSchema: handle(() => described),
    PrepareProviderConfig: handle(({ config }) => ({ preparedConfig: config })),
    Configure: handle((request, connection) => provider.configure(request, connection)),
    ValidateResourceTypeConfig: handle((request) => provider.validate(request, schema.resources)),
    ValidateDataSourceConfig: handle((request) => provider.validate(request, schema.dataSources)),
    UpgradeResourceState: handle(({ rawState }) => ({ upgradedState: { json: rawState.json } })),
    ReadResource: paced(
      () => "read",
      (request) => provider.read(request),
    ),
    PlanResourceChange: handle((request, connection) => provider.plan(request, connection)),
    ApplyResourceChange: slowly(paced(change, (request, connection) => provider.apply(request, connection))),
    ImportResourceState: handle((request, connection) => provider.import(request, connection)),
    ReadDataSource: handle((request, connection) => provider.readData(request, connection)),
    Stop: handle(() => ({})),
  };
}

function schemaToWire({ provider, resources, dataSources }: ProviderSchema) {
  const all = (blocks: Readonly<Record<string, Block>>) =>
    Object.fromEntries(Object.entries(blocks).map(([type, block]) => [type, { block: blockToWire(block) }]));
  return {
    provider: { block: blockToWire(provider) },
    resourceSchemas: all(resources),
    dataSourceSchemas: all(dataSources),
  };
}

function blockToWire({ attributes, blocks }: Block): object {
  return {
    attributes: Object.entries(attributes).map(([name, { type, required, optional, computed }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      required,
      optional,
      computed,
    })),
    blockTypes: Object.entries(blocks).map(([typeName, { nesting, block, minItems, maxItems }]) => ({
      typeName,
      nesting: nesting.toUpperCase(),
      block: blockToWire(block),
      minItems,
      maxItems,
    })),
  };
}
