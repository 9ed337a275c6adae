import { memberOf } from "../../google/service-accounts";
import type { Settings, SynthesizedStack } from "../output-folder";
import { isRecord, textOf } from "./existing";
import { filledIn, IMPORTABLE } from "./importable-types";

/** In place of what only an apply tells. */
export const UNKNOWN = Symbol("unknown");

/** A resource that a program makes. */
export interface Configured {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  /** Its arguments, with what they refer to in place of the references. */
  readonly settings: Settings;
  /** The addresses of what it refers to, in its own stack. */
  readonly refersTo: readonly string[];
  /** The arguments whose changes Terraform ignores. */
  readonly ignored: readonly string[];
  /** What it would be imported by; nothing where only an apply tells. */
  readonly id?: string;
}

const SETTINGS_OF_TERRAFORM = ["//", "lifecycle", "depends_on", "provider", "provisioner", "for_each", "count"];

/** All resources of the stacks, but those that stand in a state alone. */
export function configuredIn(stacks: readonly SynthesizedStack[]): readonly Configured[] {
  return stacks.flatMap((stack) => {
    const { resource = {} } = stack.configuration;
    return Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named)
        .filter(() => type !== "terraform_data")
        .map(([name, block]) => configuredOf(stack, type, name, block)),
    );
  });
}

function configuredOf(stack: SynthesizedStack, type: string, name: string, block: Settings): Configured {
  const reader = new References(stack);
  return {
    stack: stack.name,
    address: `${type}.${name}`,
    type,
    settings: reader.settings(block),
    refersTo: [...JSON.stringify(block).matchAll(/\$\{(\w+\.[\w-]+)\.\w/g)].flatMap(([, to]) => to ?? []),
    ignored: ignoreChangesOf(block).map((path) => path.replaceAll(/\[\d+\]/g, "")),
    id: reader.idOf(type, block),
  };
}

function ignoreChangesOf({ lifecycle }: Settings): readonly string[] {
  const { ignore_changes: listed } = (isRecord(lifecycle) ? lifecycle : {}) as { ignore_changes?: unknown };
  return Array.isArray(listed) ? listed.map(String) : listed === "all" ? ["all"] : [];
}

/** Puts what is referred to in place of references, as far as a configuration has it. */
class References {
  constructor(private readonly stack: SynthesizedStack) {}

  public settings(block: Settings): Settings {
    const own = Object.entries(block).filter(([name]) => !SETTINGS_OF_TERRAFORM.includes(name));
    return Object.fromEntries(own.map(([name, value]) => [name, this.resolved(value)]));
  }

  public idOf(type: string, block: Settings): string | undefined {
    const template = IMPORTABLE[type]?.id;
    return template === undefined ? undefined : this.filledIn(template, block);
  }

  private filledIn(template: string, block: Settings): string | undefined {
    const provider = this.providerOf(block);
    return filledIn(template, (argument) => {
      const value = this.resolved(block[argument] ?? provider[argument]);
      return typeof value === "string" ? value : undefined;
    });
  }

  /** The settings of its provider, which say its project. */
  private providerOf({ provider }: Settings): Settings {
    const all = this.stack.configuration.provider?.google ?? [];
    const alias = textOf(provider)?.split(".")[1];
    return all.find((one) => one.alias === alias) ?? all[0] ?? {};
  }

  private resolved(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.resolved(one));
    if (isRecord(value))
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.resolved(one)]));
    if (typeof value !== "string" || !value.includes("${")) return value;
    const parts = value.split(/(\$\{[^}]*\})/).map((part) => (part.startsWith("${") ? this.referred(part) : part));
    return parts.some((part) => typeof part !== "string") ? UNKNOWN : parts.join("");
  }

  /** The value of `${google_compute_network.network.id}`. */
  private referred(reference: string): unknown {
    const [, type = "", name = "", attribute = ""] = /^\$\{(\w+)\.([\w-]+)\.(\w+)\}$/.exec(reference) ?? [];
    const block = this.stack.configuration.resource?.[type]?.[name];
    if (block === undefined) return UNKNOWN;
    const value = block[attribute];
    if (value !== undefined) return this.resolved(value);
    const { id, path = id } = IMPORTABLE[type] ?? {};
    if (path === undefined) return UNKNOWN;
    if (attribute === "id" || attribute === "self_link") return this.filledIn(path, block) ?? UNKNOWN;
    const email = type === "google_service_account" ? this.filledIn(path, block)?.split("/").at(-1) : undefined;
    if (email === undefined) return UNKNOWN;
    return attribute === "email" ? email : attribute === "member" ? memberOf(email) : UNKNOWN;
  }
}
