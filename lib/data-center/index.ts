/** What is inside a data centre: routers, racks, servers, and all that they need. Pure TypeScript, without cdktf. */
export type { AptSource } from "./apt-source";
export type { CalicoOptions } from "./calico-options";
export type { SiteClusterOptions } from "./cluster";
export type { SiteContainerdOptions } from "./containerd";
export type { SiteControlPlaneOptions } from "./control-plane";
export type { EdgeOptions } from "./edge";
export type { SiteEtcdOptions } from "./etcd";
export type { FabricOptions, RackOptions, RackRouterOptions, RouterOptions, UpperRouterOptions } from "./fabric";
export type { OnPremisesOptions, SiteApiOptions, SitePodOptions, SiteRanges } from "./on-premises";
export type { SecretReference } from "./secret-reference";
export type { ServerOptions, ServerRole, VersionOptions } from "./server";
export { type ServerInventory, Servers } from "./servers";
export type { WorkerPoolOptions, WorkerTaint } from "./worker-pool";
