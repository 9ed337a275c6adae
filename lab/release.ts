import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DataCenterFiles, forgettingFlaps, readDataCenter } from "./files";
import { saltPython, writeBelow, writeMaster } from "./master";
import type { Stopwatch } from "./stopwatch";

const REPOSITORY = join(__dirname, "..");
const NAME = "lab/paris";

/** Why no release can be made, fetched and rendered here, or `undefined`. */
export function whyNoRelease(): string | undefined {
  if (saltPython() === undefined) return "lab/install.sh has not installed Salt";
  if (spawnSync("ssh-keygen", ["-?"]).error !== undefined) return "openssh-client is missing";
  return undefined;
}

/**
 * Brings the data centre that was synthesized into a folder to a Salt master as docs/data-center-release.md says: an archive, a signature, a
 * fetch. Salt then writes the files of each server from what was fetched. Servers forget their flaps at once: another pillar of the
 * master says so.
 */
export function throughRelease(synthesized: string, watch: Stopwatch): DataCenterFiles {
  const folder = join(synthesized, "way");
  const at = (...path: readonly string[]): string => join(folder, ...path);
  mkdirSync(folder);
  const bundle = ["data-centers-release", synthesized, "--number", "1", "--to", at("release")];
  watch.measure("`cdktf-hybrid-kubernetes data-centers-release cdktf.out --number 1 --to release`", () =>
    must(process.execPath, ["--require", require.resolve("tsx/cjs"), join(REPOSITORY, "lib/cli/main.ts"), ...bundle]),
  );

  must("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "pipeline", "-f", at("signing-key")]);
  const signed = at("release", NAME, "current");
  watch.measure("`ssh-keygen -Y sign -f signing-key -n hybrid-kubernetes`", () => {
    const said = readFileSync(`${signed}.json`, "utf8");
    const sign = ["-Y", "sign", "-q", "-f", at("signing-key"), "-n", "hybrid-kubernetes"];
    writeFileSync(signed, said + must("ssh-keygen", sign, said));
  });

  const [type, key] = readFileSync(at("signing-key.pub"), "utf8").split(" ");
  writeBelow(folder, "signers", `lab/* namespaces="hybrid-kubernetes" ${type} ${key} pipeline\n`);
  const options = {
    source: at("release", NAME),
    data_center: NAME,
    signers: at("signers"),
    folder: at("srv/hybrid-kubernetes"),
  };
  writeBelow(folder, "fetch.json", JSON.stringify(options));
  const fetch = join(REPOSITORY, "formula/hybrid-kubernetes/master/fetch.py");
  watch.measure("`fetch.py fetch.json`, on the Salt master", () =>
    must("/usr/bin/python3", ["-B", fetch, at("fetch.json")]),
  );

  const current = at("srv/hybrid-kubernetes/current");
  const files = forgettingFlaps(readDataCenter(join(current, "data-center")));
  const rendered = at("rendered");
  watch.measure(`Salt's \`file.managed\`, for ${files.servers.length} servers`, () =>
    renderBySalt(files, current, at("srv"), rendered),
  );
  return { ...files, release: { rendered } };
}

/** Lets Salt write the files of all servers below `<to>/<server>`, from a release that was fetched. */
function renderBySalt({ servers }: DataCenterFiles, current: string, master: string, to: string): void {
  const health = servers.map(({ name, announce }): readonly [string, object] => {
    return [name, announce.health === null ? {} : { announce: { health: announce.health } }];
  });
  const folders = { formula: join(current, "formula"), dataCenter: join(current, "data-center") };
  const roots = writeMaster(master, folders, servers, new Map(health));
  const order = { ...roots, folder: join(master, "minions"), ids: servers.map(({ name }) => name), to };
  mkdirSync(to, { recursive: true });
  const said = must(saltPython() ?? "", [join(__dirname, "salt_files.py")], JSON.stringify(order));
  const answers: Readonly<Record<string, { readonly errors: readonly string[] }>> = JSON.parse(said);
  const errors = Object.entries(answers).flatMap(([id, { errors }]) => errors.map((error) => `${id}: ${error}`));
  if (errors.length > 0) throw new Error(`Salt does not write the files of servers:\n${errors.join("\n")}`);
  if (!servers.every(({ name }) => existsSync(join(to, name)))) throw new Error(`Salt wrote nothing: ${said}`);
}

function must(command: string, args: readonly string[], input?: string): string {
  const options = { input, encoding: "utf8" as const, timeout: 300_000, maxBuffer: 1e9 };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? `${stdout}${stderr}`}`);
}
