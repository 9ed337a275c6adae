import type { NamedOptions } from "../../lib/core/named";
import type { Problems } from "../../lib/core/problems";
import type { OnPremisesOptions } from "../../lib/data-center/on-premises";
import type { Link } from "../../lib/links/link";
import { checkTraffic, type TrafficOptions } from "../../lib/load-balancing/backend";
import { checkPrivateIngress, type PrivateIngressOptions } from "../../lib/load-balancing/data-center-backend";
import type { Endpoint } from "../../lib/routing/endpoint";
import type { RoutedDataCenter } from "../../lib/routing/routed-data-center";
import type { Platform } from "./platform";

/** Options of a data centre of your own: with a Kubernetes cluster behind public addresses, or linked to the network alone. */
export interface DataCenterOptions extends Omit<RoutedDataCenter, "ingress">, NamedOptions {
  /**
   * The public addresses of its ingress: what users are sent to.
   *
   * @default - none: it is only linked, and DNS sends nobody there
   */
  readonly ingress?: Endpoint;

  /**
   * Its private IPv4 ranges, so that the VPC takes none of them: `10.128.0.0/12`.
   *
   * @default - none are known
   */
  readonly privateRanges?: readonly string[];

  /**
   * Its links to the network that the platform makes, by name. Those that a VPC of `network.existing` has already are not named: leave
   * this out, and the load balancer reaches `privateIngress` over them. That they are there, and what they can carry, is then not known.
   *
   * @default - none: it is reached over the Internet, or over links that `network.existing` has already
   */
  readonly links?: { readonly [linkName: string]: Link };

  /**
   * Its ingress as the VPC sees it, over the link: for services that name the data centre in `dataCenters`.
   *
   * @default - Google's load balancer sends it nothing
   */
  readonly privateIngress?: DataCenterIngressOptions;

  /**
   * What it is made of: routers, racks, servers. All that they need is written as files below `cdktf.out/data-centers`; no
   * stack has any of it.
   *
   * @default - its inside is managed elsewhere
   */
  readonly onPremises?: OnPremisesOptions;
}

/** Options of a data centre's private ingress, as a backend of the load balancer. */
export interface DataCenterIngressOptions extends PrivateIngressOptions, TrafficOptions {}

/** Validates the private ingresses that no service names: nothing is made of them yet. */
export function checkDataCenters(problems: Problems, { props }: Platform, used: ReadonlySet<string>): void {
  for (const [name, { privateIngress }] of Object.entries<DataCenterOptions>(props.dataCenters ?? {})) {
    if (privateIngress === undefined || used.has(name)) continue;
    const below = problems.at(["dataCenters", name]);
    checkPrivateIngress(below.at("privateIngress"), privateIngress);
    checkTraffic(below.at("privateIngress"), privateIngress);
  }
}
