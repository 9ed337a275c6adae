import { Token } from "cdktf";
import { isUnknown } from "../../core/tokens";

/** A duration as Google writes it, `3600s`, of a number that may be known to Terraform alone. */
export function inSeconds(count: number): string {
  return `${isUnknown(count) ? Token.asString(count) : count}s`;
}
