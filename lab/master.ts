import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ServerFile } from "./files";
import { makeSecrets, pillarOf } from "./secrets";

const PAGE = join(__dirname, "../docs/data-center-servers.md");
/** Where lab/install.sh puts Salt. */
const SALT = "/usr/local/lib/hybrid-kubernetes-lab/salt/bin/python";

/** The Python that has Salt, or `undefined` without it. */
export function saltPython(): string | undefined {
  return existsSync(SALT) ? SALT : undefined;
}

/** A file of a Salt master, as docs/data-center-servers.md has it, such as `/srv/pillar/top.sls`. */
export function masterFile(path: string): string {
  const [, text] = new RegExp(`\`${path}\`[^\`]*\`\`\`yaml\\n([^\`]*)\`\`\``).exec(readFileSync(PAGE, "utf8")) ?? [];
  if (text === undefined) throw new Error(`${PAGE} has no ${path}`);
  return text;
}

/** Writes a text file, and the folders above it. */
export function writeBelow(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** What Salt on a master reads, in the order of its configuration. */
export interface MasterRoots {
  readonly file_roots: readonly string[];
  readonly pillar_roots: readonly string[];
}

/**
 * Writes what a master has beside a release, as docs/data-center-servers.md has it, with secrets of the lab's own. `changes` are merged into the
 * data of servers, by their names.
 */
export function writeMaster(
  folder: string,
  { formula, dataCenter }: { readonly formula: string; readonly dataCenter: string },
  servers: readonly ServerFile[],
  changes: ReadonlyMap<string, object> = new Map(),
): MasterRoots {
  const ofServers = '    - servers.{{ opts["id"] | replace(".", "_") }}\n';
  const top = masterFile("/srv/pillar/top.sls");
  if (!top.includes(ofServers)) throw new Error(`/srv/pillar/top.sls has no longer ${ofServers}`);
  writeBelow(folder, "salt/top.sls", masterFile("/srv/salt/top.sls"));
  writeBelow(folder, "pillar/top.sls", top.replace(ofServers, ofServers + ofServers.replace("servers", "changes")));
  const secrets = makeSecrets();
  const pillar = (data: unknown): string => JSON.stringify(pillarOf(data, secrets));
  writeBelow(folder, "pillar/secrets/all.sls", pillar(servers.map((server) => ({ ...server, edge: null }))));
  writeBelow(folder, "pillar/secrets/edge.sls", pillar(servers.map(({ edge }) => edge)));
  for (const [name, hybrid] of changes)
    writeBelow(folder, `pillar/changes/${name.replaceAll(".", "_")}.sls`, JSON.stringify({ hybrid }));
  return {
    file_roots: [join(folder, "salt"), formula],
    pillar_roots: [join(folder, "pillar"), dataCenter],
  };
}
