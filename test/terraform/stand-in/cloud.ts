import { createHash } from "node:crypto";
import { Leftovers } from "./leftovers";
import { refusalOfSecond } from "./once";
import { refusalOfRecord } from "./route53";
import { refusalOfUpdate } from "./updates";
import { pathIn, refers } from "./uses";
import { isObject, textsIn, type Value, type ValueObject } from "./values";

export interface Operation {
  readonly action: "create" | "update" | "delete";
  readonly type: string;
  readonly id: string;
}

/** How an operation goes wrong: before anything was done, or after it was done and before that was heard of. */
export type Fault = "before" | "after";

/** What a cloud answers instead of doing what it was told. */
export class CloudError extends Error {}

/**
 * The resources that exist, in memory.
 *
 * Like the real ones it refuses a name that is taken, a reference to what does not exist, and the end of what is in
 * use: so a wrong order, or a name that two stacks spell differently, is found.
 */
export class Cloud {
  /** All that was done, in order. */
  public readonly journal: Operation[] = [];
  /** Decides which operations fail. */
  public fault: (operation: Operation) => Fault | undefined = () => undefined;
  /** Sees the cloud after each single operation. */
  public watch: (operation: Operation) => void = () => undefined;
  /** What is no longer configured, and holds all the same. */
  public readonly leftovers = new Leftovers();
  private readonly resources = new Map<string, ValueObject>();
  private readonly changed = new Set<string>();

  /** The identities of all that exists. */
  public get ids(): string[] {
    return [...this.resources.values()].map(({ id }) => String(id)).sort();
  }

  /** All resources of a type. */
  public all(type: string): ValueObject[] {
    return [...this.resources].filter(([held]) => held.startsWith(`${type} `)).map(([, value]) => value);
  }

  /** All resources, with their types. */
  public get everything(): (readonly [type: string, resource: ValueObject])[] {
    return [...this.resources].map(([held, value]) => [typeIn(held), value] as const);
  }

  public has(type: string, id: string): boolean {
    return this.resources.has(key(type, id));
  }

  public read(type: string, id: string): ValueObject | undefined {
    return this.resources.get(key(type, id));
  }

  /** Creates a resource, or changes it. The project is the one whose names are all known here. */
  public write(action: "create" | "update", type: string, value: ValueObject, project: Value | undefined): void {
    const id = String(value.id);
    if (action === "create" && this.has(type, id)) throw new CloudError(`Error 409: ${type} "${id}" already exists`);
    for (const path of textsIn(value).flatMap((text) => pathIn(text) ?? [])) {
      if (path !== id && path.startsWith(`projects/${project}/`) && !this.hasPath(path)) {
        throw new CloudError(`Error 404: The resource "${path}" was not found`);
      }
    }
    const others = this.all(type).filter((other) => other.id !== id);
    const second = refusalOfSecond(type, value, others);
    if (second !== undefined) throw new CloudError(`Error 400: Invalid value of ${type} "${id}": ${second}`);
    const before = action === "update" ? this.read(type, id) : undefined;
    const update = before && refusalOfUpdate(type, before, value);
    if (update !== undefined) throw new CloudError(`Error 412: ${type} "${id}": ${update}`);
    const refusal = type === "aws_route53_record" ? refusalOfRecord(value, this.all(type)) : undefined;
    if (refusal !== undefined) throw new CloudError(`Error 400: InvalidChangeBatch: ${id}: ${refusal}`);
    this.perform({ action, type, id }, () => this.resources.set(key(type, id), value));
  }

  public delete(type: string, value: ValueObject): void {
    const id = String(value.id);
    const user = [...this.resources].find(
      ([other, held]) =>
        other !== key(type, id) &&
        (textsIn(held).some((text) => pathIn(text) === id) || refers(typeIn(other), held, type, value)),
    );
    if (user) throw new CloudError(`Error 400: The resource "${id}" is already being used by "${user[1].id}"`);
    this.perform({ action: "delete", type, id }, () => this.resources.delete(key(type, id)));
  }

