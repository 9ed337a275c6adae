import type { Problems } from "../core/problems";

/** Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const MOST = { healthChecks: 200, records: 10_000 } as const;

/** Checks what a routing needs against what an account and a zone have, unless AWS has raised it. */
export function checkQuotas(
  problems: Problems,
  { healthChecks, records }: { healthChecks: number; records: number },
): void {
  const checks = `at most ${MOST.healthChecks} health checks, which is what an AWS account has`;
  problems.check("dataCenters", healthChecks, () => healthChecks <= MOST.healthChecks, checks);
  const most = `at most ${MOST.records} records, which is what a hosted zone has`;
  problems.check("policies", records, () => records <= MOST.records, most);
}
