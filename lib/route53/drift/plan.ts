import { isOfRouting, routingIn, routingText } from "../record-names";
import { type Block, only } from "../simulation/terraform-block";

/** One thing that was changed by hand. */
export interface HandMade {
  /** What is otherwise at AWS than in the code. */
  readonly what: string;
  /** What to write into the code to keep it; nothing where no option configures it. */
  readonly line?: string;
}

/** What was changed by hand, and the resources that it was changed in. */
export interface Explained {
  readonly found: HandMade;
  readonly resources: readonly Resource[];
}

export const RECORD = "aws_route53_record";
export const HEALTH_CHECK = "aws_route53_health_check";
export const WEIGHTED = "weighted_routing_policy";

/** A resource at AWS and in the code. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  /** Whether it is otherwise at AWS than Terraform left it. */
  readonly isDrifted: boolean;
  /** Nothing when it is gone. */
  readonly live?: Block;
  readonly code?: Block;
}

/** All records and health checks in a plan of Terraform, in JSON. */
export function resourcesOf({
  resource_changes: changes = [],
  resource_drift: drift = [],
}: Block): readonly Resource[] {
  const drifted = new Map<string, Block>(drift.map((one: Block) => [one.address, one.change]));
  return (
    changes
      // What an apply left behind half-way is at the address of another one, which is live.
      .filter(({ deposed }: Block) => deposed === undefined)
      .filter(({ mode, type }: Block) => mode === "managed" && [RECORD, HEALTH_CHECK].includes(type))
      .map(({ address, type, change }: Block): Resource => {
        const changed = drifted.get(address);
        return {
          address,
          type,
          isDrifted: changed !== undefined,
          live: (changed === undefined ? change.before : changed.after) ?? undefined,
          code: change.after ?? undefined,
        };
      })
  );
}

/** A routing in a zone: a public and a private zone may have one of the same name. */
export interface OwnRouting {
  /** With the name of the zone: `_routing-production.example.com`. */
  readonly name: string;
  readonly zoneId: string;
  /** What the addresses of its records begin with, in whatever zone: those of one routing in several zones have it in common. */
  readonly start: string;
}

/** What an address has before the records of a routing, without the key of the zone that they are in. */
const START = /^(.*?)(?:zone_[a-z0-9-]+_)?ipv[46]_/;

/** The routing that a record is of; `undefined` for records of others. */
export function routingOf({ address, code, live }: Resource): OwnRouting | undefined {
  const { name, zone_id } = code ?? live ?? {};
  if (!isOfRouting(String(name))) return undefined;
  const own = { name: routingIn(name), zoneId: String(zone_id) };
  return { ...own, start: START.exec(address)?.[1] ?? JSON.stringify(own) };
}

/** What tells a routing from the others of a state, in words. */
export interface RoutingTexts {
  /** Of a routing in all its zones: nothing, where it is the only one. */
  whole(routing: OwnRouting): string;
  /** Of what it has in one zone: nothing, where that is all that there is. */
  inZone(routing: OwnRouting): string;
}

export function routingTextsIn(resources: readonly Resource[]): RoutingTexts {
  const all = new Map(resources.flatMap((one) => routingOf(one) ?? []).map((one) => [JSON.stringify(one), one]));
  const names = [...all.values()].map(({ name }) => name);
  const starts = new Set([...all.values()].map(({ start }) => start));
  const text = ({ name, zoneId }: OwnRouting) => {
    const isOnly = names.filter((other) => other === name).length < 2;
    return ` of routing ${routingText(name)}${isOnly ? "" : ` in zone ${zoneId}`}`;
  };
  return {
    whole: (routing) => (starts.size < 2 ? "" : text(routing)),
    inZone: (routing) => (all.size < 2 ? "" : text(routing)),
  };
}

/** Whether nothing but the weight was changed. */
export function hasOnlyWeights({ live, code }: Resource): boolean {
  return live !== undefined && code !== undefined && differences(live, code).every((key) => key === WEIGHTED);
}

export function weightOf(record: Block): number {
  return Number(only(record[WEIGHTED])?.weight ?? 0);
}

/** The arguments that are known in the code and are otherwise at AWS. */
export function differences(live: Block, code: Block): readonly string[] {
  return Object.keys(code).filter((key) => JSON.stringify(live[key]) !== JSON.stringify(code[key]));
}
