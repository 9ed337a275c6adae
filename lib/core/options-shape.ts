import { distance } from "fastest-levenshtein";
import { isInstance, kindOf, type OptionsKind, propertiesOf } from "./options-kinds";
import { Problems, type PropertyPath } from "./problems";
import { isUnknown } from "./tokens";
import { isPlain } from "./validation-error";

/** More properties than these are not listed: the reference has them. */
const MOST_LISTED = 12;

/** A name that is a part of more than these is meant by none of them, and a shorter part is in many. */
const MOST_MEANT = 3;
const SHORTEST_PART = 3;

/** Where a secret may stand by mistake. Their own checks refuse what is wrong without showing it, which is done here. */
const NEVER_SHOWN: readonly string[] = ["SecretReference"];

/**
 * Values of labels and taints: to Kubernetes and Google Cloud an empty one is a value like another.
 *
 * Sources: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set and
 * https://cloud.google.com/resource-manager/docs/labels-overview#requirements
 */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set([
  "labels",
  "nodeLabels",
  "resourceLabels",
  "NodeTaint.value",
  "WorkerTaint.value",
]);

/**
 * Checks that an object has the properties of an options type and no others, at any depth, each of the right type.
 *
 * The compiler does that for a program in TypeScript, unless it only strips the types. What the values mean is checked by
 * those who use them, and they may then trust the types.
 */
export function checkShape(problems: Problems, value: unknown, type: string): void {
  const kind: OptionsKind = { kind: "options", name: type };
  if (problems.check("props", value, (props) => isOfKind(props, kind), describe(kind), "shape")) {
    checkKind(problems, "", value, kind);
  }
}

/**
 * The same for the options of a function, or of a method that makes an object: `Link.haVpn`.
 *
 * @param name what the user calls it
 * @throws one `ValidationError` with every problem
 */
export function validateShape(name: string, value: unknown, type: string): void {
  Problems.of(name, (problems) => checkShape(problems, value, type));
}

/**
 * The same for what a function is given, each by the name of its parameter and its kind in the words of the table of options.
 *
 * @param parameters such as `{ plan: [plan, "AddressPlan"], regions: [regions, "map<string, PlannedRegion>"] }`
 * @throws one `ValidationError` with every problem
 */
export function validateParameters(
  name: string,
  parameters: { readonly [parameter: string]: readonly [value: unknown, kind: string] },
): void {
  Problems.of(name, (problems) => {
    for (const [parameter, [value, kind]] of Object.entries(parameters)) {
      checkKind(problems, parameter, value, kindOf(kind));
    }
  });
}

function checkKind(
  problems: Problems,
  property: PropertyPath,
  value: unknown,
  kind: OptionsKind,
  mayBeEmpty = false,
): void {
  if (kind.kind === "options" && NEVER_SHOWN.includes(kind.name)) return;
  if (isUnknown(value)) {
    if (!mayBeUnknown(value, kind)) problems.known(property, value, describe(kind));
    return;
  }
  const fitting = kind.kind === "either" ? closest(value, kind.of) : kind;
  if (fitting === undefined || !isOfKind(value, fitting)) {
    // The text of a secret must not appear in an error.
    const isText = typeof value === "string" && kind.kind === "instance" && kind.name === "Secret";
    if (!refuseByValue(problems.at(property), value, kind)) {
      problems.refuse(property, isText ? "a text" : value, describe(kind), "shape");
    }
    return;
  }
  // In Terraform an empty text means in some places that nothing is configured, and in others it is a value that nobody can have.
  if (value === "" && fitting.kind === "string" && !mayBeEmpty)
    problems.refuse(property, value, "a string that is not empty", "shape");
  if (!isObject(value)) return;
  const below = problems.at(property);
  if (fitting.kind === "options") checkProperties(below, value, fitting.name);
  if (fitting.kind !== "list" && fitting.kind !== "map") return;
  // Nothing can be called by it, and a path would not show it.
  if (fitting.kind === "map" && Object.hasOwn(value, "")) below.refuse("", "", "keys that are not empty", "shape");
  // A list that is copied has no holes, which Object.entries would skip.
  for (const [key, one] of Object.entries(Array.isArray(value) ? [...value] : value)) {
    // JSON leaves it out: `{ resource, data: undefined }` is a configuration.
    if (fitting.kind === "map" && fitting.of.kind === "unknown" && one === undefined) continue;
    checkKind(below, [key], one, fitting.of, mayBeEmpty);
  }
}

function checkProperties(problems: Problems, value: object, type: string): void {
  const properties = propertiesOf(type);
  const object = value as { readonly [key: string]: unknown };
  // An object of a class may have more than the interface that it serves as.
  for (const key of isPlain(value) ? Object.keys(value) : []) {
    if (object[key] !== undefined && !properties.has(key)) {
      const message = `is not a property of ${type}: ${advice(key, [...properties.keys()])}`;
      problems.conflict([key], message, "shape");
    }
  }
  for (const [key, { kind, required }] of properties) {
    const mayBeEmpty = MAY_BE_EMPTY.has(key) || MAY_BE_EMPTY.has(`${type}.${key}`);
    if (object[key] !== undefined) checkKind(problems, [key], object[key], kind, mayBeEmpty);
    else if (required) problems.refuse(key, undefined, describe(kind), "shape");
  }
}

