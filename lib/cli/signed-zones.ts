import { plainHostName } from "../core/host-names";
import { zoneOf } from "../route53/simulation/zone-names";
import type { Settings, SynthesizedStack } from "./output-folder";
import type { Refusal } from "./refusal";

/** A zone whose answers are signed. */
interface SignedZone {
  readonly stack: string;
  /** Its name, where the configuration tells it; else its id. */
  readonly name: string;
  /** The keys that sign the keys of the zone, each by what makes it another one. */
  readonly keys: ReadonlySet<string>;
}

/**
 * Zones whose signatures change in the change in which the parent publishes that they are signed, or no longer does, or still does:
 * resolvers remember either, and take answers for forged that are not signed as they remember it.
 *
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec-disable.html
 */
export function signedZoneRefusals(
  before: readonly SynthesizedStack[],
  after: readonly SynthesizedStack[],
): ReadonlyMap<string, readonly Refusal[]> {
  const [old, young] = [signedZones(before), signedZones(after)];
  const [published, publishes] = [before, after].map(namesWithDs) as [ReadonlySet<string>, ReadonlySet<string>];
  const known = zoneNames(before);
  const found = new Map<string, Refusal[]>();
  const refuse = (stack: string, what: string, way: string) => {
    const why = "resolvers give no answers while they remember the other state";
    const message = `in two applies: ${what}: ${why}: ${way}`;
    found.set(stack, [...(found.get(stack) ?? []), { code: "signed-zone", message }]);
  };
  for (const [name, { stack, keys }] of old) {
    if (!published.has(name)) continue;
    const now = young.get(name);
    if (now === undefined) {
      const what = `zone ${name} is no longer signed, and the deployed version publishes its DS record`;
      refuse(stack, what, "first take the DS record out, wait a day, then end the signing");
    } else if (![...keys].some((key) => now.keys.has(key))) {
      const what = `zone ${name} is signed by another key, and the deployed version publishes the DS record of the old one`;
      refuse(stack, what, "first add the other key and its DS record, wait a day, then take the old ones out");
    }
  }
  for (const [name, { stack }] of young) {
    // Nobody queries a zone that is new.
    if (old.has(name) || !publishes.has(name) || !known.has(name)) continue;
    const what = `signing of zone ${name} begins, and its DS record is published`;
    refuse(
      stack,
      what,
      "first sign it, wait longer than the longest time to live in the zone, then publish the DS record",
    );
  }
  return found;
}

/** The zone that a resource signs, by its name, where the configuration tells it. */
export function signedZoneText({ hosted_zone_id }: Settings, stacks: readonly SynthesizedStack[]): string {
  return nameOfZone(hosted_zone_id, stacks);
}

function signedZones(stacks: readonly SynthesizedStack[]): ReadonlyMap<string, SignedZone> {
  const keys = new Map<string, Set<string>>();
  for (const key of resourcesOf(stacks, "aws_route53_key_signing_key")) {
    if (key.block.status === "INACTIVE") continue;
    const zone = nameOfZone(key.block.hosted_zone_id, stacks);
    keys.set(zone, (keys.get(zone) ?? new Set()).add(identityOf(key.block, stacks)));
  }
  const signed = resourcesOf(stacks, "aws_route53_hosted_zone_dnssec").filter(
    ({ block }) => block.signing_status !== "NOT_SIGNING",
  );
  return new Map(
    signed.flatMap(({ stack, block }) => {
      const name = nameOfZone(block.hosted_zone_id, stacks);
      const own = keys.get(name);
      return own === undefined ? [] : [[name, { stack, name, keys: own }] as const];
    }),
  );
}

/** A key signing key is another one with another name or KMS key; and a KMS key with another kind of key. */
function identityOf({ name, key_management_service_arn: arn }: Settings, stacks: readonly SynthesizedStack[]): string {
  const [, id = ""] = /^\$\{aws_kms_key\.([^.}]+)\.arn\}$/.exec(String(arn)) ?? [];
  const kms = resourcesOf(stacks, "aws_kms_key").find((key) => key.id === id)?.block;
  return JSON.stringify([name, arn, kms?.customer_master_key_spec, kms?.key_usage]);
}

function namesWithDs(stacks: readonly SynthesizedStack[]): ReadonlySet<string> {
  const records = resourcesOf(stacks, "aws_route53_record").filter(({ block }) => block.type === "DS");
  return new Set(records.map(({ block }) => plainHostName(String(block.name))));
}

function zoneNames(stacks: readonly SynthesizedStack[]): ReadonlySet<string> {
  return new Set(resourcesOf(stacks, "aws_route53_zone").map(({ block }) => plainHostName(String(block.name))));
}

function nameOfZone(id: unknown, stacks: readonly SynthesizedStack[]): string {
  const [, key] = /^\$\{aws_route53_key_signing_key\.([^.}]+)\.hosted_zone_id\}$/.exec(String(id)) ?? [];
  if (key !== undefined) {
    const found = resourcesOf(stacks, "aws_route53_key_signing_key").find((one) => one.id === key);
    return nameOfZone(found?.block.hosted_zone_id, stacks);
  }
  const zone = zoneOf(id);
  const made = resourcesOf(stacks, "aws_route53_zone").find((one) => zone === `aws_route53_zone.${one.id}`);
  return made === undefined ? zone : plainHostName(String(made.block.name));
}

function resourcesOf(stacks: readonly SynthesizedStack[], type: string) {
  return stacks.flatMap(({ name: stack, configuration: { resource = {} } }) =>
    Object.entries<Settings | null>(resource[type] ?? {}).flatMap(([id, block]) =>
      block === null ? [] : [{ stack, id, block }],
    ),
  );
}
