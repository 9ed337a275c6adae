import type { Block } from "../../../support/synthesize";
import { type Asked, LoopbackServer, type Said } from "../loopback-server";
import { answerOf } from "./answers";
import { ApiError, type Call, type Service } from "./call";
import { compute } from "./compute";
import { container } from "./container";
import { dns } from "./dns";
import { bigquery, iam, storage } from "./identities";
import { resourceManager, secretManager, serviceNetworking, serviceUsage } from "./projects";
import { rest } from "./rest";
import { Store } from "./store";

/** How each API's address ends. Source: DefaultBasePaths in google/transport/config.go of the provider. */
const ENDPOINTS: Readonly<Record<string, string>> = {
  BIG_QUERY: "bigquery/v2/",
  CERTIFICATE_MANAGER: "v1/",
  CLOUD_BILLING: "v1/",
  COMPUTE: "compute/v1/",
  CONTAINER: "v1/",
  DNS: "dns/v1/",
  GKE_BACKUP: "v1/",
  GKE_HUB2: "v1/",
  GKE_HUB: "v1/",
  IAM: "v1/",
  IAM_BETA: "v1/",
  IAP: "v1/",
  KMS: "v1/",
  LOGGING: "v2/",
  MONITORING: "",
  PUBSUB: "v1/",
  RESOURCE_MANAGER: "v1/",
  RESOURCE_MANAGER_V3: "v3/",
  SECRET_MANAGER: "v1/",
  SERVICE_NETWORKING: "v1/",
  SERVICE_USAGE: "v1/",
  STORAGE: "storage/v1/",
};

/** The APIs that are more than resources which are made, read, changed and deleted. */
const SERVICES: Readonly<Record<string, Service>> = {
  bigquery,
  compute,
  container,
  dns,
  iam,
  resourcemanager: resourceManager,
  secretmanager: secretManager,
  servicenetworking: serviceNetworking,
  serviceusage: serviceUsage,
  storage,
};

/** The same API under two settings of the provider. */
const ALIASES: Readonly<Record<string, string>> = {
  "big-query": "bigquery",
  // The provider takes every "/dns/" away for its client: https://github.com/hashicorp/terraform-provider-google/blob/v6.50.0/google/transport/config.go
  dns: "clouddns",
  "gke-hub2": "gkehub",
  "iam-beta": "iam",
  "resource-manager-v3": "resourcemanager",
};

const nameOf = (setting: string) => {
  const written = setting.toLowerCase().replaceAll("_", "-");
  return ALIASES[written] ?? written.replaceAll("-", "");
};

/** Google's APIs over HTTP on this machine: what is told is held in memory, and answered with the habits of the APIs. */
export class GoogleApi {
  public static async start(): Promise<GoogleApi> {
    const store = new Store();
    const refused: string[] = [];
    const server = await LoopbackServer.start((asked) => say(store, refused, asked));
    return new GoogleApi(server, store, refused);
  }

  private constructor(
    private readonly server: LoopbackServer,
    /** What there is. */
    public readonly store: Store,
    /** What was refused, in words. */
    public readonly refused: readonly string[],
  ) {}

  /** What leads the provider here, and nowhere else: the other APIs' addresses are beyond a proxy that lets nobody through. */
  public get environment(): NodeJS.ProcessEnv {
    const endpoints = Object.entries(ENDPOINTS).map(([setting, end]) => [
      `GOOGLE_${setting}_CUSTOM_ENDPOINT`,
      `${this.server.url}/${nameOf(setting)}/${end}`,
    ]);
    return {
      ...Object.fromEntries(endpoints),
      GOOGLE_OAUTH_ACCESS_TOKEN: "of-nobody",
      HTTPS_PROXY: this.server.url,
    };
  }

  public async close(): Promise<void> {
    await this.server.close();
  }
}

function say(store: Store, refused: string[], { method, path, query, body }: Asked): Said {
  const [, head = "", rest = ""] =
    /^\/([a-z]+?)(?:v1)?\/(?:(?:compute|dns|storage|bigquery)\/)?(?:v\d\w*\/)*(.*)$/.exec(path) ?? [];
  const service = head === "clouddns" ? "dns" : head;
  const told: Block = body === "" ? {} : JSON.parse(body);
  const call: Call = { service, method, path: rest.replace(/\/$/, ""), query, told, store };
  try {
    return json(200, answer(call));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status, message, reason } = error;
    if (method !== "GET" || status !== 404) refused.push(`${method} ${path}: ${status} ${message}`);
    return json(status, {
      error: { code: status, message, status: reason, errors: [{ reason, message, domain: "global" }] },
    });
  }
}

function answer(call: Call): Block {
  const service = SERVICES[call.service];
  return service?.(call) ?? answerOf(call, rest(call));
}

const json = (status: number, value: Block): Said => ({
  status,
  type: "application/json",
  body: JSON.stringify(value),
});
