import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** The newest of those that are tested. */
export const NEWEST = "1.37.2";

/** Where lab/kubernetes.sh builds them. */
export const KUBERNETES = `/usr/local/lib/hybrid-kubernetes-lab/kubernetes/${NEWEST}`;
const apiServerOf = (version: string): string => join(KUBERNETES, "..", version, "kube-apiserver");

export const hasApiServerOf = (version: string): boolean => existsSync(apiServerOf(version));
export const hasApiServer = hasApiServerOf(NEWEST);

/** What starts an API server of one machine, for whose own accounts it makes a key: users are those of `users.csv` in the folder. */
export function makeServerOptions(folder: string, port: number): Readonly<Record<string, string>> {
  const accounts = join(folder, "accounts.key");
  spawnSync("openssl", ["genrsa", "-out", accounts, "2048"]);
  return {
    "bind-address": "127.0.0.1",
    "secure-port": `${port}`,
    "cert-dir": join(folder, "serving"),
    "token-auth-file": join(folder, "users.csv"),
    "service-account-issuer": "https://kubernetes.default.svc",
    "service-account-key-file": accounts,
    "service-account-signing-key-file": accounts,
    "service-cluster-ip-range": "10.130.0.0/24",
    "endpoint-reconciler-type": "none",
  };
}

/**
 * Starts an API server and waits for it.
 *
 * @param started where it is put at once, so that it is ended with the test
 * @param isThere whether it is as the test wants it, by what it has logged
 */
export async function startApiServer(
  options: Readonly<Record<string, string>>,
  started: ChildProcess[],
  isThere: (log: string) => boolean,
  version = NEWEST,
): Promise<ChildProcess> {
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const program = spawn(apiServerOf(version), args, { stdio: ["ignore", "ignore", "pipe"] });
  started.push(program);
  let log = "";
  program.stderr.on("data", (text) => (log += text));
  const end = Date.now() + 240_000;
  while (!isThere(log)) {
    if (Date.now() > end || program.exitCode !== null) throw new Error(log.slice(-3000));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return program;
}
