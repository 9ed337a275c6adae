import { checkNameLength } from "../core/host-names";
import type { Problems } from "../core/problems";

/** Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const MOST = { healthChecks: 200, records: 10_000, ofOneName: 100, values: 400 } as const;

/** What a routing needs. */
export interface Needs {
  readonly healthChecks: number;
  readonly records: number;
  /** All names, and how many records of one type each has. */
  readonly names: readonly (readonly [name: string, records: number])[];
  /** The most values of one record: the addresses of the last resort. */
  readonly values: number;
}

/** Checks what a routing needs against what DNS allows, and what an account and a zone have, unless AWS has raised it. */
export function checkQuotas(problems: Problems, { healthChecks, records, names, values }: Needs): void {
  // One is enough: all are long for the same reason.
  const [longest = ""] = names.map(([name]) => name).sort((one, other) => other.length - one.length);
  const remedy = ": shorten the name of the routing, of its policies or of the zone";
  checkNameLength(problems, "zone.zoneName", longest, remedy);

  const checks = `at most ${MOST.healthChecks} health checks, which is what an AWS account has`;
  problems.check("dataCenters", healthChecks, (count) => count <= MOST.healthChecks, checks);
  const all = `at most ${MOST.records} records, which is what a hosted zone has`;
  problems.check("policies", records, (count) => count <= MOST.records, all);
  // A, and AAAA: the same name once in each family.
  for (const [name, most] of new Map([...names].sort(([, one], [, other]) => one - other))) {
    const few = `at most ${MOST.ofOneName} records of ${name}: one for each address of the data centres that share users`;
    problems.check("dataCenters", most, (count) => count <= MOST.ofOneName, few);
  }
  const addresses = `at most ${MOST.values} addresses of a family`;
  problems.check("lastResort", values, (count) => count <= MOST.values, addresses);
}
