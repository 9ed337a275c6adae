import type { Settings } from "../output-folder";
import { type Existing, type FoundThings, isRecord, SECRET, textOf } from "./existing";

/** A resource as a state has it: of `terraform show -json` or, with all its instances, of the state itself. */
interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly address?: string;
  readonly module?: string;
  readonly values?: Settings;
  readonly sensitive_values?: unknown;
  readonly instances?: readonly {
    readonly index_key?: string | number;
    readonly attributes?: Settings;
    readonly sensitive_attributes?: unknown;
    readonly deposed?: string;
  }[];
}

interface StateModule {
  readonly resources?: readonly StateResource[];
  readonly child_modules?: readonly StateModule[];
}

/** Whether a file is a state, or what `terraform show -json` prints of one or of a plan. */
export function isState(content: unknown): boolean {
  if (!isRecord(content)) return false;
  const isShown = isRecord(content.values) || (isRecord(content.prior_state) && "planned_values" in content);
  return "terraform_version" in content && (isShown || Array.isArray(content.resources));
}

/** The resources of a state, without anything that is marked as secret in it. */
export function readState(content: unknown): FoundThings {
  const state = content as {
    readonly values?: { readonly root_module?: StateModule };
    readonly prior_state?: { readonly values?: { readonly root_module?: StateModule } };
    readonly resources?: readonly StateResource[];
  };
  const shown = (state.values ?? state.prior_state?.values)?.root_module;
  const resources = Array.isArray(state.resources) ? state.resources : resourcesBelow(shown ?? {});
  const managed = resources.filter((one) => isRecord(one) && one.mode === "managed" && textOf(one.type) !== undefined);
  return { things: managed.flatMap(existingOf), leftOut: [] };
}

function resourcesBelow({ resources = [], child_modules = [] }: StateModule): readonly StateResource[] {
  return [...resources, ...child_modules.flatMap(resourcesBelow)];
}

function existingOf(resource: StateResource): readonly Existing[] {
  const { type, address, values, sensitive_values, instances = [] } = resource;
  if (isRecord(values)) return [{ type, address, ...known(withoutMarked(values, sensitive_values)) }];
  return instances.flatMap(({ attributes, sensitive_attributes, index_key, deposed }) => {
    if (!isRecord(attributes) || deposed !== undefined) return [];
    const marked = markedBy(sensitive_attributes);
    return [{ type, address: addressOf(resource, index_key), ...known(withoutMarked(attributes, marked)) }];
  });
}

function known(settings: Settings): Pick<Existing, "settings" | "id"> {
  return { settings, id: textOf(settings.id) };
}

function addressOf({ module, type, name }: StateResource, key: string | number | undefined): string {
  const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
  return [...(module === undefined ? [] : [module]), `${type}.${name}${index}`].join(".");
}

/** The values without those that a provider marks as sensitive, by a tree of `true`. */
function withoutMarked(values: Settings, marks: unknown): Settings {
  const markOf = (name: string) => (isRecord(marks) ? marks[name] : undefined);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, withoutMarkedIn(value, markOf(name))]),
  );
}

function withoutMarkedIn(value: unknown, mark: unknown): unknown {
  if (mark === true) return SECRET;
  if (Array.isArray(value)) {
    return value.map((one, index) => withoutMarkedIn(one, Array.isArray(mark) ? mark[index] : undefined));
  }
  return isRecord(value) ? withoutMarked(value, mark) : value;
}

/** The tree of `true` that a list of paths stands for: `[[{ "type": "get_attr", "value": "shared_secret" }]]`. */
function markedBy(paths: unknown): Settings {
  const first = (Array.isArray(paths) ? paths : []).flatMap((path) => {
    const [step] = Array.isArray(path) ? path : [];
    // What is below a marked argument stays unread with it.
    return isRecord(step) && typeof step.value === "string" ? [step.value] : [];
  });
  return Object.fromEntries(first.map((name) => [name, true]));
}
