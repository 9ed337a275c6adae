import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Construct } from "constructs";
import { checkAbsent, checkOneOf } from "../core/checks";
import type { DnsRecordOptions } from "../core/dns-zone";
import { checkInZone, checkNameLength, plainHostName } from "../core/host-names";
import { checkHostedZone, checkZoneName, type HostedZoneAttributes } from "../core/hosted-zone";
import { checkKey } from "../core/names";
import { checkShape, validateShape } from "../core/options-shape";
import { Problems } from "../core/problems";
import { validate, validateProps } from "../core/validate";
import { type AwsEncryptionKey, type AwsEncryptionOptions, checkAwsEncryption, encryptionOf } from "./encryption-key";
import { addRecordTo, hostedZoneFromAttributes, type IHostedZone } from "./i-hosted-zone";
import { QueryLog } from "./query-log";
import { RecordOwners } from "./record-owners";
import { ZoneSigning } from "./zone-signing";

/** A zone that its parent delegates to. */
export interface DelegatedZone extends HostedZoneAttributes {
  /** Its name servers. */
  readonly nameServers: readonly string[];
  /** What the parent publishes so that resolvers trust the zone's signatures; nothing for a zone that is not signed. */
  readonly dsRecord?: string;

  /**
   * What signs it: the parent publishes the DS record only while this does.
   *
   * @default - the zone is not signed, or in another stack
   */
  readonly signing?: ZoneSigning;
}

/** Options of a delegation. */
export interface DelegationOptions {
  /**
   * Whether the child's DS record is published, so that resolvers refuse answers of the child that are not signed.
   *
   * Turn it on when the child has been signed for longer than the longest time to live of its records, and off for a day
   * before signing stops: resolvers that remember one side only lose the whole zone.
   * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec-disable.html
   *
   * @default false
   */
  readonly publishDs?: boolean;
}

/** Options of a hosted zone. Its query log is what `encryptionKey` or `kmsKeyArn` encrypts. */
export interface HostedZoneProps extends AwsEncryptionOptions {
  /** The name of the zone, in lower case: `example.com`. */
  readonly zoneName: string;

  /**
   * Whether answers are signed, so that nobody can forge them.
   *
   * Resolvers check the signatures once the parent publishes the DS record, see `publishDs` of `delegate()`.
   *
   * @default false
   */
  readonly dnssec?: boolean;

  /**
   * How many days each query is kept in CloudWatch Logs: one of CloudWatch's own periods, such as 7, 30 or 365.
   *
   * @default - queries are not logged
   */
  readonly queryLogRetentionDays?: number;

  /**
   * A set of name servers that several zones share.
   *
   * @default - AWS chooses four for this zone
   */
  readonly delegationSetId?: string;
}

/** How long resolvers keep a delegation: two days, as parents on the Internet do. */
const NS_TTL_SECONDS = 172_800;

/** How long resolvers insist on signatures after the DS record is gone: as long as a mistake may last. */
const DS_TTL_SECONDS = 3600;

/** A public zone: made here, looked up, or known by its id and name. */
export class HostedZone extends Construct implements IHostedZone, DelegatedZone {
  /** A zone that was made elsewhere, by its id and name: nothing is looked up, so it need not exist to plan. */
  public static fromHostedZoneAttributes(attributes: HostedZoneAttributes): IHostedZone {
    validateShape("HostedZone.fromHostedZoneAttributes", attributes, "HostedZoneAttributes");
    Problems.of("HostedZone.fromHostedZoneAttributes", (problems) => checkHostedZone(problems, attributes));
    return hostedZoneFromAttributes(attributes);
  }

  /** A zone that is found by its name at each plan: it must exist. */
  public static fromLookup(scope: Construct, id: string, zoneName: string): IHostedZone {
    const zone = new DataAwsRoute53Zone(scope, id, { name: zoneName, privateZone: false });
    return hostedZoneFromAttributes({ zoneId: zone.zoneId, zoneName });
  }

