import type { Problems } from "../core/problems";
import type { ReadResult } from "../route53/simulation/read-terraform";
import { namesOfWhatCanBeDown } from "../routing/analysis/failures";

/** Checks that the endpoints, alarms and switches that a user calls down are there, in one of the stacks. */
export function checkDown(problems: Problems, zones: readonly ReadResult[], down: readonly string[]): void {
  const endpoints = [...new Set(zones.flatMap(({ zone }) => namesOfWhatCanBeDown(zone)))].sort();
  for (const name of down) {
    const known = endpoints.length === 0 ? "(nothing here has a health check)" : endpoints.join(", ");
    problems.check("--down", name, (text) => endpoints.includes(text), `an endpoint with a health check: ${known}`);
  }
}

/** Several names in one argument, or in several: `--down paris,frankfurt`, `--down paris --down frankfurt`. */
export function listed(text: string, before: readonly string[]): readonly string[] {
  return [
    ...before,
    ...text
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  ];
}
