import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SynthesizedStack } from "../../../lib/cli/output-folder";
import type { Block } from "../../support/synthesize";
import { HttpState } from "../../terraform/http-state";
import { Cloud } from "../../terraform/stand-in/cloud";
import type { ProviderServer } from "../../terraform/stand-in/provider-server";
import { providersOf, StandIns, startProviders } from "../../terraform/stand-ins";
import { realProviders } from "./found";
import { GoogleApi } from "./google-api/google-api";
import { Moto } from "./moto";
import { Route53Api } from "./route53-api/route53-api";

/** The hosted zones that the programs refer to, and that are there before them. */
const ZONES = {
  Z0123456789EXAMPLE: "example.com",
  Z0123456789EXAMPLE01: "example.com",
  Z0123456789EXAMPLE02: "example.net",
};

/** The real providers, where there are any, with APIs on this machine behind them, and stand-ins for the other providers. */
export class RealOutside extends StandIns {
  public static async startReal(stacks: readonly SynthesizedStack[]): Promise<RealOutside> {
    const cloud = new Cloud();
    const names = providersOf(stacks).filter((name) => realProviders.versions[name] === undefined);
    const providers = await startProviders(names, stacks, cloud);
    const states = await HttpState.start();
    return new RealOutside(
      cloud,
      states,
      providers,
      await GoogleApi.start(),
      await Route53Api.start(ZONES),
      await Moto.start(),
    );
  }

  private constructor(
    cloud: Cloud,
    states: HttpState,
    providers: readonly ProviderServer[],
    public readonly google: GoogleApi,
    public readonly route53: Route53Api,
    private readonly moto: Moto | undefined,
  ) {
    super(cloud, states, providers);
  }

  /** All that exists, in words. */
  public get held(): string[] {
    const google = this.google.store.keys.filter((key) => !key.startsWith("serviceusage/"));
    return [...this.cloud.ids, ...google, ...this.route53.held].sort();
  }

  public override get environment(): NodeJS.ProcessEnv {
    return {
      ...super.environment,
      ...this.google.environment,
      TF_CLI_CONFIG_FILE: realProviders.configFile,
      // What is waited for, as each change of a record, is waited for at once.
      TF_CLI_ARGS_apply: "-parallelism=100",
      TF_CLI_ARGS_destroy: "-parallelism=100",
      AWS_ACCESS_KEY_ID: "of-nobody",
      AWS_SECRET_ACCESS_KEY: "of-nobody",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ENDPOINT_URL: this.moto?.url ?? this.route53.url,
      AWS_ENDPOINT_URL_ROUTE_53: this.route53.url,
      AWS_ENDPOINT_URL_STS: this.moto?.url ?? this.route53.url,
    };
  }

  public override holdState(stack: string, folder: string, configuration: Block = {}): void {
    super.holdState(stack, folder);
    writeFileSync(join(folder, "providers_override.tf.json"), JSON.stringify(overridden(configuration)));
  }

  public override async close(): Promise<void> {
    await super.close();
    await this.google.close();
    await this.route53.close();
    this.moto?.close();
  }
}

/** What an override file beside the configuration says otherwise, so that the configuration stays as it is. */
function overridden({ provider = {}, terraform = {} }: Block): Block {
  const here = Object.entries(realProviders.versions).filter(([name]) => name in (terraform.required_providers ?? {}));
  const alias = ({ alias: of }: Block) => (of === undefined ? {} : { alias: of });
  const google = (provider.google ?? []).map((one: Block) => ({ ...alias(one), batching: { enable_batching: false } }));
  // Nobody is asked who one is, where nobody can be: it is the account of moto's server.
  const aws = (provider.aws ?? []).map((one: Block) => ({ ...alias(one), ...OFFLINE }));
  const real = (name: string) => realProviders.versions[name] !== undefined;
  const providers = {
    ...(real("google") && google.length > 0 && { google }),
    ...(real("aws") && aws.length > 0 && { aws }),
  };
  return {
    terraform: {
      required_providers: Object.fromEntries(
        here.map(([name, version]) => [name, { source: `hashicorp/${name}`, version }]),
      ),
    },
    // Terraform takes an empty block for one without a name.
    ...(Object.keys(providers).length > 0 && { provider: providers }),
  };
}

const OFFLINE = {
  s3_use_path_style: true,
  skip_credentials_validation: true,
  skip_metadata_api_check: "true",
  skip_requesting_account_id: true,
};
