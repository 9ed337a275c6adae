import { SessionSteps } from "./session-steps";
import { Cloud } from "./stand-in/cloud";
import type { ValueObject } from "./stand-in/values";

const PLACE = { region: "r", router: "cr" };
const TUNNEL = {
  id: "projects/p/regions/r/vpnTunnels/t",
  name: "t",
  region: "r",
  shared_secret: "first",
  vpn_gateway: "projects/p/regions/r/vpnGateways/g",
  peer_external_gateway: "projects/p/global/externalVpnGateways/x",
};
const RESOURCES: Readonly<Record<string, ValueObject>> = {
  google_compute_router: { id: "projects/p/regions/r/routers/cr", name: "cr", region: "r" },
  google_compute_ha_vpn_gateway: { id: "projects/p/regions/r/vpnGateways/g" },
  google_compute_external_vpn_gateway: { id: "projects/p/global/externalVpnGateways/x" },
  google_compute_vpn_tunnel: TUNNEL,
  google_compute_router_interface: {
    ...PLACE,
    id: "interface",
    name: "i",
    vpn_tunnel: "t",
    ip_range: "169.254.0.1/30",
  },
  google_compute_router_peer: { ...PLACE, id: "peer", interface: "i", peer_ip_address: "169.254.0.2" },
};

/** What is seen while these are gone, and come back in another order; or as others. */
function seen(types: readonly string[], changed: Readonly<Record<string, ValueObject>> = {}): readonly string[] {
  const cloud = new Cloud();
  for (const [type, resource] of Object.entries(RESOURCES)) cloud.write("create", type, resource, "p");
  const steps = new SessionSteps(cloud);
  expect(steps.up).toEqual(["peer"]);
  cloud.watch = (operation) => steps.see(operation);
  const all = types.map((type) => [type, RESOURCES[type] ?? {}] as const);
  for (const [type, resource] of [...all].reverse()) cloud.delete(type, resource);
  for (const [type, resource] of all) cloud.write("create", type, { ...resource, ...changed[type] }, "p");
  return steps.end();
}

const FROM_TUNNEL = ["vpn_tunnel", "router_interface", "router_peer"].map((name) => `google_compute_${name}`);

describe("whoever watches the sessions", () => {
  test("sees one that is down for a moment, and is the same before and after", () => {
    expect(seen(["google_compute_router_peer"])).toEqual(["after delete peer: peer has no peer"]);
    expect(seen(FROM_TUNNEL)).toEqual(["after delete peer: peer has no peer"]);
  });

  test("has nothing to say of one that is another one afterwards", () => {
    expect(seen(FROM_TUNNEL, { google_compute_vpn_tunnel: { ...TUNNEL, shared_secret: "second" } })).toEqual([]);
    const range = { google_compute_router_interface: { ...RESOURCES.google_compute_router_interface, ip_range: "x" } };
    expect(seen(FROM_TUNNEL, range)).toEqual([]);
  });

  test("sees a session again that has lost a part in the middle", () => {
    const cloud = new Cloud();
    for (const [type, resource] of Object.entries(RESOURCES)) cloud.write("create", type, resource, "p");
    const steps = new SessionSteps(cloud);
    cloud.watch = (operation) => steps.see(operation);
    const [gateway, router] = [RESOURCES.google_compute_ha_vpn_gateway, RESOURCES.google_compute_router].map((one) => ({
      ...one,
    }));
    cloud.lose("google_compute_ha_vpn_gateway", String(gateway?.id));
    cloud.write("update", "google_compute_router", router ?? {}, "p");
    cloud.write("create", "google_compute_ha_vpn_gateway", gateway ?? {}, "p");
    expect(steps.end()).toEqual(["after update projects/p/regions/r/routers/cr: peer has no gateway of Google"]);
  });
});
