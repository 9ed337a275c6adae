import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { Construct } from "constructs";
import type { DnsRecordOptions, IDnsZone } from "../core/dns-zone";
import { type HostedZoneAttributes, plainZoneId } from "../core/hosted-zone";
import { validateShape } from "../core/options-shape";
import { isChecked, validate } from "../core/validate";
import { RecordOwners } from "./record-owners";

export type { HostedZoneAttributes };

/** A public hosted zone of Route 53, made here or elsewhere. */
export interface IHostedZone extends HostedZoneAttributes, IDnsZone {}

/** A zone by its id and name, which the caller validates. One that can make records is returned as it is. */
export function hostedZoneFromAttributes(zone: HostedZoneAttributes | IHostedZone): IHostedZone {
  if ("addRecord" in zone) return zone;
  return new KnownZone(plainZoneId(zone.zoneId), zone.zoneName);
}

/** Of a class, and so allowed to have more than `HostedZoneAttributes` where only those are asked for. */
class KnownZone implements IHostedZone {
  public constructor(
    public readonly zoneId: string,
    public readonly zoneName: string,
  ) {}

  public addRecord(scope: Construct, id: string, record: DnsRecordOptions): Route53Record {
    return addRecordTo(this, scope, id, record);
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
