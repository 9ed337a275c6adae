import { checkOneOf } from "../../core/checks";
import { plainHostName } from "../../core/host-names";
import { checkShape } from "../../core/options-shape";
import { Problems } from "../../core/problems";
import { checkLocation, type Location } from "../../routing/location";
import { RECORD_TYPES } from "./dns-record";
import { readTerraform } from "./read-terraform";
import type { Answer } from "./scenario";

/** A query to Route 53, and the endpoints that are unhealthy meanwhile. */
export interface Query {
  /** The host name: `api.example.com`. */
  readonly name: string;
  /** The type of record that is queried. */
  readonly type: (typeof RECORD_TYPES)[number];
  /**
   * Where it comes from: `inCountry("DE")`.
   *
   * @default - an address that Route 53 cannot place
   */
  readonly location?: Location;
  /**
   * What is unhealthy: addresses of endpoints, or health checks by their names in Terraform, `aws_route53_health_check.paris`.
   *
   * @default - nothing
   */
  readonly unhealthy?: Iterable<string>;
}

/**
 * What Route 53 answers, and by which records, if this configuration were deployed: read from Terraform's JSON, so that it
 * judges what is deployed and not what was meant.
 *
 * @param terraformJson the configuration of one stack, as `cdktf synth` writes it
 * @throws `ValidationError` that names a record which cannot be simulated, when the question leads to it, and aliases or health
 * checks in a loop; a type or a location that Route 53 does not know
 */
export function simulate(terraformJson: object, query: Query): readonly Answer[] {
  // Of a place that Route 53 does not know, its own check says which one may be meant.
  const places = ["location.continent", "location.country", "location.subdivision"];
  Problems.of("simulate", (problems) => checkShape(problems.except(...places), query, "Query"));
  const { zone } = readTerraform(terraformJson);
  const name = plainHostName(query.name);
  Problems.of("simulate", (problems) => {
    checkOneOf(problems, "type", query.type, RECORD_TYPES);
    if (query.location !== undefined) checkLocation(problems.at("location"), query.location);
    for (const { record, reason } of zone.unreadableOf({ ...query, name }, query.location))
      problems.conflict([record], reason);
  });
  return zone.scenario(new Set(query.unhealthy ?? [])).answers(name, query.type, query.location);
}
