import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { readDataCenter } from "../lab/files";
import { saltPython, writeMaster } from "../lab/master";
import { type Sample, Samples } from "./measure";

/**
 * Milliseconds of Salt's own processor time for the states of one edge server, on a master that has all servers of its data
 * centre; `undefined` without Salt.
 */
export function showHighstate(site: string, folder: string, rounds: number): Samples | undefined {
  const python = saltPython();
  if (python === undefined) return undefined;
  const { servers } = readDataCenter(site);
  const formula = join(__dirname, "../formula");
  const roots = writeMaster(folder, { formula, dataCenter: site }, servers);
  const id = servers.find(({ role }) => role === "edge")?.name;
  const input = JSON.stringify({ ...roots, folder: join(folder, "minion"), id, lab: join(__dirname, "../lab") });
  const once = (): Sample => {
    const args = [join(__dirname, "programs/show_highstate.py")];
    const { status, stdout, stderr } = spawnSync(python, args, { input, encoding: "utf8" });
    if (status !== 0) throw new Error(`show_highstate of ${id}: ${stderr}`);
    return { cpu: Number(stdout), wall: Number.NaN, peakMegabytes: Number.NaN };
  };
  return new Samples(Array.from({ length: rounds }, once));
}
