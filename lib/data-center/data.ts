import type { ByFamily, Family } from "./address-range";

/** What JSON can hold. Keys are those of the files: with underscores, as Salt and Python write them. */
export type Data = string | number | boolean | null | readonly Data[] | DataObject;

/** An object of JSON. */
export interface DataObject {
  readonly [key: string]: Data;
}

/** Data as a file: readable, and the same on every machine. What holds nothing but single values stands on one line. */
export function asJson(data: Data): string {
  return `${lines(data, "")}\n`;
}

function lines(data: Data, indent: string): string {
  if (typeof data === "string") return text(data);
  if (data === null || typeof data !== "object") return JSON.stringify(data);
  const isList = Array.isArray(data);
  const entries = Object.entries(data);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) return `${open}${close}`;
  const isFlat = entries.every(([, value]) => value === null || typeof value !== "object");
  const inner = `${indent}  `;
  const parts = entries.map(([key, value]) => `${isList ? "" : `${JSON.stringify(key)}: `}${lines(value, inner)}`);
  if (!isFlat) return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
  return isList ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
}

/** Salt renders a pillar as Jinja first, so what would begin an expression there is written by its code: it is the same text in JSON. */
function text(value: string): string {
  return JSON.stringify(value).replaceAll(/\{(?=[{%#])/g, "\\u007b");
}

/** Both families converted; a missing IPv6 stays missing. */
export function mapFamilies<Value, Result extends Data>(
  { ipv4, ipv6 }: ByFamily<Value>,
  convert: (value: Value) => Result,
): { readonly ipv4: Result; readonly ipv6: Result | null } {
  return { ipv4: convert(ipv4), ipv6: ipv6 === null ? null : convert(ipv6) };
}

/** The same values with those of IPv4 first. */
export function byFamily<Value>(values: readonly Value[], familyOf: (value: Value) => Family): readonly Value[] {
  const of = (family: Family) => values.filter((value) => familyOf(value) === family);
  return [...of("ipv4"), ...of("ipv6")];
}

/** The values of both families that are there, IPv4 first. */
export function valuesOf<Value>({ ipv4, ipv6 }: ByFamily<Value>): readonly (readonly [Family, Value])[] {
  return ipv6 === null ? [["ipv4", ipv4]] : [["ipv4", ipv4] as const, ["ipv6", ipv6] as const];
}

/** A reference, which whoever renders the templates replaces by the secret. */
export function secret(reference: { readonly pillar: string } | undefined): Data {
  return reference === undefined ? null : { pillar: reference.pillar };
}
