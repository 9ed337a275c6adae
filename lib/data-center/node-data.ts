import type { AptSource } from "./apt-source";
import { podLimits } from "./check-site";
import { type Data, secret, valuesOf } from "./data";
import { hasPods, type PlannedServer, type SitePlan } from "./site-plan";

/** As kubeadm names it, and everything in a cluster by default. */
const DNS_DOMAIN = "cluster.local";

/**
 * What workers and the control plane need to be nodes of the cluster, and what the control plane needs besides. `null` on other servers,
 * and where the cluster is made elsewhere.
 */
export function nodeData(
  plan: SitePlan,
): (server: PlannedServer) => { readonly cluster: Data; readonly packages: Data; readonly control_plane: Data } {
  const { cluster, api } = plan.options;
  if (cluster === undefined) return () => ({ cluster: null, packages: null, control_plane: null });
  const { registryMirrors = {}, sandboxImage, packageName = "containerd.io" } = cluster.containerd ?? {};
  const packages: Data = { sources: (cluster.aptSources ?? []).map(sourceData) };
  const node: Data = {
    containerd_package: packageName,
    registry_mirrors: Object.entries(registryMirrors).map(([registry, mirrors]) => ({ registry, mirrors })),
    sandbox_image: sandboxImage ?? null,
    // IPv6 would need brackets; the API is reached by IPv4.
    api_endpoint: `${plan.ranges.api.ipv4}:${api?.port ?? 6443}`,
  };
  const controlPlane = controlPlaneData(plan, cluster.secrets.pillar);
  return (server) => ({
    packages: server.role === "edge" ? null : packages,
    cluster: hasPods(server.role) ? node : null,
    control_plane: server.role === "control-plane" ? controlPlane : null,
  });
}

function sourceData({ uri, suite, components = [], signedBy }: AptSource): Data {
  return { uri, suite, components, signed_by: signedBy.trim().split("\n") };
}

/** All nodes with their addresses are in it: who approves the certificate of a kubelet compares them. */
function controlPlaneData(plan: SitePlan, folder: string): Data {
  const { options, ranges, servers } = plan;
  const { imageRepository, auditLogDays = 30 } = options.cluster?.controlPlane ?? {};
  const below = (name: string) => secret({ pillar: `${folder}/${name}` });
  const both = (range: (typeof ranges)["pods"]) =>
    valuesOf(range)
      .map(([, own]) => String(own))
      .join(",");
  return {
    image_repository: imageRepository ?? null,
    audit_log_days: auditLogDays,
    dns_domain: DNS_DOMAIN,
    services: both(ranges.services),
    pods: both(ranges.pods),
    max_pods: podLimits(options).maxPods,
    secrets: {
      ca_certificate: below("ca-certificate"),
      ca_key: below("ca-key"),
      front_proxy_ca_certificate: below("front-proxy-ca-certificate"),
      front_proxy_ca_key: below("front-proxy-ca-key"),
      service_account_key: below("service-account-key"),
      encryption_key: below("encryption-key"),
    },
    nodes: servers
      .filter(({ role }) => hasPods(role))
      .map(({ name, loopback }) => ({ name, addresses: valuesOf(loopback).map(([, address]) => address) })),
  };
}
