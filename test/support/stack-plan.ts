import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readOutputFolder } from "../../lib/cli/output-folder";
import type { Block } from "./synthesize";

/** What the provider cannot change in what exists: the paths of a resource, or Terraform's own reason. */
export interface Replacement {
  readonly paths?: readonly (readonly (string | number)[])[];
  readonly reason?: string;
  readonly newFirst?: boolean;
}

/** What a provider and a cloud say, and no configuration. */
export interface CloudSays {
  /** What is replaced, by address. */
  readonly replaced?: Readonly<Record<string, Replacement>>;
  /** What the state has of a resource otherwise than the deployed version, by address. */
  readonly before?: Readonly<Record<string, Block>>;
  /** The secrets of a resource as Terraform marks them, by address. */
  readonly sensitive?: Readonly<Record<string, Block>>;
  /** Changes that no difference of the versions makes. */
  readonly others?: readonly Block[];
}

/** The plan, as `terraform show -json` writes it, from one version of a stack to another; to nothing, of its destruction. */
export function planBetween(old: Block = {}, young: Block | undefined, says: CloudSays = {}): Block {
  const [before, after] = [resourcesOf(old), resourcesOf(young ?? {})];
  const addresses = [...new Set([...after.keys(), ...before.keys()])].sort();
  const changes = addresses.map((address) => {
    const [was, is] = [before.get(address), after.get(address)];
    const { paths, reason, newFirst = false } = says.replaced?.[address] ?? {};
    const replacing = newFirst ? ["create", "delete"] : ["delete", "create"];
    const isReplaced = says.replaced?.[address] !== undefined;
    const inPlace = JSON.stringify(was) === JSON.stringify(is) ? ["no-op"] : ["update"];
    const actions = was === undefined ? ["create"] : is === undefined ? ["delete"] : isReplaced ? replacing : inPlace;
    return {
      address,
      mode: "managed",
      type: address.split(".")[0],
      change: {
        actions,
        before: was === undefined ? null : { ...state(was), ...says.before?.[address] },
        after: is === undefined ? null : state(is),
        before_sensitive: says.sensitive?.[address] ?? {},
        ...(paths && { replace_paths: paths }),
      },
      ...(isReplaced && { action_reason: reason ?? "replace_because_cannot_update" }),
    };
  });
  const others = new Set(says.others?.map(({ address }) => address));
  const planned = [...resourcesOf(young ?? old)].map(([address, block]) => ({
    address,
    mode: "managed",
    expressions: expressions(block),
  }));
  return {
    format_version: "1.2",
    resource_changes: [...changes.filter(({ address }) => !others.has(address)), ...(says.others ?? [])],
    configuration: { root_module: { resources: planned } },
  };
}

/** Writes the plans of all stacks of two folders into a new one, as the pipeline does, and gives its path. */
export function writePlans(before: string, after: string, says: Readonly<Record<string, CloudSays>> = {}): string {
  const [old, young] = [before, after].map(
    (folder) => new Map(readOutputFolder(folder).map(({ name, configuration }) => [name, configuration as Block])),
  );
  const folder = mkdtempSync(join(tmpdir(), "plans-"));
  for (const name of new Set([...(old?.keys() ?? []), ...(young?.keys() ?? [])])) {
    const plan = planBetween(old?.get(name), young?.get(name), says[name]);
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(plan));
  }
  return folder;
}

function resourcesOf({ resource = {} }: Block): ReadonlyMap<string, Block> {
  const all = Object.entries<Record<string, Block>>(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, { "//": _, ...block }]): [string, Block] => [`${type}.${name}`, block]),
  );
  return new Map(all);
}

const META = ["depends_on", "lifecycle", "provider", "provisioner"];

/** As a state has it: nested blocks are lists. */
function state(block: Block): Block {
  const own = Object.entries(block).filter(([key]) => !META.includes(key));
  return Object.fromEntries(
    own.map(([key, value]) => [key, isBlock(key, value) ? [state(value)] : Array.isArray(value) ? [...value] : value]),
  );
}

/** As the configuration of a plan has it: plain values, references, and lists of blocks. */
function expressions(block: Block): Block {
  const own = Object.entries(block).filter(([key]) => !META.includes(key));
  return Object.fromEntries(own.map(([key, value]) => [key, expression(key, value)]));
}

function expression(key: string, value: Block[string]): unknown {
  if (Array.isArray(value) && value.some((one) => typeof one === "object"))
    return value.map((one) => expressions(one as Block));
  if (isBlock(key, value)) return [expressions(value)];
  return /\$\{/.test(JSON.stringify(value)) ? { references: [] } : { constant_value: value };
}

/** An object is a block, unless it is a map: of these there are few. */
function isBlock(key: string, value: unknown): value is Block {
  const isMap = ["labels", "metadata", "resource_labels", "tags", "user_labels", "input"].includes(key);
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isMap;
}
