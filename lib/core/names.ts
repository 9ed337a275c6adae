import { createHash } from "node:crypto";
import type { Problems, PropertyPath } from "./problems";

/** A key that becomes part of names and construct ids: RFC 1035, as Google asks of nearly every name. */
const KEY = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

const HASH_LENGTH = 6;

/**
 * The name of a resource: its parts, joined by `-`.
 *
 * A name over `maxLength` is cut and ends in a hash of the whole, so that it stays unique and the same in every run.
 */
export function resourceName(maxLength: number, ...parts: readonly string[]): string {
  const name = parts.join("-");
  if (name.length <= maxLength) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, HASH_LENGTH);
  return `${name.slice(0, maxLength - HASH_LENGTH - 1).replace(/-+$/, "")}-${hash}`;
}

/** Checks that a construct can have this id: a name that a user wrote, and that its own rule allows. */
export function checkConstructId(problems: Problems, property: PropertyPath, id: string): boolean {
  // constructs keep children in a plain object, in which these are properties already.
  const isFree = (id: string) => !(id in {});
  return problems.check(property, id, isFree, "another word: constructs keep this one for themselves", "name");
}

/** Checks a key of the user's: the name of an environment, a node pool, a data centre, a service. */
export function checkKey(problems: Problems, property: PropertyPath, key: string, maxLength: number): void {
  const isKey = problems.check(
    property,
    key,
    (key) => typeof key === "string" && KEY.test(key) && key.length <= maxLength,
    `1 to ${maxLength} lower-case letters, digits and hyphens, a letter first and no hyphen last` +
      (key?.length > maxLength ? ` (this has ${key.length})` : ""),
    "name",
  );
  if (isKey) checkConstructId(problems, property, key);
}
