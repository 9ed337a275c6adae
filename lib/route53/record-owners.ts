import { TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { plainHostName } from "../core/host-names";
import { type HostedZoneAttributes, plainZoneId } from "../core/hosted-zone";
import type { Problems, PropertyPath } from "../core/problems";
import { isUnknown } from "../core/tokens";

/** Records of one name that a construct makes all by itself. */
export interface OwnedName {
  readonly zone: HostedZoneAttributes;
  readonly name: string;
  readonly types: readonly string[];
}

/** What a routing needs of a zone and of an account. */
export interface RoutingNeeds {
  readonly path: string;
  readonly records: number;
  readonly healthChecks: number;
}

interface Owner {
  readonly path: string;
  readonly types: readonly string[];
}

/** A record that stands for another name stands alone. */
const ALONE = "CNAME";

/** Who makes which records of Route 53 in one app: two constructs that make the same would fail one another when they are deployed. */
export class RecordOwners {
  private static readonly byRoot = new WeakMap<IConstruct, RecordOwners>();

  /** Those of the app that a construct is in. */
  public static of({ node }: IConstruct): RecordOwners {
    const owners = RecordOwners.byRoot.get(node.root) ?? new RecordOwners();
    RecordOwners.byRoot.set(node.root, owners);
    return owners;
  }

  private readonly owners = new Map<string, Owner[]>();
  private readonly needs = new Map<string, RoutingNeeds[]>();

  /** Checks that nobody else makes these records, and notes who does. A name that only Terraform knows is not compared. */
  public claim(problems: Problems, property: PropertyPath, construct: IConstruct, owned: OwnedName): void {
    const { zone, name, types } = owned;
    if (isUnknown(name)) return;
    const { path } = construct.node;
    const key = `${zoneKey(construct, zone)} ${plainHostName(name)}`;
    const others = this.owners.get(key) ?? [];
    this.owners.set(key, [...others, { path, types }]);
    const other = others.find((one) => one.path !== path && areInConflict(one.types, types));
    if (other === undefined) return;
    const records = `${other.types.join(" and ")} records`;
    problems.refuse(property, name, `a name of its own in the zone: ${other.path} makes its ${records}`);
  }

  /** Checks that no other routing of the zone has this name, and notes it. */
  public claimRouting(
    problems: Problems,
    construct: IConstruct,
    zone: HostedZoneAttributes,
    routingName: string,
  ): void {
    const key = `${zoneKey(construct, zone)} routing ${routingName}`;
    const [other] = this.owners.get(key) ?? [];
    const { path } = construct.node;
    this.owners.set(key, [{ path, types: [] }]);
    const expected = `a name of its own in the zone: ${other?.path} has this one`;
    if (other !== undefined) problems.refuse("routingName", routingName, expected);
  }

  /** What other routings need of the same zone; and of any, which may be in other accounts. Notes what this one needs. */
  public addNeeds(construct: IConstruct, zone: HostedZoneAttributes, needs: Omit<RoutingNeeds, "path">) {
    const key = zoneKey(construct, zone);
    const ofZone = this.needs.get(key) ?? [];
    const all = [...this.needs.values()].flat();
    this.needs.set(key, [...ofZone, { path: construct.node.path, ...needs }]);
    return { ofZone, all };
  }
}

function areInConflict(some: readonly string[], others: readonly string[]): boolean {
  return some.includes(ALONE) || others.includes(ALONE) || some.some((type) => others.includes(type));
}

/** A zone by its id; one that only Terraform knows by the construct that makes it, or else by its name within one stack. */
function zoneKey(construct: IConstruct, zone: HostedZoneAttributes): string {
  if (!isUnknown(zone.zoneId)) return plainZoneId(zone.zoneId);
  if (Construct.isConstruct(zone)) return zone.node.path;
  return `${TerraformStack.of(construct).node.path} ${zone.zoneName}`;
}
