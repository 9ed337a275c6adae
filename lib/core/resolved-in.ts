import { DefaultTokenResolver, StringConcat, type TerraformStack, Tokenization } from "cdktf";

/** A value with its references, as they are written in a stack: two tokens for one attribute are one text there. */
// biome-ignore lint/suspicious/noExplicitAny: what Terraform's JSON has there
export function resolvedIn(stack: TerraformStack, value: unknown): any {
  return Tokenization.resolve(value, {
    scope: stack,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  });
}
