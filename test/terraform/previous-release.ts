import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const REPOSITORY = join(__dirname, "..", "..");
const PROGRAM = join("examples", "video-platform", "main.ts");

/** The release before this one: a tarball or a commit that \`PREVIOUS_RELEASE\` names, else the newest tag that is not this very commit. */
export function previousRelease(): string | undefined {
  if (process.env.PREVIOUS_RELEASE) return process.env.PREVIOUS_RELEASE;
  const { stdout } = spawnSync("git", ["tag", "--list", "v*", "--sort=-v:refname", "--no-contains", "HEAD"], {
    cwd: REPOSITORY,
    encoding: "utf8",
  });
  return stdout?.trim().split("\n")[0] || undefined;
}

/** The output of the example of the previous release: of that release itself, and of this version. */
export function outputsOf(previous: string): { readonly before: string; readonly after: string } {
  const folder = mkdtempSync(join(tmpdir(), "previous-release-"));
  const root = unpacked(previous, folder);
  const next = join(folder, "next");
  cpSync(join(root, "examples"), join(next, "examples"), { recursive: true });
  for (const one of [root, next]) symlinkSync(join(REPOSITORY, "node_modules"), join(one, "node_modules"), "dir");
  return {
    before: synthesized(root, root, join(folder, "before.out")),
    after: synthesized(next, REPOSITORY, join(folder, "after.out")),
  };
}

/** The changes that the newest entry of the changelog announces: \`update google_compute_firewall\`, in backquotes. */
export function announcedChanges(changelog: string): ReadonlySet<string> {
  const [, entry = ""] = changelog.split(/^## /m);
  return new Set(
    [...entry.matchAll(/`((?:create|update|replace|delete) [a-z]+_\w+)`/g)].map(([, change = ""]) => change),
  );
}

function unpacked(previous: string, folder: string): string {
  const root = join(folder, "previous");
  mkdirSync(root);
  if (previous.endsWith(".tgz")) {
    execFileSync("tar", ["-xzf", previous, "-C", root, "--strip-components=1"]);
    return root;
  }
  const archive = execFileSync("git", ["archive", previous], { cwd: REPOSITORY, maxBuffer: 2 ** 28 });
  execFileSync("tar", ["-x", "-C", root], { input: archive });
  return root;
}

/** Runs the example that is in a folder with the library that is in another: its sources, where there are any, else what is built. */
function synthesized(folder: string, library: string, outdir: string): string {
  const config = join(folder, "tsconfig.example.json");
  const paths = {
    "cdktf-hybrid-kubernetes": [join(library, "index.ts")],
    "cdktf-hybrid-kubernetes/stacks": [join(library, "stacks", "index.ts")],
    "cdktf-hybrid-kubernetes/*": [join(library, "*.ts"), join(library, "lib", "*", "index.ts")],
  };
  const hasSources = existsSync(join(library, "index.ts"));
  writeFileSync(config, JSON.stringify({ compilerOptions: { module: "node16", ...(hasSources ? { paths } : {}) } }));
  const tsx = join(REPOSITORY, "node_modules", "tsx", "dist", "loader.mjs");
  const { status, stderr } = spawnSync(process.execPath, ["--import", tsx, PROGRAM], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, CDKTF_OUTDIR: outdir, TSX_TSCONFIG_PATH: config },
  });
  if (status !== 0)
    throw new Error(`the example of the previous release does not synthesize with ${library}: ${stderr}`);
  return outdir;
}

/** The changelog of this version. */
export function changelog(): string {
  return readFileSync(join(REPOSITORY, "CHANGELOG.md"), "utf8");
}