  public readonly zoneId: string;
  public readonly zoneName: string;
  public readonly nameServers: readonly string[];
  public readonly dsRecord?: string;
  public readonly signing?: ZoneSigning;
  /** The log of queries, if there is one. */
  public readonly queryLog?: QueryLog;
  /** The key that encrypts the log, if one is made. */
  public readonly encryptionKey?: AwsEncryptionKey;
  /** The zone. */
  public readonly zone: Route53Zone;

  constructor(scope: Construct, id: string, props: HostedZoneProps) {
    super(scope, id);
    validateProps(this, "HostedZoneProps", props, checkHostedZoneProps);
    const { zoneName, dnssec, queryLogRetentionDays, delegationSetId } = props;
    this.zone = new Route53Zone(this, "Resource", { name: zoneName, delegationSetId, forceDestroy: false });
    this.zoneId = this.zone.zoneId;
    this.zoneName = zoneName;
    this.nameServers = this.zone.nameServers;
    if (dnssec) this.signing = new ZoneSigning(this, "zone_signing", { zoneId: this.zoneId });
    this.dsRecord = this.signing?.dsRecord;
    if (queryLogRetentionDays !== undefined) {
      const { made, kmsKeyArn } = encryptionOf(this, props);
      this.encryptionKey = made;
      const logged = { zoneId: this.zoneId, zoneName, retentionDays: queryLogRetentionDays, kmsKeyArn };
      this.queryLog = new QueryLog(this, "query_log", logged);
    }
  }

  public addRecord(scope: Construct, id: string, record: DnsRecordOptions): Route53Record {
    return addRecordTo(this, scope, id, record);
  }

  /**
   * Delegates the names below `child`'s name to `child`.
   *
   * @param id a name for the delegation, up to 63 lower-case letters, digits and hyphens
   */
  public delegate(id: string, child: DelegatedZone, options: DelegationOptions = {}): void {
    validate(this, (problems) => {
      checkShape(problems.at("child"), child, "DelegatedZone");
      checkShape(problems, options, "DelegationOptions");
    });
    const { publishDs = false } = options;
    this.checkDelegation(id, child, publishDs);
    const scope = new Construct(this, id);
    const common = { zoneId: this.zoneId, name: child.zoneName };
    const types = ["NS", ...(publishDs ? ["DS"] : [])];
    validate(this, (problems) => {
      RecordOwners.of(this).claimAlone(problems, "child", scope, { zone: this, name: child.zoneName, types });
    });
    new Route53Record(scope, "ns", { ...common, type: "NS", ttl: NS_TTL_SECONDS, records: [...child.nameServers] });
    if (!publishDs) return;
    new Route53Record(scope, "ds", {
      ...common,
      type: "DS",
      ttl: DS_TTL_SECONDS,
      records: [child.dsRecord as string],
      // The record comes from the key, which exists before answers are signed and after they are not.
      dependsOn: child.signing && [child.signing.dnssec],
    });
  }

  private checkDelegation(id: string, child: DelegatedZone, publishDs: boolean): void {
    validate(this, (problems) => {
      checkKey(problems, "id", id, 63);
      checkInZone(problems, "child", child.zoneName, this.zoneName);
      const isOther = (name: string) => plainHostName(name) !== plainHostName(this.zoneName);
      problems.check("child", child.zoneName, isOther, "a zone below this one");
      checkNameLength(problems, "child", child.zoneName);
      const canPublish = (publish: boolean) => !publish || child.dsRecord !== undefined;
      problems.check("publishDs", publishDs, canPublish, "false: the child is not signed");
    });
  }
}

/** Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
// biome-ignore format: a list of numbers
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Validates the options of a hosted zone. */
function checkHostedZoneProps(problems: Problems, props: HostedZoneProps): void {
  const { zoneName, queryLogRetentionDays, encryptionKey, kmsKeyArn } = props;
  checkZoneName(problems, zoneName);
  checkOneOf(problems, "queryLogRetentionDays", queryLogRetentionDays, RETENTION_DAYS);
  checkAwsEncryption(problems, props);
  if (queryLogRetentionDays !== undefined) return;
  const without = "without queryLogRetentionDays: there is no log to encrypt";
  checkAbsent(problems, "encryptionKey", encryptionKey, without);
  checkAbsent(problems, "kmsKeyArn", kmsKeyArn, without);
}
