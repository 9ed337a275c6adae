import { existsSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";

const CGROUPS = "/sys/fs/cgroup";

/** What a process started, and what that did, and so on: containers have networks of their own, so that a machine's does not lead to them. */
export function childrenOf(pids: readonly number[]): readonly number[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((one) => /^\d+$/.test(one))) {
    const parent = parentOf(name);
    if (parent !== undefined) parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
  }
  const below = (pid: number): readonly number[] =>
    (parents.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return pids.flatMap(below).filter((pid) => !pids.includes(pid));
}

function parentOf(pid: string): number | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  // A name may have brackets and spaces in it.
  const parent = /^\S+ (\d+)/.exec(stat.slice(stat.lastIndexOf(")") + 2))?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** The groups of containers that processes are in, as folders. */
export function containerGroupsOf(pids: readonly number[]): readonly string[] {
  const paths = pids.flatMap((pid) => [...textOf(`/proc/${pid}/cgroup`).matchAll(/^\d+:[^:]*:(\/k8s\.io\/.+)$/gm)]);
  const hierarchies = existsSync(join(CGROUPS, "cgroup.controllers")) ? [""] : namesIn(CGROUPS);
  return [...new Set(paths.map(([, path = ""]) => path))].flatMap((path) =>
    hierarchies.map((hierarchy) => join(CGROUPS, hierarchy, path)).filter((folder) => existsSync(folder)),
  );
}

/** Removes groups without processes. */
export function removeGroups(folders: readonly string[]): void {
  for (const folder of folders) {
    for (const path of [folder, join(folder, "..")]) {
      try {
        rmdirSync(path);
      } catch {
        // Somebody is in it.
      }
    }
  }
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
