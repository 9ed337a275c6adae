import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { checkHostNameOrWildcard, checkInZone, plainHostName, withoutWildcard } from "../core/host-names";
import { checkHostedZone, type HostedZoneAttributes, zoneArn } from "../core/hosted-zone";
import { POLICY_NAME, POLICY_NAME_IN_WORDS } from "../core/policy-names";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { validate, validateProps } from "../core/validate";
import { RecordOwners } from "./record-owners";

/** Options of a policy for DNS-01 challenges. */
export interface AcmeChallengePolicyProps {
  /** The zone of the host names: a `HostedZone`, or its id and name. */
  readonly zone: HostedZoneAttributes;

  /** The policy's name in IAM: 1 to 128 letters, digits and characters of `+=,.@-_`. */
  readonly policyName: string;

  /** The host names that certificates are for, each in the zone; `*.shop.example.com` for a wildcard. */
  readonly hostNames: readonly string[];

  /**
   * Whether the names of all zones of the account may be listed: for a client that looks for the zone, as certbot does.
   *
   * @default false: the client is configured with the zone's id, as lego is by `AWS_HOSTED_ZONE_ID`
   */
  readonly listHostedZones?: boolean;
}

/** The most characters of a managed policy. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_POLICY_LENGTH = 6144;

/** What stands for a zone id that only Terraform knows, when characters are counted. */
const LONGEST_ZONE_ID = "Z".repeat(32);

/**
 * An IAM policy that lets an ACME client prove some host names by DNS-01, and nothing else: it may change the TXT records at
 * `_acme-challenge.<host name>`, and no other name or type in the zone. Attach it to the role of whoever issues certificates.
 *
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-rrset-conditions.html
 */
export class AcmeChallengePolicy extends Construct {
  /** The policy. */
  public readonly policy: IamPolicy;

  constructor(scope: Construct, id: string, props: AcmeChallengePolicyProps) {
    super(scope, id);
    validateProps(this, "AcmeChallengePolicyProps", props, checkAcmeChallengePolicy);
    validate(this, (problems) => {
      for (const name of props.hostNames) RecordOwners.of(this).noteChallenge(problems, this, props.zone, name);
    });
    this.policy = new IamPolicy(this, "Resource", {
      name: props.policyName,
      description: `DNS-01 challenges of ACME in ${plainHostName(props.zone.zoneName)}`,
      policy: documentOf(props),
    });
  }
}

function checkAcmeChallengePolicy(problems: Problems, props: AcmeChallengePolicyProps): void {
  const { zone, policyName, hostNames } = props;
  checkHostedZone(problems.at("zone"), zone);
  const isName = (name: string) => POLICY_NAME.test(name);
  problems.check("policyName", policyName, isName, POLICY_NAME_IN_WORDS, "name");
  const reason = "IAM compares it, in lower case, with the records of a request";
  if (!problems.known("hostNames", hostNames, reason)) return;
  if (hostNames.length === 0) problems.refuse("hostNames", hostNames, "at least one host name");
  const areSound = hostNames.map(
    (name) =>
      problems.known("hostNames", name, reason) &&
      checkHostNameOrWildcard(problems, "hostNames", name) &&
      checkInZone(problems, "hostNames", name, zone.zoneName),
  );
  if (!areSound.every(Boolean)) return;
  const zoneId = isUnknown(zone.zoneId) ? LONGEST_ZONE_ID : zone.zoneId;
  const { length } = documentOf({ ...props, zone: { ...zone, zoneId } });
  if (length <= MAX_POLICY_LENGTH) return;
  const remedy = "divide them among several, or get certificates for wildcards";
  const expected = `fewer: the policy would have ${length} characters, and IAM takes ${MAX_POLICY_LENGTH}; ${remedy}`;
  problems.refuse("hostNames", hostNames.length, expected);
}

function documentOf({ zone, hostNames, listHostedZones = false }: AcmeChallengePolicyProps): string {
  const arn = zoneArn(zone.zoneId);
  const statements = [
    { Action: "route53:ChangeResourceRecordSets", Resource: arn, Condition: conditionOf(hostNames) },
    // A client adds its answer to those that are there already, of other certificates for the same name.
    { Action: "route53:ListResourceRecordSets", Resource: arn },
    { Action: "route53:GetChange", Resource: "arn:aws:route53:::change/*" },
    ...(listHostedZones
      ? [{ Action: ["route53:ListHostedZones", "route53:ListHostedZonesByName"], Resource: "*" }]
      : []),
  ].map((statement) => ({ Effect: "Allow", ...statement }));
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Every change of a request must be one of these. As a request without the keys would pass as well, they must be there. */
function conditionOf(hostNames: readonly string[]) {
  const values = {
    "route53:ChangeResourceRecordSetsNormalizedRecordNames": [...new Set(hostNames.map(challengeName))],
    "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"],
    "route53:ChangeResourceRecordSetsActions": ["UPSERT", "DELETE"],
  };
  const present = Object.fromEntries(Object.keys(values).map((key) => [key, "false"]));
  return { "ForAllValues:StringEquals": values, Null: present };
}

/** Where the answer to a challenge lies; that of a wildcard is at the name that it is below. Source: RFC 8555, 8.4 */
function challengeName(hostName: string): string {
  return `_acme-challenge.${withoutWildcard(hostName)}`;
}
