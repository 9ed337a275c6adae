import { ComputeNetworkEndpoint } from "@cdktf/provider-google/lib/compute-network-endpoint";
import { ComputeNetworkEndpointGroup } from "@cdktf/provider-google/lib/compute-network-endpoint-group";
import { Construct } from "constructs";
import { Address4 } from "ip-address";
import { checkPort, checkRate } from "../core/checks";
import { checkKey, resourceName } from "../core/names";
import type { Problems, PropertyPath } from "../core/problems";
import { validateProps } from "../core/validate";
import { checkZone } from "../google/zones";
import type { IBackend } from "./i-backend";

/** The ingress of a data centre as the VPC sees it, over the link. */
export interface PrivateIngressOptions {
  /** Its private IPv4 addresses. An endpoint is called after its address, so none can be a token. */
  readonly addresses: readonly string[];

  /**
   * The port that it listens on, 1 to 65535. It speaks what the services speak: their `protocol`.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * The zone of Google Cloud where requests leave for it: one of the region where the link is.
   */
  readonly zone: string;

  /** The target request rate per address and service, in requests per second: more than 0. */
  readonly maxRatePerEndpoint: number;
}

/** Options of a data centre as a backend. */
export interface DataCenterBackendProps extends PrivateIngressOptions {
  /** The data centre's name: up to 32 lower-case letters, digits and hyphens. */
  readonly dataCenterName: string;
  /** The load balancer's name, which the names of its resources start with. */
  readonly loadBalancerName: string;
  /** The network that the link ends in: `projects/P/global/networks/N`. */
  readonly networkId: string;
}

/**
 * A data centre as a backend of the global load balancer: Google's front ends reach it over the link.
 *
 * It stands beside clusters in the same service. The data centre must let in 35.191.0.0/16 and 130.211.0.0/22 and send its
 * answers back over the link: requests and health checks come from there.
 * Source: https://cloud.google.com/load-balancing/docs/negs/hybrid-neg-concepts
 */
export class DataCenterBackend extends Construct implements IBackend {
  public readonly backendName: string;
  public readonly site: string;
  public readonly region: string;
  public readonly endpointGroupIds: readonly string[];
  public readonly maxRatePerEndpoint: number;
  /** The endpoint group. */
  public readonly group: ComputeNetworkEndpointGroup;
  /** The endpoints, one per address. */
  public readonly endpoints: readonly ComputeNetworkEndpoint[];

  constructor(scope: Construct, id: string, props: DataCenterBackendProps) {
    super(scope, id);
    validateProps(this, "DataCenterBackendProps", props, checkDataCenterBackend);
    const { dataCenterName, loadBalancerName, zone, port = DEFAULT_INGRESS_PORT } = props;
    this.backendName = dataCenterName;
    this.site = dataCenterName;
    this.region = zone.slice(0, zone.lastIndexOf("-"));
    this.maxRatePerEndpoint = props.maxRatePerEndpoint;
    this.group = new ComputeNetworkEndpointGroup(this, "Resource", {
      name: resourceName(63, loadBalancerName, dataCenterName),
      description: `The ingress of the data centre ${dataCenterName}`,
      networkEndpointType: "NON_GCP_PRIVATE_IP_PORT",
      network: props.networkId,
      zone,
      // Another zone is another group, and one in use cannot be deleted.
      lifecycle: { createBeforeDestroy: true },
    });
    const endpoints = new Construct(this, "endpoint");
    // One resource per address: `google_compute_network_endpoints` cannot be changed, as its update sends an empty instance.
    this.endpoints = props.addresses.map(
      (ipAddress) =>
        new ComputeNetworkEndpoint(endpoints, ipAddress, {
          networkEndpointGroup: this.group.name,
          zone,
          ipAddress,
          port,
          // With another port or zone, the old ones stay until the load balancer has moved over.
          lifecycle: { createBeforeDestroy: true },
        }),
    );
    this.endpointGroupIds = [this.group.id];
  }
}

/** The port of a private ingress unless one is configured. */
export const DEFAULT_INGRESS_PORT = 80;

/** Validates the private ingress of a data centre. */
export function checkPrivateIngress(problems: Problems, ingress: PrivateIngressOptions): void {
  const { addresses, port = DEFAULT_INGRESS_PORT, zone, maxRatePerEndpoint } = ingress;
  if (problems.known("addresses", addresses)) {
    problems.check("addresses", addresses, ({ length }) => length > 0, "at least one address");
    problems.check("addresses", addresses, (all) => new Set(all).size === all.length, "each address once");
    for (const address of addresses) {
      // Not a token: an endpoint is called after its address.
      if (!problems.known("addresses", address)) continue;
      problems.check("addresses", address, isIpv4Address, 'a private IPv4 address: "10.128.0.10"', "address");
    }
  }
  checkPort(problems, "port", port);
  checkRate(problems, "maxRatePerEndpoint", maxRatePerEndpoint);
  if (problems.known("zone", zone)) checkZone(problems, "zone", zone);
}

function isIpv4Address(address: string): boolean {
  return Address4.isValid(address) && !address.includes("/");
}

function checkDataCenterBackend(problems: Problems, props: DataCenterBackendProps): void {
  checkDataCenterName(problems, "dataCenterName", props.dataCenterName);
  problems.known("loadBalancerName", props.loadBalancerName);
  checkPrivateIngress(problems, props);
}

/** Checks the name of a data centre that is a backend. */
export function checkDataCenterName(problems: Problems, property: PropertyPath, name: string): void {
  if (problems.known(property, name)) checkKey(problems, property, name, 32);
}
