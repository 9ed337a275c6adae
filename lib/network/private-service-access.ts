import { ComputeGlobalAddress } from "@cdktf/provider-google/lib/compute-global-address";
import { ServiceNetworkingConnection } from "@cdktf/provider-google/lib/service-networking-connection";
import { Construct } from "constructs";
import { prefixLength } from "../core/address-ranges";
import { checkRange } from "../core/checks";
import { resourceName } from "../core/names";
import type { Problems } from "../core/problems";
import { apiHost } from "../google/hosts";
import { apiOf } from "../google/resource-types";

/** The longest prefix of a range that services get their subnets from: each takes a /24 of its own. */
const LONGEST_PREFIX = 24;

export interface PrivateServiceAccessProps {
  /** The name of the network, for the name of the range. */
  readonly networkName: string;

  /** The network: `projects/P/global/networks/N`. */
  readonly networkId: string;

  /** The range of the services' addresses, /24 or larger. Google advises a /16. */
  readonly range: string;

  /** Whether a connection that was there before gets this range in place of its own. */
  readonly takeOver: boolean;
}

/**
 * A private way from the network to services that Google runs in networks of its own: Cloud SQL, Memorystore, Filestore.
 *
 * Source: https://cloud.google.com/vpc/docs/configure-private-services-access
 */
export class PrivateServiceAccess extends Construct {
  /** The range that is kept for the services. */
  public readonly range: ComputeGlobalAddress;
  /** The connection: what uses such a service depends on it. */
  public readonly connection: ServiceNetworkingConnection;

  /** @internal */
  constructor(scope: Construct, id: string, { networkName, networkId, range, takeOver }: PrivateServiceAccessProps) {
    super(scope, id);
    const [address, prefix] = range.split("/");
    this.range = new ComputeGlobalAddress(this, "range", {
      // Another range is another address, which the connection refers to by its name.
      name: resourceName(63, networkName, "private-services", range.replaceAll(/[./]/g, "-")),
      addressType: "INTERNAL",
      purpose: "VPC_PEERING",
      network: networkId,
      address,
      prefixLength: Number(prefix),
      lifecycle: { createBeforeDestroy: true },
    });
    this.connection = new ServiceNetworkingConnection(this, "Resource", {
      network: networkId,
      service: apiHost(apiOf("privateServicesRange")),
      reservedPeeringRanges: [this.range.name],
      // A connection that was there before is taken over instead of refused, unless others may have their services behind it.
      updateOnCreationFail: takeOver ? true : undefined,
    });
  }
}

/** Checks the range of private services. It is taken apart, so it must be known. */
export function checkPrivateServicesRange(problems: Problems, property: string, range: string): boolean {
  return (
    problems.known(property, range) &&
    checkRange(problems, property, range, "10.56.0.0/16") &&
    problems.check(
      property,
      range,
      (text) => prefixLength(text) <= LONGEST_PREFIX,
      "a range of /24 or larger: each service takes a /24",
      "range",
    )
  );
}
