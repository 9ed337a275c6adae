import { isList, type Value, type ValueObject } from "./values";

/** A change in place that an API refuses, or the provider on the way to it. */
interface Refusal {
  /** Where it was seen. */
  readonly source: string;
  readonly type: string;
  readonly refuses: (before: ValueObject, after: ValueObject) => boolean;
  readonly words: string;
}

export const REFUSALS: readonly Refusal[] = [
  {
    // The provider sets the certificates before the map: `resourceComputeTargetHttpsProxyUpdate` of version 6.50.
    source: "https://github.com/hashicorp/terraform-provider-google/issues/12513",
    type: "google_compute_target_https_proxy",
    refuses: (before, after) => has(before.ssl_certificates) && !has(after.ssl_certificates) && !before.certificate_map,
    words: "Certificate Map or at least 1 SSL certificate must be specified for setting SSL certificates",
  },
];

/** Why a resource cannot be changed like this in place, if it cannot. */
export function refusalOfUpdate(type: string, before: ValueObject, after: ValueObject): string | undefined {
  return REFUSALS.find((one) => one.type === type && one.refuses(before, after))?.words;
}

const has = (value: Value | undefined) => isList(value) && value.length > 0;
