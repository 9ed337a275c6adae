import type { SecretReference } from "./secret-reference";

/** How the edge servers take requests. */
export interface EdgeOptions {
  /**
   * The public ranges that edge servers announce as a whole, IPv4 and IPv6. The addresses of the data centre's `ingress` lie in
   * them; what is sent to any other address of them is thrown away.
   */
  readonly publicRanges: readonly string[];

  /**
   * The private IPv4 range that they announce as a whole. The addresses of `privateIngress` lie in it.
   *
   * @default - the first /28 of the range for virtual IPs
   */
  readonly privateRange?: string;

  /**
   * The certificate that browsers get, for all host names, with its chain and its key behind it: one PEM. With it, edge servers take
   * HTTPS on port 443 as well.
   *
   * @default - none: HTTP on port 80 alone
   */
  readonly certificate?: SecretReference;

  /**
   * The services of the platform that edge servers answer for.
   *
   * @default - all
   */
  readonly services?: readonly string[];

  /**
   * The DNS name of a service's headless Kubernetes Service, by the service's name.
   *
   * @default - the service's name in the namespace `default` of `cluster.local`
   */
  readonly dnsNames?: { readonly [serviceName: string]: string };

  /**
   * The most pods of one service that an edge server can send to, 1 to 1000.
   *
   * @default 64
   */
  readonly maxPodsPerService?: number;

  /**
   * How many services must answer for the edge server itself to be healthy: 1 or more. Below that, Route 53's health checkers get 503.
   *
   * @default 1
   */
  readonly healthyServices?: number;

  /**
   * How long `hybrid-kubernetes-drain on` waits for requests and connections that are under way on a drained edge server to end, in
   * seconds: 0 to 3600.
   *
   * @default - the longest `drainingSeconds` of its services
   */
  readonly drainingSeconds?: number;

  /**
   * How many packets per second an edge server hands over to others, for each of its addresses: 0 to 10,000,000. These are packets of connections that it does not know, since
   * routers share connections anew when an edge server comes or goes; those above it are answered with a reset. With 0 nothing is handed over, and
   * connections end when routers move them.
   *
   * @default 100000
   */
  readonly handOverPacketsPerSecond?: number;

  /**
   * Whether routers have static routes to the edge servers too, at a distance of 250, which they use while BGP has none: to the ranges that edge
   * servers announce, and to each one's own address. They are the last hope when ExaBGP fails on all of them. They know nothing of health: a
   * server that is down then gets its share of the requests as long as its link is up.
   *
   * @default false
   */
  readonly floatingStaticRoutes?: boolean;

  /**
   * How many requests per second one edge server can take, more than 0: the slowest of them, since routers share requests equally
   * between racks, and within a rack between its edge servers. All of them together must be able to take the data centre's
   * `requestsPerSecond`, which is what they can take where it is left out; the failure analysis refuses a routing that asks more of
   * those that are left while one of them, or one rack, is down.
   *
   * @default - not known: it is not judged whether enough edge servers are left
   */
  readonly requestsPerSecondPerServer?: number;
}

/** A service as an edge server sees it. */
export interface SiteService {
  /** The host name that users ask for. */
  readonly host: string;
  /** The paths that it answers; without any, all that no other service of the host has. */
  readonly paths?: readonly string[];
  /** The port that its pods listen on. */
  readonly port: number;
  /** What its pods speak. */
  readonly protocol: "HTTP" | "HTTPS" | "HTTP2" | "H2C";
  /** The longest time until the last byte of an answer. */
  readonly timeoutSeconds: number;
  /** How long requests under way may take to end when a pod goes. */
  readonly drainingSeconds: number;
  /** How many requests one client may send, if that is limited. */
  readonly rateLimit?: { readonly requests: number; readonly seconds: number };
  /** How a pod is asked whether it can take requests. */
  readonly health: {
    readonly kind: "HTTP" | "HTTPS" | "HTTP2" | "GRPC" | "TCP";
    readonly port: number;
    readonly path?: string;
    readonly host?: string;
  };
}
