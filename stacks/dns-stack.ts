import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DataGoogleComputeGlobalAddress } from "@cdktf/provider-google/lib/data-google-compute-global-address";
import type { Construct } from "constructs";
import { addInfo } from "../lib/core/annotations";
import { checkAbsent } from "../lib/core/checks";
import { firstApply } from "../lib/core/first-apply";
import { ownValue } from "../lib/core/own-value";
import type { Problems } from "../lib/core/problems";
import { checked, validateProps } from "../lib/core/validate";
import { anycastAddressName } from "../lib/load-balancing/front-end";
import { GeoRouting } from "../lib/route53/geo-routing";
import { checkGeoRouting, type GeoRoutingProps } from "../lib/route53/geo-routing-options";
import { type AdditionalZone, checkRequiredElsewhere, routedZones } from "../lib/route53/routed-zones";
import type { Endpoint } from "../lib/routing/endpoint";
import type { LastResort } from "../lib/routing/last-resort";
import { checkAws, hasOwnProvider } from "./aws-options";
import {
  type AdditionalHostedZone,
  type AwsOptions,
  type CommonStackProps,
  checkGoogle,
  checkPlatformStack,
  type GoogleOptions,
  PlatformStack,
} from "./platform-stack";

export interface DnsStackProps extends CommonStackProps, Omit<GeoRoutingProps, "lastResort" | "additionalZones"> {
  /**
   * The Google Cloud project of the load balancer.
   *
   * @default - not needed with `anycastAddresses`: nothing is read from Google Cloud
   */
  readonly google?: GoogleOptions;

  /**
   * The load balancer that `EdgeStack` makes.
   *
   * @default - none: the addresses of the last resort are `anycastAddresses`, or those of `lastResort`
   */
  readonly loadBalancerName?: string;

  /**
   * The addresses of the load balancer.
   *
   * @default - read from Google Cloud by name, at each plan but the first
   */
  readonly anycastAddresses?: Endpoint;

  /**
   * The addresses of the last resort where that is no load balancer of `EdgeStack`: a load balancer that is there already, or another
   * provider. And what happens while the last resort itself is down.
   *
   * @default - the load balancer, which is answered when nothing else is healthy, whatever its state
   */
  readonly lastResort?: Partial<LastResort>;

  /**
   * The AWS account of `zone`.
   *
   * @default - the account of the environment's credentials
   */
  readonly aws?: AwsOptions;

  /**
   * Other hosted zones of the host names, by a key of yours that names their records in Terraform. The zone of a host name is the one
   * with the longest name that holds it.
   *
   * @default - none: all host names are in `zone`
   */
  readonly additionalZones?: { readonly [key: string]: AdditionalHostedZone };
}

/** The records and health checks of Route 53. Waits for the load balancer, so that users are sent to what is there. */
export class DnsStack extends PlatformStack {
  public readonly routing: GeoRouting;

  constructor(scope: Construct, id: string, props: DnsStackProps) {
    super(scope, id, props);
    validateProps(this, "DnsStackProps", props, checkDnsStack, props?.reportAs ?? {});
    const {
      google,
      labels,
      state,
      aws,
      loadBalancerName,
      anycastAddresses,
      additionalZones: zones,
      ...routing
    } = props;
    this.useAws(aws);
    const additionalZones = zones && this.withProviders(zones, aws);
    const addresses = addressesOf(props) ?? this.readAddresses(loadBalancerName ?? "");
    const lastResort = { ...props.lastResort, ...addresses };
    this.routing = new GeoRouting(this, "routing", checked({ ...routing, additionalZones, lastResort }));
    this.writeForReviewers();
  }

  private withProviders(
    zones: NonNullable<DnsStackProps["additionalZones"]>,
    first: AwsOptions | undefined,
  ): GeoRoutingProps["additionalZones"] {
    const providers = this.useAwsOfZones(zones, first);
    const all = Object.entries(zones).map(([key, { zoneId, zoneName, delegated }]): [string, AdditionalZone] => {
      return [key, { zoneId, zoneName, delegated, provider: providers.get(key) }];
    });
    return Object.fromEntries(all);
  }

