import { ComputeManagedSslCertificate } from "@cdktf/provider-google/lib/compute-managed-ssl-certificate";
import type { Construct } from "constructs";
import type { IDnsZone } from "../core/dns-zone";
import { checkHostName, checkInZone, plainHostName } from "../core/host-names";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import type { FrontEndCertificates } from "./front-end";
import { certificateName, HostCertificates } from "./host-certificates";

/** What certificates are made for. */
export interface CertificatesScope {
  readonly loadBalancerName: string;
  /** The host names that a service answers. */
  readonly hostNames: readonly string[];
}

/** Options of certificates by DNS authorization. */
export interface DnsAuthorizedProps {
  /**
   * The zone of all host names, where Google finds the proof that they are yours.
   *
   * @default - the zone of the `HybridPlatform` or `EdgeStack` that makes the load balancer; without either it is required
   */
  readonly zone?: IDnsZone;

  /**
   * Host names in the zone whose service comes later: their certificates are ready before it.
   *
   * @default - none
   */
  readonly alsoFor?: readonly string[];
}

const WITHOUT_ZONE =
  "needs a zone in which Google finds the proof of the host names: Certificates.dnsAuthorized({ zone })";

/** Google's limit of classic certificates at one proxy. */
const MAX_CLASSIC = 15;

/** Where the certificates of a load balancer come from. */
export abstract class Certificates {
  /** Google issues one for each host name, proven by a record in its DNS zone: ready before the first user comes. */
  public static dnsAuthorized({ zone, alsoFor = [] }: DnsAuthorizedProps = {}): Certificates {
    return new DnsAuthorizedCertificates(zone, alsoFor);
  }

  /**
   * Google issues one for each host name once DNS sends the name to the load balancer; until then, HTTPS fails. For up to
   * 15 host names, and for projects that must not use Certificate Manager.
   */
  public static classic(): Certificates {
    return new ClassicCertificates();
  }

  /**
   * A certificate map that is there already. That it has all host names is not checked.
   *
   * @param certificateMapId `projects/P/locations/global/certificateMaps/M`
   */
  public static existingMap(certificateMapId: string): Certificates {
    return new ExistingCertificateMap(certificateMapId);
  }

  /** Makes what is needed, and says what the front end presents. */
  public abstract bind(scope: Construct, props: CertificatesScope): FrontEndCertificates;

  /** @internal */
  public abstract check(problems: Problems, hostNames: readonly string[]): void;

  /** @internal The zone that all host names must be in, where that is known. */
  public get zoneName(): string | undefined {
    return undefined;
  }

  /** @internal The same, proven in this zone where the user named none. */
  public provenIn(_zone: IDnsZone): Certificates {
    return this;
  }
}

class DnsAuthorizedCertificates extends Certificates {
  constructor(
    private readonly zone: IDnsZone | undefined,
    private readonly alsoFor: readonly string[],
  ) {
    super();
  }

  public override get zoneName(): string | undefined {
    return isUnknown(this.zone?.zoneName) ? undefined : this.zone?.zoneName;
  }

  public override provenIn(zone: IDnsZone): Certificates {
    return new DnsAuthorizedCertificates(this.zone ?? zone, this.alsoFor);
  }

  public bind(scope: Construct, { loadBalancerName, hostNames }: CertificatesScope): FrontEndCertificates {
    const all = [...new Set([...hostNames, ...this.alsoFor.map(plainHostName)])];
    const { certificateMap } = new HostCertificates(scope, "host_certificates", {
      loadBalancerName,
      zone: this.zone as IDnsZone,
      hostNames: all,
    });
    return { certificateMap };
  }

  public check(problems: Problems, hostNames: readonly string[]): void {
    const { zoneName } = this;
    if (this.zone === undefined) problems.conflict("", WITHOUT_ZONE);
    if (!problems.known("alsoFor", this.alsoFor)) return;
    for (const hostName of this.alsoFor) {
      if (!problems.known("alsoFor", hostName) || !checkHostName(problems, "alsoFor", hostName)) continue;
      if (zoneName !== undefined) checkInZone(problems, "alsoFor", hostName, zoneName);
      if (!hostNames.includes(plainHostName(hostName))) problems.warn("alsoFor", unserved(plainHostName(hostName)));
    }
  }
}

function unserved(hostName: string): string {
  return `no service answers "${hostName}": until one does, requests for it get the first service's answer`;
}

class ClassicCertificates extends Certificates {
  public bind(scope: Construct, { loadBalancerName, hostNames }: CertificatesScope): FrontEndCertificates {
    const sslCertificates = hostNames.map((hostName) => {
      const certificate = new ComputeManagedSslCertificate(scope, `classic_certificate_${hostName}`, {
        name: certificateName(hostName, loadBalancerName),
        managed: { domains: [hostName] },
        lifecycle: { createBeforeDestroy: true },
      });
      return certificate.id;
    });
    return { sslCertificates };
  }

  public check(problems: Problems, hostNames: readonly string[]): void {
    const allowed = `Certificates.classic() for up to ${MAX_CLASSIC} host names; dnsAuthorized() has no such limit`;
    problems.check("", hostNames.length, () => hostNames.length <= MAX_CLASSIC, allowed);
  }
}

class ExistingCertificateMap extends Certificates {
  constructor(private readonly certificateMapId: string) {
    super();
  }

  public bind(): FrontEndCertificates {
    return { certificateMap: `//certificatemanager.googleapis.com/${this.certificateMapId}` };
  }

  public check(problems: Problems): void {
    const ok = /^projects\/[^/]+\/locations\/global\/certificateMaps\/[^/]+$/.test(this.certificateMapId);
    problems.check("", this.certificateMapId, () => ok, '"projects/P/locations/global/certificateMaps/M"');
  }
}
