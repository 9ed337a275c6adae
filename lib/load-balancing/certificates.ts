import { ComputeManagedSslCertificate } from "@cdktf/provider-google/lib/compute-managed-ssl-certificate";
import type { Construct } from "constructs";
import type { IDnsZone } from "../core/dns-zone";
import {
  checkHostNameOrWildcard,
  checkInZone,
  inZone,
  isWildcard,
  plainHostName,
  withoutWildcard,
} from "../core/host-names";
import { checkKey } from "../core/names";
import { brand } from "../core/options-kinds";
import { validateShape } from "../core/options-shape";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { fullResourceName } from "../google/hosts";
import type { FrontEndCertificates } from "./front-end";
import { certificateName, HostCertificates, type ProofZone } from "./host-certificates";

/** The load balancer that certificates are made for. */
export interface CertificatesScope {
  /** The name of the load balancer. */
  readonly loadBalancerName: string;
  /** The host names that a service answers. */
  readonly hostNames: readonly string[];
}

/** Options of certificates by DNS authorization. */
export interface DnsAuthorizedProps {
  /**
   * The zone of the host names, where Google finds the proof that they are yours.
   *
   * @default - the zones of the `HybridPlatform` or `EdgeStack` that makes the load balancer; without either it is required
   */
  readonly zone?: IDnsZone;

  /**
   * Other zones of the host names, by a key of yours that names their records in Terraform: each name is proven in the zone with the
   * longest name that holds it. They need `zone` beside them.
   *
   * @default - none
   */
  readonly additionalZones?: { readonly [key: string]: IDnsZone };

  /**
   * Host names in the zones whose service comes later: their certificates are ready before it.
   *
   * @default - none
   */
  readonly alsoFor?: readonly string[];
}

const WITHOUT_ZONE =
  "needs a zone in which Google finds the proof of the host names: Certificates.dnsAuthorized({ zone }); without one, " +
  "Certificates.classic() or Certificates.existingMap(certificateMapId)";

/** The longest key of a zone: it becomes part of Terraform's names. */
const MAX_ZONE_KEY_LENGTH = 32;

/** Google's limit of classic certificates at one proxy. */
const MAX_CLASSIC = 15;

/** What tells the kinds of certificates apart. */
interface CertificatesKind {
  /** The zones of the host names, of the kind that proves them. */
  readonly zones?: readonly ProofZone[];
  check(problems: Problems, hostNames: readonly string[]): void;
  bind(scope: Construct, props: CertificatesScope): FrontEndCertificates;
  /** The same, proven in other zones. */
  inZones?(zones: readonly ProofZone[]): CertificatesKind;
}

/** Where the certificates of a load balancer come from: one of three kinds, and not to be extended. */
export class Certificates {
  static {
    brand(Certificates, "Certificates");
  }

  /** Google issues one for each host name, proven by a record in its DNS zone: ready before the first user comes. */
  public static dnsAuthorized(props: DnsAuthorizedProps = {}): Certificates {
    validateShape("Certificates.dnsAuthorized", props, "DnsAuthorizedProps");
    return new Certificates(dnsAuthorized(props));
  }

  /**
   * Google issues one for each host name once DNS sends the name to the load balancer; until then, HTTPS fails. For up to
   * 15 host names, and for projects that must not use Certificate Manager.
   */
  public static classic(): Certificates {
    return new Certificates(CLASSIC);
  }

  /**
   * A certificate map that is there already. That it has all host names is not checked.
   *
   * @param certificateMapId `projects/P/locations/global/certificateMaps/M`
   */
  public static existingMap(certificateMapId: string): Certificates {
    return new Certificates(existingMap(certificateMapId));
  }

  private constructor(private readonly kind: CertificatesKind) {}

  /** Makes what is needed. */
  public bind(scope: Construct, props: CertificatesScope): FrontEndCertificates {
    return this.kind.bind(scope, props);
  }

  /** @internal */
  public check(problems: Problems, hostNames: readonly string[]): void {
    this.kind.check(problems, hostNames);
  }

  /** @internal The zones that all host names must be in, where their names are known. */
  public get zoneNames(): readonly string[] | undefined {
    return knownNames(this.kind.zones);
  }

  /** @internal The same, proven in these zones where the user named none. */
  public provenIn(zones: readonly ProofZone[]): Certificates {
    const { kind } = this;
    if (kind.inZones === undefined || (kind.zones ?? []).length > 0) return this;
    return new Certificates(kind.inZones(zones));
  }
}

