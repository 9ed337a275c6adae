import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Ran } from "./github-runner";
import { EXAMPLES, type PipelineFolder } from "./pipeline-folder";

export interface GitlabJob {
  readonly extends?: string;
  readonly stage?: string;
  readonly id_tokens?: object;
  readonly before_script?: readonly string[];
  readonly script: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly timeout?: string;
  readonly rules?: readonly { readonly if?: string; readonly when?: string }[];
  readonly environment?: string | { readonly name: string; readonly action?: string };
  readonly needs?: readonly unknown[];
  readonly artifacts?: { readonly when?: string; readonly paths: readonly string[]; readonly expose_as?: string };
}

/** The jobs, each with what it extends. */
export function gitlabJobs(): Readonly<Record<string, GitlabJob>> {
  const {
    stages,
    workflow,
    default: _,
    variables,
    ...jobs
  } = parse(readFileSync(join(EXAMPLES, "gitlab-ci.yml"), "utf8"));
  const whole = ({ extends: base, ...job }: GitlabJob): GitlabJob => ({
    ...(base === undefined ? {} : whole(jobs[base])),
    ...job,
  });
  const named = Object.entries(jobs).filter(([name]) => !name.startsWith("."));
  return Object.fromEntries(named.map(([name, job]) => [name, whole(job as GitlabJob)]));
}

/** Runs jobs of GitLab, each in a copy of its own: real git and scripts, and stand-ins for the other commands. */
export class GitlabRunner {
  private readonly results: Record<string, Ran> = {};

  constructor(
    private readonly folder: PipelineFolder,
    private readonly commit: string,
    private readonly variables: Readonly<Record<string, string>>,
  ) {}

  public run(...names: readonly string[]): Readonly<Record<string, Ran>> {
    for (const name of names) this.results[name] = this.runJob(name, gitlabJobs()[name] as GitlabJob);
    return this.results;
  }

  private runJob(name: string, job: GitlabJob): Ran {
    const cwd = this.folder.checkout(this.commit, name);
    const store = join(this.folder.path, "artifacts");
    if (existsSync(store)) cpSync(store, cwd, { recursive: true });
    const script = [...(job.before_script ?? []), ...job.script].join("\n");
    const { status, log } = this.folder.bash(script, cwd, name, {
      ...GITLAB,
      ...this.variables,
      ENVIRONMENT: "production",
    });
    if (status === 0 || job.artifacts?.when === "always") {
      for (const path of job.artifacts?.paths ?? []) {
        if (existsSync(join(cwd, path))) cpSync(join(cwd, path), join(store, path), { recursive: true });
      }
    }
    return { result: status === 0 ? "success" : "failure", log };
  }
}

const GITLAB = {
  GITLAB_TOKEN: "t",
  GOOGLE_TOKEN: "t",
  AWS_TOKEN: "t",
  GOOGLE_PROVIDER: "pool",
  GOOGLE_ACCOUNT: "planner",
  AWS_ROLE: "role",
  REVIEWED_PLANS_ONLY: "",
  CI_JOB_NAME: "review",
  CI_API_V4_URL: "https://gitlab.example/api/v4",
  CI_PROJECT_ID: "7",
  CI_MERGE_REQUEST_IID: "1",
};
