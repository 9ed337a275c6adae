import { checkKey } from "../core/names";
import type { Problems } from "../core/validation-error";

/** Where Kubernetes puts what names no namespace. */
export const DEFAULT_NAMESPACE = "default";

/** Checks the name of a Kubernetes object or of a namespace. */
export function checkName(problems: Problems, property: string, name: string): void {
  checkKey(problems, property, name, 63);
}

/** Whether this is a whole number between the two. */
export function isWholeNumber(value: number, least: number, most = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
