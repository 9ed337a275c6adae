import { isUnknown } from "../../core/tokens";
import type { Settings } from "../output-folder";
import { about, type CheckLine } from "./check-line";
import type { Programs } from "./programs";

/** Somebody at AWS: as whom a provider asks. */
export interface AwsIdentity {
  readonly line: CheckLine;
  /** What the AWS CLI needs to ask as the provider does; nothing, if it cannot. */
  readonly env?: NodeJS.ProcessEnv;
}

interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
}

/** As whom each provider of AWS asks: each that is configured alike is asked for once. */
export class AwsIdentities {
  private readonly known = new Map<string, AwsIdentity>();

  constructor(private readonly programs: Programs) {}

  /** @param provider the settings of a provider; those of the environment, if there are none */
  public of({ alias, profile, assume_role }: Settings = {}): AwsIdentity {
    const key = JSON.stringify([profile, assume_role]);
    const known = this.known.get(key) ?? identityOf({ alias, profile, assume_role }, this.programs);
    this.known.set(key, known);
    return known;
  }

  public get lines(): readonly CheckLine[] {
    return [...this.known.values()].map(({ line }) => line);
  }
}

function identityOf(provider: Settings, programs: Programs): AwsIdentity {
  const { alias, profile } = provider;
  const first = typeof profile === "string" && !isUnknown(profile) ? { AWS_PROFILE: profile } : {};
  const line = about(alias === undefined ? "AWS credentials" : `AWS credentials of ${alias}`);
  const caller = programs.json<{ readonly Arn?: string }>(
    "aws",
    ["sts", "get-caller-identity", "--output", "json"],
    first,
  );
  if ("reason" in caller) {
    const isMissing = caller.reason.startsWith("there is no aws");
    const todo = isMissing ? "install the AWS CLI" : "aws configure sso, or aws sso login";
    return { line: line.wrong(caller.reason, todo) };
  }
  const roles = rolesOf(provider);
  if (roles === undefined) {
    return { line: line.note(`those of ${caller.content.Arn}; only Terraform knows the role that it assumes`) };
  }
  let env: NodeJS.ProcessEnv = first;
  for (const [arn, externalId] of roles) {
    const external = externalId === undefined ? [] : ["--external-id", externalId];
    const args = ["sts", "assume-role", "--role-arn", arn, "--role-session-name", "check", ...external];
    const assumed = programs.json<{ readonly Credentials: Credentials }>("aws", [...args, "--output", "json"], env);
    if ("reason" in assumed) {
      const why = `${caller.content.Arn} may not assume ${arn} (${assumed.reason})`;
      return { line: line.wrong(why, "let the role trust that account") };
    }
    env = environmentOf(assumed.content.Credentials);
  }
  const by = roles.length === 0 ? "" : `, and it assumes ${roles.map(([arn]) => arn).join(", then ")}`;
  return { line: line.ok(`those of ${caller.content.Arn}${by}`), env };
}

/** The roles that are assumed, one by the other; nothing, if only Terraform knows one. */
function rolesOf({ assume_role: all = [] }: Settings): readonly (readonly [string, string?])[] | undefined {
  const roles = (Array.isArray(all) ? all : [all]) as readonly {
    readonly role_arn?: string;
    readonly external_id?: string;
  }[];
  const isKnown = roles.every(
    ({ role_arn, external_id }) => role_arn !== undefined && !isUnknown(role_arn) && !isUnknown(external_id),
  );
  return isKnown ? roles.map(({ role_arn = "", external_id }) => [role_arn, external_id]) : undefined;
}

function environmentOf({ AccessKeyId, SecretAccessKey, SessionToken }: Credentials): NodeJS.ProcessEnv {
  return {
    AWS_PROFILE: undefined,
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
  };
}
