/** Attributes that are maps: their keys are the user's words, and stay as they are. */
const MAPS = new Set([
  "labels",
  "resource_labels",
  "default_labels",
  "node_labels",
  "tags",
  "metadata",
  "resource_manager_tags",
  // Of an output, which may be any value.
  "value",
]);

const REFERENCE = /\$\{((?:data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]+)\.([a-z0-9_]+)((?:\[\d+\]\.[a-z0-9_]+)*)\}/g;

/** The addresses that a configuration names, in references and in `depends_on`. */
export function referencesIn(config: unknown): readonly string[] {
  if (typeof config === "string") return [...config.matchAll(REFERENCE)].map(([, address]) => address as string);
  if (typeof config !== "object" || config === null) return [];
  const { depends_on: dependsOn = [], ...others } = config as { depends_on?: string[] };
  return [...dependsOn, ...Object.values(others).flatMap(referencesIn)];
}

/** A value of Terraform's JSON as JavaScript, with references to the variables of the elements by their address. */
export function javascript(value: unknown, variables: ReadonlyMap<string, string>): string {
  if (typeof value === "string") return text(value, variables);
  if (Array.isArray(value)) return `[${value.map((item) => javascript(item, variables)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const properties = Object.entries(value).map(([key, inner]) => {
    if (key === "depends_on")
      return `dependsOn: [${inner.map((address: string) => variables.get(address)).join(", ")}]`;
    if (MAPS.has(key) && typeof inner === "object" && inner !== null && !Array.isArray(inner))
      return `${camelCase(key)}: ${map(inner, variables)}`;
    return `${camelCase(key)}: ${javascript(inner, variables)}`;
  });
  return `{ ${properties.join(", ")} }`;
}

function map(value: object, variables: ReadonlyMap<string, string>): string {
  const entries = Object.entries(value).map(([key, inner]) => {
    const isMap = typeof inner === "object" && inner !== null && !Array.isArray(inner);
    return `${JSON.stringify(key)}: ${isMap ? map(inner, variables) : javascript(inner, variables)}`;
  });
  return `{ ${entries.join(", ")} }`;
}

function text(value: string, variables: ReadonlyMap<string, string>): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of value.matchAll(REFERENCE)) {
    const [whole, address = "", attribute = "", below = ""] = match;
    const variable = variables.get(address);
    if (variable === undefined) continue;
    if (match.index > end) parts.push(JSON.stringify(value.slice(end, match.index)));
    const steps = [...below.matchAll(/\[(\d+)\]\.([a-z0-9_]+)/g)];
    // A list of what the provider computes is asked for its item; blocks in blocks are one object each.
    const nested = steps.map(([, index, inner = ""]) =>
      steps.length === 1 ? `.get(${index}).${camelCase(inner)}` : `.${camelCase(inner)}`,
    );
    parts.push(`${variable}.${camelCase(attribute)}${nested.join("")}`);
    end = match.index + whole.length;
  }
  if (end < value.length || parts.length === 0) parts.push(JSON.stringify(value.slice(end)));
  return parts.join(" + ");
}

/** `ip_cidr_range` is `ipCidrRange` in the bindings. */
export function camelCase(name: string): string {
  return name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The variable of the element with this number in its stack. */
export function variableOf(index: number): string {
  return `elements[${index}]`;
}
