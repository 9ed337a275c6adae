/** One anycast address with HTTPS over the clusters of all regions. */
export {
  ClusterBackend,
  type ClusterBackendAttributes,
  type ClusterBackendProps,
  type IClusterBackend,
} from "./cluster-backend";
export { FrontEnd, type FrontEndProps } from "./front-end";
export {
  GlobalLoadBalancer,
  type GlobalLoadBalancerProps,
  type LoadBalancedService,
  type LoadBalancedServiceOptions,
} from "./global-load-balancer";
export { HostCertificates, type HostCertificatesProps } from "./host-certificates";
