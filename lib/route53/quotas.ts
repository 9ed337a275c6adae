import type { Problems } from "../core/validation-error";

/** Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const MOST = { healthChecks: 200, records: 10_000, ofOneName: 100, values: 400 } as const;

/** What a routing needs. */
export interface Needs {
  readonly healthChecks: number;
  readonly records: number;
  /** How many records of one type each name has. */
  readonly byName: ReadonlyMap<string, number>;
  /** The most values of one record: the addresses of the last resort. */
  readonly values: number;
}

/** Checks what a routing needs against what an account and a zone have, unless AWS has raised it. */
export function checkQuotas(problems: Problems, { healthChecks, records, byName, values }: Needs): void {
  const checks = `at most ${MOST.healthChecks} health checks, which is what an AWS account has`;
  problems.check("dataCenters", healthChecks, healthChecks <= MOST.healthChecks, checks);
  const most = `at most ${MOST.records} records, which is what a hosted zone has`;
  problems.check("policies", records, records <= MOST.records, most);
  for (const [name, count] of byName) {
    const few = `at most ${MOST.ofOneName} records of ${name}: one for each address of the data centres that share users`;
    problems.check("dataCenters", count, count <= MOST.ofOneName, few);
  }
  problems.check("lastResort", values, values <= MOST.values, `at most ${MOST.values} addresses of a family`);
}
