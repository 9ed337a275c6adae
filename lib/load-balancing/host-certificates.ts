import { CertificateManagerCertificate } from "@cdktf/provider-google/lib/certificate-manager-certificate";
import { CertificateManagerCertificateMap } from "@cdktf/provider-google/lib/certificate-manager-certificate-map";
import { CertificateManagerCertificateMapEntry } from "@cdktf/provider-google/lib/certificate-manager-certificate-map-entry";
import { CertificateManagerDnsAuthorization } from "@cdktf/provider-google/lib/certificate-manager-dns-authorization";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { IDnsZone } from "../core/dns-zone";
import { plainHostName, withoutWildcard, zonesFor } from "../core/host-names";
import { resourceName } from "../core/names";
import { checked } from "../core/validate";
import { fullResourceName } from "../google/hosts";

/** A zone where Google finds the proof that names are yours. */
export interface ProofZone {
  /** What a further zone is called in Terraform's names; nothing for the first one. */
  readonly key?: string;
  readonly zone: IDnsZone;
  readonly zoneName: string;
  /** Whether users are led to it, where another zone holds its names as well. */
  readonly delegated?: boolean;
}

export interface HostCertificatesProps {
  readonly loadBalancerName: string;
  /** The zones where Google finds the proof that the names are yours; each name has its own in the one with the longest name that holds it. */
  readonly zones: readonly ProofZone[];
  /** The host names, each in a zone. A certificate belongs to its name: whichever service answers it, it stays. */
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
  private readonly proofs = new Map<string, Proof>();
  private readonly made = new Map<string, CertificateManagerCertificate>();
  /** The certificates, by host name. */
  public readonly certificates: ReadonlyMap<string, CertificateManagerCertificate> = this.made;

  /** @internal */
  constructor(scope: Construct, id: string, { loadBalancerName, zones, hostNames }: HostCertificatesProps) {
    super(scope, id);
    const map = new CertificateManagerCertificateMap(this, "certificate_map", {
      name: loadBalancerName,
      // The proxy stops using it first. Not the entries: the flag would spread to the record that proves a name.
      lifecycle: { createBeforeDestroy: true },
    });
    this.certificateMap = fullResourceName("certificatemanager", map.id);
    for (const hostName of hostNames) this.certify(plainHostName(hostName), zones, map);
  }

  private certify(hostName: string, zones: readonly ProofZone[], map: CertificateManagerCertificateMap): void {
    const { authorization, records } = this.proofOf(withoutWildcard(hostName), zones);
    const scope = this.scopeOf(hostName);
    const name = certificateName(hostName);
    const certificate = new CertificateManagerCertificate(scope, "certificate", {
      name,
      managed: { domains: [hostName], dnsAuthorizations: [authorization.id] },
      dependsOn: [...records],
    });
    new CertificateManagerCertificateMapEntry(scope, "entry", {
      name,
      map: map.name,
      hostname: hostName,
      certificates: [certificate.id],
    });
    this.made.set(hostName, certificate);
  }

  /** The proof of a name, which is that of all names one label below it as well: made once. */
  private proofOf(domain: string, zones: readonly ProofZone[]): Proof {
    const known = this.proofs.get(domain);
    if (known !== undefined) return known;
    const scope = this.scopeOf(domain);
    const authorization = new CertificateManagerDnsAuthorization(scope, "authorization", {
      name: certificateName(domain),
      domain,
      type: "PER_PROJECT_RECORD",
    });
    const answer = authorization.dnsResourceRecord.get(0);
    // The only zone has it whatever its name is, which only Terraform may know.
    const proving = zones.length === 1 ? zones : zonesFor(zones, domain);
    const records = proving.map(({ key, zone }) =>
      zone.addRecord(
        scope,
        key === undefined ? "proof" : `proof_${key}`,
        checked({ recordName: answer.name, type: answer.type, values: [answer.data], ttlSeconds: 300 }),
      ),
    );
    const proof = { authorization, records };
    this.proofs.set(domain, proof);
    return proof;
  }

  private scopeOf(hostName: string): Construct {
    const id = hostName.replace("*", "_any");
    return (this.node.tryFindChild(id) as Construct | undefined) ?? new Construct(this, id);
  }
}

/** What proves to Google that a name is yours. */
interface Proof {
  readonly authorization: CertificateManagerDnsAuthorization;
  readonly records: readonly ITerraformDependable[];
}

/**
 * One name for each host name: hyphens are doubled, so that `a-b.example.com` and `a.b.example.com` stay two. No host name has the three
 * of a wildcard's: none of its labels begins or ends with one.
 */
export function certificateName(hostName: string, ...before: readonly string[]): string {
  const plain = hostName.replaceAll("-", "--").replaceAll(".", "-");
  return resourceName(63, ...before, plain.replace(/^\*-/, "wildcard---"));
}
