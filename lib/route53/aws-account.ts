import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { resolvedIn } from "../core/resolved-in";
import { isUnknown } from "../core/tokens";

/** What of a provider leads to an account. */
const CREDENTIALS = [
  "access_key",
  "assume_role",
  "assume_role_with_web_identity",
  "endpoints",
  "profile",
  "shared_config_files",
  "shared_credentials_files",
];

// biome-ignore lint/suspicious/noExplicitAny: what Terraform's JSON has there
type ProviderBlock = { readonly [argument: string]: any };

/** What the provider of something tells of its account. To be asked at synthesis: a provider may be the last of its stack. */
export interface AwsAccount {
  /** The account, where the provider has a role of it or allows no other. */
  readonly accountId?: string;
  /** How the provider comes by an account, in one text. */
  readonly credentials: string;
}

/**
 * Whether two are one account; `undefined` where that is not known: two profiles may be of one account, and what only Terraform knows
 * may be anything.
 */
export function isSameAccount(one: AwsAccount, other: AwsAccount): boolean | undefined {
  if (one.accountId !== undefined && other.accountId !== undefined) return one.accountId === other.accountId;
  return one.credentials === other.credentials && !isUnknown(one.credentials) ? true : undefined;
}

/** The account of what has a provider of its own, or its stack's. */
export function awsAccountOf(one: IConstruct & { readonly provider?: IConstruct }): AwsAccount {
  return accountBy(blockOf(one));
}

/** The account of a provider. */
export function awsAccountOfProvider(provider: TerraformProvider): AwsAccount {
  return accountBy(blockOfProvider(provider));
}

function accountBy(block: ProviderBlock): AwsAccount {
  const roles = [...(block.assume_role ?? []), ...(block.assume_role_with_web_identity ?? [])];
  const [, ofRole] = /^arn:[^:]+:iam::(\d{12}):role\//.exec(String(roles.at(-1)?.role_arn)) ?? [];
  const [allowed, ...rest] = block.allowed_account_ids ?? [];
  const isOne = rest.length === 0 && /^\d{12}$/.test(String(allowed));
  const unknown = isUnknown(String(allowed)) ? allowed : undefined;
  return {
    accountId: isOne ? allowed : ofRole,
    credentials: JSON.stringify([unknown, ...CREDENTIALS.map((argument) => block[argument])]),
  };
}

function blockOf(one: IConstruct & { readonly provider?: IConstruct }): ProviderBlock {
  const stack = TerraformStack.of(one);
  const isDefault = (other: IConstruct): other is AwsProvider =>
    other instanceof AwsProvider && other.alias === undefined;
  const provider = one.provider ?? stack.node.findAll().find(isDefault);
  return provider instanceof AwsProvider ? blockOfProvider(provider) : {};
}

function blockOfProvider(provider: TerraformProvider): ProviderBlock {
  return resolvedIn(TerraformStack.of(provider), provider.toTerraform()).provider.aws?.[0] ?? {};
}

/**
 * What another account than that of the stack's provider is called in Terraform's names: its id where the provider tells it, and else the
 * provider's alias; `undefined` of the stack's own.
 */
export function accountIn(scope: IConstruct, provider: TerraformProvider | undefined): string | undefined {
  if (provider === undefined) return undefined;
  const { accountId } = awsAccountOfProvider(provider);
  if (accountId !== undefined && accountId === awsAccountOf(scope).accountId) return undefined;
  return accountId ?? provider.alias;
}
