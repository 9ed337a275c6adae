import { isObject, type Settings } from "../output-folder";

/** Whether a value, or one inside it, is marked as a secret: Terraform writes `true` at its place. */
export function isMasked(mask: unknown, [step, ...rest]: readonly string[]): boolean {
  if (mask === true) return true;
  if (Array.isArray(mask)) return mask.some((one) => isMasked(one, step === undefined ? [] : [step, ...rest]));
  if (typeof mask !== "object" || mask === null) return false;
  if (step === undefined) return Object.values(mask).some((one) => isMasked(one, []));
  return isMasked((mask as Settings)[step], rest);
}

/** Settings without the values that are marked, at any depth. */
export function unmasked(settings: Settings, masks: readonly unknown[]): Settings {
  return (masks.reduce(without, settings) ?? {}) as Settings;
}

/** A set has no order, so a mark in a list holds for all of it; and a configuration has a block where a plan has a list of one. */
function without(value: unknown, mask: unknown): unknown {
  if (mask === true) return undefined;
  if (Array.isArray(value)) return value.map((one) => without(one, mask)).filter((one) => one !== undefined);
  if (Array.isArray(mask)) return mask.reduce(without, value);
  if (!isObject(value) || !isObject(mask)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, without(one, mask[key])]));
}
