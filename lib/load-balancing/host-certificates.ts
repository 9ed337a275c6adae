import { CertificateManagerCertificate } from "@cdktf/provider-google/lib/certificate-manager-certificate";
import { CertificateManagerCertificateMap } from "@cdktf/provider-google/lib/certificate-manager-certificate-map";
import { CertificateManagerCertificateMapEntry } from "@cdktf/provider-google/lib/certificate-manager-certificate-map-entry";
import { CertificateManagerDnsAuthorization } from "@cdktf/provider-google/lib/certificate-manager-dns-authorization";
import { Construct } from "constructs";
import type { IDnsZone } from "../core/dns-zone";
import { plainHostName } from "../core/host-names";
import { resourceName } from "../core/names";

export interface HostCertificatesProps {
  readonly loadBalancerName: string;
  /** The zone where Google finds the proof that the names are yours. */
  readonly zone: IDnsZone;
  /** The host names, each in the zone. A certificate belongs to its name: whichever service answers it, it stays. */
  readonly hostNames: readonly string[];
}

/**
 * Certificates that Google issues and renews, proven by records in a DNS zone: they are ready before any user comes.
 *
 * The proof is a name of this project's own, so that the same host name can be proven for the data centres' certificates
 * (ACME) and for other projects at the same time.
 */
export class HostCertificates extends Construct {
  /** The certificate map, as a target proxy wants it. */
  public readonly certificateMap: string;
  private readonly made = new Map<string, CertificateManagerCertificate>();
  /** The certificates, by host name. */
  public readonly certificates: ReadonlyMap<string, CertificateManagerCertificate> = this.made;

  /** @internal */
  constructor(scope: Construct, id: string, { loadBalancerName, zone, hostNames }: HostCertificatesProps) {
    super(scope, id);
    const map = new CertificateManagerCertificateMap(this, "certificate_map", {
      name: loadBalancerName,
      // The proxy stops using it first. Not the entries: the flag would spread to the record that proves a name.
      lifecycle: { createBeforeDestroy: true },
    });
    this.certificateMap = `//certificatemanager.googleapis.com/${map.id}`;
    for (const hostName of hostNames) this.certify(plainHostName(hostName), zone, map);
  }

  private certify(hostName: string, zone: IDnsZone, map: CertificateManagerCertificateMap): void {
    const scope = new Construct(this, hostName);
    const name = certificateName(hostName);
    const authorization = new CertificateManagerDnsAuthorization(scope, "authorization", {
      name,
      domain: hostName,
      type: "PER_PROJECT_RECORD",
    });
    const proof = authorization.dnsResourceRecord.get(0);
    const record = zone.addRecord(scope, "proof", {
      recordName: proof.name,
      type: proof.type,
      values: [proof.data],
      ttlSeconds: 300,
    });
    const certificate = new CertificateManagerCertificate(scope, "certificate", {
      name,
      managed: { domains: [hostName], dnsAuthorizations: [authorization.id] },
      dependsOn: [record],
    });
    new CertificateManagerCertificateMapEntry(scope, "entry", {
      name,
      map: map.name,
      hostname: hostName,
      certificates: [certificate.id],
    });
    this.made.set(hostName, certificate);
  }
}

/** One name for each host name: hyphens are doubled, so that `a-b.example.com` and `a.b.example.com` stay two. */
export function certificateName(hostName: string, ...before: readonly string[]): string {
  return resourceName(63, ...before, hostName.replaceAll("-", "--").replaceAll(".", "-"));
}
