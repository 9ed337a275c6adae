import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import { plainHostName } from "../core/host-names";
import { plainZoneId } from "../core/hosted-zone";
import { isUnknown } from "../core/tokens";
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

/** The stack that what a reference refers to is in. */
function stackOf(reference: string): TerraformStack | undefined {
  const [token] = Tokenization.reverseString(reference).tokens;
  return token !== undefined && "originStack" in token ? (token.originStack as TerraformStack) : undefined;
}

/** A value with its references, as they are written in a stack. */
// biome-ignore lint/suspicious/noExplicitAny: what Terraform's JSON has there
export function resolvedIn(stack: TerraformStack, value: unknown): any {
  return Tokenization.resolve(value, {
    scope: stack,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  });
}

function nameOf(stack: TerraformStack, address: string): string | undefined {
  const isIt = (one: IConstruct): one is DataAwsRoute53Zone =>
    one instanceof DataAwsRoute53Zone && `${LOOKED_UP}${one.friendlyUniqueId}` === address;
  const name = stack.node.findAll().find(isIt)?.nameInput;
  return name === undefined || isUnknown(name) ? undefined : plainHostName(name);
}
