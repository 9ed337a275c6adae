import { spawn, spawnSync } from "node:child_process";
import { devNull } from "node:os";
import type { ProviderServer } from "./stand-in/provider-server";

/** The names that Terraform may have here. `TERRAFORM_BINARY_NAME` is the one that cdktf asks for too. */
export const candidates = process.env.TERRAFORM_BINARY_NAME
  ? [process.env.TERRAFORM_BINARY_NAME]
  : ["terraform", "tofu"];

/** The first of them that is installed. */
export const terraformBinary = candidates.find(
  (name) => spawnSync(name, ["version"], { env: environment([]) }).status === 0,
);

/** What a command has said, and how it ended. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command, with the providers in the place of the real ones, and says how it ended. */
export async function run(
  command: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv = environment([]),
): Promise<Run> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (said.stderr += text));
  const status = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  return { status, ...said };
}

/** The environment of a run that must not depend on whose machine it is, nor reach the network. */
export function environment(providers: readonly ProviderServer[]): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(TF_|AWS_|GOOGLE_|CDKTF_)/.test(name));
  return {
    ...Object.fromEntries(inherited),
    CHECKPOINT_DISABLE: "1",
    TF_CLI_CONFIG_FILE: devNull,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    // A run is over before Terraform's memory would be worth a collection, which takes a fifth of its time.
    GOGC: "off",
    TF_CLI_ARGS: "-no-color",
    // The registries of Terraform and of OpenTofu, which is where each thinks that a provider comes from.
    TF_REATTACH_PROVIDERS: JSON.stringify(
      Object.fromEntries(
        providers.flatMap(({ schema, reattachment }) =>
          ["registry.terraform.io", "registry.opentofu.org"].map((host) => [
            `${host}/hashicorp/${schema.name}`,
            reattachment,
          ]),
        ),
      ),
    ),
  };
}
