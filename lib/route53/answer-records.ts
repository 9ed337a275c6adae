import { Route53Record, type Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import { Op, Token } from "cdktf";
import { Construct } from "constructs";
import { type HostedZoneAttributes, plainZoneId } from "../core/hosted-zone";
import { isUnknown } from "../core/tokens";
import { percentOf, type Route, tiersOf } from "../routing/routing-policy";
import { memberIdentifier, PRIMARY, type RecordNames, SECONDARY } from "./record-names";
import { weightsOf } from "./weights";

/** An address that a health check watches. */
export interface CheckedAddress {
  readonly address: string;
  readonly healthCheckId: string;
}

/** A data centre in one address family. */
export interface TreeEndpoint {
  readonly addresses: readonly CheckedAddress[];
  /** How many requests per second it can take, if that is known. */
  readonly requestsPerSecond?: number;
}

/** What the records of one address family are made of. */
export interface AnswerRecordsProps {
  readonly zone: HostedZoneAttributes;
  /** The type of all records. */
  readonly type: "A" | "AAAA";
  /** The names of the records that no user requests. */
  readonly names: RecordNames;
  readonly ttlSeconds: number;
  /** The data centres, by name. */
  readonly endpoints: ReadonlyMap<string, TreeEndpoint>;
  /** The addresses that answer when nothing else does, and for everyone who is not named. */
  readonly lastResort: readonly LastResortAddress[];
  /** The data centres that answer while the last resort is down; none when nobody checks it. */
  readonly fallBackTo: readonly (readonly string[])[];
}

/** An address of the last resort, and the health check that watches it, if one does. */
export interface LastResortAddress {
  readonly address: string;
  readonly healthCheckId?: string;
}

/** Records of one name that Route 53 chooses from, and the name that an alias to them uses. */
export interface RecordGroup {
  readonly records: readonly Route53Record[];
  /** The name as a reference, so that Terraform makes these records first. */
  readonly name: string;
}

/** What a record answers with. */
export type Answering = Pick<Route53RecordConfig, "alias" | "dependsOn" | "ttl" | "records" | "healthCheckId">;

/**
 * The records of one address family that no user requests, below those of a host name: shares, chains, groups and the last resort.
 *
 *     fr.….paris.frankfurt.share     percent -> chain        100 - percent -> last resort
 *     first.….paris.frankfurt.wave   the same, for all places of a wave
 *     paris.frankfurt.chain          healthy: Paris          else -> chain frankfurt
 *     frankfurt.chain                healthy: Frankfurt      else -> last resort
 *
 *     last-resort                    healthy: the last resort   else -> fall-back paris, where it is checked
 *
 * Chains are shared by all places and host names, shares by all host names of a policy. Each group ends in an address
 * without a health check, so that no branch can ever be without an answer.
 */
export class AnswerRecords extends Construct {
  private readonly counts = new Map<string, number>();
  /** How many records each name has. */
  public readonly countByName: ReadonlyMap<string, number> = this.counts;
  /** Groups that several others lead to, by name. */
  private readonly shared = new Map<string, RecordGroup>();

  constructor(
    scope: Construct,
    id: string,
    protected readonly props: AnswerRecordsProps,
  ) {
    super(scope, id);
  }

  /** A pair of weights for each place or wave from its first day, so that a new percentage changes two numbers in place. */
  protected share(scope: Construct, name: string, route: Route): RecordGroup {
    const percent = percentOf(route);
    const dataCenters = new Route53Record(scope, "data_centers", {
      ...this.named(name, "data-centers"),
      ...this.aliasTo(this.chain(tiersOf(route))),
      weightedRoutingPolicy: { weight: percent },
    });
    const lastResort = new Route53Record(scope, "last_resort", {
      ...this.named(name, "last-resort"),
      ...this.weightedLastResort(),
      weightedRoutingPolicy: { weight: isUnknown(percent) ? Token.asNumber(Op.sub(100, percent)) : 100 - percent },
    });
    return { records: [dataCenters, lastResort], name: dataCenters.fqdn };
  }

  protected chain(tiers: readonly (readonly string[])[]): RecordGroup {
    return this.once(this.props.names.chain(tiers), (name) => this.addChain(name, tiers));
  }

  private addChain(name: string, tiers: readonly (readonly string[])[]): RecordGroup {
    const [first = [], ...rest] = tiers;
    const beyond = () => this.aliasOrLastResort(rest.length > 0 ? this.chain(rest) : undefined);
    return this.pair(this.scope("chain", ...tiers.map(tierId)), name, () => this.tier(first), beyond);
  }

  /** What serves the users of the last resort while that is down. It ends in the last resort, whatever its state: nothing lives. */
  private fallBack(tiers: readonly (readonly string[])[]): RecordGroup {
    return this.once(this.props.names.fallBack(tiers), (name) => {
      const [first = [], ...rest] = tiers;
      const beyond = () => (rest.length > 0 ? this.aliasTo(this.fallBack(rest)) : this.lastResortValues());
      return this.pair(this.scope("fall_back", ...tiers.map(tierId)), name, () => this.tier(first), beyond);
    });
  }

  /** The last resort while its health check is healthy, and else what it falls back to. */
  private checkedLastResort(): RecordGroup {
    return this.once(this.props.names.lastResort(), (name) => {
      const [only, ...others] = this.props.lastResort;
      const isOne = only !== undefined && others.length === 0;
      const itself = () => (isOne ? this.checkedValues(only) : this.aliasTo(this.lastResortAddresses()));
      const beyond = () => this.aliasTo(this.fallBack(this.props.fallBackTo));
      return this.pair(this.scope("last_resort"), name, itself, beyond);
    });
  }

  /** A record for each address of the last resort: a weighted record may have one value only. */
  private lastResortAddresses(): RecordGroup {
    return this.once(this.props.names.lastResortAddresses(), (name) => {
      const scope = this.scope("last_resort", "addresses");
      const records = this.props.lastResort.map(
        (one) =>
          new Route53Record(scope, addressId(one.address), {
            ...this.named(name, one.address),
            ...this.checkedValues(one),
            weightedRoutingPolicy: { weight: 1 },
          }),
      );
      return { records, name: (records[0] as Route53Record).fqdn };
    });
  }

  private pair(scope: Construct, name: string, first: () => Answering, beyond: () => Answering): RecordGroup {
    const primary = new Route53Record(scope, "primary", {
      ...this.named(name, PRIMARY),
      ...first(),
      failoverRoutingPolicy: { type: "PRIMARY" },
    });
    const secondary = new Route53Record(scope, "secondary", {
      ...this.named(name, SECONDARY),
      ...beyond(),
      failoverRoutingPolicy: { type: "SECONDARY" },
    });
    return { records: [primary, secondary], name: primary.fqdn };
  }

  /** One data centre with one address answers itself; several of either are a group. */
  private tier(members: readonly string[]) {
    const [only, ...others] = members.flatMap((member) => this.endpoint(member).addresses);
    return only !== undefined && others.length === 0 ? this.checkedValues(only) : this.aliasTo(this.set(members));
  }

  /** Data centres that share the users by capacity, and each its addresses; one that is down leaves its part to the others. */
  private set(members: readonly string[]): RecordGroup {
    return this.once(this.props.names.set(members), (name) => {
      const scope = this.scope("set", tierId(members));
      const parts = partsOf(members.map((member) => this.endpoint(member)));
      const records = members.flatMap((member, index) => {
        const { addresses } = this.endpoint(member);
        return addresses.map((checked) => {
          const which = addresses.length > 1 ? checked.address : undefined;
          const id = which === undefined ? member : `${member}_${addressId(which)}`;
          return new Route53Record(scope, id, {
            ...this.named(name, memberIdentifier(member, which)),
            ...this.checkedValues(checked),
            weightedRoutingPolicy: { weight: parts[index] as number },
          });
        });
      });
      return { records, name: (records[0] as Route53Record).fqdn };
    });
  }

  protected once(name: string, make: (name: string) => RecordGroup): RecordGroup {
    const group = this.shared.get(name) ?? make(name);
    this.shared.set(name, group);
    return group;
  }

  private endpoint(dataCenter: string): TreeEndpoint {
    return this.props.endpoints.get(dataCenter) as TreeEndpoint;
  }

  /** Construct ids from the user's keys, one for each group; keys have no underscore, so no two groups share one. */
  protected scope(...parts: readonly string[]): Construct {
    return new Construct(this, parts.join("_"));
  }

  protected named(name: string, setIdentifier: string) {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    return {
      zoneId: plainZoneId(this.props.zone.zoneId),
      name,
      type: this.props.type,
      setIdentifier,
      // Terraform destroys before it updates: what an alias leads to would be gone while the alias still leads there. With the
      // flag a record stays until nothing leads to it. That is safe only because a new record is one of another name or
      // identifier: Terraform's name for it says the same as its own.
      lifecycle: { createBeforeDestroy: true },
    };
  }

  private values(addresses: readonly string[]) {
    return { ttl: this.props.ttlSeconds, records: [...addresses] };
  }

  private lastResortValues() {
    return this.values(this.props.lastResort.map(({ address }) => address));
  }

  /** In a weighted record: several addresses are a group of their own, so that a percentage stays two weights. */
  private weightedLastResort(): Answering {
    const isGroup = this.props.fallBackTo.length === 0 && this.props.lastResort.length > 1;
    return isGroup ? this.aliasTo(this.lastResortAddresses()) : this.aliasOrLastResort(undefined);
  }

  private checkedValues({ address, healthCheckId }: LastResortAddress) {
    return { ...this.values([address]), healthCheckId };
  }

  protected aliasOrLastResort(target: RecordGroup | undefined): Answering {
    if (target !== undefined) return this.aliasTo(target);
    return this.props.fallBackTo.length > 0 ? this.aliasTo(this.checkedLastResort()) : this.lastResortValues();
  }

  private aliasTo({ name, records }: RecordGroup): Pick<Route53RecordConfig, "alias" | "dependsOn"> {
    return {
      alias: { name, zoneId: plainZoneId(this.props.zone.zoneId), evaluateTargetHealth: true },
      // The reference orders it after the record that it is taken from, and Route 53 wants all of a group.
      dependsOn: [...records],
    };
  }
}

/** The weight of each address of some data centres, so that a data centre's weights are in proportion to its capacity. */
function partsOf(endpoints: readonly TreeEndpoint[]): readonly number[] {
  // Without all capacities there is no proportion: equal parts.
  const isKnown = endpoints.every(
    ({ requestsPerSecond }) => requestsPerSecond !== undefined && !isUnknown(requestsPerSecond),
  );
  const parts = endpoints.map(
    ({ requestsPerSecond = 1, addresses }) => (isKnown ? requestsPerSecond : 1) / addresses.length,
  );
  return weightsOf(parts);
}

/** An address as a part of a construct id: `203-0-113-10`. */
export function addressId(address: string): string {
  return address.replaceAll(/[.:]/g, "-");
}

/** With two underscores, so that the id of a group of two is not that of a chain of two. */
export function tierId(members: readonly string[]): string {
  return members.join("__");
}
