import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { checkInZone, checkNameLength } from "../core/host-names";
import { Problems } from "../core/validation-error";
import type { IHostedZone } from "./hosted-zone";
import { checkValueLength } from "./record-values";

/** Who may issue certificates, by the name that they look for in CAA records. */
export class CertificateAuthority {
  /** Google Trust Services, who issue for Google's load balancers. */
  public static readonly GOOGLE = CertificateAuthority.of("pki.goog");
  /** Let's Encrypt, whom most ACME clients ask. */
  public static readonly LETS_ENCRYPT = CertificateAuthority.of("letsencrypt.org");
  /** Amazon, for AWS Certificate Manager. */
  public static readonly AMAZON = CertificateAuthority.of("amazon.com");

  private constructor(
    /** The name in the record. */
    public readonly domain: string,
  ) {}

  /** Any other, by the name that it documents. */
  public static of(domain: string): CertificateAuthority {
    return new CertificateAuthority(domain);
  }
}

const NOBODY = CertificateAuthority.of(";");

export interface CaaRecordProps {
  /** The zone. */
  readonly zone: IHostedZone;
  /**
   * The name that the rule is for, with all names below it.
   *
   * @default - the whole zone
   */
  readonly recordName?: string;
  /** Who may issue certificates for host names: Google for the load balancer, and whoever your data centres ask. */
  readonly issue: readonly CertificateAuthority[];
  /**
   * Who may issue certificates for wildcards; nobody, when the list is empty.
   *
   * @default - the same as `issue`
   */
  readonly issueWild?: readonly CertificateAuthority[];
  /**
   * Whom to tell about a request that was refused: `mailto:security@example.com` or an `https:` address.
   *
   * @default - nobody
   */
  readonly report?: string;
}

/** Says who may issue certificates for a zone, so that nobody else does. */
export class CaaRecord extends Construct {
  /** The record. */
  public readonly record: Route53Record;

  constructor(scope: Construct, id: string, props: CaaRecordProps) {
    super(scope, id);
    const { zone, recordName = zone.zoneName, issue, issueWild, report } = props;
    const problems = Problems.none();
    checkInZone(problems, "recordName", recordName, zone.zoneName);
    checkNameLength(problems, "recordName", recordName);
    problems.check("issue", issue.length, issue.length > 0, "at least one authority, or nobody could renew anything");
    const isAddress = report === undefined || /^(mailto:|https:\/\/)/.test(report);
    problems.check("report", report, isAddress, '"mailto:" or "https://" first');
    const values = [
      ...issue.map(({ domain }) => `0 issue "${domain}"`),
      // An empty list of records would mean "the same as for host names", and ";" is how DNS says nobody.
      ...(issueWild?.length === 0 ? [NOBODY] : (issueWild ?? [])).map(({ domain }) => `0 issuewild "${domain}"`),
      ...(report === undefined ? [] : [`0 iodef "${report}"`]),
    ];
    for (const value of values) checkValueLength(problems, "issue", value);
    problems.throwIfAny(this.node.path);
    const common = { zoneId: zone.zoneId, name: recordName, ttl: 3600 };
    this.record = new Route53Record(this, "Resource", { ...common, type: "CAA", records: values });
  }
}
