import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { HostedZoneAttributes } from "../core/hosted-zone";
import { type AddressFamily, addressesOf } from "../routing/endpoint";
import { membersOf } from "../routing/routing-policy";
import type { TreeEndpoint } from "./answer-records";
import { accountIn } from "./aws-account";
import { DataCenterHealth } from "./data-center-health";
import type { EndpointHealthCheck } from "./endpoint-health-check";
import type { GeoRoutingProps } from "./geo-routing-options";
import { RecordNames } from "./record-names";
import type { IRoute53HealthCheck } from "./route53-health-check";
import { type RoutedZone, routedZones } from "./routed-zones";
import { RoutingTree } from "./routing-tree";
import { DEFAULT_TTL_SECONDS } from "./ttl";

export const TYPE_OF_FAMILY = { ipv4: "A", ipv6: "AAAA" } as const;

/** The health checks of one account. */
interface AccountHealth {
  /** Those that watch addresses, by address. */
  readonly endpoints: ReadonlyMap<string, EndpointHealthCheck>;
  /** Those that decide whether an address is answered, by address. */
  readonly deciding: ReadonlyMap<string, IRoute53HealthCheck>;
  /** How many there are. */
  readonly count: number;
}

/** The records of one zone. */
export interface ZoneRecords extends Pick<RoutedZone, "zone" | "zoneName" | "delegated"> {
  readonly trees: ReadonlyMap<AddressFamily, RoutingTree>;
  /** How many records it has. */
  readonly records: number;
  /** How many health checks were made with it: none, where its account had them already. */
  readonly healthChecks: number;
}

/**
 * The records and health checks of a routing: a tree of records in each zone, as no alias leads to another one, and a health check of each
 * address in each account, as AWS documents none that a record of another account could name.
 *
 * Those of the first zone and its account are the scope's own; those of another zone are below `zone_<key>`, and those of another account
 * below `account_<id>`.
 */
export class RecordsByZone {
  public readonly zones: readonly ZoneRecords[];
  /** The health checks of the first zone's account. */
  public readonly health: AccountHealth;
  /** By account; the first zone's has no name here. */
  private readonly accounts = new Map<string | undefined, AccountHealth>();

  constructor(
    private readonly scope: Construct,
    private readonly props: GeoRoutingProps,
    private readonly families: readonly AddressFamily[],
  ) {
    this.health = this.addHealth(scope);
    this.accounts.set(undefined, this.health);
    const zones: ZoneRecords[] = [];
    // A loop, as all that lead to a record: cdktf notes the calls that lead to each token, and `map` is two more of them.
    for (const routed of routedZones(props)) zones.push(this.addZone(routed));
    this.zones = zones;
  }

  private addZone({ key, zone, zoneName, delegated, provider, policies }: RoutedZone): ZoneRecords {
    const account = accountIn(this.scope, provider);
    const known = this.accounts.get(account);
    const health = known ?? this.addHealth(new Construct(this.scope, `account_${account}`), provider);
    this.accounts.set(account, health);
    const scope = key === undefined ? this.scope : new Construct(this.scope, `zone_${key}`);
    const trees = new Map(this.families.map((family) => [family, this.addTree(scope, zone, family, health)]));
    for (const tree of trees.values()) {
      for (const [name, policy] of policies) tree.addPolicy(name, policy, policy.hostNames);
      tree.keepPlacesUntilOthersAreMade();
    }
    if (provider !== undefined) makeBy(provider, scope);
    const all = [...trees.values()].flatMap((tree) => tree.node.findAll());
    const records = all.filter((one) => one instanceof Route53Record).length;
    const isFirst = key === undefined || known === undefined;
    return { zone, zoneName, delegated, trees, records, healthChecks: isFirst ? health.count : 0 };
  }

  private addHealth(scope: Construct, provider?: TerraformProvider): AccountHealth {
    const { dataCenters, lastResort } = this.props;
    const health = new DataCenterHealth(scope, this.props, this.families);
    const deciding = Object.entries(dataCenters).map(([name, dataCenter]) => health.of(name, dataCenter));
    const { healthCheck } = lastResort;
    if (healthCheck !== undefined) deciding.push(health.ofLastResort(lastResort, healthCheck));
    if (provider !== undefined) makeBy(provider, scope);
    const { length: count } = scope.node.findAll().filter((one) => one instanceof Route53HealthCheck);
    const { endpoints } = health;
    return { endpoints, deciding: new Map(deciding.flatMap((byAddress) => [...byAddress])), count };
  }

  private addTree(
    scope: Construct,
    zone: HostedZoneAttributes,
    family: AddressFamily,
    { deciding }: AccountHealth,
  ): RoutingTree {
    const { routingName, ttlSeconds = DEFAULT_TTL_SECONDS, lastResort } = this.props;
    return new RoutingTree(scope, family, {
      zone,
      type: TYPE_OF_FAMILY[family],
      names: new RecordNames(routingName, zone.zoneName),
      ttlSeconds,
      endpoints: this.endpointsOf(family, deciding),
      lastResort: addressesOf(lastResort, family).map((address) => {
        return { address, healthCheckId: deciding.get(address)?.healthCheckId };
      }),
      fallBackTo: (lastResort.fallBackTo ?? []).map(membersOf),
    });
  }

  private endpointsOf(family: AddressFamily, deciding: AccountHealth["deciding"]): ReadonlyMap<string, TreeEndpoint> {
    const endpoints = Object.entries(this.props.dataCenters).map(([name, { ingress, requestsPerSecond }]) => {
      const addresses = addressesOf(ingress, family).map((address) => {
        const { healthCheckId } = deciding.get(address) as IRoute53HealthCheck;
        return { address, healthCheckId };
      });
      return [name, { addresses, requestsPerSecond }] as const;
    });
    return new Map(endpoints);
  }
}

/** Has all records and health checks below a construct made by a provider. */
function makeBy(provider: TerraformProvider, scope: Construct): void {
  for (const one of scope.node.findAll()) {
    if (one instanceof Route53Record || one instanceof Route53HealthCheck) one.provider = provider;
  }
}
