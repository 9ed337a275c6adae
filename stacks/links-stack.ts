import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { checkKey } from "../lib/core/names";
import { ownValue } from "../lib/core/own-value";
import type { Problems } from "../lib/core/problems";
import { checked, validateProps } from "../lib/core/validate";
import type { ILink } from "../lib/links/i-link";
import { checkLinks, type Link, type LinksByDataCenter, linkNameOf } from "../lib/links/link";
import { checkNetworkReference, type NetworkReference, networkOf, networkProjectOf } from "./network-reference";
import { checkPlatformStack, PlatformStack, type PlatformStackProps } from "./platform-stack";

export interface LinksStackProps extends PlatformStackProps, NetworkReference {
  /** What the names of all links start with. A change replaces all links. */
  readonly linksName: string;

  /** The network that `NetworkStack` makes. A change replaces all links. */
  readonly networkName: string;

  /** The links, by data centre and name. */
  readonly links: LinksByDataCenter;

  /**
   * The ranges of the network's subnets, which the data centres learn: for the handover only.
   *
   * @default - not announced
   */
  readonly networkRanges?: readonly string[];

  /**
   * The private ranges of each data centre, which Google learns: for the handover only.
   *
   * @default - not announced
   */
  readonly dataCenterRanges?: { readonly [dataCenter: string]: readonly string[] };
}

/** The links to all data centres, in the project that owns the network. Waits for the network. */
export class LinksStack extends PlatformStack {
  /** The links of each data centre, by key. */
  public readonly links: ReadonlyMap<string, ReadonlyMap<string, ILink>>;

  constructor(scope: Construct, id: string, props: LinksStackProps) {
    super(scope, id, props);
    validateProps(this, "LinksStackProps", props, (problems) => checkLinksStack(problems, props));
    this.useGoogle(networkProjectOf(props));
    const all = new Construct(this, "link");
    this.links = new Map(
      Object.keys(props.links).map((dataCenter) => [dataCenter, this.addLinks(all, dataCenter, props)]),
    );
  }

  private addLinks(all: Construct, dataCenter: string, props: LinksStackProps): ReadonlyMap<string, ILink> {
    const { networkId } = networkOf(props);
    const scope = new Construct(all, dataCenter);
    const links = new Map<string, ILink>();
    const add = (key: string, description: Link): void => {
      const { name = key } = description;
      const linkName = linkNameOf(props.linksName, dataCenter, name);
      const attachmentIds = links.get(description.overInterconnect ?? "")?.attachmentIds;
      const link = description.bind(scope, name, checked({ linkName, networkId, attachmentIds }));
      this.addHandover(`link_${dataCenter}_${name}`, dataCenter, link, props);
      links.set(key, link);
    };
    const descriptions = Object.entries(ownValue(props.links, dataCenter) ?? {});
    // Interconnects first: they carry the tunnels of others.
    for (const [key, link] of descriptions) if (link.overInterconnect === undefined) add(key, link);
    for (const [key, link] of descriptions) if (link.overInterconnect !== undefined) add(key, link);
    return links;
  }

  private addHandover(id: string, dataCenter: string, link: ILink, props: LinksStackProps): void {
    const { networkRanges = [], dataCenterRanges = {} } = props;
    new TerraformOutput(this, id, {
      value: {
        ...link.handover,
        // Over what carries tunnels only, each side learns the other's VPN gateways.
        learned_by_google: link.carriesTunnelsOnly ? [] : (ownValue(dataCenterRanges, dataCenter) ?? []),
        learned_by_data_center: [...(link.carriesTunnelsOnly ? [] : networkRanges), ...link.advertisedRanges],
      },
      sensitive: link.isHandoverSensitive || undefined,
      description: `What the network team of ${dataCenter} must know`,
      staticId: true,
    });
  }
}

/**
 * Validates the options of the stack of all links.
 *
 * @param regions the regions of the network, where they are known
 */
export function checkLinksStack(problems: Problems, props: LinksStackProps, regions?: readonly string[]): void {
  checkPlatformStack(problems, props);
  checkNetworkReference(problems, props);
  if (problems.known("linksName", props.linksName)) checkKey(problems, "linksName", props.linksName, 63);
  problems.known("networkRanges", props.networkRanges);
  checkLinks(problems.at("links"), props.linksName, props.links, regions);
}
