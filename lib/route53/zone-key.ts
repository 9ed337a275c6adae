import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { TerraformStack, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import { plainHostName } from "../core/host-names";
import { plainZoneId } from "../core/hosted-zone";
import { resolvedIn } from "../core/resolved-in";
import { isUnknown } from "../core/tokens";
import { awsAccountOf, isSameAccount } from "./aws-account";
import { zoneOf } from "./simulation/zone-names";

const MADE = "aws_route53_zone.";
const LOOKED_UP = "data.aws_route53_zone.";

/**
 * A zone in a whole app, however it is spelled: by its id; one that is made in the app by the resource that makes it; one that only
 * Terraform knows otherwise by its name within one stack.
 *
 * @param zoneName the name of the zone, where that is known
 */
export function zoneKey(construct: IConstruct, zoneId: string, zoneName?: string): string {
  if (!isUnknown(zoneId)) return plainZoneId(zoneId);
  const stack = stackOf(zoneId) ?? TerraformStack.of(construct);
  const address = zoneOf(resolvedIn(stack, zoneId));
  return `${stack.node.path} ${address.startsWith(MADE) ? address : (zoneName ?? nameOf(stack, address) ?? address)}`;
}

/** A zone as an app has it. */
export interface SeenZone {
  /** As `zoneKey` has it. */
  readonly key: string;
  /** Its domain name, where that is known. */
  readonly name?: string;
  /** Whether it has a plain id, is made in the app, or is one that only Terraform knows: which it looks up, for example. */
  readonly kind: "known" | "made" | "unknown";
  /** What finds it, where that is a name alone: an account has one public zone of a name that is found so. */
  readonly lookUp?: DataAwsRoute53Zone;
}

/** What is known of a zone; `undefined` of one that nobody on the Internet asks: it has the name of another on purpose. */
export function seenZone(construct: IConstruct, zoneId: string, zoneName?: string): SeenZone | undefined {
  const key = zoneKey(construct, zoneId, zoneName);
  const name = zoneName === undefined ? undefined : plainHostName(zoneName);
  if (!isUnknown(zoneId)) return { key, name, kind: "known" };
  const stack = stackOf(zoneId) ?? TerraformStack.of(construct);
  const address = zoneOf(resolvedIn(stack, zoneId));
  const found = lookUp(stack, address);
  if (found?.privateZoneInput === true) return undefined;
  const kind = address.startsWith(MADE) ? "made" : "unknown";
  const isByName = found !== undefined && nameOf(stack, address) !== undefined && isByNameAlone(found);
  return { key, name: name ?? nameOf(stack, address), kind, lookUp: isByName ? found : undefined };
}

function isByNameAlone({ privateZoneInput = false, vpcIdInput, tagsInput, zoneIdInput }: DataAwsRoute53Zone): boolean {
  return privateZoneInput === false && [vpcIdInput, tagsInput, zoneIdInput].every((one) => one === undefined);
}

/** Whether two that are found by one name are one zone; `undefined` where that is not known. To be asked at synthesis. */
export function isSameZone({ lookUp: one }: SeenZone, { lookUp: other }: SeenZone): boolean | undefined {
  if (one === undefined || other === undefined) return undefined;
  return isSameAccount(awsAccountOf(one), awsAccountOf(other));
}

/**
 * Whether two zones may be one, though their keys are not the same: where only Terraform knows one of them, and both have one name, as
 * far as it is known.
 */
export function mayBeOneZone(one: SeenZone, other: SeenZone): boolean {
  const isNamedAlike = one.name === undefined || other.name === undefined || one.name === other.name;
  return one.key !== other.key && isNamedAlike && [one, other].some(({ kind }) => kind === "unknown");
}

/** The stack that what a reference refers to is in. */
function stackOf(reference: string): TerraformStack | undefined {
  const [token] = Tokenization.reverseString(reference).tokens;
  return token !== undefined && "originStack" in token ? (token.originStack as TerraformStack) : undefined;
}

function nameOf(stack: TerraformStack, address: string): string | undefined {
  const name = lookUp(stack, address)?.nameInput;
  return name === undefined || isUnknown(name) ? undefined : plainHostName(name);
}

function lookUp(stack: TerraformStack, address: string): DataAwsRoute53Zone | undefined {
  const isIt = (one: IConstruct): one is DataAwsRoute53Zone =>
    one instanceof DataAwsRoute53Zone && `${LOOKED_UP}${one.friendlyUniqueId}` === address;
  return stack.node.findAll().find(isIt);
}
