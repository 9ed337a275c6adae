import { type Data, secret, valuesOf } from "./data";
import { byName, etcdMembers, type PlannedServer, type SitePlan } from "./site-plan";

/** etcd's own ports. Source: https://etcd.io/docs/v3.6/op-guide/configuration/ */
const CLIENT_PORT = 2379;
const PEER_PORT = 2380;

const DEFAULT_SNAPSHOTS = 24;

/**
 * What members of etcd, and the control plane as its client, must know: all members, and where the CA lies. `null` on other servers,
 * and where the cluster is made elsewhere.
 */
export function etcdData(
  plan: SitePlan,
): (server: PlannedServer) => { readonly etcd: Data; readonly etcd_member: Data } {
  const { cluster, dataCenterName } = plan.options;
  if (cluster === undefined) return () => ({ etcd: null, etcd_member: null });
  const members = [...etcdMembers(plan.servers)].sort(byName);
  const below = (name: string) => secret({ pillar: `${cluster.secrets.pillar}/${name}` });
  const all: Data = {
    cluster_name: dataCenterName,
    members: members.map(({ name, loopback }) => ({
      name,
      client: `https://${loopback.ipv4}:${CLIENT_PORT}`,
      peer: `https://${loopback.ipv4}:${PEER_PORT}`,
    })),
    ca_certificate: below("etcd-ca-certificate"),
    ca_key: below("etcd-ca-key"),
  };
  const { isRunning = false, snapshotsPerMember = DEFAULT_SNAPSHOTS } = cluster.etcd ?? {};
  return (server) => ({
    etcd: members.includes(server) || server.role === "control-plane" ? all : null,
    etcd_member: members.includes(server)
      ? {
          addresses: valuesOf(server.loopback).map(([, address]) => address),
          client: `https://${server.loopback.ipv4}:${CLIENT_PORT}`,
          local_client: `https://127.0.0.1:${CLIENT_PORT}`,
          peer: `https://${server.loopback.ipv4}:${PEER_PORT}`,
          is_running: isRunning,
          snapshots: snapshotsPerMember,
        }
      : null,
  });
}
