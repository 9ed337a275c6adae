import { checkNameLength } from "../core/host-names";
import type { Problems } from "../core/problems";
import type { RoutingNeeds } from "./record-owners";

/** Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
export const MOST = { healthChecks: 200, records: 10_000, ofOneName: 100, values: 400 } as const;

/** What a routing needs. */
export interface Needs {
  readonly healthChecks: number;
  readonly records: number;
  /** All names, and how many records of one type each has. */
  readonly names: readonly (readonly [name: string, records: number])[];
  /** The most values of one record: the addresses of the last resort. */
  readonly values: number;
}

/** What the other routings of an app need: of the same zone, and all. */
export interface OtherNeeds {
  readonly ofZone: readonly RoutingNeeds[];
  readonly all: readonly RoutingNeeds[];
}

const NONE: OtherNeeds = { ofZone: [], all: [] };

/** Checks what a routing needs, with the others of its app, against what DNS allows, and what an account and a zone have, unless AWS has raised it. */
export function checkQuotas(problems: Problems, needs: Needs, { ofZone, all: ofApp }: OtherNeeds = NONE): void {
  const { healthChecks, records, names, values } = needs;
  // One is enough: all are long for the same reason.
  const [longest = ""] = names.map(([name]) => name).sort((one, other) => other.length - one.length);
  const remedy = ": shorten the name of the routing, of its policies or of the zone";
  checkNameLength(problems, "zone.zoneName", longest, remedy);

  // A zone is in one account, and whoever routes by it is in the same.
  const usedChecks = sumOf(ofZone, "healthChecks");
  const checks = `at most ${MOST.healthChecks} health checks, which is what an AWS account has${usedBy(ofZone, usedChecks)}`;
  problems.check("dataCenters", healthChecks, (count) => count + usedChecks <= MOST.healthChecks, checks);
  const inApp = healthChecks + sumOf(ofApp, "healthChecks");
  if (healthChecks + usedChecks <= MOST.healthChecks && inApp > MOST.healthChecks) {
    const message = `${inApp} health checks are in this app, and an AWS account has ${MOST.healthChecks}`;
    problems.warn("dataCenters", `${message}: ask AWS for more, if all are in one`);
  }
  const usedRecords = sumOf(ofZone, "records");
  const all = `at most ${MOST.records} records, which is what a hosted zone has${usedBy(ofZone, usedRecords)}`;
  problems.check("policies", records, (count) => count + usedRecords <= MOST.records, all);
  // A, and AAAA: the same name once in each family.
  for (const [name, most] of new Map([...names].sort(([, one], [, other]) => one - other))) {
    const few = `at most ${MOST.ofOneName} records of ${name}: one for each address of the data centres that share users`;
    problems.check("dataCenters", most, (count) => count <= MOST.ofOneName, few);
  }
  const addresses = `at most ${MOST.values} addresses of a family`;
  problems.check("lastResort", values, (count) => count <= MOST.values, addresses);
}

function sumOf(others: readonly RoutingNeeds[], what: "records" | "healthChecks"): number {
  return others.reduce((sum, needs) => sum + needs[what], 0);
}

function usedBy(others: readonly RoutingNeeds[], used: number): string {
  if (others.length === 0) return "";
  const paths = others.map(({ path }) => path).join(", ");
  return `: ${paths} ${others.length > 1 ? "have" : "has"} ${used} of them`;
}
