import { checkKey } from "../core/names";
import type { Problems } from "../core/problems";

/** Where Kubernetes puts what names no namespace. */
export const DEFAULT_NAMESPACE = "default";

/** Checks the name of a Kubernetes object or of a namespace. */
export function checkName(problems: Problems, property: string, name: string): void {
  checkKey(problems, property, name, 63);
}
