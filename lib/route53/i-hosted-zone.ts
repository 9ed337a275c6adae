import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { DnsRecordOptions, IDnsZone } from "../core/dns-zone";
import { type HostedZoneAttributes, plainZoneId } from "../core/hosted-zone";
import { validateShape } from "../core/options-shape";
import { isChecked, validate } from "../core/validate";
import { RecordOwners } from "./record-owners";

export type { HostedZoneAttributes };

/** A public hosted zone of Route 53, made here or elsewhere. */
export interface IHostedZone extends HostedZoneAttributes, IDnsZone {}

/**
 * A zone by its id and name, which the caller validates. One that can make records is returned as it is.
 *
 * @param provider what makes its records; that of the stack of each, if it is left out
 */
export function hostedZoneFromAttributes(
  zone: HostedZoneAttributes | IHostedZone,
  provider?: TerraformProvider,
): IHostedZone {
  if ("addRecord" in zone && provider === undefined) return zone;
  return new KnownZone(plainZoneId(zone.zoneId), zone.zoneName, provider);
}

/** Of a class, and so allowed to have more than `HostedZoneAttributes` where only those are asked for. */
class KnownZone implements IHostedZone {
  public constructor(
    public readonly zoneId: string,
    public readonly zoneName: string,
    private readonly provider?: TerraformProvider,
  ) {}

  public addRecord(scope: Construct, id: string, record: DnsRecordOptions): Route53Record {
    const made = addRecordTo(this, scope, id, record);
    if (this.provider !== undefined) made.provider = this.provider;
    return made;
  }
}

/** Makes a record in a zone. */
export function addRecordTo(
  zone: HostedZoneAttributes,
  scope: Construct,
  id: string,
  record: DnsRecordOptions,
): Route53Record {
  if (!isChecked(record)) validateShape("HostedZone.addRecord", record, "DnsRecordOptions");
  const { recordName, type, values, ttlSeconds } = record;
  const made = new Route53Record(scope, id, {
    zoneId: plainZoneId(zone.zoneId),
    name: recordName,
    type,
    ttl: ttlSeconds,
    records: [...values],
  });
  validate(made, (problems) => {
    RecordOwners.of(made).claimAlone(problems, "recordName", made, { zone, name: recordName, types: [type] });
  });
  return made;
}