/** Of kinds that are told apart by the value of a property, refuses that value alone: `strategy` of an upgrade. */
function refuseByValue(problems: Problems, value: unknown, kind: OptionsKind): boolean {
  if (kind.kind !== "either" || !isObject(value) || !isPlain(value)) return false;
  const [first = [], ...others] = kind.of.map(tellingProperties);
  const [key, own] = first.find(([name]) => others.every((all) => all.some(([other]) => other === name))) ?? [];
  if (key === undefined || own === undefined) return false;
  const values = [own, ...others.flatMap((all) => all.flatMap(([name, other]) => (name === key ? [other] : [])))];
  problems.refuse(
    key,
    (value as { readonly [key: string]: unknown })[key],
    describe({ kind: "either", of: values }),
    "one-of",
  );
  return true;
}

/** The properties of which an options type has one value each. */
function tellingProperties(kind: OptionsKind): readonly (readonly [string, OptionsKind])[] {
  if (kind.kind !== "options") return [];
  return [...propertiesOf(kind.name)].flatMap(([key, property]) =>
    property.required && property.kind.kind === "value" ? [[key, property.kind] as const] : [],
  );
}

/** Of the kinds that a value may be, the one whose properties are called most like its own. */
function closest(value: unknown, kinds: readonly OptionsKind[]): OptionsKind | undefined {
  // A code of a country may be any of hundreds of texts.
  if (!isObject(value)) return kinds.find((one) => isOfKind(value, one));
  const fitting = kinds.filter((one) => isOfKind(value, one));
  if (fitting.length < 2) return fitting[0];
  const keys = Object.keys(value);
  const distanceTo = (kind: OptionsKind): number => {
    const names = kind.kind === "options" ? [...propertiesOf(kind.name).keys()] : [];
    return keys.reduce((sum, key) => sum + Math.min(key.length, ...names.map((name) => unlike(key, name))), 0);
  };
  const distances = fitting.map(distanceTo);
  return fitting[distances.indexOf(Math.min(...distances))];
}

function advice(key: string, names: readonly string[]): string {
  const [nearest = ""] = [...names].sort((one, other) => unlike(key, one) - unlike(key, other));
  if (unlike(key, nearest) <= 2) return `did you mean ${nearest}?`;
  const akin = names.filter((name) => holds(name, key) || holds(key, name));
  if (akin.length > 0 && akin.length <= MOST_MEANT) return `did you mean ${inWords(akin)}?`;
  return names.length > MOST_LISTED ? "see the reference" : names.join(", ");
}

/** Whether a name is a part of another: `labels` of `nodeLabels`. */
function holds(whole: string, part: string): boolean {
  return part.length >= SHORTEST_PART && whole.toLowerCase().includes(part.toLowerCase());
}

function unlike(one: string, other: string): number {
  return distance(one.toLowerCase(), other.toLowerCase());
}

/**
 * Whether only Terraform may know a value of this kind. What has keys or methods is taken apart at synthesis, whoever uses it, and so
 * is a list, for which cdktf has a token of its own.
 */
function mayBeUnknown(value: unknown, kind: OptionsKind): boolean {
  switch (kind.kind) {
    case "list":
      return Array.isArray(value);
    case "map":
    case "options":
      return false;
    case "instance":
      return isOfKind(value, kind);
    case "either":
      return kind.of.some((one) => mayBeUnknown(value, one));
    default:
      return true;
  }
}

/** Whether a value is what its kind says, at the outermost level. */
function isOfKind(value: unknown, kind: OptionsKind): boolean {
  switch (kind.kind) {
    case "unknown":
      return value !== undefined && value !== null;
    case "never":
      return true;
    case "dependable":
      return isObject(value) && "fqn" in value;
    case "value":
      // Whoever uses it checks which of them is allowed, in their own words.
      return typeof value === typeof kind.value && (typeof value !== "boolean" || value === kind.value);
    case "list":
      return Array.isArray(value);
    case "map":
      return isObject(value) && isPlain(value);
    case "options":
      return isObject(value) && !Array.isArray(value) && hasValues(value, kind.name) && mayServeAs(value, kind.name);
    case "instance":
      return isObject(value) && isInstance(value, kind.name);
    case "either":
      return kind.of.some((one) => isOfKind(value, one));
    default:
      return typeof value === kind.kind;
  }
}

/** Whether an object is plain or, as of a class, has at least one of these properties: a `Date` has none of any. */
function mayServeAs(value: object, type: string): boolean {
  return isPlain(value) || [...propertiesOf(type).keys()].some((key) => key in value);
}

/** Whether an object is this one of several: `{ strategy: "SURGE", … }`. */
function hasValues(value: object, type: string): boolean {
  return [...propertiesOf(type)].every(([key, { kind, required }]) => {
    const found = (value as { readonly [key: string]: unknown })[key];
    return !required || kind.kind !== "value" || found === undefined || isUnknown(found) || found === kind.value;
  });
}

function describe(kind: OptionsKind): string {
  switch (kind.kind) {
    case "string":
      return "a string";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    case "function":
      return "a function";
    case "dependable":
      return "a resource, a data source or a module";
    case "value":
      return JSON.stringify(kind.value);
    case "list":
      return "a list";
    case "map":
      return "an object with keys of your own";
    case "instance":
      return `an instance of ${kind.name}`;
    case "options": {
      const required = [...propertiesOf(kind.name)].filter(([, property]) => property.required).map(([key]) => key);
      return required.length === 0 ? "an object" : `an object with ${required.join(", ")}`;
    }
    case "either": {
      return inWords([...new Set(kind.of.map(describe))]);
    }
    default:
      return "a value";
  }
}

/** `A, B or C` */
function inWords(words: readonly string[]): string {
  return [words.slice(0, -1).join(", "), ...words.slice(-1)].filter((word) => word !== "").join(" or ");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