  /** Judges the routing before any stack is written, so that nothing half-written stays behind when it is refused. */
  public override prepareStack(): void {
    super.prepareStack();
    this.routing.analysis.throwIfAny();
  }

  /** Writes `routing.md` beside the Terraform, for those who review it: who is served from where. And what pictures need beside it. */
  private writeForReviewers(): void {
    const { synthesizer } = this;
    this.synthesizer = {
      synthesize: (session) => {
        synthesizer.synthesize(session);
        const folder = join(session.outdir, session.manifest.forStack(this).workingDirectory);
        writeFileSync(join(folder, "routing.md"), this.routing.analysis.tables());
        const facts = JSON.stringify(this.routing.analysis.facts(), undefined, 2);
        writeFileSync(join(folder, "routing-facts.json"), `${facts}\n`);
      },
    };
  }

  /**
   * Reads the addresses by name. A data source would fail in the first plan, when there is no address yet; one that depends
   * on a resource which is still to be made is read while the stack is applied, and so after the load balancer's stack.
   */
  private readAddresses(loadBalancerName: string): Endpoint {
    this.useGoogle();
    addInfo(
      this,
      "the load balancer's addresses are read from Google Cloud at each plan: write them into anycastAddresses, and DNS " +
        "can be changed while Google Cloud is down",
    );
    const afterEdge = firstApply(this, "after_edge");
    const read = (family: "ipv4" | "ipv6") =>
      new DataGoogleComputeGlobalAddress(this, `anycast_${family}`, {
        name: anycastAddressName(loadBalancerName, family),
        dependsOn: [afterEdge],
      }).address;
    return { ipv4: read("ipv4"), ipv6: read("ipv6") };
  }
}

/** The addresses of the last resort, where they are configured. */
function addressesOf({ anycastAddresses, lastResort: { ipv4, ipv6 } = {} }: DnsStackProps): Endpoint | undefined {
  if (anycastAddresses !== undefined) return anycastAddresses;
  return ipv4 === undefined ? undefined : { ipv4, ipv6 };
}

/** Validates the options of the stack of DNS. */
export function checkDnsStack(problems: Problems, props: DnsStackProps): void {
  const { google, anycastAddresses, loadBalancerName, lastResort } = props;
  const addresses = addressesOf(props);
  checkPlatformStack(problems, props);
  if (addresses === undefined) {
    const expected = "the load balancer of EdgeStack, or addresses: anycastAddresses, or lastResort.ipv4";
    problems.check("loadBalancerName", loadBalancerName, (name) => name !== undefined, expected);
    checkGoogle(problems, google, "the project of the load balancer, whose addresses are read, or anycastAddresses");
  }
  const { additionalZones = {}, aws, dataCenters } = props;
  for (const [key, zone] of Object.entries(additionalZones))
    checkAws(problems.at(["additionalZones", key, "aws"]), zone.aws);
  const elsewhere = routedZones(props).find(({ key = "" }) => {
    const zone = ownValue(additionalZones, key);
    return zone !== undefined && hasOwnProvider(zone, aws);
  });
  checkRequiredElsewhere(problems, dataCenters, elsewhere?.key);
  if (loadBalancerName !== undefined || anycastAddresses !== undefined) {
    const beside = "beside a load balancer, whose addresses are anycastAddresses";
    for (const family of ["ipv4", "ipv6"] as const) {
      checkAbsent(problems, ["lastResort", family], lastResort?.[family], beside);
    }
  }
  checkGeoRouting(problems, props, knownAddresses(props));
}

/** The addresses of the last resort, by the property that has them. */
function knownAddresses(props: DnsStackProps): { readonly [property: string]: Endpoint } {
  const addresses = addressesOf(props);
  if (addresses === undefined) return {};
  return props.anycastAddresses === undefined ? { lastResort: addresses } : { anycastAddresses: addresses };
}
