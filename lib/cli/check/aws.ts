import { plainHostName } from "../../core/host-names";
import { isUnknown } from "../../core/tokens";
import { zoneNamesOf, zoneOf } from "../../route53/simulation/zone-names";
import { resources, type Settings, type SynthesizedStack } from "../output-folder";
import { AwsIdentities, type AwsIdentity } from "./aws-identity";
import { about, type CheckLine } from "./check-line";
import type { Programs } from "./programs";
import { bucketsOf, providersOf } from "./used";

/** What stacks need of AWS, and as whom to ask for what no stack names. */
export interface CheckedAws {
  readonly lines: readonly CheckLine[];
  readonly identity?: AwsIdentity;
}

/** What stacks need of AWS: credentials, the buckets of states and the hosted zones. */
export function checkedAws(stacks: readonly SynthesizedStack[], programs: Programs): CheckedAws {
  const identities = new AwsIdentities(programs);
  for (const provider of providersOf(stacks, "aws")) identities.of(provider);
  // A state in S3 is read with the credentials of the environment, whatever the providers have.
  const buckets = bucketsOf(stacks, "s3").flatMap((bucket) => bucketLine(bucket, identities.of(), programs));
  const zones = zonesIn(stacks).flatMap((zone) => zoneLine(zone, identities.of(zone.provider), programs));
  const [first] = providersOf(stacks, "aws");
  const lines = [...identities.lines, ...buckets, ...zones];
  return { lines, ...(first !== undefined && { identity: identities.of(first) }) };
}

function bucketLine(bucket: string, { env }: AwsIdentity, programs: Programs): readonly CheckLine[] {
  if (env === undefined) return [];
  const line = about(`bucket s3://${bucket}`);
  const head = programs.run("aws", ["s3api", "head-bucket", "--bucket", bucket], env);
  if ("reason" in head) return [line.wrong(head.reason, "make it, as docs/state.md shows")];
  // Prints nothing for a bucket that never had versions.
  const versions = programs.run("aws", ["s3api", "get-bucket-versioning", "--bucket", bucket, "--output", "json"], env);
  if ("reason" in versions)
    return [line.note(`is there; whether it keeps old versions is not known: ${versions.reason}`)];
  if (versions.printed.includes('"Enabled"')) return [line.ok("is there, and keeps old versions of the state")];
  const todo = `aws s3api put-bucket-versioning --bucket ${bucket} --versioning-configuration Status=Enabled`;
  return [line.note("keeps no old versions: a state that is overwritten is lost", todo)];
}

/** A hosted zone that records are made in, but not the zone. */
interface UsedZone {
  readonly id: string;
  /** The zone's name where the stack tells it. */
  readonly name: string | undefined;
  /** Names of records in it. */
  readonly records: readonly string[];
  /** The settings of the provider that makes them. */
  readonly provider: Settings | undefined;
}

function zonesIn(stacks: readonly SynthesizedStack[]): readonly UsedZone[] {
  const found = new Map<string, UsedZone>();
  for (const { configuration } of stacks) {
    const records = Object.entries(resources(configuration, "aws_route53_record"));
    const names = zoneNamesOf([configuration], records);
    for (const [, { zone_id, name, provider }] of records) {
      const id = zoneOf(zone_id);
      if (isUnknown(id) || id.includes("aws_route53_zone.")) continue;
      const [, alias] = String(provider ?? "aws").split(".");
      const settings = configuration.provider?.aws?.find((one) => one.alias === alias);
      const before = found.get(id)?.records ?? [];
      const record = isUnknown(name) ? [] : [plainHostName(String(name))];
      found.set(id, { id, name: names.get(id), records: [...before, ...record], provider: settings });
    }
  }
  return [...found.values()];
}

function zoneLine({ id, name, records }: UsedZone, { env }: AwsIdentity, programs: Programs): readonly CheckLine[] {
  if (env === undefined) return [];
  const line = about(`hosted zone ${id}`);
  const args = ["route53", "get-hosted-zone", "--id", id, "--output", "json"];
  const answer = programs.json<{ readonly HostedZone?: { readonly Name?: string } }>("aws", args, env);
  if ("reason" in answer) return [line.wrong(answer.reason, "look at its id, and at who may read it")];
  const there = plainHostName(answer.content.HostedZone?.Name ?? "");
  const isIn = (record: string) => record === there || record.endsWith(`.${there}`);
  const outside = records.find((record) => !isIn(record));
  if (name !== undefined && name !== there)
    return [line.wrong(`is ${there}, and not ${name}`, "take the id of that one")];
  if (outside !== undefined)
    return [line.wrong(`is ${there}, and ${outside} is not below it`, "take the id of that one")];
  return [line.ok(`is ${there}`)];
}
