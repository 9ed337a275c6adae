import type { ComputeBackendService } from "@cdktf/provider-google/lib/compute-backend-service";
import { IapWebBackendServiceIamBinding } from "@cdktf/provider-google/lib/iap-web-backend-service-iam-binding";
import type { Construct } from "constructs";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { ROLES } from "../google/roles";

/**
 * Identity-Aware Proxy: who may use a service, after they have signed in with Google.
 *
 * The pods must still verify the signed header, for requests that reach them another way.
 * Source: https://cloud.google.com/iap/docs/enabling-kubernetes-howto
 */
export interface IapOptions {
  /** The users: `group:staff@example.com`, `user:…`, `domain:…`, `serviceAccount:…`. */
  readonly members: readonly string[];

  /**
   * An OAuth client of your own, for users outside of your organization. Take the secret from a variable or a
   * data source: one that is written out is refused.
   *
   * Taken away, it stays in force at Google.
   *
   * @default - Google's own client, which lets in users of your organization only
   */
  readonly oauth2Client?: { readonly clientId: string; readonly clientSecret: string };
}

/**
 * The configuration of a backend service. Left out, the provider keeps what was there: a login that nobody passes any more, since
 * the members are gone.
 */
export function iapConfig(iap: IapOptions | undefined) {
  if (iap === undefined) return { enabled: false };
  const { oauth2Client } = iap;
  return { enabled: true, oauth2ClientId: oauth2Client?.clientId, oauth2ClientSecret: oauth2Client?.clientSecret };
}

/**
 * What Terraform does not compare. Without a client of one's own Google may answer a space for its name, with Identity-Aware Proxy on and off,
 * which version 6.50 of the provider takes for a change at every plan. Nothing is hidden by this: a client that is taken out of the
 * configuration is not sent, and Google keeps it.
 *
 * Source: #26385 and #26975 of https://github.com/hashicorp/terraform-provider-google
 */
export function unwatchedIap(iap: IapOptions | undefined): readonly string[] {
  return iap?.oauth2Client === undefined ? ["iap[0].oauth2_client_id"] : [];
}

/** Grants access to the members. */
export function grantAccess(scope: Construct, service: ComputeBackendService, { members }: IapOptions): void {
  new IapWebBackendServiceIamBinding(scope, "iap_access", {
    webBackendService: service.name,
    role: ROLES.use_web.id,
    members: [...members],
  });
}

/** Validates the options of Identity-Aware Proxy. */
export function checkIap(problems: Problems, { members, oauth2Client }: IapOptions): void {
  if (problems.known("members", members)) {
    problems.check("members", members, ({ length }) => length > 0, "at least one member, otherwise nobody gets in");
    const expected = 'a user, group, domain or service account: "group:staff@example.com"';
    for (const member of members)
      problems.check("members", member, (one) => /^[a-zA-Z]+:\S+/.test(one), expected, "name");
  }
  if (oauth2Client === undefined || isUnknown(oauth2Client.clientSecret)) return;
  const message =
    "is written out, and would be in the synthesized files: use a sensitive variable or a data source that Terraform reads";
  problems.conflict("oauth2Client.clientSecret", message);
}
