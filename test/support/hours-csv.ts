/** What one hour had of one place at one site. */
export interface CsvHour {
  readonly time: string;
  readonly country: string;
  readonly site: string;
  readonly value: number;
}

/** The columns that the commands read. */
export function hoursCsv(rows: readonly CsvHour[]): string {
  const lines = rows.map(({ time, country, site, value }) => `${time},${country},${site},${value}\n`);
  return `time,country,site,value\n${lines.join("")}`;
}

/** Whole hours from one on: `2026-11-27T17:00Z`. */
export function hoursFrom(first: string, count: number): readonly string[] {
  const from = Date.parse(first);
  return Array.from(
    { length: count },
    (_, index) => `${new Date(from + index * 3_600_000).toISOString().slice(0, 16)}Z`,
  );
}
