import { DefaultTokenResolver, StringConcat, type TerraformStack, Tokenization } from "cdktf";

/**
 * A value with its references, as they are written in a stack: two tokens for one attribute are one text there.
 *
 * cdktf is asked for what may have a token, and no more: it looks for each kind of them in each text and at each key, which for the
 * records of all countries takes longer than to judge them.
 */
// biome-ignore lint/suspicious/noExplicitAny: what Terraform's JSON has there
export function resolvedIn(stack: TerraformStack, value: unknown): any {
  if (Array.isArray(value)) {
    if (value.some(isInTokenOfList)) return byCdktf(stack, value);
    return value.map((one) => resolvedIn(stack, one)).filter((one) => one !== undefined);
  }
  if (isPlain(value)) return value;
  return isPlainObject(value) ? resolvedObject(stack, value) : byCdktf(stack, value);
}

function resolvedObject(stack: TerraformStack, object: object): Record<string, unknown> {
  const resolved: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object)) {
    const one = resolvedIn(stack, value);
    if (one !== undefined) resolved[key] = one;
  }
  return resolved;
}

function byCdktf(stack: TerraformStack, value: unknown): unknown {
  return Tokenization.resolve(value, {
    scope: stack,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  });
}

/** What may be a token, or have one in it: of each kind, those of numbers also as texts, and what stands in a map for one. */
const TOKEN = /\{|e\+|Map Token Value/;

/** Whether it is a single value without a token. Those of numbers are negative. */
function isPlain(value: unknown): boolean {
  if (typeof value === "string") return !TOKEN.test(value);
  if (typeof value === "number") return value >= 0;
  return typeof value === "boolean" || value === undefined || value === null;
}

/** Whether an element may stand for a whole list. */
function isInTokenOfList(element: unknown): boolean {
  return (typeof element === "string" || typeof element === "number") && !isPlain(element);
}

/** Not a token, which is an object with a method, nor a map that a token of a key stands for. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return !("resolve" in value) && Object.keys(value).every(isPlain);
}
