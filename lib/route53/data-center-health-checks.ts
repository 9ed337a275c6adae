import type { Construct } from "constructs";
import { checked } from "../core/validate";
import { type AddressFamily, addressesOf } from "../routing/endpoint";
import type { RoutedDataCenter } from "../routing/routed-data-center";
import { EndpointHealthCheck } from "./endpoint-health-check";
import type { GeoRoutingProps } from "./geo-routing-options";
import { addressId } from "./routing-tree";

/** A health check for each address of each data centre, by address. */
export function dataCenterHealthChecks(
  scope: Construct,
  props: GeoRoutingProps,
  families: readonly AddressFamily[],
): ReadonlyMap<string, EndpointHealthCheck> {
  const checks = Object.entries(props.dataCenters).flatMap(([name, dataCenter]) =>
    families.flatMap((family) => checksOf(scope, props, name, dataCenter, family)),
  );
  return new Map(checks);
}

function checksOf(
  scope: Construct,
  { zone, routingName }: GeoRoutingProps,
  name: string,
  { ingress, healthCheck, drain }: RoutedDataCenter,
  family: AddressFamily,
): readonly (readonly [string, EndpointHealthCheck])[] {
  const addresses = addressesOf(ingress, family);
  return addresses.map((address) => {
    const which = addresses.length > 1 ? [family, addressId(address)] : [family];
    const id = ["health", name, ...which].join("_");
    const checkName = [routingName, name, ...which].join("-");
    const props = checked({ checkName, address, zone, profile: healthCheck, drain });
    const check = new EndpointHealthCheck(scope, id, props);
    return [address, check] as const;
  });
}
