import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Construct } from "constructs";
import { checkInZone, checkNameLength, plainHostName } from "../core/host-names";
import { checkKey } from "../core/names";
import { Problems } from "../core/validation-error";
import { QueryLog } from "./query-log";
import { ZoneSigning } from "./zone-signing";

/** A public hosted zone of Route 53. */
export interface IHostedZone {
  /** The zone's id: `Z0123456789ABCDEFGHIJ`. */
  readonly zoneId: string;
  /** The zone's name: `example.com`. */
  readonly zoneName: string;
}

/** A zone whose parent must be told of it. */
export interface DelegatedZone extends IHostedZone {
  /** Its name servers. */
  readonly nameServers: string[];
  /** What the parent publishes so that resolvers trust the zone's signatures; nothing for a zone that is not signed. */
  readonly dsRecord?: string;

  /**
   * What signs it: the parent publishes the DS record only while this does.
   *
   * @default - the zone is not signed, or in another stack
   */
  readonly signing?: ZoneSigning;
}

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

export interface HostedZoneProps {
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

/** A public zone, made here, looked up, or known by its names. */
export class HostedZone extends Construct implements DelegatedZone {
  /** A zone that was made elsewhere: nothing is asked, so it need not exist to plan. */
  public static fromHostedZoneAttributes(zone: IHostedZone): IHostedZone {
    return zone;
  }

  /** A zone that is found by its name at each plan: it must exist. */
  public static fromLookup(scope: Construct, id: string, zoneName: string): IHostedZone {
    const zone = new DataAwsRoute53Zone(scope, id, { name: zoneName, privateZone: false });
    return { zoneId: zone.zoneId, zoneName };
  }

  public readonly zoneId: string;
  public readonly zoneName: string;
  public readonly nameServers: string[];
  public readonly dsRecord?: string;
  public readonly signing?: ZoneSigning;
  /** The log of queries, if there is one. */
  public readonly queryLog?: QueryLog;
  /** The zone. */
  public readonly zone: Route53Zone;

  constructor(scope: Construct, id: string, props: HostedZoneProps) {
    super(scope, id);
    checkProps(this.node.path, props);
    const { zoneName, dnssec, queryLogRetentionDays, delegationSetId } = props;
    this.zone = new Route53Zone(this, "Resource", { name: zoneName, delegationSetId, forceDestroy: false });
    this.zoneId = this.zone.zoneId;
    this.zoneName = zoneName;
    this.nameServers = this.zone.nameServers;
    if (dnssec) this.signing = new ZoneSigning(this, "zone_signing", { zoneId: this.zoneId });
    this.dsRecord = this.signing?.dsRecord;
    if (queryLogRetentionDays !== undefined) {
      const logged = { zoneId: this.zoneId, zoneName, retentionDays: queryLogRetentionDays };
      this.queryLog = new QueryLog(this, "query_log", logged);
    }
  }

  /**
   * Tells resolvers that the part of this zone below `child`'s name is in `child`.
   *
   * @param id a name for the delegation, up to 63 lower-case letters, digits and hyphens
   */
  public delegate(id: string, child: DelegatedZone, { publishDs = false }: DelegationOptions = {}): void {
    this.checkDelegation(id, child, publishDs);
    const scope = new Construct(this, id);
    const common = { zoneId: this.zoneId, name: child.zoneName };
    new Route53Record(scope, "ns", { ...common, type: "NS", ttl: NS_TTL_SECONDS, records: child.nameServers });
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
    const problems = Problems.none();
    checkKey(problems, "id", id, 63);
    checkInZone(problems, "child", child.zoneName, this.zoneName);
    const isSame = plainHostName(child.zoneName) === plainHostName(this.zoneName);
    problems.check("child", child.zoneName, !isSame, "a zone below this one");
    const canPublish = !publishDs || child.dsRecord !== undefined;
    problems.check("publishDs", publishDs, canPublish, "false: the child is not signed");
    problems.throwIfAny(this.node.path);
  }
}

/** Checks a zone that a user names. */
export function checkHostedZone(problems: Problems, { zoneId, zoneName }: IHostedZone): boolean {
  problems.check(
    "zoneId",
    zoneId,
    /^Z[A-Z0-9]{1,31}$/.test(zoneId),
    'the id of a hosted zone: "Z0123456789ABCDEFGHIJ"',
  );
  return checkZoneName(problems, zoneName);
}

function checkZoneName(problems: Problems, zoneName: string): boolean {
  if (!problems.known("zoneName", zoneName)) return false;
  const ok = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\.?$/.test(zoneName);
  if (!checkNameLength(problems, "zoneName", zoneName)) return false;
  return problems.check("zoneName", zoneName, ok, 'the name of a hosted zone in lower case: "example.com"');
}

/** Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
// biome-ignore format: a list of numbers
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

function checkProps(path: string, { zoneName, queryLogRetentionDays: days }: HostedZoneProps): void {
  const problems = Problems.none();
  checkZoneName(problems, zoneName);
  const isPeriod = days === undefined || RETENTION_DAYS.includes(days);
  problems.check("queryLogRetentionDays", days, isPeriod, `one of ${RETENTION_DAYS.join(", ")}`);
  problems.throwIfAny(path);
}
