import { type OptionsKind, propertiesOf } from "../../lib/core/options-kinds";

/** An object of an options type within a larger one. */
export interface Place {
  readonly type: string;
  readonly path: readonly (string | number)[];
}

/** Every object of an options type that is in `value`, itself included. */
export function placesIn(type: string, value: unknown): readonly Place[] {
  return inKind({ kind: "options", name: type }, value, []);
}

function inKind(kind: OptionsKind, value: unknown, path: Place["path"]): readonly Place[] {
  if (value === null || typeof value !== "object") return [];
  const entries = Object.entries(value);
  switch (kind.kind) {
    case "either": {
      const fitting = kind.of.find((one) => fits(one, value));
      return fitting === undefined ? [] : inKind(fitting, value, path);
    }
    case "list":
      return entries.flatMap(([index, one]) => inKind(kind.of, one, [...path, Number(index)]));
    case "map":
      return entries.flatMap(([key, one]) => inKind(kind.of, one, [...path, key]));
    case "options": {
      const properties = propertiesOf(kind.name);
      const below = entries.flatMap(([key, one]) => {
        const property = properties.get(key);
        return property === undefined ? [] : inKind(property.kind, one, [...path, key]);
      });
      return [{ type: kind.name, path }, ...below];
    }
    default:
      return [];
  }
}

/** Whether an object can be of a kind: an options type is told from another by the properties and the values that it requires. */
function fits(kind: OptionsKind, value: object): boolean {
  if (Array.isArray(value) || kind.kind === "list") return Array.isArray(value) && kind.kind === "list";
  if (kind.kind !== "options") return kind.kind === "map";
  return [...propertiesOf(kind.name)].every(([key, { kind: of, required }]) => {
    const found = (value as Record<string, unknown>)[key];
    return !required || (found !== undefined && (of.kind !== "value" || found === of.value));
  });
}

/** The same value with something else at `path`; `undefined` leaves it out. */
export function withAt(value: unknown, [key, ...rest]: Place["path"], other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value)) return value.map((one, index) => (index === key ? withAt(one, rest, other) : one));
  const { [key]: before, ...others } = value as Record<string, unknown>;
  const after = withAt(before, rest, other);
  return after === undefined ? others : { ...others, [key]: after };
}
