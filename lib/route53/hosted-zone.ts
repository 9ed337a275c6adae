import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Construct } from "constructs";
import { checkInZone, plainHostName } from "../core/host-names";
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
}

export interface HostedZoneProps {
  /** The name of the zone, in lower case: `example.com`. */
  readonly zoneName: string;

  /**
   * Whether answers are signed, so that nobody can forge them.
   *
   * Put the DS record into the parent only when the zone has been signed for a while, and take it out before signing stops.
   * Otherwise resolvers that check signatures lose the whole zone.
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
const DELEGATION_TTL_SECONDS = 172_800;

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
    if (dnssec) this.dsRecord = new ZoneSigning(this, "signing", { zoneId: this.zoneId }).dsRecord;
    if (queryLogRetentionDays !== undefined) {
      new QueryLog(this, "query_log", { zoneId: this.zoneId, zoneName, retentionDays: queryLogRetentionDays });
    }
  }

  /** Tells resolvers that the part of this zone below `child`'s name is in `child`. */
  public delegate(id: string, child: DelegatedZone): void {
    const problems = Problems.none();
    checkInZone(problems, "child", child.zoneName, this.zoneName);
    const isSame = plainHostName(child.zoneName) === plainHostName(this.zoneName);
    problems.check("child", child.zoneName, !isSame, "a zone below this one");
    problems.throwIfAny(this.node.path);
    const scope = new Construct(this, id);
    const common = { zoneId: this.zoneId, name: child.zoneName, ttl: DELEGATION_TTL_SECONDS };
    new Route53Record(scope, "ns", { ...common, type: "NS", records: child.nameServers });
    if (child.dsRecord !== undefined)
      new Route53Record(scope, "ds", { ...common, type: "DS", records: [child.dsRecord] });
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
