import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";

/** A record of a DNS zone. */
export interface DnsRecordOptions {
  /** The whole name, in the zone: `www.example.com`. It may end with a dot. */
  readonly recordName: string;
  /** The type: `CNAME`. */
  readonly type: string;
  /** The values. */
  readonly values: readonly string[];
  /** How long a resolver keeps the answer, in seconds. */
  readonly ttlSeconds: number;
}

/**
 * A zone in which names can be proven: one of Route 53, see `HostedZone`, or of any other provider of DNS.
 *
 * Implement it for yours. For Cloud DNS, `addRecord` makes a `DnsRecordSet` and returns it.
 */
export interface IDnsZone {
  /** The zone's name: `example.com`. */
  readonly zoneName: string;

  /**
   * Makes a record.
   *
   * @param scope the construct to which the record belongs, in whatever stack it is
   * @param id the record's id in it
   * @param record any of its texts may be a token
   * @returns the record, for what must wait for it
   */
  addRecord(scope: Construct, id: string, record: DnsRecordOptions): ITerraformDependable;
}
