import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DataCenterFiles } from "./files";
import { makeSecrets } from "./secrets";

/** Which template becomes which file, for whom: the formula's own list, which Salt reads too. */
interface TemplateFile {
  readonly source: string;
  readonly path: string;
  readonly user: string;
  readonly group: string;
  readonly mode: string;
  readonly roles: readonly string[];
  /** A key of the data, without which there is no such file. */
  readonly needs?: string;
}

/** A change of rendered text, by which the lab shows that its checks notice. */
export interface Spoil {
  /** Machines whose files are changed. */
  readonly machines: readonly string[];
  /** The path on the machine. */
  readonly path: string;
  readonly find: RegExp;
  readonly replacement: string;
}

/**
 * Renders all files of all machines below their roots, `<folder>/<machine>/<path>`. They belong to whom the list says, who must be
 * there; `owned: false` leaves them to whoever runs this. Its secrets are new ones. Files of servers that Salt has written already are taken as they are.
 */
export function renderFiles(
  files: DataCenterFiles,
  folder: string,
  { owned = true, secrets = makeSecrets() } = {},
): void {
  const { servers, routers, templates, release } = files;
  if (release !== undefined) for (const { name } of servers) takeOver(join(release.rendered, name), folder);
  const list: readonly TemplateFile[] = JSON.parse(readFileSync(join(templates, "files.json"), "utf8"));
  const jobsOf = (variable: string, role: string, data: { readonly name: string }) =>
    filesOf(list, role, data).map(({ source, path, user, group, mode }) => {
      return { source, variable, data, to: join(folder, data.name, path), owner: owned ? [user, group] : null, mode };
    });
  const order = {
    templates,
    secrets,
    files: [
      ...(release === undefined ? servers.flatMap((server) => jobsOf("node", server.role, server)) : []),
      ...routers.flatMap((router) => jobsOf("router", "router", router)),
    ],
  };
  // The system's own Python, which Debian's packages are for.
  const { status, stderr } = spawnSync("/usr/bin/python3", [join(__dirname, "render.py")], {
    input: JSON.stringify(order),
    encoding: "utf8",
    timeout: 60_000,
  });
  if (status !== 0) throw new Error(`the templates do not render:\n${stderr}`);
}

/** The files that a machine has. */
export function filesOf<Listed extends Pick<TemplateFile, "roles" | "needs">>(
  list: readonly Listed[],
  role: string,
  data: object,
): readonly Listed[] {
  const has = (key: string) => (data as Readonly<Record<string, unknown>>)[key] !== null;
  return list.filter(({ roles, needs }) => roles.includes(role) && (needs === undefined || has(needs)));
}

/** Copies the files of a server, with their owners and modes. */
function takeOver(root: string, folder: string): void {
  const { status, stderr } = spawnSync("cp", ["--archive", root, folder], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${root} is not copied: ${stderr}`);
}

/** Changes rendered files; a change that finds nothing is an error, so that no spoil is a spoil of nothing. */
export function spoilFiles(folder: string, { machines, path, find, replacement }: Spoil): void {
  for (const machine of machines) {
    const file = join(folder, machine, path);
    const before = readFileSync(file, "utf8");
    const after = before.replace(find, replacement);
    if (after === before) throw new Error(`${machine}:${path} has nothing like ${find}`);
    writeFileSync(file, after);
  }
}
