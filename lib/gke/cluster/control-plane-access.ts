import type { ContainerClusterConfig } from "@cdktf/provider-google/lib/container-cluster";
import { checkOneOf, checkRange } from "../../core/checks";
import type { Problems, Warnings } from "../../core/problems";
import { isUnknown } from "../../core/tokens";

const VISIBILITIES = ["PRIVATE", "PUBLIC"] as const;

/** An IP address of the control plane. */
export interface IpEndpointOptions {
  /** `PRIVATE` is an address in the network; `PUBLIC` is one on the internet besides. */
  readonly visibility: (typeof VISIBILITIES)[number];

  /** Who may connect, by a name of yours: `{ office: "203.0.113.0/24" }`. At least one range. */
  readonly authorizedNetworks: { readonly [name: string]: string };

  /**
   * Whether the private address is reached from other regions, and from data centres whose link ends in another region.
   *
   * @default true
   */
  readonly globalAccess?: boolean;
}

/** Who reaches the Kubernetes API. */
export interface ControlPlaneAccessOptions {
  /**
   * Whether the control plane is reached by its DNS name, by those whose IAM permissions allow it. There is no address to
   * protect, and no bastion is needed.
   *
   * @default true
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation#dns-based_endpoint
   */
  readonly dnsEndpoint?: boolean;

  /**
   * An IP address of the control plane.
   *
   * @default - none (CIS GKE 5.6.4)
   */
  readonly ipEndpoint?: IpEndpointOptions;
}

/** Validates who reaches the Kubernetes API. */
export function checkControlPlaneAccess(problems: Problems, options: ControlPlaneAccessOptions): void {
  const { dnsEndpoint = true, ipEndpoint } = options;
  if (ipEndpoint === undefined) {
    problems.check(
      "dnsEndpoint",
      dnsEndpoint,
      (value) => value,
      "true without ipEndpoint: nobody could reach the cluster",
    );
    return;
  }
  const below = problems.at("ipEndpoint");
  checkOneOf(below, "visibility", ipEndpoint.visibility, VISIBILITIES);
  const { authorizedNetworks } = ipEndpoint;
  const networks = Object.entries(authorizedNetworks);
  if (networks.length === 0)
    below.refuse("authorizedNetworks", authorizedNetworks, "at least one range that may connect");
  for (const [name, range] of networks) {
    checkRange(below, ["authorizedNetworks", name], range, "203.0.113.0/24");
  }
}

/** Warns of a control plane that everyone reaches. */
export function warnOfAccess(warnings: Warnings, { ipEndpoint }: ControlPlaneAccessOptions): void {
  if (ipEndpoint?.visibility !== "PUBLIC") return;
  for (const [name, range] of Object.entries(ipEndpoint.authorizedNetworks)) {
    if (isUnknown(range) || !range.endsWith("/0")) continue;
    warnings.warn(["ipEndpoint", "authorizedNetworks", name], "lets the whole internet reach the control plane");
  }
}

/** Private nodes and the ways to the control plane, for the provider. */
export function accessConfig({ dnsEndpoint, ipEndpoint }: ControlPlaneAccessOptions): Partial<ContainerClusterConfig> {
  const dnsEndpointConfig = { allowExternalTraffic: dnsEndpoint ?? true };
  if (ipEndpoint === undefined) {
    return {
      // With addresses off, the API reports the private endpoint as on; written out here, the second plan is empty.
      privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
      controlPlaneEndpointsConfig: { dnsEndpointConfig, ipEndpointsConfig: { enabled: false } },
      // No masterAuthorizedNetworksConfig, not even an empty one: it would turn the addresses on again.
    };
  }
  const { visibility, authorizedNetworks, globalAccess } = ipEndpoint;
  return {
    privateClusterConfig: {
      enablePrivateNodes: true,
      enablePrivateEndpoint: visibility === "PRIVATE",
      masterGlobalAccessConfig: { enabled: globalAccess ?? true },
    },
    controlPlaneEndpointsConfig: { dnsEndpointConfig, ipEndpointsConfig: { enabled: true } },
    masterAuthorizedNetworksConfig: {
      cidrBlocks: Object.entries(authorizedNetworks).map(([displayName, cidrBlock]) => ({ displayName, cidrBlock })),
      // Machines of any of Google's customers would be let in.
      gcpPublicCidrsAccessEnabled: false,
      privateEndpointEnforcementEnabled: true,
    },
  };
}
