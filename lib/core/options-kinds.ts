import { OPTIONS, VALUES } from "./options-table";

/** What a property may be. */
export type OptionsKind =
  /** `dependable`: what Terraform can wait for, such as a resource. */
  | { readonly kind: "string" | "number" | "boolean" | "function" | "dependable" | "unknown" | "never" }
  | { readonly kind: "value"; readonly value: string | number | boolean }
  /** An object that a user writes. */
  | { readonly kind: "options"; readonly name: string }
  /** An object of a class, which a user gets from the class: `State.gcs(…)`. */
  | { readonly kind: "instance"; readonly name: string }
  | { readonly kind: "list"; readonly of: OptionsKind }
  | { readonly kind: "map"; readonly keys: OptionsKind; readonly of: OptionsKind }
  | { readonly kind: "either"; readonly of: readonly OptionsKind[] };

/** A property of an options type. */
export interface OptionsProperty {
  readonly required: boolean;
  readonly kind: OptionsKind;
}

/** Lets instances of a class, and of those that extend it, be recognized: also those of another copy of this package. */
export function brand({ prototype }: { readonly prototype: object }, name: string): void {
  Object.defineProperty(prototype, brandOf(name), { value: true });
}

/** Whether an object is an instance of the class of this name. */
export function isInstance(value: object, name: string): boolean {
  return brandOf(name) in value;
}

function brandOf(name: string): symbol {
  return Symbol.for(`cdktf-hybrid-kubernetes.${name}`);
}

const known = new Map<string, ReadonlyMap<string, OptionsProperty>>();

/** The properties of an options type, those of its bases included. */
export function propertiesOf(type: string): ReadonlyMap<string, OptionsProperty> {
  const before = known.get(type);
  if (before !== undefined) return before;
  const { "...": bases, ...own } = OPTIONS[type] ?? {};
  const inherited = bases === undefined ? [] : bases.split(" & ").flatMap((base) => [...propertiesOf(base)]);
  const properties = Object.entries(own).map(([key, text]): [string, OptionsProperty] => [
    key.replace(/\?$/, ""),
    { required: !key.endsWith("?"), kind: kindOf(text) },
  ]);
  const all = new Map([...inherited, ...properties]);
  known.set(type, all);
  return all;
}

/** Reads the words of the table. */
export function kindOf(text: string): OptionsKind {
  const words = text.match(/"(?:[^"\\]|\\.)*"|[\w.-]+|[<>|,]/g) ?? [];
  return either(words);
}

function either(words: string[]): OptionsKind {
  const of = [one(words)];
  while (words[0] === "|") {
    words.shift();
    of.push(one(words));
  }
  const [first] = of;
  return of.length === 1 && first !== undefined ? first : { kind: "either", of };
}

function one(words: string[]): OptionsKind {
  const word = words.shift() ?? "";
  if (word === "list") return { kind: "list", of: within(words)[0] };
  if (word === "map") {
    const [keys, of] = within(words);
    return { kind: "map", keys, of: of ?? { kind: "unknown" } };
  }
  if (word === "instance") {
    const name = words.splice(0, 3)[1] ?? "";
    return { kind: "instance", name };
  }
  if (word in OPTIONS) return { kind: "options", name: word };
  const values = VALUES[word];
  if (values !== undefined) return kindOf(values);
  if (/^["\d-]|^(true|false)$/.test(word)) return { kind: "value", value: JSON.parse(word) };
  return { kind: word as "string" };
}

/** What stands between `<` and `>`. */
function within(words: string[]): [OptionsKind, OptionsKind?] {
  words.shift();
  const first = either(words);
  const second = words[0] === "," && words.shift() !== undefined ? either(words) : undefined;
  words.shift();
  return [first, second];
}
