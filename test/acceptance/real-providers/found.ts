import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environment, terraformBinary } from "../../terraform/terraform";

/** The real providers that Terraform can install here. */
export interface RealProviders {
  /** Their versions, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** A configuration of Terraform's command line by which it finds them without a network. */
  readonly configFile: string;
}

/** The providers that have APIs to stand in for, with the versions of the bindings. */
const PINNED: Readonly<Record<string, string>> = { google: "6.50.0", aws: "6.25.0" };

/** What a process of tests is told by the one that looked for them. */
const VARIABLE = "REAL_PROVIDERS";

/**
 * Looks once, before all tests, for the real providers: in the registry, or in a mirror that `TF_CLI_CONFIG_FILE` names. Of each it is the
 * version of the bindings, or else whichever there is; `REAL_GOOGLE` and `REAL_AWS` name another one. Nobody may take a stand-in for the
 * real one, so a line says what is missing.
 */
export function findRealProviders(): void {
  const folder = mkdtempSync(join(tmpdir(), "real-providers-"));
  // The setup of the ring comes before that of all tests, so what it writes goes with this process.
  process.on("exit", () => rmSync(folder, { recursive: true }));
  const versions: Record<string, string> = {};
  for (const [name, pinned] of Object.entries(PINNED)) {
    const asked = process.env[`REAL_${name.toUpperCase()}`];
    const version = [asked ?? pinned, ...(asked === undefined ? [undefined] : [])]
      .map((one) => installed(folder, name, one))
      .find((one) => one !== undefined);
    if (version !== undefined) versions[name] = version;
    if (version !== pinned) {
      const what =
        version === undefined
          ? "is not here: a stand-in takes its place, and what it would say is SKIPPED"
          : `is here as ${version}`;
      process.stderr.write(`WARNING: the real provider hashicorp/${name} ${pinned} ${what}.\n`);
    }
  }
  if (process.env.REAL_PROVIDERS_IN_FULL === undefined) {
    process.stderr.write(
      "WARNING: without REAL_PROVIDERS_IN_FULL=1 most programs with the real providers are SKIPPED.\n",
    );
  }
  const configFile = join(folder, "terraformrc");
  const mirrors = Object.keys(versions).map(
    (name) =>
      `filesystem_mirror {\n path = "${join(folder, name, ".terraform", "providers")}"\n include = ["registry.terraform.io/hashicorp/${name}"]\n}`,
  );
  writeFileSync(configFile, `provider_installation {\n${mirrors.join("\n")}\n}\n`);
  process.env[VARIABLE] = JSON.stringify({ versions, configFile } satisfies RealProviders);
}

/** What was found. */
export const realProviders: RealProviders = JSON.parse(process.env[VARIABLE] ?? '{ "versions": {}, "configFile": "" }');

/** The version that Terraform installed into a folder of its own, if it could. */
function installed(folder: string, name: string, version: string | undefined): string | undefined {
  if (terraformBinary === undefined) return undefined;
  const cwd = join(folder, name);
  mkdirSync(cwd, { recursive: true });
  const required_providers = { [name]: { source: `hashicorp/${name}`, version } };
  writeFileSync(join(cwd, "terraform.tf.json"), JSON.stringify({ terraform: { required_providers } }));
  const { TF_CLI_CONFIG_FILE: _, TF_REATTACH_PROVIDERS: __, ...env } = environment([]);
  const { status } = spawnSync(terraformBinary, ["init", "-upgrade"], {
    cwd,
    // A machine without a network is told so at once.
    env: {
      ...env,
      ...(process.env.TF_CLI_CONFIG_FILE && { TF_CLI_CONFIG_FILE: process.env.TF_CLI_CONFIG_FILE }),
      TF_REGISTRY_CLIENT_TIMEOUT: "10",
      TF_REGISTRY_DISCOVERY_RETRY: "0",
    },
  });
  if (status !== 0) return undefined;
  return /version\s*=\s*"([^"]+)"/.exec(readFileSync(join(cwd, ".terraform.lock.hcl"), "utf8"))?.[1];
}
