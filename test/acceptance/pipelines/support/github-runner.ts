import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parse } from "yaml";
import { EXAMPLES, type PipelineFolder } from "./pipeline-folder";

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, string | readonly string[]>> };
  readonly steps?: readonly Step[];
  readonly "timeout-minutes"?: number;
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface Ran {
  readonly result: "success" | "failure" | "skipped";
  readonly log: string;
}

function readWorkflow(file: string, changed: (text: string) => string = (text) => text): Workflow {
  return parse(changed(readFileSync(join(EXAMPLES, "github", file), "utf8")));
}

type Context = Readonly<Record<string, unknown>>;

/** Runs the jobs of a workflow, as far as these workflows use what GitHub has: real git and scripts, and stand-ins for the actions. */
export class GithubRunner {
  private readonly results: Record<string, Ran> = {};

  constructor(
    private readonly folder: PipelineFolder,
    /** `github` and `vars`, as expressions see them. */
    private readonly context: Context,
    /** The commit that is checked out where a step names none. */
    private readonly commit: string,
  ) {}

  /** Runs it as it stands, or as somebody has changed it. */
  public run(file: string, changed?: (text: string) => string): Readonly<Record<string, Ran>> {
    for (const [name, job] of Object.entries(readWorkflow(file, changed).jobs))
      this.results[name] = this.runJob(name, job, {});
    return this.results;
  }

  private runJob(name: string, job: Job, more: Context): Ran {
    const needs = [job.needs ?? []].flat();
    const context = { ...this.context, ...more, needs: this.results };
    const anyway = job.if?.includes("!cancelled()");
    const met = anyway || needs.every((one) => this.results[one]?.result === "success");
    if (!met || !this.evaluate(job.if ?? "true", context)) return { result: "skipped", log: "" };
    if (job.uses !== undefined) {
      const [[, called] = []] = Object.entries(readWorkflow(basename(job.uses)).jobs);
      return this.runJob(name, { ...called, needs: [] } as Job, { inputs: job.with });
    }
    if (job.strategy === undefined) return this.runSteps(name, job, context);
    const [[key = "", list] = []] = Object.entries(job.strategy.matrix);
    const values = typeof list === "string" ? (this.evaluate(list, context) as readonly string[]) : (list ?? []);
    const runs = values.map((value) =>
      this.runSteps(`${name}-${value}`, job, { ...context, matrix: { [key]: value } }),
    );
    const failed = runs.some(({ result }) => result !== "success");
    return { result: failed ? "failure" : "success", log: runs.map(({ log }) => log).join("") };
  }

