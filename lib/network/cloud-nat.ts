import { ComputeAddress } from "@cdktf/provider-google/lib/compute-address";
import { ComputeRouterNat } from "@cdktf/provider-google/lib/compute-router-nat";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { checkAbsent, checkOneOf, checkWholeNumber } from "../core/checks";
import { resourceName } from "../core/names";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { validate, validateProps } from "../core/validate";
import { checkNatNeighbours } from "./nat-neighbours";
import { checkNatSubnets, type NatSubnet, natSubnetsConfig } from "./nat-subnets";

export const NAT_LOG_FILTERS = ["NONE", "ERRORS_ONLY", "TRANSLATIONS_ONLY", "ALL"] as const;

/** What Cloud NAT logs: nothing, connections that found no port, new connections, or both. */
export type NatLogFilter = (typeof NAT_LOG_FILTERS)[number];

/** How nodes without public addresses reach the Internet. */
export interface CloudNatOptions {
  /**
   * How many static addresses to reserve, 1 to 300, for partners that allow known addresses only. One carries 64,512
   * ports: 1,008 nodes at 64 ports each. A higher number keeps the addresses that there are.
   *
   * @default - Google takes as many addresses as are needed, and changes them
   */
  readonly addressCount?: number;

  /**
   * The self links of static addresses that you reserved elsewhere: `projects/P/regions/R/addresses/A`.
   *
   * @default - none
   */
  readonly addresses?: readonly string[];

  /**
   * The least ports per node, a power of two from 32 to 32768.
   *
   * @default 64
   */
  readonly minPortsPerVm?: number;

  /**
   * The most ports per node, a power of two from 64 to 65536 and more than `minPortsPerVm`.
   *
   * @default 65536
   */
  readonly maxPortsPerVm?: number;

  /**
   * What is logged.
   *
   * @default "ERRORS_ONLY" - a connection that found no port is a failure that nothing else shows
   */
  readonly logFilter?: NatLogFilter;
}

/** How nodes of a network of this library reach the Internet. */
export interface NetworkNatOptions extends CloudNatOptions {
  /**
   * Whether only the network's own subnet of the region is served. Google allows no other gateway beside one that serves all
   * subnets: with `true` there is room for a second `CloudNat`, for subnets of yours.
   *
   * @default false - every subnet in the region is served, those of others in the network too
   */
  readonly ownSubnetOnly?: boolean;
}

export interface CloudNatProps extends CloudNatOptions {
  /** The name of the NAT gateway in its router: up to 63 lower-case letters, digits and hyphens. */
  readonly natName: string;

  /** The region. */
  readonly region: string;

  /** The name of the Cloud Router that carries it. */
  readonly routerName: string;

  /**
   * The subnets that it serves. Google allows no other gateway in a network's region beside one that serves all, and no range of
   * addresses that two gateways serve.
   *
   * @default - all of the network's in the region
   */
  readonly subnets?: readonly NatSubnet[];

  /**
   * What must exist before static addresses, such as the project's APIs.
   *
   * @default - nothing
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

const DEFAULT_MIN_PORTS = 64;
const DEFAULT_MAX_PORTS = 65_536;

/**
 * Cloud NAT for the subnets of a network in one region.
 *
 * Ports are given out on demand: nodes differ in how many connections they open, and a fixed number starves the busy ones.
 */
export class CloudNat extends Construct {
  /** The gateway. */
  public readonly nat: ComputeRouterNat;
  /** The static addresses that were reserved here: none without `addressCount`. */
  public readonly addresses: readonly ComputeAddress[];

  constructor(scope: Construct, id: string, props: CloudNatProps) {
    super(scope, id);
    validateProps(this, "CloudNatProps", props, checkCloudNat);
    validate(this, (problems) => checkNatNeighbours(problems, this, props));
    const { natName, region, routerName, addressCount = 0, logFilter = "ERRORS_ONLY" } = props;
    this.addresses = Array.from({ length: addressCount }, (_, index) => this.addAddress(props, index + 1));
    const own = this.addresses.map((address) => address.selfLink);
    const natIps = props.addresses ?? own;
    const isManual = props.addresses !== undefined || addressCount > 0;
    this.nat = new ComputeRouterNat(this, "Resource", {
      name: natName,
      region,
      router: routerName,
      natIpAllocateOption: isManual ? "MANUAL_ONLY" : "AUTO_ONLY",
      // Written as none without addresses: left out, the provider sends those of before, which are about to go.
      natIps: natIps as string[],
      ...natSubnetsConfig(props.subnets),
      enableDynamicPortAllocation: true,
      // The API refuses the two together.
      enableEndpointIndependentMapping: false,
      minPortsPerVm: props.minPortsPerVm ?? DEFAULT_MIN_PORTS,
      maxPortsPerVm: props.maxPortsPerVm ?? DEFAULT_MAX_PORTS,
      logConfig: logFilter === "NONE" ? { enable: false, filter: "ERRORS_ONLY" } : { enable: true, filter: logFilter },
    });
  }

  private addAddress({ natName, region, dependsOn }: CloudNatProps, number: number): ComputeAddress {
    return new ComputeAddress(this, `address_${number}`, {
      name: resourceName(63, natName, "nat", String(number)),
      region,
      addressType: "EXTERNAL",
      // With fewer addresses, the gateway lets go of one before it is deleted.
      lifecycle: { createBeforeDestroy: true },
      dependsOn: dependsOn && [...dependsOn],
    });
  }
}

function checkCloudNat(problems: Problems, props: CloudNatProps): void {
  checkCloudNatOptions(problems, props);
  if (props.subnets !== undefined) checkNatSubnets(problems, props.subnets);
}

/** Validates the options of a network's own Cloud NAT. */
export function checkNetworkNat(problems: Problems, options: NetworkNatOptions): void {
  checkCloudNatOptions(problems, options);
  problems.known("ownSubnetOnly", options.ownSubnetOnly);
}

/** Validates the options of Cloud NAT. */
function checkCloudNatOptions(problems: Problems, options: CloudNatOptions): void {
  const { addressCount, addresses, minPortsPerVm: min = DEFAULT_MIN_PORTS, maxPortsPerVm: max, logFilter } = options;
  checkOneOf(problems, "logFilter", logFilter, NAT_LOG_FILTERS);
  if (addressCount !== undefined && problems.known("addressCount", addressCount)) {
    checkWholeNumber(problems, "addressCount", addressCount, [1, 300]);
    if (addresses !== undefined) checkAbsent(problems, "addressCount", addressCount, "beside addresses");
  }
  if (addresses !== undefined) {
    problems.check("addresses", addresses, ({ length }) => length > 0, "at least one address, or leave it out");
  }
  problems.check(
    "minPortsPerVm",
    min,
    (ports) => isPowerOfTwo(ports, 32, 32_768),
    "a power of two from 32 to 32768",
    "number",
  );
  if (max === undefined) return;
  const isMost = (ports: number) => isPowerOfTwo(ports, 64, 65_536);
  if (!problems.check("maxPortsPerVm", max, isMost, "a power of two from 64 to 65536", "number") || isUnknown(min))
    return;
  problems.check("maxPortsPerVm", max, (ports) => ports > min, `more than minPortsPerVm, which is ${min}`);
}

function isPowerOfTwo(value: number, least: number, most: number): boolean {
  return value >= least && value <= most && Number.isInteger(Math.log2(value));
}
