import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Difference, differenceText } from "../lib/data-center/verify/difference";
import type { DumpFiles } from "../lib/data-center/verify/dumps";
import { waysTo } from "../lib/data-center/verify/fence";
import type { SiteFiles } from "../lib/data-center/verify/plan-files";
import { type SiteVerification, verifySite } from "../lib/data-center/verify/verify-site";
import type { RunningDataCenter } from "./data-center";
import type { DataCenterFiles } from "./files";

/** Runs `hybrid-kubernetes-dump` on a device, and returns the folder that it wrote. */
async function dumpOf(dataCenter: RunningDataCenter, device: string): Promise<string> {
  const machine = dataCenter.machine(device);
  const folder = join(machine.root, "run/dump");
  rmSync(folder, { recursive: true, force: true });
  const program = machine.start("dump", ["/usr/local/sbin/hybrid-kubernetes-dump", "/run/dump"]);
  const code = await new Promise((resolve) => program.on("close", resolve));
  // A router whose programs are down says less: that is what a comparison shows.
  if (code !== 0) mkdirSync(folder, { recursive: true });
  return folder;
}

const devicesOf = ({ files }: RunningDataCenter): readonly string[] =>
  [...files.routers, ...files.servers].map(({ name }) => name);

/** Writes what all routers and servers say below a folder. */
export async function writeDumps(dataCenter: RunningDataCenter, folder: string): Promise<void> {
  for (const device of devicesOf(dataCenter)) {
    cpSync(await dumpOf(dataCenter, device), join(folder, device), { recursive: true });
  }
}

/** What devices say: all of them, but for some that are not asked. */
async function dumpsOf(
  dataCenter: RunningDataCenter,
  except: readonly string[],
): Promise<ReadonlyMap<string, DumpFiles>> {
  const asked = devicesOf(dataCenter).filter((device) => !except.includes(device));
  const dumps = await Promise.all(
    asked.map(async (device): Promise<[string, DumpFiles]> => {
      const folder = await dumpOf(dataCenter, device);
      return [device, new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]))];
    }),
  );
  return new Map(dumps);
}

/** Compares a plan with what all routers and servers say, but for some that are not asked. */
export async function verification(
  dataCenter: RunningDataCenter,
  except: readonly string[] = [],
  plan: DataCenterFiles = dataCenter.files,
): Promise<SiteVerification> {
  const dumps = await dumpsOf(dataCenter, except);
  return verifySite(plan as unknown as SiteFiles, dumps, new Set(except));
}

/** What still leads to a server, by the routers' own words. */
export async function waysLeft(dataCenter: RunningDataCenter, server: string): Promise<readonly string[]> {
  const servers = dataCenter.files.servers.map(({ name }) => name);
  const ways = waysTo(server, dataCenter.files as unknown as SiteFiles, await dumpsOf(dataCenter, servers));
  return ways.map((one) => `${one.device}: ${differenceText(one)}`);
}

/** A difference in one line. The API's address is left out: the lab has no API server unless a check starts one. */
export function differencesOf(dataCenter: RunningDataCenter, { differences }: SiteVerification): readonly string[] {
  const { ipv4, ipv6 } = dataCenter.control.api;
  const isApi = ({ kind, planned }: Difference): boolean =>
    kind === "route-missing" && [`${ipv4}/32`, `${ipv6}/128`].includes(planned ?? "");
  return differences.filter((one) => !isApi(one)).map((one) => `${one.device}: ${differenceText(one)}`);
}
