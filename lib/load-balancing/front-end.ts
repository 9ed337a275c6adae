import { ComputeGlobalAddress } from "@cdktf/provider-google/lib/compute-global-address";
import { ComputeGlobalForwardingRule } from "@cdktf/provider-google/lib/compute-global-forwarding-rule";
import { ComputeSslPolicy } from "@cdktf/provider-google/lib/compute-ssl-policy";
import { ComputeTargetHttpProxy } from "@cdktf/provider-google/lib/compute-target-http-proxy";
import { ComputeTargetHttpsProxy } from "@cdktf/provider-google/lib/compute-target-https-proxy";
import { ComputeUrlMap } from "@cdktf/provider-google/lib/compute-url-map";
import { Construct } from "constructs";
import { checkOneOf } from "../core/checks";
import type { Problems } from "../core/problems";
import type { AddressFamily } from "../routing/endpoint";

const FAMILIES = ["ipv4", "ipv6"] as const;

const IP_VERSIONS = { ipv4: "IPV4", ipv6: "IPV6" } as const;

/** The name of a load balancer's address, for a stack that reads it. */
export function anycastAddressName(loadBalancerName: string, family: AddressFamily): string {
  return `${loadBalancerName}-${family}`;
}

/** Google's sets of ciphers. Source: https://cloud.google.com/load-balancing/docs/ssl-policies-concepts */
export type TlsProfile = (typeof TLS_PROFILES)[number];

const TLS_PROFILES = ["COMPATIBLE", "MODERN", "RESTRICTED"] as const;

/** The certificates of a front end: a map, or certificates of the classic kind. */
export type FrontEndCertificates =
  | {
      /** `//certificatemanager.googleapis.com/projects/P/locations/global/certificateMaps/M`. */
      readonly certificateMap: string;
    }
  | {
      /** `projects/P/global/sslCertificates/C`. */
      readonly sslCertificates: readonly string[];
    };

/** Options of what the addresses speak. */
export interface FrontEndOptions {
  /**
   * The cipher profile of TLS 1.2 and later: `RESTRICTED` for compliance, `COMPATIBLE` for old devices.
   *
   * @default "MODERN"
   */
  readonly tlsProfile?: TlsProfile;

  /**
   * Whether HTTP/3 is offered beside HTTP/1.1 and HTTP/2: fewer round trips for distant and mobile users.
   *
   * @default true
   */
  readonly http3?: boolean;
}

/** Validates the options of the front end. */
export function checkFrontEnd(problems: Problems, { tlsProfile, http3 }: FrontEndOptions): void {
  checkOneOf(problems, "tlsProfile", tlsProfile, TLS_PROFILES);
  problems.known("http3", http3);
}

export interface FrontEndProps extends FrontEndOptions {
  readonly loadBalancerName: string;
  /** What answers HTTPS requests. */
  readonly urlMap: ComputeUrlMap;
  /** What proves to users that the host names are served here. */
  readonly certificates: FrontEndCertificates;
}

/** The anycast addresses with HTTPS, and with HTTP that only redirects to HTTPS. */
export class FrontEnd extends Construct {
  /** The anycast addresses. */
  public readonly addresses: Readonly<Record<AddressFamily, ComputeGlobalAddress>>;
  /** What answers HTTPS. */
  public readonly httpsProxy: ComputeTargetHttpsProxy;
  /** What redirects HTTP to HTTPS. */
  public readonly httpProxy: ComputeTargetHttpProxy;
  /** What the HTTP proxy answers with: the same address with HTTPS. */
  public readonly redirect: ComputeUrlMap;
  /** The versions and ciphers of TLS. */
  public readonly sslPolicy: ComputeSslPolicy;
  /** What leads each address and port to its proxy: `https_ipv4`, `http_ipv6` and the others. */
  public readonly forwardingRules: ReadonlyMap<string, ComputeGlobalForwardingRule>;

  /** @internal */
  constructor(scope: Construct, id: string, props: FrontEndProps) {
    super(scope, id);
    const { loadBalancerName: name, urlMap, certificates, tlsProfile = "MODERN", http3 = true } = props;
    const [ipv4, ipv6] = FAMILIES.map((family) => this.addAddress(name, family));
    this.addresses = { ipv4, ipv6 } as Record<AddressFamily, ComputeGlobalAddress>;

    const lifecycle = { createBeforeDestroy: true };
    this.sslPolicy = new ComputeSslPolicy(this, "ssl_policy", {
      name,
      profile: tlsProfile,
      minTlsVersion: "TLS_1_2",
      lifecycle,
    });
    // One kind of certificates is not changed to the other in place: the provider takes the old ones away first, which Google refuses.
    // Source: https://github.com/hashicorp/terraform-provider-google/issues/12513
    const isClassic = "sslCertificates" in certificates;
    this.httpsProxy = new ComputeTargetHttpsProxy(this, isClassic ? "https_classic" : "https", {
      name: isClassic ? `${name}-classic` : name,
      urlMap: urlMap.id,
      ...("certificateMap" in certificates ? certificates : { sslCertificates: [...certificates.sslCertificates] }),
      sslPolicy: this.sslPolicy.id,
      quicOverride: http3 ? "ENABLE" : "DISABLE",
      lifecycle,
    });
    this.redirect = new ComputeUrlMap(this, "redirect", {
      name: `${name}-redirect`,
      defaultUrlRedirect: { httpsRedirect: true, redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT", stripQuery: false },
      lifecycle,
    });
    this.httpProxy = new ComputeTargetHttpProxy(this, "http", {
      name: `${name}-redirect`,
      urlMap: this.redirect.id,
      lifecycle,
    });
    this.forwardingRules = new Map(
      FAMILIES.flatMap((family) => [
        this.forward(name, "https", family, this.httpsProxy.id, "443"),
        this.forward(name, "http", family, this.httpProxy.id, "80"),
      ]),
    );
  }

  private addAddress(name: string, family: AddressFamily): ComputeGlobalAddress {
    return new ComputeGlobalAddress(this, family, {
      name: anycastAddressName(name, family),
      addressType: "EXTERNAL",
      ipVersion: IP_VERSIONS[family],
    });
  }

  private forward(
    name: string,
    scheme: "https" | "http",
    family: AddressFamily,
    target: string,
    portRange: string,
  ): [id: string, rule: ComputeGlobalForwardingRule] {
    const id = `${scheme}_${family}`;
    const rule = new ComputeGlobalForwardingRule(this, id, {
      name: `${name}-${scheme}-${family}`,
      target,
      portRange,
      ipAddress: this.addresses[family].id,
      ipProtocol: "TCP",
      loadBalancingScheme: "EXTERNAL_MANAGED",
    });
    return [id, rule];
  }
}
