import { createHash } from "node:crypto";
import { FACTS } from "./facts";
import { type Block, objectType, type Type } from "./schema";
import { isList, isObject, mapAttributes, Unknown, type Value, type ValueObject } from "./values";

/** A resource whose unknown values are wanted. */
export interface Context {
  readonly type: string;
  /** How the cloud tells it from all others. */
  readonly id: string;
  readonly config: ValueObject;
  /** The configuration of its provider. */
  readonly provider: ValueObject;
}

/**
 * Puts a made-up value in the place of every unknown one.
 *
 * It depends only on the resource's identity and the path of the attribute, so that two runs are the same.
 */
export function fillUnknown(block: Block, value: ValueObject, context: Context): ValueObject {
  return mapAttributes(block, value, (element, name, { attributes }) =>
    fill(element, attributes[name]?.type ?? "dynamic", name, context),
  );
}

function fill(value: Value, type: Type, path: string, context: Context): Value {
  if (value instanceof Unknown) return madeUp(type, path, context);
  if (typeof type === "string") return value;
  const [kind, inner] = type;
  if (isList(value) && kind !== "object") return value.map((element) => fill(element, inner, path, context));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, element]): [string, Value] => [
    key,
    fill(element, kind === "object" ? (inner[key] ?? "dynamic") : inner, `${path}.${key}`, context),
  ]);
  return Object.fromEntries(entries);
}

/** One block, as the API makes it when the configuration has none. */
export function madeUpBlock(block: Block, context: Context): ValueObject {
  const [, fields] = objectType(block);
  const empty = (name: string): Value => (block.blocks[name]?.nesting === "single" ? null : []);
  const made = Object.entries(fields).map(([name, type]): [string, Value] => [
    name,
    name in block.blocks ? empty(name) : madeUp(type, name, context),
  ]);
  return Object.fromEntries(made);
}

function madeUp(type: Type, path: string, context: Context): Value {
  if (type === "string") return madeUpText(path, context);
  if (type === "number") return Number.parseInt(digest(context, path).slice(0, 8), 16);
  if (type === "bool") return false;
  if (type === "dynamic") return null;
  const [kind, inner] = type;
  if (kind === "map") return {};
  if (kind === "object") {
    return Object.fromEntries(
      Object.entries(inner).map(([field, of]) => [field, madeUp(of, `${path}.${field}`, context)]),
    );
  }
  return [madeUp(inner, path, context)];
}

const digest = ({ type, id }: Context, path: string): string =>
  createHash("sha256").update(`${type} ${id} ${path}`).digest("hex");

/** Texts that others read look like the real ones; the others are the name and a digest. */
const TEXTS: readonly (readonly [RegExp, (context: Context, digest: string) => unknown])[] = [
  [/^id$/, ({ id }) => id],
  [/^self_link$/, ({ id }) => `https://www.googleapis.com/compute/v1/${id}`],
  [/^project$/, ({ provider }) => provider.project],
  [/^region$/, ({ provider }) => provider.region],
  [/^fqdn$/, ({ config }) => config.name],
  [/^email$/, emailOf],
  [/^member$/, (context) => `serviceAccount:${emailOf(context)}`],
  [/^arn$/, ({ type, id }) => `arn:aws:${type.split("_")[1]}:::${id}`],
  [/(^|_)(ip|ip_address|address|endpoint)$/, addressOf],
];

function madeUpText(path: string, context: Context): string {
  const name = path.split(".").at(-1) ?? path;
  const hex = digest(context, path);
  const fixed = FACTS[context.type]?.computed?.[path];
  const made = fixed ?? TEXTS.find(([pattern]) => pattern.test(name))?.[1](context, hex);
  return typeof made === "string" ? made : `${name}-${hex.slice(0, 8)}`;
}

/** Of the ranges for documentation. */
function addressOf({ config }: Context, hex: string): string {
  const number = Number.parseInt(hex.slice(0, 4), 16);
  return config.ip_version === "IPV6" ? `2001:db8::${number.toString(16)}` : `198.51.100.${(number % 254) + 1}`;
}

function emailOf({ config, provider }: Context): string {
  const project = typeof config.project === "string" ? config.project : provider.project;
  return `${config.account_id}@${project}.iam.gserviceaccount.com`;
}
