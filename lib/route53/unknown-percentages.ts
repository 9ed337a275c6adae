import { isUnknown } from "../core/tokens";
import { type Block, only } from "./simulation/terraform-block";

/** The ends of what a percentage can be. What is answered with one between them is answered at one of its ends. */
export const ENDS = [100, 0] as const;

/**
 * The same configuration with a known percentage in place of each that only Terraform knows: all users to the data centres, or none.
 * Nothing, if there is no such percentage. Of records that others have changed there need not be two of a name: they are left.
 */
export function withPercentages(terraform: Block, percent: (typeof ENDS)[number]): Block | undefined {
  const records: Record<string, Block> = terraform.resource?.aws_route53_record ?? {};
  const pairs = new Map<string, string[]>();
  for (const [id, { zone_id, name, type, weighted_routing_policy: policy }] of Object.entries(records)) {
    if (!isUnknown(only(policy)?.weight)) continue;
    const key = `${zone_id} ${type} ${name}`;
    pairs.set(key, [...(pairs.get(key) ?? []), id]);
  }
  const weights = new Map<string, number>();
  for (const [dataCenters, lastResort, ...others] of pairs.values()) {
    if (dataCenters === undefined || lastResort === undefined || others.length > 0) continue;
    weights.set(dataCenters, percent).set(lastResort, 100 - percent);
  }
  if (weights.size === 0) return undefined;
  const known = Object.entries(records).map(([id, record]): [string, Block] => {
    const weight = weights.get(id);
    return [id, weight === undefined ? record : { ...record, weighted_routing_policy: { weight } }];
  });
  return { ...terraform, resource: { ...terraform.resource, aws_route53_record: Object.fromEntries(known) } };
}
