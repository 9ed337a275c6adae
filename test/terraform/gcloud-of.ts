import type { Cloud } from "./stand-in/cloud";
import { isList, isObject, type Value, type ValueObject } from "./stand-in/values";

const API = "https://www.googleapis.com/compute/v1";

/** What gcloud would print of the networks, subnets and routers of a stand-in's cloud, with what is in the routers. */
export function gcloudOf(cloud: Cloud, project: string): readonly (readonly object[])[] {
  const at = (place: string, { name }: ValueObject) => `${API}/projects/${project}/${place}/${name}`;
  const networks = cloud.all("google_compute_network").map(({ routing_mode, ...network }) => ({
    ...camel(network),
    kind: "compute#network",
    routingConfig: { routingMode: routing_mode },
    selfLink: at("global/networks", network),
  }));
  const subnets = cloud.all("google_compute_subnetwork").map(({ secondary_ip_range = null, ...subnet }) => ({
    ...camel(subnet),
    kind: "compute#subnetwork",
    region: `${API}/projects/${project}/regions/${subnet.region}`,
    secondaryIpRanges: camelAll(secondary_ip_range),
    selfLink: at(`regions/${subnet.region}/subnetworks`, subnet),
  }));
  const routers = cloud.all("google_compute_router").map(({ bgp = null, ...router }) => {
    const own = (type: string) =>
      cloud
        .all(type)
        .filter((one) => one.region === router.region && String(one.router).split("/").at(-1) === router.name);
    return {
      ...camel(router),
      kind: "compute#router",
      bgp: camelAll(bgp)[0],
      region: `${API}/projects/${project}/regions/${router.region}`,
      selfLink: at(`regions/${router.region}/routers`, router),
      nats: own("google_compute_router_nat").map(({ router: _, ...nat }) => camel(nat)),
      interfaces: own("google_compute_router_interface").map(({ name, ip_range, vpn_tunnel }) => ({
        name,
        ipRange: ip_range,
        linkedVpnTunnel: `${API}/projects/${project}/regions/${router.region}/vpnTunnels/${vpn_tunnel}`,
      })),
      bgpPeers: own("google_compute_router_peer").map(({ interface: one = null, router: _, ...peer }) => ({
        ...camel(peer),
        interfaceName: one,
        enable: "TRUE",
      })),
    };
  });
  return [networks, subnets, routers];
}

/** Arguments by the names of the API, without what is not there. */
function camel(value: ValueObject): Record<string, unknown> {
  const given = Object.entries(value).filter(([, one]) => one !== null && !(isList(one) && one.length === 0));
  return Object.fromEntries(
    given.map(([name, one]) => [
      name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      inBlocks(one),
    ]),
  );
}

const camelAll = (blocks: Value) => (isList(blocks) ? blocks.filter(isObject).map(camel) : []);

function inBlocks(value: Value): unknown {
  if (isObject(value)) return camel(value);
  if (!isList(value)) return value;
  return value.every(isObject)
    ? value.length === 1
      ? camel(value[0] as ValueObject)
      : value.map((one) => camel(one as ValueObject))
    : value;
}
