import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

export const EXAMPLES = join(__dirname, "..", "..", "..", "..", "examples", "ci");

/** What stands in for the commands of a job. Each notes how it was called, and from which job. */
const COMMANDS: Readonly<Record<string, string>> = {
  // A project whose "synth" copies a folder; a file of the name fails what it names.
  npm: `case "$*" in
  "ci "*) [ ! -e fails-install ] || { echo "npm error: no such package" >&2; exit 1; } ;;
  "run check"*) [ ! -e fails-check ] || { echo "main.ts(3,1): error TS2322" >&2; exit 1; } ;;
  "run synth") [ ! -e fails-synth ] || { echo "ValidationError: clusters: too few" >&2; exit 1; }; cp -R program cdktf.out ;;
esac`,
  npx: `case "$*" in
  *--page*)
    [ ! -e "$FOLDER/kills-page" ] || exit 137
    [ ! -e "$FOLDER/fails-page" ] || { echo "error: picture: --facts: facts.json cannot be read" >&2; exit 1; }
    echo "$*" >"$FOLDER/page-call"; printf '%s\\n' "$@" >"$FOLDER/page-words"; for last; do :; done; echo "<p>the page</p>" >"$last" ;;
  *"--format json"*) cat "$FOLDER/order.json" ;;
  *) echo "## Routing"; echo; echo "nothing changes" ;;
esac
exit "$(cat "$FOLDER/review-status" 2>/dev/null || echo 0)"`,
  terraform: `stack=$(basename "\${1#-chdir=}")
[ "$2" != plan ] || for argument; do case $argument in -out=*) echo "plan of $stack" >"\${argument#-out=}" ;; esac; done
[ ! -e "$FOLDER/fails/$stack-$2" ] || { echo "Error: $(cat "$FOLDER/fails/$stack-$2")" >&2; exit 1; }
[ "$2" != show ] || echo "{}"
[ "$2" != plan ] || { echo "Plan: 1 to add, 0 to change, 0 to destroy."; exit 2; }`,
  gh: `case "$*" in
  *--slurp*) cat "$FOLDER/comments.json" ;;
  *--method*) echo "$*" >>"$FOLDER/comment-calls"; for argument; do case $argument in body=@*) cp "\${argument#body=@}" "$FOLDER/comment" ;; esac; done ;;
  "run list"*) cat "$FOLDER/deployed-commit" 2>/dev/null || true ;;
  *pulls*) echo abc ;;
esac`,
  curl: `for argument; do case $argument in body=*) echo "$*" >>"$FOLDER/comment-calls"; cp "\${argument#body=<}" "$FOLDER/comment"; exit ;; esac; done
case "$*" in
  */user) echo '{ "id": 7 }' ;;
  */notes*) cat "$FOLDER/comments.json" ;;
esac`,
};

/** A lock file as `terraform providers lock` writes it. */
export const lockFile = (
  name = "hashicorp/google",
  version = "6.0.0",
  hash = "h1:abc+/=",
) => `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/${name}" {
  version     = "${version}"
  constraints = "${version}"
  hashes = [
    "${hash}",
    "zh:0123",
  ]
}
`;

/** The stacks of a version of the program, each with those that it waits for. */
export type Program = Readonly<Record<string, readonly string[]>>;

/** A repository with the scripts of the examples, and commands that stand in for those of a pipeline. */
export class PipelineFolder {
  public readonly path = mkdtempSync(join(tmpdir(), "pipeline-"));
  public readonly repository = join(this.path, "repository");

  constructor() {
    for (const name of ["bin", "fails", "repository"]) mkdirSync(join(this.path, name));
    for (const [name, text] of Object.entries(COMMANDS)) {
      const note = `printf '%s\\n' "$JOB: ${name} $*" >>"$FOLDER/calls"`;
      this.write(`bin/${name}`, `#!/usr/bin/env bash\n${note}\n${text}\n`);
      chmodSync(join(this.path, "bin", name), 0o755);
    }
    this.write("order.json", '{ "order": { "steps": [], "ahead": [] } }');
    this.write("comments.json", "[]");
    cpSync(join(EXAMPLES, "scripts"), join(this.repository, "ci"), { recursive: true });
    this.git("init", "--quiet", "--initial-branch=main");
  }

  public close(): void {
    rmSync(this.path, { recursive: true });
  }

  public write(file: string, text: string): void {
    const path = join(this.path, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  public read(file: string): string {
    const path = join(this.path, file);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }

  /** How the commands of a job were called. */
  public calls(job: string, command: string): readonly string[] {
    const begin = `${job}: ${command} `;
    const lines = this.read("calls").split("\n");
    return lines.filter((line) => line.startsWith(begin)).map((line) => line.slice(begin.length));
  }

  /**
   * Commits a version of the program. Files are more of the repository's; one that begins with "fails-" makes a script fail. One stack
   * may be without its lock file.
   */
  public commit(program: Program, files: Readonly<Record<string, string>> = {}, unlocked?: string): string {
    for (const folder of ["program", "locks"]) rmSync(join(this.repository, folder), { recursive: true, force: true });
    const stacks = Object.entries(program).map(([name, dependencies]) => {
      const terraform = { backend: { gcs: {} } };
      this.write(`repository/program/stacks/${name}/cdk.tf.json`, JSON.stringify({ terraform, name }, null, 2));
      if (name !== unlocked) this.write(`repository/locks/${name}.terraform.lock.hcl`, lockFile());
      return [name, { name, dependencies }];
    });
    this.write("repository/program/manifest.json", JSON.stringify({ stacks: Object.fromEntries(stacks) }));
    for (const [file, text] of Object.entries(files)) this.write(`repository/${file}`, text);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", "a version");
    return this.git("rev-parse", "HEAD");
  }

  /** A job's own copy of a version. */
  public checkout(commit: string, job: string): string {
    const folder = join(this.path, "jobs", job);
    this.git("clone", "--quiet", this.repository, folder);
    this.git("-C", folder, "checkout", "--quiet", "--detach", commit);
    return folder;
  }

  /** Runs a script as a job does. */
  public bash(script: string, cwd: string, job: string, variables: Readonly<Record<string, string>>) {
    const env = {
      ...process.env,
      FOLDER: this.path,
      JOB: job,
      PATH: `${join(this.path, "bin")}${delimiter}${process.env.PATH}`,
      ...variables,
    };
    const { status, stdout, stderr } = spawnSync("bash", ["-eo", "pipefail", "-c", script], {
      cwd,
      env,
      encoding: "utf8",
    });
    return { status, log: `${stdout}${stderr}` };
  }

  private git(...args: readonly string[]): string {
    const identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "advice.detachedHead=false"];
    const { status, stdout, stderr } = spawnSync("git", [...identity, ...args], {
      cwd: this.repository,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  }
}