  private runSteps(name: string, job: Job, context: Context): Ran {
    let cwd = this.folder.path;
    let failed = false;
    let log = "";
    const steps: Record<string, { outputs: Record<string, string> }> = {};
    for (const step of job.steps ?? []) {
      const now = { ...context, steps };
      const runs =
        step.if === undefined ? !failed : (step.if.includes("!cancelled()") || !failed) && this.evaluate(step.if, now);
      if (!runs) continue;
      const outputs = join(this.folder.path, `outputs-${name}`);
      writeFileSync(outputs, "");
      if (step.uses?.startsWith("actions/checkout@")) {
        const ref = step.with?.ref === undefined ? this.commit : String(this.text(String(step.with.ref), now));
        cwd = this.folder.checkout(ref, name);
      } else if (step.uses !== undefined) {
        const problem = this.artifact(step, cwd, outputs, now);
        log += problem;
        failed ||= problem !== "";
      } else {
        const variables = { ...job.env, ...step.env };
        const env = Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, this.text(value, now)]));
        const run = this.text(step.run ?? "", now);
        const ran = this.folder.bash(run, cwd, name, { ...GITHUB, GITHUB_OUTPUT: outputs, ...env });
        log += ran.log;
        failed ||= ran.status !== 0;
      }
      if (step.id !== undefined) {
        const lines = readFileSync(outputs, "utf8").trim().split("\n");
        steps[step.id] = { outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s))) };
      }
    }
    return { result: failed ? "failure" : "success", log };
  }

  /** What the actions for artifacts do; others do nothing here. Says what went wrong. */
  private artifact(step: Step, cwd: string, outputs: string, context: Context): string {
    const inputs = Object.fromEntries(
      Object.entries(step.with ?? {}).map(([key, value]) => [key, this.text(String(value), context)]),
    );
    const store = join(this.folder.path, "artifacts");
    if (step.uses?.startsWith("actions/upload-artifact@")) {
      const paths = (inputs.path ?? "")
        .trim()
        .split("\n")
        .map((path) => path.trim())
        .filter((path) => existsSync(join(cwd, path)));
      const name = inputs.archive === "false" ? (inputs.path ?? "") : (inputs.name ?? "");
      if (existsSync(join(store, name))) return `there is an artifact ${name} already\n`;
      for (const path of paths) {
        const to = join(store, name, paths.length === 1 && inputs.archive !== "false" ? "" : path);
        mkdirSync(dirname(to), { recursive: true });
        cpSync(join(cwd, path), to, { recursive: true });
      }
      appendFileSync(outputs, `artifact-url=https://example.com/${name}`);
    } else if (step.uses?.startsWith("actions/download-artifact@")) {
      const { name, pattern, path = "." } = inputs;
      if (name !== undefined) {
        if (!existsSync(join(store, name))) return `there is no artifact ${name}\n`;
        cpSync(join(store, name), join(cwd, path), { recursive: true });
      } else {
        const globs = (pattern ?? "").replace(/^\{(.*)\}$/, "$1").split(",");
        const matches = (one: string) => globs.some((glob) => new RegExp(`^${glob.replace("*", ".*")}$`).test(one));
        for (const one of existsSync(store) ? readdirSync(store).filter(matches) : []) {
          const to = inputs["merge-multiple"] === "true" ? path : join(path, one);
          cpSync(join(store, one), join(cwd, to), { recursive: true });
        }
      }
    }
    return "";
  }

  private text(text: string, context: Context): string {
    const whole = /^\$\{\{(.*)\}\}$/s.exec(text);
    if (whole !== null && !text.slice(2).includes("${{")) return String(this.evaluate(text, context) ?? "");
    return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression) => String(this.evaluate(expression, context) ?? ""));
  }

  /** GitHub's expressions are JavaScript but for a few functions, and "*" for each of a list. */
  private evaluate(text: string, context: Context): unknown {
    const expression = text
      .replace(/^\s*\$\{\{(.*)\}\}\s*$/s, "$1")
      .replaceAll("!cancelled()", "true")
      // A property of nothing is nothing.
      .replaceAll(/\.(\w+-[\w-]+)/g, '?.["$1"]')
      .replaceAll(/(?<=\w)\.(?=\w)/g, "?.")
      .replaceAll(/([\w.?]+)\.\*\.(\w+)/g, "$1.map((one) => one.$2)");
    const functions = {
      fromJSON: JSON.parse,
      contains: (list: readonly unknown[], one: unknown) => list.includes(one),
      format: (template: string, ...values: readonly string[]) =>
        template.replaceAll(/\{(\d)\}/g, (_, at) => values[at] ?? ""),
      hashFiles: () => "hash",
    };
    // Configuration variables are found whatever their case.
    const upper = (vars: object) => new Proxy(vars, { get: (all, key) => Reflect.get(all, String(key).toUpperCase()) });
    const all: Context = {
      matrix: {},
      inputs: {},
      steps: {},
      ...functions,
      ...context,
      vars: upper(Object(context.vars)),
    };
    return new Function(...Object.keys(all), `return (${expression});`)(...Object.values(all));
  }
}

/** What GitHub sets in each job. */
const GITHUB = {
  GITHUB_REPOSITORY: "acme/platform",
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_RUN_ID: "7",
  GITHUB_SHA: "abc",
  GITHUB_REF_NAME: "main",
  GITHUB_WORKFLOW: "pull-request",
  GITHUB_WORKFLOW_REF: "acme/platform/.github/workflows/deploy.yml@refs/heads/main",
};
