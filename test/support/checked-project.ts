import { chmodSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { App } from "cdktf";
import { hybridKubernetes } from "./command-line";

const ROOT = join(__dirname, "../..");

/** Programs in the place of those on the PATH, by name, as scripts of a shell, which starts sooner than Node; `undefined` is one that is not there. */
export type StandIns = Readonly<Record<string, string | undefined>>;

/** A text as one word of a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A program that prints this. */
export function printing(content: unknown): string {
  return `printf '%s\\n' ${quoted(typeof content === "string" ? content : JSON.stringify(content))}`;
}

/** A program that answers by the first of these beginnings that its arguments have. Whatever is not here fails. */
export function answering(answers: Readonly<Record<string, unknown>>): string {
  const cases = Object.entries(answers).map(([start, answer]) => {
    const fails = answer !== null && typeof answer === "object" && "fails" in answer ? String(answer.fails) : undefined;
    return `${quoted(start)}*) ${fails === undefined ? printing(answer) : `${printing(fails)} >&2; exit 254`} ;;`;
  });
  return `case "$*" in\n${cases.join("\n")}\n*) echo "nothing is known of: $*" >&2; exit 1 ;;\nesac`;
}

/** A project with the core of this repository, as `npm install` would leave it. */
export class CheckedProject {
  public readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "project-")));

  constructor(program?: (app: App) => void) {
    this.write("cdktf.json", JSON.stringify({ app: "node main.js" }));
    this.write("main.js", "");
    mkdirSync(join(this.folder, "node_modules"));
    symlinkSync(join(ROOT, "node_modules", "cdktf"), join(this.folder, "node_modules", "cdktf"));
    this.install("cdktf-cli", { version: "0.21.0" });
    if (program !== undefined) this.synthesize(program);
  }

  public synthesize(program: (app: App) => void): void {
    const app = new App({ outdir: join(this.folder, "cdktf.out") });
    program(app);
    app.synth();
  }

  public write(file: string, text: string): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Lets a file be newer than all others. */
  public touch(file: string): void {
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(this.folder, file), later, later);
  }

  public install(name: string, settings: object): void {
    this.write(`node_modules/${name}/package.json`, JSON.stringify({ name, ...settings }));
  }

  /** Runs the command there, with programs in the place of others. */
  public run(programs: StandIns, ...args: readonly string[]): ReturnType<typeof hybridKubernetes> {
    const bin = mkdtempSync(join(tmpdir(), "bin-"));
    const all: StandIns = { terraform: printing({ terraform_version: "1.11.4" }), ...programs };
    for (const [name, text] of Object.entries(all)) {
      if (text === undefined) continue;
      writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    const { PATH } = process.env;
    const before = process.cwd();
    // What is not to be there is not to be found elsewhere.
    process.env.PATH = Object.values(all).includes(undefined) ? bin : `${bin}${delimiter}${PATH}`;
    process.chdir(this.folder);
    try {
      return hybridKubernetes(...args);
    } finally {
      process.chdir(before);
      process.env.PATH = PATH;
    }
  }
}
