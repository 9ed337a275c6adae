import type { Family } from "./address-range";
import { podLimits } from "./check-site";
import { type Data, valuesOf } from "./data";
import { POD_BLOCK } from "./plan-ranges";
import { hasPods, type SitePlan } from "./site-plan";

const OPERATOR_API = "operator.tigera.io/v1";
/**
 * Calico's custom resources, beneath its own API (`projectcalico.org/v3`): the server of that is a pod, and there is none before there is a
 * pool. All that it would fill in or rename is written out: `IPAMConfig` is its `IPAMConfiguration`.
 */
const CALICO_RESOURCES = "crd.projectcalico.org/v1";

/** The label by which Calico and Kubernetes know the rack of a server. */
export const RACK_LABEL = "hybrid-kubernetes/rack";

/** Where the operator's manifest comes from, for whoever applies it; `undefined` when it was not given. */
export function operatorSource({ options }: SitePlan): Data | undefined {
  const { calico, versions } = options;
  if (calico === undefined) return undefined;
  const { operatorManifest, sha256, crdManifest, crdSha256 } = calico;
  const crds = crdManifest === undefined ? null : { url: crdManifest, sha256: crdSha256 as string };
  return { version: versions?.calico ?? null, url: operatorManifest, sha256, crds };
}

/**
 * Calico as address management alone: it gives a server blocks of its rack's range, and keeps a blackhole route for each in the
 * kernel, which is where ExaBGP's process reads them. It has no BGP session, no encapsulation and no NAT.
 *
 * The operator starts Typha by itself, as many as the number of servers asks for.
 */
export function calicoManifests(plan: SitePlan): Data {
  const { options, racks, servers } = plan;
  const pools = racks
    .filter(({ name }) => servers.some(({ rack, role }) => rack.name === name && hasPods(role)))
    .flatMap(({ name, pods }) => valuesOf(pods).map(([family, range]) => pool(name, family, String(range))));
  const edges = servers.filter(({ role }) => role === "edge").map(({ loopback }) => loopback.ipv4);
  return {
    apiVersion: "v1",
    kind: "List",
    items: [
      // All of Calico's before the operator starts it: no node ever peers with another, or takes another's addresses.
      ...pools,
      item(CALICO_RESOURCES, "BGPConfiguration", "default", { nodeToNodeMeshEnabled: false }),
      item(CALICO_RESOURCES, "IPAMConfig", "default", {
        // A full server takes no single addresses of another's block: nobody would announce them.
        strictAffinity: true,
        autoAllocateBlocks: true,
        maxBlocksPerHost: podLimits(options).maxBlocks,
      }),
      {
        ...(item(CALICO_RESOURCES, "GlobalNetworkSet", "edge-servers", {
          nets: edges.map((edge) => `${edge}/32`),
        }) as object),
        metadata: { name: "edge-servers", labels: { "hybrid-kubernetes/role": "edge" } },
      },
      installation(options.calico?.registry, plan.ranges.siteIpv6 !== null),
      item(OPERATOR_API, "APIServer", "default", {}),
    ],
  };
}

function installation(registry: string | undefined, hasIpv6: boolean): Data {
  const nodeAddress = { kubernetes: "NodeInternalIP" };
  const from = /^([^/]+)\/?(.*)$/.exec(registry ?? "");
  return item(OPERATOR_API, "Installation", "default", {
    variant: "Calico",
    ...(from === null ? {} : { registry: `${from[1]}/`, ...(from[2] === "" ? {} : { imagePath: from[2] as string }) }),
    cni: { type: "Calico", ipam: { type: "Calico" } },
    calicoNetwork: {
      // With BGP off, the operator refuses pools without encapsulation. There is no peer, so that no session is ever made.
      bgp: "Enabled",
      // None of the operator's: it takes 25 at most, and a data centre has up to 32 racks. It waits for those below.
      ipPools: [],
      nodeAddressAutodetectionV4: nodeAddress,
      ...(hasIpv6 ? { nodeAddressAutodetectionV6: nodeAddress } : {}),
    },
  });
}

/** Calico takes no addresses from a pool without the last two, which its API would fill in. */
function pool(rack: string, family: Family, cidr: string): Data {
  return item(CALICO_RESOURCES, "IPPool", `${rack}-${family}`, {
    cidr,
    blockSize: POD_BLOCK[family],
    ipipMode: "Never",
    vxlanMode: "Never",
    natOutgoing: false,
    nodeSelector: `${RACK_LABEL} == '${rack}'`,
    allowedUses: ["Workload", "Tunnel"],
    assignmentMode: "Automatic",
  });
}

function item(apiVersion: string, kind: string, name: string, spec: Data): Data {
  return { apiVersion, kind, metadata: { name }, spec };
}
