/** One command on the way from the typed object to a request, and what it took by the clock. */
export interface Step {
  readonly command: string;
  readonly seconds: number;
}

/** Notes each command that is run, with its time. */
export class Stopwatch {
  private readonly noted: Step[] = [];

  public get steps(): readonly Step[] {
    return this.noted;
  }

  public measure<Result>(command: string, run: () => Result): Result {
    const start = performance.now();
    const result = run();
    this.noted.push({ command, seconds: (performance.now() - start) / 1000 });
    return result;
  }
}

/** The steps as a table, for docs too. */
export function stepsTable(steps: readonly Step[]): string {
  const rows = steps.map(({ command, seconds }) => `| ${command} | ${seconds.toFixed(1)} s |`);
  return ["| Command | By the clock |", "|---|---|", ...rows].join("\n");
}
