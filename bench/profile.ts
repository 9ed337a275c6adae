import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const IDLE = "idle";
const ANALYSIS = "this library's routing analysis";

/** The families of functions, and what tells that a function belongs to one. The first that fits decides. */
const FAMILIES: readonly (readonly [string, (frame: ProfileNode["callFrame"]) => boolean])[] = [
  [IDLE, ({ functionName }) => functionName === "(idle)"],
  ["call stacks that cdktf notes for tokens", ({ functionName }) => functionName.startsWith("captureStackTrace")],
  ["garbage collection", ({ functionName }) => functionName === "(garbage collector)"],
  ["loading modules", ({ url }) => /node:internal\/(modules|vm|bootstrap|source_map)/.test(url)],
  ["reading and writing files", ({ url }) => /node:(internal\/)?fs/.test(url)],
  ["resolving tokens (cdktf)", ({ url }) => url.includes("/node_modules/cdktf/lib/tokens/")],
  ["the rest of cdktf", ({ url }) => url.includes("/node_modules/cdktf/")],
  ["the provider's classes", ({ url }) => url.includes("/node_modules/@cdktf/provider-")],
  ["constructs", ({ url }) => url.includes("/node_modules/constructs/")],
  [
    "this library's routing analysis",
    ({ url }) => /\/dist\/lib\/(routing\/simulation\/|route53\/routing-analysis)/.test(url),
  ],
  ["the rest of this library", ({ url }) => url.includes("/dist/")],
];

/** Runs a program under V8's sampling profiler, and says which share of the time each family of functions had. */
export function profile(args: readonly string[]): ReadonlyMap<string, number> {
  const folder = mkdtempSync(join(tmpdir(), "profile-"));
  try {
    const options = ["--cpu-prof", `--cpu-prof-dir=${folder}`];
    const env = { ...process.env, CDKTF_OUTDIR: join(folder, "cdktf.out") };
    const child = spawnSync(process.execPath, [...options, ...args], { env, encoding: "utf8" });
    if (child.status !== 0) throw new Error(child.stderr);
    const [file = ""] = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
    return shares(JSON.parse(readFileSync(join(folder, file), "utf8")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function shares({ nodes, samples, timeDeltas }: CpuProfile): ReadonlyMap<string, number> {
  const families = familiesOf(nodes);
  const times = new Map<string, number>();
  let total = 0;
  samples.forEach((id, index) => {
    const family = families.get(id);
    if (family === IDLE) return;
    const time = timeDeltas[index] ?? 0;
    total += time;
    times.set(family ?? "other", (times.get(family ?? "other") ?? 0) + time);
  });
  return new Map([...times].sort(([, one], [, other]) => other - one).map(([family, time]) => [family, time / total]));
}

/**
 * A function of the language itself, such as `String.split`, is of the family that called it; and so is everything that the
 * routing analysis calls, which nobody would call but for it.
 */
function familiesOf(nodes: readonly ProfileNode[]): ReadonlyMap<number, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const families = new Map<number, string>();
  const visit = (node: ProfileNode, caller: string): void => {
    const own = FAMILIES.find(([, fits]) => fits(node.callFrame))?.[0];
    const family = caller === ANALYSIS || own === undefined ? caller : own;
    families.set(node.id, family);
    for (const child of node.children ?? []) visit(byId.get(child) as ProfileNode, family);
  };
  visit(nodes[0] as ProfileNode, "Node itself");
  return families;
}
