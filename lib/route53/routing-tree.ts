import { Route53Record, type Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import { Op, Token } from "cdktf";
import { Construct } from "constructs";
import { plainHostName } from "../core/host-names";
import { isUnknown } from "../core/validation-error";
import type { CountryCode } from "../routing/countries";
import { type CountryRoute, countryRoutes, percentOf, type RoutingPolicy } from "../routing/routing-policy";
import type { IHostedZone } from "./hosted-zone";

/** A data centre in one address family. */
export interface TreeEndpoint {
  readonly address: string;
  readonly healthCheckId: string;
}

/** What the records of one address family are made of. */
export interface RoutingTreeProps {
  readonly zone: IHostedZone;
  /** The type of all records. */
  readonly type: "A" | "AAAA";
  /** The label above all records that nobody asks for by name. */
  readonly label: string;
  readonly ttlSeconds: number;
  /** The data centres, by name. */
  readonly endpoints: ReadonlyMap<string, TreeEndpoint>;
  /** The address that answers when nothing else does, and for everyone who is not named. */
  readonly lastResort: string;
}

/** Records of one name that Route 53 chooses from, and the name that an alias to them uses. */
interface RecordGroup {
  readonly records: readonly Route53Record[];
  /** The name as a reference, so that Terraform makes these records first. */
  readonly name: string;
}

/**
 * The records of one address family: a host name asks for a country, a country for its share, a share for a chain.
 *
 *     api.example.com           FR -> share fr          * -> last resort
 *     fr.….share                percent -> chain        100 - percent -> last resort
 *     paris.frankfurt.….chain   alive: Paris            else -> chain frankfurt
 *     frankfurt.….chain         alive: Frankfurt        else -> last resort
 *
 * Chains are shared by all countries and host names, shares by all host names of a policy. Each group ends in an address
 * without a health check, so that no branch can ever be without an answer.
 */
export class RoutingTree extends Construct {
  private readonly chains = new Map<string, RecordGroup>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RoutingTreeProps,
  ) {
    super(scope, id);
  }

  /** Makes the records of a policy: a share for each of its countries, and a group of countries for each host name. */
  public addPolicy(policyName: string, policy: RoutingPolicy, hostNames: readonly string[]): void {
    const routes = countryRoutes(policy);
    const shares = new Map(routes.map(([code, route]) => [code, this.share(policyName, code, route)]));
    for (const hostName of hostNames) this.addHost(plainHostName(hostName), shares);
  }

  private addHost(hostName: string, shares: ReadonlyMap<CountryCode, RecordGroup>): void {
    const scope = this.scope("host", hostName);
    for (const [code, share] of shares) {
      new Route53Record(scope, code, {
        ...this.named(hostName, `geo-${code}`),
        ...this.aliasTo(share),
        geolocationRoutingPolicy: { country: code },
      });
    }
    new Route53Record(scope, "default", {
      ...this.named(hostName, "geo-default"),
      ...this.values(this.props.lastResort),
      geolocationRoutingPolicy: { country: "*" },
    });
  }

  /** A pair of weights for each country from its first day, so that a new percentage changes two numbers in place. */
  private share(policyName: string, code: CountryCode, route: CountryRoute): RecordGroup {
    const scope = this.scope("share", policyName, code);
    const name = this.hiddenName(code.toLowerCase(), policyName, "share");
    const percent = percentOf(route);
    const dataCenters = new Route53Record(scope, "data_centers", {
      ...this.named(name, "data-centers"),
      ...this.aliasTo(this.chain(route.serveFrom)),
      weightedRoutingPolicy: { weight: percent },
    });
    const lastResort = new Route53Record(scope, "last_resort", {
      ...this.named(name, "last-resort"),
      ...this.values(this.props.lastResort),
      weightedRoutingPolicy: { weight: isUnknown(percent) ? Token.asNumber(Op.sub(100, percent)) : 100 - percent },
    });
    return group(dataCenters, lastResort);
  }

  private chain(dataCenters: readonly string[]): RecordGroup {
    const name = this.hiddenName(...dataCenters, "chain");
    const chain = this.chains.get(name) ?? this.addChain(name, dataCenters);
    this.chains.set(name, chain);
    return chain;
  }

  private addChain(name: string, dataCenters: readonly string[]): RecordGroup {
    const [first = "", ...rest] = dataCenters;
    const endpoint = this.props.endpoints.get(first) as TreeEndpoint;
    const scope = this.scope("chain", ...dataCenters);
    const primary = new Route53Record(scope, "primary", {
      ...this.named(name, "primary"),
      ...this.values(endpoint.address),
      healthCheckId: endpoint.healthCheckId,
      failoverRoutingPolicy: { type: "PRIMARY" },
    });
    const secondary = new Route53Record(scope, "secondary", {
      ...this.named(name, "secondary"),
      ...(rest.length > 0 ? this.aliasTo(this.chain(rest)) : this.values(this.props.lastResort)),
      failoverRoutingPolicy: { type: "SECONDARY" },
    });
    return group(primary, secondary);
  }

  /** Construct ids from the user's keys, one for each group; keys have no underscore, so no two groups share one. */
  private scope(...parts: readonly string[]): Construct {
    return new Construct(this, parts.join("_"));
  }

  private hiddenName(...labels: readonly string[]): string {
    return [...labels, this.props.label, plainHostName(this.props.zone.zoneName)].join(".");
  }

  private named(
    name: string,
    setIdentifier: string,
  ): Pick<Route53RecordConfig, "zoneId" | "name" | "type" | "setIdentifier"> {
    return { zoneId: this.props.zone.zoneId, name, type: this.props.type, setIdentifier };
  }

  private values(address: string): Pick<Route53RecordConfig, "ttl" | "records"> {
    return { ttl: this.props.ttlSeconds, records: [address] };
  }

  private aliasTo({ name, records }: RecordGroup): Pick<Route53RecordConfig, "alias" | "dependsOn"> {
    return {
      alias: { name, zoneId: this.props.zone.zoneId, evaluateTargetHealth: true },
      // The reference orders it after the record that it is taken from, and Route 53 wants all of a group.
      dependsOn: [...records],
    };
  }
}

function group(first: Route53Record, second: Route53Record): RecordGroup {
  return { records: [first, second], name: first.fqdn };
}
