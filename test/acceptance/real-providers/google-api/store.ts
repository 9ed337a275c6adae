import type { Block } from "../../../support/synthesize";
import { pathIn } from "../../../terraform/stand-in/uses";
import { ApiError, notFound } from "./call";

/** The resources that exist, by the API and their path: `compute/projects/acme/global/networks/acme`. */
export class Store {
  private readonly resources = new Map<string, Block>();
  private readonly policies = new Map<string, Block>();
  private count = 0;

  /** Whether the organization's policy refuses disks without a key of its own. */
  public demandsKeys = false;

  /** A number that no resource has yet. */
  public next(): number {
    return ++this.count;
  }

  public get keys(): string[] {
    return [...this.resources.keys()].sort();
  }

  public has(key: string): boolean {
    return this.resources.has(key);
  }

  public read(key: string): Block {
    const held = this.resources.get(key);
    if (held === undefined) throw notFound(key);
    return held;
  }

  /** What is directly below a path, with its keys. */
  public below(collection: string): (readonly [key: string, held: Block])[] {
    return [...this.resources].filter(([key]) => key.slice(0, key.lastIndexOf("/")) === collection);
  }

  public create(key: string, value: Block): void {
    if (this.has(key)) throw new ApiError(409, "alreadyExists", `The resource '${key}' already exists`);
    this.refuseUnknown(key, value);
    this.resources.set(key, value);
  }

  public change(key: string, value: Block): void {
    this.read(key);
    this.refuseUnknown(key, value);
    this.resources.set(key, value);
  }

  public delete(key: string): void {
    this.read(key);
    const path = pathIn(key);
    const user = [...this.resources].find(
      ([other, held]) => other !== key && path !== undefined && textsIn(held).some((text) => pathIn(text) === path),
    );
    if (user) {
      const message = `The resource '${path}' is already being used by '${user[0]}'`;
      throw new ApiError(400, "resourceInUseByAnotherResource", message);
    }
    this.resources.delete(key);
    for (const below of this.keys.filter((one) => one.startsWith(`${key}/`))) this.resources.delete(below);
  }

  /** Who may do what with a resource. */
  public policyOf(key: string): Block {
    return this.policies.get(key) ?? { version: 1, etag: "BwAAAAAAAAA=" };
  }

  /** A policy of somebody who read another one is refused: the provider reads it again. */
  public setPolicy(key: string, policy: Block): Block {
    const { etag } = this.policyOf(key);
    if (policy.etag !== undefined && policy.etag !== etag) {
      throw new ApiError(
        409,
        "aborted",
        "There were concurrent policy changes. Please retry the whole read-modify-write",
      );
    }
    const set = { ...policy, etag: Buffer.from(`policy ${this.next()}`).toString("base64") };
    this.policies.set(key, set);
    return set;
  }

  /** All policies that grant anything. */
  public get grants(): string[] {
    return [...this.policies].filter(([, { bindings = [] }]) => bindings.length > 0).map(([key]) => key);
  }

  private refuseUnknown(key: string, value: Block): void {
    const own = pathIn(key);
    const known = new Set([...this.resources.keys()].flatMap((one) => pathIn(one) ?? []));
    const project = /projects\/[^/]+\//.exec(key)?.[0];
    for (const path of textsIn(value).flatMap((text) => pathIn(text) ?? [])) {
      if (path !== own && !known.has(path) && path.startsWith(project ?? "-")) throw notFound(path);
    }
  }
}

export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
