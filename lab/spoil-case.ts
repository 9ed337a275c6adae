import type { Spoil } from "./render";

/** A line of a rendered file that is spoiled, and the check that must notice. */
export interface SpoilCase extends Spoil {
  /** What is spoiled, in words. */
  readonly what: string;
  /** The name of the check. */
  readonly noticedBy: string;
  /** What is spoiled with it, where two lines guard against the same. */
  readonly also?: readonly Spoil[];
  /** Whether servers come back as slowly as they do in truth, since this is what is looked at. */
  readonly slow?: boolean;
}
