import { Token } from "cdktf";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";

const SUFFIXES = ["", "k", "M", "G", "T"] as const;

/** The greatest number whose thousandths are still exact. */
const MAX = Number.MAX_SAFE_INTEGER / 1000;

/**
 * A number as Kubernetes itself writes it: `1k` for 1000, `500m` for a half.
 *
 * The API answers in this form, whatever form it gets; another form could be a change in every plan.
 *
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantity(value: number): string {
  if (isUnknown(value)) return Token.asString(value);
  if (!Number.isInteger(value)) return `${Math.round(value * 1000)}m`;
  let mantissa = value;
  let suffix = 0;
  while (mantissa % 1000 === 0 && suffix < SUFFIXES.length - 1) {
    mantissa /= 1000;
    suffix++;
  }
  return `${mantissa}${SUFFIXES[suffix]}`;
}

/** Checks a target: a number that Kubernetes can hold and divide by. */
export function checkQuantity(problems: Problems, property: string, value: number): void {
  problems.check(property, value, isQuantity, "a number greater than 0, with at most three decimals", "number");
}

function isQuantity(value: number): boolean {
  return value >= 0.001 && value <= MAX && Number.isInteger(Number((value * 1000).toFixed(6)));
}
