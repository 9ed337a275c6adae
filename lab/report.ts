/** One line of the result. */
export interface Line {
  readonly name: string;
  readonly bound: string;
  readonly passed: boolean;
  readonly measured: string;
}

/** Prints what was measured, as a table for docs too, and how many passed and failed. */
export function printTable(lines: readonly Line[]): void {
  process.stdout.write(`\n${tableOf(lines)}\n\n${summaryOf(lines)}\n`);
}

export function tableOf(lines: readonly Line[]): string {
  const rows = lines.map(
    ({ name, bound, passed, measured }) => `| ${name} | ${bound} | ${passed ? "" : "FAILED: "}${measured} |`,
  );
  return ["| What | Allowed | Measured |", "|---|---|---|", ...rows].join("\n");
}

export function summaryOf(lines: readonly Line[]): string {
  const failed = lines.filter(({ passed }) => !passed).length;
  return `${lines.length - failed} passed, ${failed} failed`;
}
