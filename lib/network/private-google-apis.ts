import { ComputeRoute } from "@cdktf/provider-google/lib/compute-route";
import { DnsManagedZone } from "@cdktf/provider-google/lib/dns-managed-zone";
import { DnsRecordSet } from "@cdktf/provider-google/lib/dns-record-set";
import { Construct } from "constructs";
import { resourceName } from "../core/names";
import { PRIVATE_GOOGLE_APIS } from "../google/front-ends";
import { GOOGLE_DOMAINS, PRIVATE_APIS_HOST } from "../google/hosts";

const TTL_SECONDS = 300;

export interface PrivateGoogleApisProps {
  /** The name of the network, for the names of zones and route. */
  readonly networkName: string;

  /** The network: `projects/P/global/networks/N`. */
  readonly networkId: string;
}

/**
 * Google's APIs, container registries and the control planes of clusters, by their DNS names, at addresses that never leave Google's network: private DNS zones that name
 * private.googleapis.com, and a route to it. It works in a network without a route to the Internet.
 */
export class PrivateGoogleApis extends Construct {
  /** The route to private.googleapis.com. */
  public readonly route: ComputeRoute;
  /** The private DNS zones, by domain. */
  public readonly zones: ReadonlyMap<string, DnsManagedZone>;

  /** @internal */
  constructor(scope: Construct, id: string, props: PrivateGoogleApisProps) {
    super(scope, id);
    const { networkName, networkId } = props;
    this.route = new ComputeRoute(this, "route", {
      name: resourceName(63, networkName, "private-google-apis"),
      network: networkId,
      destRange: PRIVATE_GOOGLE_APIS.range,
      nextHopGateway: "default-internet-gateway",
    });
    const named = Object.entries(GOOGLE_DOMAINS);
    this.zones = new Map(named.map(([key, domain]) => [domain, this.addZone(props, key, domain)]));
  }

  private addZone({ networkName, networkId }: PrivateGoogleApisProps, key: string, domain: string): DnsManagedZone {
    const scope = new Construct(this, key);
    const zone = new DnsManagedZone(scope, "zone", {
      name: resourceName(63, networkName, key),
      dnsName: `${domain}.`,
      description: "Google's APIs at private addresses",
      visibility: "private",
      privateVisibilityConfig: { networks: [{ networkUrl: networkId }] },
    });
    const apex = domain === GOOGLE_DOMAINS.googleapis ? `${PRIVATE_APIS_HOST}.` : `${domain}.`;
    const record = { managedZone: zone.name, ttl: TTL_SECONDS };
    new DnsRecordSet(scope, "addresses", {
      ...record,
      name: apex,
      type: "A",
      rrdatas: [...PRIVATE_GOOGLE_APIS.addresses],
    });
    new DnsRecordSet(scope, "names", { ...record, name: `*.${domain}.`, type: "CNAME", rrdatas: [apex] });
    return zone;
  }
}
