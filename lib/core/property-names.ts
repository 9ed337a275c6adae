import { ownValue } from "./own-value";

/**
 * What the options of a construct are called by the one who makes it, when that one has users of its own: they read of
 * `routing.countries.DE`, which they wrote, and not of `policies.platform.countries.DE`.
 */
export interface PropertyNames {
  /**
   * Whose options these are: `production`.
   *
   * @default - the path of the construct
   */
  readonly path?: string;

  /**
   * Other names of properties, with all properties below them: `{ "policies.platform": "routing", zone: "hostedZone" }`. Of
   * several that match, the longest counts; `""` matches all.
   */
  readonly properties: { readonly [property: string]: string };
}

/** A property in the words of the user. */
export function renamed(names: PropertyNames["properties"], path: readonly string[]): readonly string[] {
  for (let length = path.length; length >= 0; length--) {
    const name = ownValue(names, path.slice(0, length).join("."));
    if (name !== undefined) return [...name.split("."), ...path.slice(length)];
  }
  return path;
}
