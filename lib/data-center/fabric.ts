/** What may be given of any router: an existing network has it all, a new one nothing. */
export interface RouterOptions {
  /**
   * Its ASN.
   *
   * @default - of rack routers one each, of spines one for all, of borders one for all (RFC 7938)
   */
  readonly asn?: number;

  /**
   * Its IPv4 address, which is the router id too.
   *
   * @default - follows from its number
   */
  readonly loopback?: string;

  /**
   * Its IPv6 address.
   *
   * @default - follows from its number
   */
  readonly loopbackIpv6?: string;

  /**
   * Its own IPv4 address on the link to each router above it, by that router's name, of a /31 or a /30: `{ "spine-1": "10.9.0.1/31" }`.
   *
   * @default - /31 that follow from both numbers
   */
  readonly uplinks?: { readonly [routerName: string]: string };

  /**
   * The same in IPv6, of a /127 or a /126.
   *
   * @default - /127 that follow from both numbers
   */
  readonly uplinksIpv6?: { readonly [routerName: string]: string };
}

/** One of the two routers of a rack. */
export interface RackRouterOptions extends RouterOptions {
  /** 1 or 2. Addresses follow from it, so the router may be called something else without any change of them. */
  readonly number: number;
}

/** A rack: servers under two routers. */
export interface RackOptions {
  /** Its number, which no other rack of the data centre has: 0 to 31, or as many as the range for pods has parts. */
  readonly number: number;

  /** Its two routers, by name. Each server has a link to both. */
  readonly routers: { readonly [routerName: string]: RackRouterOptions };

  /**
   * The rack's IPv4 range for pods: filters let its servers announce blocks of this range alone.
   *
   * @default - the rack's part of the data centre's range for pods
   */
  readonly pods?: string;
}

/** A router above the racks. */
export interface UpperRouterOptions extends RouterOptions {
  /** Its number, 1 to 16, which no other of its kind has. */
  readonly number: number;
}

/** The routers of a data centre. Every router of a rack has a link to every spine, or to every border where there is no spine. */
export interface FabricOptions {
  /** The racks, by name. */
  readonly racks: { readonly [rackName: string]: RackOptions };

  /**
   * Routers between the racks and the borders, by name. Each has a link to every border.
   *
   * @default - none: racks have links to the borders
   */
  readonly spines?: { readonly [routerName: string]: UpperRouterOptions };

  /** Routers that lead outside, by name: to the links to Google Cloud and to the Internet. */
  readonly borders: { readonly [routerName: string]: UpperRouterOptions };
}
