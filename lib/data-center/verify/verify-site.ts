import { compareRoutes, type Dumps } from "./bgp-routes";
import { type Difference, Differences } from "./difference";
import { type DumpFiles, ROUTER_FILES, readRouterDump, readServerDump, SERVER_FILES } from "./dumps";
import { compareHashing } from "./hashing";
import {
  addressesOfRouter,
  addressesOfServer,
  blocksOf,
  compareAddresses,
  compareBlackholes,
  compareBlocks,
  compareDefaultRoutes,
  plannedAddresses,
} from "./host";
import type { RouterFile, ServerFile, SiteFiles } from "./plan-files";
import { compareSessions, isUp, sessionsOf } from "./sessions";

/** What a comparison of a data centre with its plan found. */
export interface SiteVerification {
  /** How many devices were asked, of how many that are planned. */
  readonly devices: { readonly asked: number; readonly planned: number };
  /** The sessions of the routers that were asked. */
  readonly sessions: { readonly up: number; readonly planned: number };
  readonly differences: readonly Difference[];
}

/** A device with what it said; `undefined` when it was not asked. */
interface Asked<File, Dump> {
  readonly file: File;
  readonly dump: Dump | undefined;
  readonly differences: Differences;
}

/**
 * Compares the plan of a data centre with what its routers and servers say.
 *
 * @param dumps the files that each device was asked for, by its name
 * @param except devices that were not asked, which is no difference
 */
export function verifySite(
  plan: SiteFiles,
  dumps: ReadonlyMap<string, DumpFiles>,
  except: ReadonlySet<string> = new Set(),
): SiteVerification {
  const routers = plan.routers.map((file) => read(file, dumps.get(file.name), ROUTER_FILES, readRouterDump));
  const servers = plan.servers.map((file) => read(file, dumps.get(file.name), SERVER_FILES, readServerDump));
  const all: Dumps = {
    routers: new Map(
      routers.flatMap(({ file, dump }) => (dump === undefined ? [] : [[file.name, { file, dump }] as const])),
    ),
    blocks: new Map(
      servers.flatMap(({ file, dump }) => (dump === undefined ? [] : [[file.name, blocksOf(dump)] as const])),
    ),
  };
  const owners = plannedAddresses(plan);
  for (const { file, dump, differences } of routers) {
    if (dump === undefined) continue;
    compareAddresses(differences, addressesOfRouter(file), dump, owners);
    compareHashing(differences, dump);
    compareSessions(differences, file, dump);
    compareRoutes(differences, file, dump, all);
  }
  for (const one of servers) compareServer(one, owners);
  compareHolders(servers, all.blocks);
  return {
    devices: { asked: all.routers.size + all.blocks.size, planned: routers.length + servers.length },
    sessions: countSessions(routers),
    differences: [...routers, ...servers].flatMap(({ file, differences }) =>
      except.has(file.name) ? [] : differences.all,
    ),
  };
}

function read<File extends { readonly name: string }, Dump>(
  file: File,
  files: DumpFiles | undefined,
  needed: readonly string[],
  parse: (files: DumpFiles) => Dump,
): Asked<File, Dump> {
  const differences = new Differences(file.name);
  const missing = needed.filter((name) => files?.has(name) !== true);
  if (files === undefined || missing.length > 0) {
    differences.note("dump", "what it says", needed.join(", "), files === undefined ? null : `without ${missing}`);
    return { file, dump: undefined, differences };
  }
  try {
    return { file, dump: parse(files), differences };
  } catch (error) {
    differences.note("dump", "what it says", "JSON of vtysh and ip", (error as Error).message);
    return { file, dump: undefined, differences };
  }
}

function compareServer(
  { file, dump, differences }: Asked<ServerFile, ReturnType<typeof readServerDump>>,
  owners: ReadonlyMap<string, string>,
): void {
  if (dump === undefined) return;
  compareAddresses(differences, addressesOfServer(file), dump, owners);
  compareHashing(differences, dump);
  compareDefaultRoutes(differences, file, dump);
  compareBlackholes(differences, file, dump);
  compareBlocks(differences, file, dump);
  if (dump.shared?.drained === true) differences.note("drained", "this server", "in service", "drained");
}

/** A block that two servers hold is reached at one of them alone. */
function compareHolders(
  servers: readonly Asked<ServerFile, unknown>[],
  blocks: ReadonlyMap<string, readonly string[]>,
): void {
  const holders = new Map<string, string>();
  for (const { file, differences } of servers) {
    for (const block of blocks.get(file.name) ?? []) {
      const other = holders.get(block);
      if (other === undefined) holders.set(block, file.name);
      else differences.note("block", `the block ${block}`, "held by one server", `held by ${other}, too`);
    }
  }
}

function countSessions(
  routers: readonly Asked<RouterFile, ReturnType<typeof readRouterDump>>[],
): SiteVerification["sessions"] {
  const asked = routers.flatMap(({ file, dump }) =>
    dump === undefined ? [] : sessionsOf(file).map((session) => isUp(dump, session)),
  );
  return { up: asked.filter(Boolean).length, planned: asked.length };
}
