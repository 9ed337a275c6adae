/** The types of records that a question can be of. */
export const RECORD_TYPES = ["A", "AAAA", "CNAME", "TXT", "CAA", "MX"] as const;

/** What decides which record of a name and type answers. */
export type RecordPolicy =
  | { readonly kind: "simple" }
  | { readonly kind: "multivalue" }
  | { readonly kind: "weighted"; readonly weight: number }
  | { readonly kind: "failover"; readonly primary: boolean }
  | {
      readonly kind: "geolocation";
      readonly continent?: string;
      readonly country?: string;
      readonly subdivision?: string;
    }
  /** What cannot be simulated, and why: `routing by latency cannot be simulated`. */
  | {
      readonly kind: "unreadable";
      readonly reason: string;
      /** Whether it is one for a place, which only Terraform knows. */
      readonly isByPlace?: boolean;
    };

/** One record of Route 53, as Terraform would make it. */
export interface DnsRecord {
  /** Its name in Terraform: `aws_route53_record.api`. */
  readonly address: string;
  /** The zone that holds it: an id, or the zone's name in Terraform. */
  readonly zone: string;
  readonly name: string;
  readonly type: string;
  readonly setIdentifier: string;
  readonly policy: RecordPolicy;
  readonly values: readonly string[];
  /** The time to live; `undefined` for an alias, and when only Terraform knows it. */
  readonly ttlSeconds?: number;
  /** The name that it is an alias of, if it is one. */
  readonly alias?: { readonly zone: string; readonly name: string; readonly evaluateTargetHealth: boolean };
  readonly healthCheck?: string;
  /** The name that a CNAME leads all who ask for an address to. */
  readonly leadsTo?: string;
  /** Why it cannot be simulated, though its policy can: `a name that only Terraform knows cannot be simulated`. */
  readonly unreadable?: string;
}

/** One health check of Route 53, as Terraform would make it. */
export interface DnsHealthCheck {
  /** Its name in Terraform: `aws_route53_health_check.paris`. */
  readonly address: string;
  readonly type: string;
  readonly ipAddress?: string;
  /** How often each checker probes; `undefined` when only Terraform knows. */
  readonly intervalSeconds?: number;
  /** After how many failures it is unhealthy; `undefined` when only Terraform knows. */
  readonly failureThreshold?: number;
  readonly inverted: boolean;
  readonly disabled: boolean;
  /** The checks that a calculated one counts, and how many of them must be healthy. */
  readonly children: readonly string[];
  readonly childThreshold: number;
  /** What it is called in the console; without such a name, in Terraform: `paris`. */
  readonly label: string;
  /** The alarm or the switch that it follows, by name, if it follows one. */
  readonly follows?: string;
  /** The region of that alarm, or the control panel of that switch, where it is known. */
  readonly followsIn?: string;
  /** Why it is not known when it is healthy, if so: `disabled that only Terraform knows`. */
  readonly unreadable?: string;
  /** All its arguments that may change what is probed, and how, by their names in Terraform. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A key for a name of a zone: another zone may have the same name. */
export function nameIn({ zone, name }: Pick<DnsRecord, "zone" | "name">): string {
  return `${zone} ${name}`;
}
