import { execFileSync } from "node:child_process";

/** A program that never answers is not waited for longer. */
const TIMEOUT_MILLISECONDS = 60_000;

/** What a program printed, or why it did not. */
export type Answer = { readonly printed: string } | { readonly reason: string };

/** Runs programs, one after the other, and says before each what is asked. */
export class Programs {
  constructor(private readonly onAsk: (command: string) => void = () => {}) {}

  /** @param env is beside what the environment has */
  public run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Answer {
    this.onAsk([program, ...args].join(" "));
    try {
      const printed = execFileSync(program, args, {
        encoding: "utf8",
        // Version 2 of the AWS CLI would show long output page by page, and gcloud ask.
        env: { ...process.env, AWS_PAGER: "", CLOUDSDK_CORE_DISABLE_PROMPTS: "1", ...env },
        stdio: ["ignore", "pipe", "pipe"],
        timeout: TIMEOUT_MILLISECONDS,
        maxBuffer: 64 * 1024 * 1024,
      });
      return { printed };
    } catch (error) {
      return { reason: reasonOf(program, error as NodeJS.ErrnoException & { readonly stderr?: string }) };
    }
  }

  /** The same of a program that prints JSON. */
  public json<Content>(
    program: string,
    args: readonly string[],
    env?: NodeJS.ProcessEnv,
  ): { readonly content: Content } | { readonly reason: string } {
    const answer = this.run(program, args, env);
    if ("reason" in answer) return answer;
    try {
      return { content: JSON.parse(answer.printed) };
    } catch {
      return { reason: "it printed no JSON" };
    }
  }
}

/** In one line: the first that a program writes, and else what the system reports. */
function reasonOf(
  program: string,
  { code, message, stderr = "" }: NodeJS.ErrnoException & { readonly stderr?: string },
): string {
  if (code === "ENOENT") return `there is no ${program} on the PATH`;
  if (code === "ETIMEDOUT") return `${program} did not answer within ${TIMEOUT_MILLISECONDS / 1000} seconds`;
  const said = stderr.split("\n").map((text) => text.trim());
  return (said.find((text) => text !== "") ?? message.split("\n")[0] ?? "").replace(/^ERROR: /, "");
}
