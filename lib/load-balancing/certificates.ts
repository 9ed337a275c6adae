import { ComputeManagedSslCertificate } from "@cdktf/provider-google/lib/compute-managed-ssl-certificate";
import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { checkHostName, checkInZone, plainHostName } from "../core/host-names";
import type { Problems } from "../core/problems";
import type { IHostedZone } from "../route53/hosted-zone";
import type { FrontEndCertificates } from "./front-end";
import { certificateName, HostCertificates } from "./host-certificates";

/** What certificates are made for. */
export interface CertificatesScope {
  readonly loadBalancerName: string;
  /** The zone of Route 53 of all host names. */
  readonly zone: IHostedZone;
  /** The host names that a service answers. */
  readonly hostNames: readonly string[];
}

export interface DnsAuthorizedProps {
  /**
   * Host names in the zone whose service comes later: their certificates are ready before it.
   *
   * @default - none
   */
  readonly alsoFor?: readonly string[];
}

/** Google's limit of classic certificates at one proxy. */
const MAX_CLASSIC = 15;

/** Where the certificates of a load balancer come from. */
export abstract class Certificates {
  /** Google issues one for each host name, proven through Route 53: ready before the first user comes. */
  public static dnsAuthorized(props: DnsAuthorizedProps = {}): Certificates {
    return new DnsAuthorizedCertificates(props.alsoFor ?? []);
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
  public abstract check(problems: Problems, hostNames: readonly string[], zoneName: string | undefined): void;
}

class DnsAuthorizedCertificates extends Certificates {
  constructor(private readonly alsoFor: readonly string[]) {
    super();
  }

  public bind(scope: Construct, { hostNames, ...props }: CertificatesScope): FrontEndCertificates {
    const unserved = this.alsoFor.map(plainHostName).filter((hostName) => !hostNames.includes(hostName));
    for (const hostName of unserved) {
      Annotations.of(scope).addWarning(
        `certificates.alsoFor: no service answers "${hostName}": until one does, requests for it get the first service's answer`,
      );
    }
    const all = [...new Set([...hostNames, ...unserved])];
    const { certificateMap } = new HostCertificates(scope, "host_certificates", { ...props, hostNames: all });
    return { certificateMap };
  }

  public check(problems: Problems, _hostNames: readonly string[], zoneName: string | undefined): void {
    if (!problems.known("alsoFor", this.alsoFor)) return;
    for (const hostName of this.alsoFor) {
      if (!problems.known("alsoFor", hostName) || !checkHostName(problems, "alsoFor", hostName)) continue;
      if (zoneName !== undefined) checkInZone(problems, "alsoFor", hostName, zoneName);
    }
  }
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
