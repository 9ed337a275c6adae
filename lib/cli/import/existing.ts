import type { Settings } from "../output-folder";

/** A resource that exists, in the words of Terraform's provider. */
export interface Existing {
  /** `google_compute_network`. */
  readonly type: string;
  /** Its arguments, as far as the file has them: a block is a list, as in a state, or an object. */
  readonly settings: Settings;
  /** What the provider imports it by, where its arguments do not tell: a health check of Route 53. */
  readonly id?: string;
  /** Its address in the state of another configuration, which has to let go of it. */
  readonly address?: string;
  /** The arguments that can be compared, where the file tells others in a form of its own. */
  readonly comparable?: readonly string[];
  /** Whether nothing but its name is known. */
  readonly isNameOnly?: boolean;
}

/** What a file has. */
export interface FoundThings {
  readonly things: readonly Existing[];
  /** What is left out, a sentence each. */
  readonly leftOut: readonly string[];
}

/** In place of a value that nobody may read. It equals nothing, and is never written. */
export const SECRET = Symbol("secret");

export function isRecord(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A block that there is once: written alone, or as a list of one. */
export function one(value: unknown): Settings {
  const block = Array.isArray(value) ? value[0] : value;
  return isRecord(block) ? block : {};
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The last part of a path: the name of what it leads to. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
