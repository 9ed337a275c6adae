import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { checkOneOf } from "../core/checks";
import { checkInZone, checkNameLength, plainHostName } from "../core/host-names";
import { type HostedZoneAttributes, plainZoneId } from "../core/hosted-zone";
import { validateProps } from "../core/validate";
import { RecordOwners } from "./record-owners";
import { checkTxtValues, checkValueLength, txtValue } from "./record-values";
import { checkTtl } from "./ttl";

const TYPES = ["A", "AAAA", "CNAME", "MX", "SRV", "TXT"] as const;

/** Options of a record. */
export interface SimpleRecordProps {
  /** The zone: a `HostedZone`, or its id and name. */
  readonly zone: HostedZoneAttributes;
  /** The whole name, in the zone: `www.example.com`. */
  readonly recordName: string;
  /** The type of record. `CaaRecord` and `HostedZone.delegate()` make the others. */
  readonly type: (typeof TYPES)[number];
  /**
   * The values, 1 to 400 of up to 4000 characters each; a `CNAME` has one.
   *
   * A text of a `TXT` record is written without quotation marks, and divided into strings of 255 characters where it is longer:
   * write a key for DKIM in one piece.
   */
  readonly values: readonly string[];
  /**
   * How long a resolver keeps the answer, 1 to 86400 seconds.
   *
   * @default 300
   */
  readonly ttlSeconds?: number;
}

/** A record with the simple routing policy: everybody gets the same answer. */
export class SimpleRecord extends Construct {
  /** The record. */
  public readonly record: Route53Record;

  constructor(scope: Construct, id: string, props: SimpleRecordProps) {
    super(scope, id);
    validateProps(this, "SimpleRecordProps", props, (problems) => {
      const { zone, recordName, type, values, ttlSeconds } = props;
      checkInZone(problems, "recordName", recordName, zone.zoneName);
      checkNameLength(problems, "recordName", recordName);
      checkOneOf(problems, "type", type, TYPES);
      const isApex = plainHostName(recordName) === plainHostName(zone.zoneName);
      const notAtApex = "any type but CNAME for the name of the zone itself";
      problems.check("type", type, (one) => one !== "CNAME" || !isApex, notAtApex);
      const count = values.length;
      problems.check("values", count, (count) => count >= 1 && count <= 400, "1 to 400 values");
      problems.check("values", count, (count) => type !== "CNAME" || count <= 1, "one value for a CNAME");
      if (type === "TXT") checkTxtValues(problems, "values", values);
      else for (const value of values) checkValueLength(problems, "values", value);
      if (ttlSeconds !== undefined) checkTtl(problems, ttlSeconds);
      RecordOwners.of(this).claimAlone(problems, "recordName", this, { zone, name: recordName, types: [type] });
    });
    const { zone, recordName, type, values, ttlSeconds = 300 } = props;
    const common = { zoneId: plainZoneId(zone.zoneId), name: recordName, ttl: ttlSeconds };
    this.record = new Route53Record(this, "Resource", {
      ...common,
      type,
      records: type === "TXT" ? values.map(txtValue) : [...values],
    });
  }
}
