import { DataAwsIpRanges } from "@cdktf/provider-aws/lib/data-aws-ip-ranges";
import { Construct } from "constructs";

/**
 * The addresses of Route 53's health checkers: what the firewall of a data centre must let in.
 *
 * AWS publishes the list, and it changes: it is read at each plan instead of being copied here.
 */
export class CheckerRanges extends Construct {
  /** The IPv4 ranges. */
  public readonly ipv4: readonly string[];
  /** The IPv6 ranges. */
  public readonly ipv6: readonly string[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const ranges = new DataAwsIpRanges(this, "Resource", { services: ["ROUTE53_HEALTHCHECKS"] });
    this.ipv4 = ranges.cidrBlocks;
    this.ipv6 = ranges.ipv6CidrBlocks;
  }
}
