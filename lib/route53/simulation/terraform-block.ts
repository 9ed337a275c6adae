import { isUnknown } from "../../core/tokens";

/** A block of Terraform's JSON, as anybody may have written it. */
// biome-ignore lint/suspicious/noExplicitAny: the schema is Terraform's
export type Block = Record<string, any>;

/** What makes any number of resources of one block, or decides later what is in it. */
const META_ARGUMENTS = ["count", "for_each", "dynamic"];

/** A block that there is once: written alone, or as a list of one. */
export function only(block: Block | Block[] | undefined): Block | undefined {
  return Array.isArray(block) ? block[0] : block;
}

/** A number, unless only Terraform knows it. Terraform takes a text of digits for one. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "string" && /^-?\d+$/.test(value)) return Number(value);
  return typeof value === "number" ? value : undefined;
}

/** Whether something is on. Terraform takes the text for it too. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

/** The first of these arguments that only Terraform knows, in words: `disabled that only Terraform knows`. */
export function unknownIn(block: Block, names: readonly string[]): string | undefined {
  const unknown = names.find((name) => isUnknown(block[name]));
  return unknown && `${unknown} that only Terraform knows`;
}

/** Why it is not known what a block makes, in words: `a record with count`. */
export function repeated(kind: string, block: Block): string | undefined {
  const argument = META_ARGUMENTS.find((name) => block[name] !== undefined);
  return argument && `a ${kind} with ${argument}`;
}
