import type { Block } from "./synthesize";

/** Where a question comes from: `{ continent: "EU", country: "FR" }`. */
export interface From {
  readonly continent?: string;
  readonly country?: string;
  readonly subdivision?: string;
}

/** One answer, and how likely it is. */
export interface RightAnswer {
  readonly values: readonly string[];
  readonly ttl: number;
  readonly probability: number;
}

/**
 * Route 53 by the rules of its guide, as straight as they can be written: no memory, no shared code with the library, and only
 * the kinds of records that `GeoRouting` makes. What the library's simulator and analysis say is held against it.
 *
 * Sources: "Choosing a routing policy", "How Amazon Route 53 chooses records when health checking is configured".
 */
export function rightAnswers(
  terraform: Block,
  question: { readonly name: string; readonly type: string; readonly from: From },
  down: ReadonlySet<string>,
): readonly RightAnswer[] {
  const records: Record<string, Block> = terraform.resource.aws_route53_record;
  const checks: Record<string, Block> = terraform.resource.aws_route53_health_check ?? {};
  const { from } = question;

  const nameOf = (reference: string) =>
    records[reference.slice("${aws_route53_record.".length, -".fqdn}".length)]?.name;
  const group = (name: string) =>
    Object.values(records).filter((record) => record.name === name && record.type === question.type);
  const isCheckHealthy = (reference: string): boolean => {
    const check = checks[reference.slice("${aws_route53_health_check.".length, -".id}".length)] as Block;
    const probed = check.disabled === true || isUp(check);
    return check.invert_healthcheck === true ? !probed : probed;
  };
  const isUp = ({ type, child_healthchecks: children, child_health_threshold: least, ...check }: Block): boolean => {
    if (type === "CALCULATED") return children.filter(isCheckHealthy).length >= least;
    return !down.has(type === "CLOUDWATCH_METRIC" ? check.cloudwatch_alarm_name : check.ip_address);
  };
  const isHealthy = (record: Block): boolean => {
    if (record.health_check_id !== undefined && !isCheckHealthy(record.health_check_id)) return false;
    if (record.alias === undefined || !record.alias.evaluate_target_health) return true;
    return candidates(group(nameOf(record.alias.name))).some(isHealthy);
  };

  /** The records that may answer at all: of places, those that the question comes from, the smallest first. */
  function candidates(all: readonly Block[]): readonly Block[] {
    if (all[0]?.geolocation_routing_policy === undefined) return all;
    const matches = [
      (geo: Block) => geo.subdivision !== undefined && `${geo.country}-${geo.subdivision}` === from.subdivision,
      (geo: Block) => geo.country !== undefined && geo.subdivision === undefined && geo.country === from.country,
      (geo: Block) => geo.continent !== undefined && geo.continent === from.continent,
      (geo: Block) => geo.country === "*",
    ];
    return matches.flatMap((match) => all.filter(({ geolocation_routing_policy: geo }) => match(geo)));
  }

  function answersOf(name: string): readonly RightAnswer[] {
    const all = candidates(group(name));
    const healthy = all.filter(isHealthy);
    const among = healthy.length > 0 ? healthy : all;
    const [first] = among;
    if (first === undefined) return [];
    if (first.weighted_routing_policy !== undefined) {
      const weights = among.map((record) => record.weighted_routing_policy.weight);
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return among.flatMap((record, index) => {
        const part = sum === 0 ? 1 / among.length : weights[index] / sum;
        return answersBy(record).map((answer) => ({ ...answer, probability: answer.probability * part }));
      });
    }
    const primary = among.find((record) => record.failover_routing_policy?.type === "PRIMARY");
    return answersBy(primary ?? first);
  }

  function answersBy(record: Block): readonly RightAnswer[] {
    if (record.alias !== undefined) return answersOf(nameOf(record.alias.name));
    return [{ values: record.records, ttl: record.ttl, probability: 1 }];
  }

  return answersOf(question.name).filter(({ probability }) => probability > 0);
}
