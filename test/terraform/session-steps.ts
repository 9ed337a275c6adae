import type { Cloud } from "./stand-in/cloud";
import { pathIn } from "./stand-in/uses";
import type { Value, ValueObject } from "./stand-in/values";

/** What makes a session another one, so that both sides must set it up anew. What else changes in its parts, changes while it is up. */
const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  peer: ["peer_ip_address", "interface", "router"],
  interface: ["ip_range", "vpn_tunnel", "interconnect_attachment"],
  tunnel: ["shared_secret", "vpn_gateway_interface", "peer_external_gateway_interface"],
  attachment: ["interconnect", "vlan_tag8021q", "candidate_subnets", "encryption", "edge_availability_domain"],
  gateway: ["network", "interface", "stack_type"],
};

interface Session {
  readonly identity: string;
  /** What is missing, if anything. */
  readonly missing?: string;
}

/** Watches the BGP sessions to data centres while Terraform changes them. */
export class SessionSteps {
  private readonly before: ReadonlyMap<string, Session>;
  private readonly onTheWay: { readonly after: string; readonly sessions: ReadonlyMap<string, Session> }[] = [];

  constructor(private readonly cloud: Cloud) {
    this.before = this.look();
  }

  /** To be called after each operation. */
  public see({ action, type, id }: { readonly action: string; readonly type: string; readonly id: string }): void {
    if (/_(router|vpn|interconnect)/.test(type)) {
      this.onTheWay.push({ after: `${action} ${id}`, sessions: this.look() });
    }
  }

  /** The sessions that are the same before and after, and were down on the way. */
  public end(): readonly string[] {
    const after = this.look();
    const same = [...this.before].filter(([id, one]) => isUp(one) && one.identity === after.get(id)?.identity);
    return same.flatMap(([id]) => {
      const outage = this.onTheWay.find(({ sessions }) => !isUp(sessions.get(id)));
      if (outage === undefined) return [];
      return [`after ${outage.after}: ${id} has no ${outage.sessions.get(id)?.missing ?? "peer"}`];
    });
  }

  /** All sessions that have all their parts. */
  public get up(): readonly string[] {
    return [...this.look()].filter(([, session]) => isUp(session)).map(([id]) => id);
  }

  private look(): ReadonlyMap<string, Session> {
    return new Map(
      this.cloud.all("google_compute_router_peer").map((peer) => [String(peer.id), this.sessionOf(peer)] as const),
    );
  }

  private sessionOf(peer: ValueObject): Session {
    const isOfRouter = (one: ValueObject) => one.router === peer.router && one.region === peer.region;
    const router = this.find("google_compute_router", (one) => one.name === peer.router && one.region === peer.region);
    const face = this.find("google_compute_router_interface", (one) => isOfRouter(one) && one.name === peer.interface);
    const isTunnel = (one: ValueObject) => one.name === face?.vpn_tunnel && one.region === peer.region;
    const tunnel = isGiven(face?.vpn_tunnel) ? this.find("google_compute_vpn_tunnel", isTunnel) : undefined;
    const attachment = this.at("google_compute_interconnect_attachment", face?.interconnect_attachment);
    const ends = [
      this.at("google_compute_ha_vpn_gateway", tunnel?.vpn_gateway),
      this.at("google_compute_external_vpn_gateway", tunnel?.peer_external_gateway),
    ];
    const parts = { peer, interface: face, tunnel, attachment };
    const identity = [...Object.entries(parts), ...ends.map((end) => ["gateway", end] as const)].flatMap(
      ([kind, part]) => (IDENTITY[kind] ?? []).map((attribute) => part?.[attribute] ?? null),
    );
    const needed =
      tunnel === undefined ? { attachment } : { "gateway of Google": ends[0], "gateway of the peer": ends[1] };
    const all: Record<string, ValueObject | undefined> = { router, interface: face, ...needed };
    const missing = Object.keys(all).find((part) => all[part] === undefined);
    return { identity: JSON.stringify(identity), missing };
  }

  private find(type: string, fits: (one: ValueObject) => boolean): ValueObject | undefined {
    return this.cloud.all(type).find(fits);
  }

  private at(type: string, path: Value | undefined): ValueObject | undefined {
    const id = typeof path === "string" ? pathIn(path) : undefined;
    return id === undefined ? undefined : this.cloud.read(type, id);
  }
}

const isGiven = (value: Value | undefined) => typeof value === "string" && value !== "";

const isUp = (session: Session | undefined) => session !== undefined && session.missing === undefined;
