import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { checkInZone, checkNameLength } from "../core/host-names";
import { type HostedZoneAttributes, plainZoneId } from "../core/hosted-zone";
import { brand } from "../core/options-kinds";
import { validateProps } from "../core/validate";
import { RecordOwners } from "./record-owners";
import { checkValueLength } from "./record-values";

/** A certificate authority, by the name that it looks for in CAA records. */
export class CertificateAuthority {
  static {
    brand(CertificateAuthority, "CertificateAuthority");
  }

  /** Google Trust Services, who issue for Google's load balancers. */
  public static readonly GOOGLE = CertificateAuthority.of("pki.goog");
  /** Let's Encrypt, the default of most ACME clients. */
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

/** Options of a CAA record. */
export interface CaaRecordProps {
  /** The zone: a `HostedZone`, or its id and name. */
  readonly zone: HostedZoneAttributes;
  /**
   * The name that the rule is for, with all names below it.
   *
   * @default - the whole zone
   */
  readonly recordName?: string;
  /** Who may issue certificates for host names: Google for the load balancer, and the authorities of your data centres. */
  readonly issue: readonly CertificateAuthority[];
  /**
   * Who may issue certificates for wildcards. With an empty list nobody may.
   *
   * @default - the same as `issue`
   */
  readonly issueWild?: readonly CertificateAuthority[];
  /**
   * Where a certificate authority reports a request that it refused: `mailto:security@example.com` or an `https:` address.
   *
   * @default - nowhere
   */
  readonly report?: string;
}

/** Names the authorities that may issue certificates for a zone: all others refuse to. */
export class CaaRecord extends Construct {
  /** The record. */
  public readonly record: Route53Record;

  constructor(scope: Construct, id: string, props: CaaRecordProps) {
    super(scope, id);
    validateProps(this, "CaaRecordProps", props, (problems) => {
      const { zone, recordName = zone.zoneName, issue, report } = props;
      checkInZone(problems, "recordName", recordName, zone.zoneName);
      checkNameLength(problems, "recordName", recordName);
      const atLeastOne = "at least one authority, or no certificate could be renewed";
      problems.check("issue", issue, ({ length }) => length > 0, atLeastOne);
      const isAddress = (address?: string) => address === undefined || /^(mailto:|https:\/\/)/.test(address);
      problems.check("report", report, isAddress, '"mailto:" or "https://" first', "format");
      for (const value of valuesOf(props)) checkValueLength(problems, "issue", value);
      RecordOwners.of(this).claimAlone(problems, "recordName", this, { zone, name: recordName, types: ["CAA"] });
    });
    const { zone, recordName = zone.zoneName } = props;
    const common = { zoneId: plainZoneId(zone.zoneId), name: recordName, ttl: 3600 };
    this.record = new Route53Record(this, "Resource", { ...common, type: "CAA", records: valuesOf(props) });
  }
}

function valuesOf({ issue, issueWild, report }: CaaRecordProps): string[] {
  return [
    ...issue.map(({ domain }) => `0 issue "${domain}"`),
    // An empty list of records would mean "the same as for host names", and ";" is how DNS writes "nobody".
    ...(issueWild?.length === 0 ? [NOBODY] : (issueWild ?? [])).map(({ domain }) => `0 issuewild "${domain}"`),
    ...(report === undefined ? [] : [`0 iodef "${report}"`]),
  ];
}
