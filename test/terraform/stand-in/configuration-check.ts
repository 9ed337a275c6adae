import type { Facts } from "./facts";
import type { Attribute, Block } from "./schema";
import { type Found, isList, isObject, type Step, Unknown, type Value, type ValueObject, valuesAt } from "./values";

/** An error as Terraform shows it. */
export interface Diagnostic {
  readonly severity: "ERROR";
  readonly summary: string;
  readonly detail: string;
  readonly attribute: { readonly steps: readonly Step[] };
}

export function failure(summary: string, detail = "", steps: readonly Step[] = []): Diagnostic {
  return { severity: "ERROR", summary, detail, attribute: { steps } };
}

/** What providers refuse and Terraform itself does not: it checks names and types, they check values and combinations. */
export function checkConfiguration(block: Block, facts: Facts | undefined, config: ValueObject): Diagnostic[] {
  const combinations = facts === undefined ? [] : [...checkValues(facts, config), ...checkCombinations(facts, config)];
  return [...checkBlock(block, config, []), ...combinations];
}

function checkBlock(block: Block, config: ValueObject, steps: readonly Step[]): Diagnostic[] {
  const own = Object.entries(block.attributes).flatMap(([name, attribute]) =>
    checkAttribute(name, attribute, config[name] ?? null, [...steps, { attributeName: name }]),
  );
  const inner = Object.entries(block.blocks).flatMap(([name, { block: nested }]) =>
    elementsOf(config[name]).flatMap((element, index) =>
      checkBlock(nested, element, [...steps, { attributeName: name }, { elementKeyInt: index }]),
    ),
  );
  return [...own, ...inner];
}

function elementsOf(value: Value | undefined): ValueObject[] {
  return (isList(value) ? value : [value]).filter((element) => isObject(element));
}

function checkAttribute(name: string, attribute: Attribute, value: Value, steps: readonly Step[]): Diagnostic[] {
  if (attribute.computed && !attribute.optional && value !== null) {
    return [failure("Value for unconfigurable attribute", `"${name}" is decided by the provider.`, steps)];
  }
  return attribute.allowed === undefined ? [] : checkAllowed(name, attribute.allowed, { value, steps });
}

function checkAllowed(path: string, allowed: readonly string[], { value, steps }: Found): Diagnostic[] {
  if (typeof value !== "string" || value === "" || allowed.includes(value)) return [];
  return [failure("Invalid value", `expected ${path} to be one of ${JSON.stringify(allowed)}, got ${value}`, steps)];
}

function checkValues({ allowed = {}, range = {} }: Facts, config: ValueObject): Diagnostic[] {
  const outside = Object.entries(range).flatMap(([path, [min, max]]) =>
    valuesAt(config, path)
      .filter(({ value }) => typeof value === "number" && (value < min || value > max))
      .map(({ value, steps }) =>
        failure("Invalid value", `expected ${path} to be in the range (${min} - ${max}), got ${value}`, steps),
      ),
  );
  const others = Object.entries(allowed).flatMap(([path, values]) =>
    valuesAt(config, path).flatMap((found) => checkAllowed(path, values, found)),
  );
  return [...outside, ...others];
}

function checkCombinations(facts: Facts, config: ValueObject): Diagnostic[] {
  const { atMostOneOf = [], exactlyOneOf = [], requires = [] } = facts;
  const isGiven = (name: string) => given(config[name]) !== "no";
  const known = (name: string) => given(config[name]) !== "perhaps";
  const tooMany = [...atMostOneOf, ...exactlyOneOf].flatMap((group) => {
    const both = group.filter((name) => isGiven(name) && known(name));
    return both.length > 1 ? [failure("Conflicting configuration arguments", `only one of ${both.join(", ")}`)] : [];
  });
  const none = exactlyOneOf
    .filter((group) => !group.some(isGiven))
    .map((group) => failure("Invalid combination of arguments", `one of ${group.join(", ")} must be specified`));
  const alone = requires
    .filter(([name, other]) => isGiven(name) && known(name) && !isGiven(other))
    .map(([name, other]) => failure("Missing required argument", `${name}: ${other} must be specified too`));
  return [...tooMany, ...none, ...alone];
}

function given(value: Value | undefined): "yes" | "no" | "perhaps" {
  if (value instanceof Unknown) return "perhaps";
  return value === null || value === undefined || value === false || (isList(value) && value.length === 0)
    ? "no"
    : "yes";
}
