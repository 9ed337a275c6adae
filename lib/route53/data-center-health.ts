import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import type { Construct } from "constructs";
import type { HostedZoneAttributes } from "../core/hosted-zone";
import type { Problems } from "../core/problems";
import { checked } from "../core/validate";
import { type AddressFamily, addressesOf, type Endpoint } from "../routing/endpoint";
import type { HealthCheckProfile } from "../routing/health-check-profile";
import type { IRoute53HealthCheck, RequiredHealthCheck } from "../routing/required-health-check";
import { profileOf, type RoutedDataCenter } from "../routing/routed-data-center";
import { AlarmHealthCheck } from "./alarm-health-check";
import { addressId } from "./answer-records";
import { CalculatedHealthCheck, isCalculated } from "./calculated-health-check";
import { EndpointHealthCheck } from "./endpoint-health-check";

/** What decides whether the records of an address are healthy, by address. */
export type HealthByAddress = ReadonlyMap<string, IRoute53HealthCheck>;

/** Makes the health checks of data centres: of their addresses, and of what they require beside them. */
export class DataCenterHealth {
  private readonly byAddress = new Map<string, EndpointHealthCheck>();
  /** Those that watch an address, by address. */
  public readonly endpoints: ReadonlyMap<string, EndpointHealthCheck> = this.byAddress;

  constructor(
    private readonly scope: Construct,
    private readonly routing: { readonly zone: HostedZoneAttributes; readonly routingName: string },
    private readonly families: readonly AddressFamily[],
  ) {}

  /** The health checks of a data centre, by the address whose records they decide about. */
  public of(name: string, dataCenter: RoutedDataCenter): HealthByAddress {
    const required = Object.entries(dataCenter.requiredHealthChecks ?? {}).map(([key, check]) =>
      this.required(name, key, check),
    );
    const profile = profileOf(dataCenter);
    if (profile === undefined) return this.ofRequiredAlone(name, dataCenter, required);
    const checks = new Map<string, IRoute53HealthCheck>();
    for (const { address, which } of this.addressesOf(dataCenter)) {
      const shared = this.sharedBy(profile, dataCenter, address);
      const endpoint = shared
        ? checks.get(shared)
        : this.endpoint(name, dataCenter, { address, which, profile, required });
      if (endpoint !== undefined) checks.set(address, endpoint);
    }
    return checks;
  }

  /** The health checks of the last resort, by address. */
  public ofLastResort(ingress: Endpoint, profile: HealthCheckProfile): HealthByAddress {
    // With an underscore, so that no data centre can be called like it.
    return this.of("last_resort", { ingress, healthCheck: profile });
  }

  /** The addresses, the checked family first, and what tells each apart from the others in a name. */
  private addressesOf({ ingress, healthCheck }: RoutedDataCenter) {
    const { checkedFamily } = profileOf({ healthCheck }) ?? {};
    const first = (family: AddressFamily) => Number(family !== checkedFamily);
    return [...this.families]
      .sort((one, other) => first(one) - first(other))
      .flatMap((family) => {
        const addresses = addressesOf(ingress, family);
        return addresses.map((address) => {
          return { address, which: addresses.length > 1 ? [family, addressId(address)] : [family] };
        });
      });
  }

  /** The address of the other family whose check is this one's too. */
  private sharedBy({ checkedFamily }: HealthCheckProfile, { ingress }: RoutedDataCenter, address: string) {
    if (checkedFamily === undefined || !this.families.includes(checkedFamily)) return undefined;
    const [one] = addressesOf(ingress, checkedFamily);
    return one === address ? undefined : one;
  }

  private endpoint(name: string, { drain }: RoutedDataCenter, of: CheckedEndpoint): IRoute53HealthCheck {
    const { address, which, profile, required } = of;
    const props = { checkName: this.nameOf(name, ...which), address, zone: this.routing.zone, profile, drain };
    const check = new EndpointHealthCheck(this.scope, this.idOf(name, ...which), checked(props));
    this.byAddress.set(address, check);
    return required.length === 0 ? check : this.all(name, which, [check, ...required], drain);
  }

  private ofRequiredAlone(
    name: string,
    dataCenter: RoutedDataCenter,
    required: readonly IRoute53HealthCheck[],
  ): HealthByAddress {
    const addresses = this.addressesOf(dataCenter).map(({ address }) => address);
    const { drain } = dataCenter;
    const [only] = required;
    const decides =
      required.length > 1 || only === undefined
        ? this.all(name, [], required, drain)
        : drain
          ? this.drained(name, addresses[0] ?? "")
          : only;
    return new Map(addresses.map((address) => [address, decides]));
  }

  private all(
    name: string,
    which: readonly string[],
    children: readonly IRoute53HealthCheck[],
    drain: boolean | undefined,
  ): IRoute53HealthCheck {
    return new CalculatedHealthCheck(this.scope, this.idOf(name, "all", ...which), {
      checkName: this.nameOf(name, "all", ...which),
      children,
      healthyChildren: children.length,
      drain,
    });
  }

  /** Unhealthy, in the place of a check that is not made here. It is disabled, so nothing is asked of the address. */
  private drained(name: string, address: string): IRoute53HealthCheck {
    const props = { checkName: this.nameOf(name, "drained"), address, zone: this.routing.zone, drain: true };
    return new EndpointHealthCheck(this.scope, this.idOf(name, "drained"), checked(props));
  }

  private required(name: string, key: string, check: RequiredHealthCheck): IRoute53HealthCheck {
    const id = this.idOf(name, "required", key);
    const checkName = this.nameOf(name, key);
    if ("healthCheckId" in check) return check;
    if ("alarmName" in check) return new AlarmHealthCheck(this.scope, id, checked({ ...check, checkName }));
    const { id: healthCheckId } = new Route53HealthCheck(this.scope, id, {
      type: "RECOVERY_CONTROL",
      routingControlArn: check.routingControlArn,
      tags: { Name: checkName },
      lifecycle: { createBeforeDestroy: true },
    });
    return { healthCheckId };
  }

  private idOf(...parts: readonly string[]): string {
    return ["health", ...parts].join("_");
  }

  private nameOf(...parts: readonly string[]): string {
    return [this.routing.routingName, ...parts].join("-").replaceAll("_", "-");
  }
}

interface CheckedEndpoint {
  readonly address: string;
  readonly which: readonly string[];
  readonly profile: HealthCheckProfile;
  readonly required: readonly IRoute53HealthCheck[];
}

/** Checks that no calculated check would count another, which Route 53 refuses. */
export function checkRequiredTogether(
  problems: Problems,
  dataCenters: { readonly [name: string]: RoutedDataCenter },
): void {
  for (const [name, dataCenter] of Object.entries(dataCenters)) {
    const required = Object.entries(dataCenter.requiredHealthChecks ?? {});
    if (profileOf(dataCenter) === undefined && required.length < 2) continue;
    for (const [key, check] of required) {
      const message =
        "is calculated, and Route 53 counts no calculated checks together: require its children, " +
        "or make it the only one, with healthCheck: false";
      if (isCalculated(check)) problems.conflict(["dataCenters", name, "requiredHealthChecks", key], message);
    }
  }
}
