import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SynthesizedStack } from "../../lib/cli/output-folder";
import type { Block } from "../support/synthesize";
import { HttpState } from "./http-state";
import { Cloud } from "./stand-in/cloud";
import type { Pace } from "./stand-in/pace";
import { ProviderServer } from "./stand-in/provider-server";
import { schemaFromBindings } from "./stand-in/schema-from-bindings";
import { environment } from "./terraform";

/** All that Terraform meets outside its own process, in the place of the real ones: providers, a cloud, and states. */
export class StandIns {
  /**
   * Starts a stand-in for each provider that the stacks name, with the schemas of the types that are used.
   *
   * @param later stacks whose types are used later
   */
  public static async start(
    stacks: readonly SynthesizedStack[],
    pace?: Pace,
    later: readonly SynthesizedStack[] = [],
  ): Promise<StandIns> {
    const names = providersOf(stacks);
    const cloud = new Cloud();
    return new StandIns(
      cloud,
      await HttpState.start(),
      await startProviders(names, [...stacks, ...later], cloud, pace),
    );
  }

  protected constructor(
    public readonly cloud: Cloud,
    public readonly states: HttpState,
    private readonly providers: readonly ProviderServer[],
  ) {}

  /** The environment in which Terraform finds the providers. */
  public get environment(): NodeJS.ProcessEnv {
    return environment(this.providers);
  }

  /** Moves the state of a stack into memory: an override file stands beside the configuration, which stays as it is. */
  public holdState(stack: string, folder: string, _configuration?: Block): void {
    const terraform = { backend: this.states.backend(stack) };
    writeFileSync(join(folder, "backend_override.tf.json"), JSON.stringify({ terraform }));
  }

  public async close(): Promise<void> {
    for (const provider of this.providers) provider.close();
    await this.states.close();
  }
}

/** The names of the providers that stacks need. */
export function providersOf(stacks: readonly SynthesizedStack[]): readonly string[] {
  const names = stacks.flatMap(({ configuration }) =>
    Object.keys((configuration as Block).terraform.required_providers ?? {}),
  );
  return [...new Set(names)];
}

/** Starts a stand-in for each of these providers, with the schemas of the types that the stacks use. */
export async function startProviders(
  names: readonly string[],
  stacks: readonly SynthesizedStack[],
  cloud: Cloud,
  pace?: Pace,
): Promise<readonly ProviderServer[]> {
  const blocks = stacks.map(({ configuration }) => configuration as Block);
  const typesOf = (kind: string) => new Set(blocks.flatMap((block) => Object.keys(block[kind] ?? {})));
  const used = { resources: typesOf("resource"), dataSources: typesOf("data") };
  return Promise.all(names.map((name) => ProviderServer.start(schemaFromBindings(name, used), cloud, pace)));
}
