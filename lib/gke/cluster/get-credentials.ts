import { isOn } from "../../core/checks";
import type { ControlPlaneAccessOptions } from "./control-plane-access";

/** The cluster that a command is about. */
export interface NamedCluster {
  readonly project: string;
  readonly region: string;
  readonly clusterName: string;
}

/** A cluster's membership in a fleet. */
export interface FleetMembership {
  /** The project of the fleet. */
  readonly project: string;
  readonly membershipId: string;
  readonly location: string;
}

/**
 * Whether `kubectl` goes by the DNS name. By the address, of which there then is one, where only Terraform knows whether there is a
 * name: an address that there is works in either case.
 */
export function isReachedByName({ dnsEndpoint = true, ipEndpoint }: ControlPlaneAccessOptions): boolean {
  return ipEndpoint === undefined || isOn(dnsEndpoint);
}

/**
 * The command that writes what `kubectl` needs to reach a cluster.
 *
 * Source: https://cloud.google.com/sdk/gcloud/reference/container/clusters/get-credentials
 */
export function getCredentialsCommand(cluster: NamedCluster, access: ControlPlaneAccessOptions): string {
  const { clusterName, region, project } = cluster;
  const command = `gcloud container clusters get-credentials ${clusterName} --location ${region} --project ${project}`;
  if (isReachedByName(access)) return `${command} --dns-endpoint`;
  return access.ipEndpoint?.visibility === "PRIVATE" ? `${command} --internal-ip` : command;
}

/**
 * The command that writes what `kubectl` needs to reach a member of a fleet through the Connect gateway.
 *
 * Source: https://cloud.google.com/kubernetes-engine/enterprise/multicluster-management/gateway/using
 */
export function getFleetCredentialsCommand({ project, membershipId, location }: FleetMembership): string {
  return `gcloud container fleet memberships get-credentials ${membershipId} --location ${location} --project ${project}`;
}
