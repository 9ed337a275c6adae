import { isList, isObject, Unknown, type Value, type ValueObject } from "./values";

/**
 * What was once in the configuration, is no longer, and holds all the same: the provider takes what is left out for "as it is" where a
 * setting is optional and computed. Whoever takes a setting away believes that it is gone.
 */
export class Leftovers {
  private readonly told = new Map<string, ReadonlySet<string>>();
  private readonly found = new Set<string>();

  /** Notes what a resource is configured with. */
  public tell(resource: string, config: ValueObject): void {
    this.told.set(resource, pathsIn(config));
  }

  /** Looks for settings that a plan keeps although the configuration has them no longer. */
  public look(resource: string, config: ValueObject, planned: ValueObject): void {
    const [given, kept] = [pathsIn(config), pathsIn(planned)];
    const left = [...(this.told.get(resource) ?? [])].filter((path) => !given.has(path) && kept.has(path));
    for (const path of left) {
      // What is within something that is left stays with it.
      if (!left.some((other) => path.startsWith(`${other}.`))) this.found.add(`${resource}: ${path}`);
    }
  }

  /** What was found since it was last asked. */
  public take(): readonly string[] {
    const all = [...this.found].sort();
    this.found.clear();
    return all;
  }
}

/** The paths of all that is set, from the outside in. */
function pathsIn(value: ValueObject): ReadonlySet<string> {
  const paths = new Set<string>();
  const add = (one: Value, path: string): void => {
    if (one === null || one instanceof Unknown || (isList(one) && one.length === 0)) return;
    if (path !== "") paths.add(path);
    if (isList(one)) for (const element of one) if (isObject(element)) addAll(element, path);
    if (isObject(one)) addAll(one, path);
  };
  const addAll = (one: ValueObject, path: string): void => {
    for (const [name, inner] of Object.entries(one)) add(inner, path === "" ? name : `${path}.${name}`);
  };
  addAll(value, "");
  return paths;
}