function dnsAuthorized({ zone, additionalZones = {}, alsoFor = [] }: DnsAuthorizedProps): CertificatesKind {
  const first = zone === undefined ? [] : [{ zone, zoneName: zone.zoneName }];
  const others = Object.entries(additionalZones).map(([key, other]) => ({
    key,
    zone: other,
    zoneName: other.zoneName,
  }));
  const kind = provenBy([...first, ...others], alsoFor);
  return {
    ...kind,
    check: (problems, hostNames) => {
      if (zone === undefined) problems.conflict("", WITHOUT_ZONE);
      for (const { key, zoneName } of others) {
        checkKey(problems, ["additionalZones", key], key, MAX_ZONE_KEY_LENGTH);
        problems.known(["additionalZones", key, "zoneName"], zoneName, "it decides which names are proven there");
      }
      kind.check(problems, hostNames);
    },
  };
}

function provenBy(zones: readonly ProofZone[], alsoFor: readonly string[]): CertificatesKind {
  return {
    zones,
    inZones: (others) => provenBy(others, alsoFor),
    check: (problems, hostNames) => checkUnserved(problems, alsoFor, hostNames, knownNames(zones)),
    bind: (scope, { loadBalancerName, hostNames }) => {
      const all = [...new Set([...hostNames, ...alsoFor.map(plainHostName)])];
      const props = { loadBalancerName, zones, hostNames: all };
      const { certificateMap } = new HostCertificates(scope, "host_certificates", props);
      return { certificateMap };
    },
  };
}

/** Validates the host names whose service comes later. */
function checkUnserved(
  problems: Problems,
  alsoFor: readonly string[],
  hostNames: readonly string[],
  zoneNames: readonly string[] | undefined,
): void {
  if (!problems.known("alsoFor", alsoFor)) return;
  for (const hostName of alsoFor) {
    if (!problems.known("alsoFor", hostName) || !checkHostNameOrWildcard(problems, "alsoFor", hostName)) continue;
    if (zoneNames !== undefined) checkInZone(problems, "alsoFor", hostName, ...zoneNames);
    const plain = plainHostName(hostName);
    if (hostNames.includes(plain)) continue;
    const above = hostNames.find((name) => isWildcard(name) && inZone(plain, withoutWildcard(name)));
    // Source: RFC 4592, section 2.2.2
    const message =
      above === undefined || plain === withoutWildcard(above)
        ? `no service answers "${plain}": until one does, requests for it get the default service's answer`
        : `the proof of "${plain}" is a record below it, so that ${above} no longer answers for it: until a service does, DNS has no answer`;
    problems.warn("alsoFor", message);
  }
}

/** The names of zones, where all are known. */
function knownNames(zones: readonly ProofZone[] = []): readonly string[] | undefined {
  const names = zones.map(({ zoneName }) => zoneName);
  return names.length === 0 || names.some(isUnknown) ? undefined : names;
}

const CLASSIC: CertificatesKind = {
  check: (problems, hostNames) => {
    const expected = `Certificates.classic() for up to ${MAX_CLASSIC} host names; dnsAuthorized() has no such limit`;
    problems.check("", hostNames.length, (count) => count <= MAX_CLASSIC, expected);
    // Source: https://cloud.google.com/load-balancing/docs/ssl-certificates/google-managed-certs
    for (const hostName of hostNames.filter(isWildcard)) {
      const message = `Google issues no classic certificate for ${hostName}: dnsAuthorized() has one for a wildcard`;
      problems.conflict("", message);
    }
  },
  bind: (scope, { loadBalancerName, hostNames }) => {
    const sslCertificates = hostNames.map((hostName) => {
      const certificate = new ComputeManagedSslCertificate(scope, `classic_certificate_${hostName}`, {
        name: certificateName(hostName, loadBalancerName),
        managed: { domains: [hostName] },
        lifecycle: { createBeforeDestroy: true },
      });
      return certificate.id;
    });
    return { sslCertificates };
  },
};

function existingMap(certificateMapId: string): CertificatesKind {
  const isId = (id: string) => /^projects\/[^/]+\/locations\/global\/certificateMaps\/[^/]+$/.test(id);
  return {
    check: (problems) =>
      problems.check("", certificateMapId, isId, '"projects/P/locations/global/certificateMaps/M"', "name"),
    bind: () => ({ certificateMap: fullResourceName("certificatemanager", certificateMapId) }),
  };
}
