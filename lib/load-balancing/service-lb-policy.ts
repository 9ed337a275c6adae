import type { Problems } from "../core/problems";
import { fullResourceName } from "../google/hosts";

/** How a service changes over to other zones and regions. */
export interface ServiceLbPolicyOptions {
  /**
   * A service load balancing policy, which says how Google fills regions, from which share of healthy pods on it sends users elsewhere,
   * and whether it drains a zone whose pods nearly all fail: `projects/P/locations/global/serviceLbPolicies/N`. It must exist
   * already: the provider's resource for it is in its beta version alone.
   *
   * @default - Google's own: the nearest region first, and elsewhere once fewer than 70 % of its pods are healthy
   * @see https://cloud.google.com/load-balancing/docs/service-lb-policy
   */
  readonly serviceLbPolicy?: string;
}

/** Validates the name of a policy. */
export function checkServiceLbPolicy(problems: Problems, { serviceLbPolicy }: ServiceLbPolicyOptions): void {
  if (serviceLbPolicy === undefined) return;
  const isPolicy = (name: string) => /^projects\/[^/]+\/locations\/global\/serviceLbPolicies\/[^/]+$/.test(name);
  const expected = 'a policy: "projects/P/locations/global/serviceLbPolicies/N"';
  problems.check("serviceLbPolicy", serviceLbPolicy, isPolicy, expected, "name");
}

/** The policy, for the provider, which compares it with Google's answer letter by letter. */
export function serviceLbPolicyConfig({ serviceLbPolicy }: ServiceLbPolicyOptions) {
  return { serviceLbPolicy: serviceLbPolicy && fullResourceName("networkservices", serviceLbPolicy) };
}