  /** Changes a resource behind Terraform's back. */
  public change(type: string, id: string, to: ValueObject): void {
    const held = this.read(type, id);
    if (held === undefined) throw new Error(`there is no ${type} "${id}"`);
    this.resources.set(key(type, id), { ...held, ...to });
    this.changed.add(key(type, id));
  }

  /** A resource that somebody changed behind Terraform's back, as it is now. */
  public changedByHand(type: string, id: string): ValueObject | undefined {
    return this.changed.has(key(type, id)) ? this.read(type, id) : undefined;
  }

  /** Takes a resource away behind Terraform's back. */
  public lose(type: string, id: string): void {
    if (!this.resources.delete(key(type, id))) throw new Error(`there is no ${type} "${id}"`);
  }

  private hasPath(path: string): boolean {
    return [...this.resources.values()].some(({ id }) => id === path);
  }

  private perform(operation: Operation, act: () => void): void {
    const fault = this.fault(operation);
    if (fault === "before") throw new CloudError(`Error 503: ${operation.action} of ${operation.id} was not possible`);
    act();
    this.journal.push(operation);
    this.watch(operation);
    if (fault === "after") throw new CloudError(`Error 504: no answer to the ${operation.action} of ${operation.id}`);
  }
}

const key = (type: string, id: string) => `${type} ${id}`;
const typeIn = (key: string) => key.slice(0, key.indexOf(" "));

/** How the cloud names a new resource: by what the user chose, or by a number of its own. */
export function identityOf(
  type: string,
  config: ValueObject,
  provider: ValueObject,
  isTaken: (id: string) => boolean,
): string {
  const text = (name: string) => (typeof config[name] === "string" ? config[name] : undefined);
  if (type === "aws_route53_record") {
    return ["zone_id", "name", "type", "set_identifier"].flatMap((part) => text(part) ?? []).join("_");
  }
  const [cloud = ""] = type.split("_");
  const name = text("name") ?? text("account_id");
  if (cloud === "google" && name !== undefined) {
    const parent = text("cluster") ?? text("map") ?? text("key_ring");
    if (parent !== undefined) return `${parent}/${collectionOf(type)}/${name}`;
    const project = text("project") ?? provider.project;
    const router = text("router");
    const collection = router === undefined ? collectionOf(type) : `${collectionOf(type)}/${router.split("/").at(-1)}`;
    return `projects/${project}/${placeOf(type, text, provider)}/${collection}/${name}`;
  }
  for (let count = 0; ; count++) {
    const id = createHash("sha256")
      .update(JSON.stringify([type, plain(config), count]))
      .digest("hex")
      .slice(0, 24);
    if (!isTaken(id)) return id;
  }
}

/** Where a resource of Google's is. A region that is left out is the provider's. */
function placeOf(type: string, text: (name: string) => string | undefined, provider: ValueObject): string {
  const location = text("location");
  if (location !== undefined) return `locations/${location}`;
  const zone = text("zone");
  if (zone !== undefined) return `zones/${zone}`;
  const region = text("region") ?? (REGIONAL.test(type) ? provider.region : undefined);
  return region ? `regions/${region}` : "global";
}

const REGIONAL = /_(subnetwork|router|ha_vpn_gateway|vpn_tunnel)$/;

/** `google_compute_global_address` is one of the `addresses`. */
function collectionOf(type: string): string {
  const words = type.replace(/^google_(compute|container|certificate_manager)?_?(global_|ha_)?/, "").split("_");
  const camel = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
  return camel
    .replace(/([^aeiou])y$/, "$1ie")
    .replace(/(s|h)$/, "$1e")
    .concat("s");
}

/** What is known of a value, for a digest. */
function plain(value: Value): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, plain(of)]));
  return typeof value === "object" ? null : value;
}
