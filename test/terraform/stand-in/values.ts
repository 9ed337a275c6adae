import { decode, ExtensionCodec, encode as encodeMessagePack } from "@msgpack/msgpack";
import type { Block } from "./schema";

/** A value that is known only after apply. What Terraform knows of it already travels back as it came. */
export class Unknown {
  constructor(
    public readonly extension: number = PLAIN,
    public readonly data: Uint8Array = new Uint8Array([0]),
  ) {}
}

/** A value of Terraform's type system: an object is a record, and a list or set an array. */
export type Value = null | string | number | boolean | Unknown | Uint8Array | readonly Value[] | ValueObject;
export type ValueObject = { readonly [name: string]: Value };

/** MessagePack's extension types for an unknown value: nothing known of it, or something ("not null"). */
const PLAIN = 0;
const REFINED = 12;

const extensionCodec = new ExtensionCodec();
for (const type of [PLAIN, REFINED]) {
  extensionCodec.register({
    type,
    encode: (value) => (value instanceof Unknown && value.extension === type ? value.data : null),
    decode: (data) => new Unknown(type, data.slice()),
  });
}

/** A value as it travels. */
export interface DynamicValue {
  readonly msgpack: Buffer;
}

export function toWire(value: Value): DynamicValue {
  return { msgpack: Buffer.from(encodeMessagePack(value, { extensionCodec })) };
}

export function fromWire(wire: DynamicValue | null): Value {
  return wire === null || wire.msgpack.length === 0 ? null : (decode(wire.msgpack, { extensionCodec }) as Value);
}

/** A resource's value: an object, or nothing where there is none yet or no more. */
export function objectFromWire(wire: DynamicValue | null): ValueObject | undefined {
  const value = fromWire(wire);
  return isObject(value) ? value : undefined;
}

export function isObject(value: Value | undefined): value is ValueObject {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Uint8Array)
  );
}

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

export const same = (one: Value, other: Value): boolean => toWire(one).msgpack.equals(toWire(other).msgpack);

/** All texts in a value, at any depth. */
export function textsIn(value: Value): string[] {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** Where a value is in a resource, for the error that Terraform shows. */
export type Step = { readonly attributeName: string } | { readonly elementKeyInt: number };

export interface Found {
  readonly steps: readonly Step[];
  readonly value: Value;
}

/** The values at a path such as `node_config.machine_type`: one for each element of a list on the way. */
export function valuesAt(value: Value | undefined, path: string, steps: readonly Step[] = []): Found[] {
  if (isList(value)) return value.flatMap((one, index) => valuesAt(one, path, [...steps, { elementKeyInt: index }]));
  if (!isObject(value)) return [];
  const [name = "", ...rest] = path.split(".");
  const next: readonly Step[] = [...steps, { attributeName: name }];
  const found = value[name] ?? null;
  return rest.length === 0 ? [{ steps: next, value: found }] : valuesAt(found, rest.join("."), next);
}

/** Changes each attribute of a value, and of the blocks in it. */
export function mapAttributes(
  block: Block,
  value: ValueObject,
  change: (value: Value, name: string, block: Block) => Value,
): ValueObject {
  const changed: Record<string, Value> = {};
  for (const name of Object.keys(block.attributes)) changed[name] = change(value[name] ?? null, name, block);
  for (const [name, { block: inner }] of Object.entries(block.blocks)) {
    const one = (element: Value): Value => (isObject(element) ? mapAttributes(inner, element, change) : element);
    const elements = value[name] ?? null;
    changed[name] = isList(elements) ? elements.map(one) : one(elements);
  }
  return changed;
}
