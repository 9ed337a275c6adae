import type { Settings } from "../output-folder";

/** What Terraform does to a resource. */
export type Action = "no-op" | "create" | "read" | "update" | "delete" | "forget";

/** A plan, as `terraform show -json` writes it: what of it is read here. */
export interface WrittenPlan {
  readonly format_version: string;
  /** A plan is written though something in it failed, such as a precondition. */
  readonly errored?: boolean;
  /** Whether an apply of it does all that the configuration says: not of one with -target. */
  readonly complete?: boolean;
  /** What can be planned only once the rest is applied. */
  readonly deferred_changes?: readonly unknown[];
  readonly resource_changes?: readonly WrittenChange[];
  readonly configuration?: { readonly root_module?: { readonly resources?: readonly PlannedResource[] } };
}

export interface WrittenChange {
  readonly address: string;
  readonly previous_address?: string;
  /** The key of what an apply left behind half-way: the resource at the address is another one. */
  readonly deposed?: string;
  readonly mode: string;
  readonly type: string;
  readonly action_reason?: string;
  readonly change: {
    readonly actions: readonly Action[];
    readonly before?: Settings | null;
    readonly before_sensitive?: unknown;
    readonly after_sensitive?: unknown;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly importing?: object | null;
  };
}

export interface PlannedResource {
  readonly address: string;
  readonly mode: string;
  readonly expressions?: Settings;
}

/** The format that is read here: within a major version, Terraform only adds to it. */
const FORMAT = "1";

/** Why a file is not a plan that can be read; nothing where it is one. */
export function whyNotRead(plan: unknown, file: string): string | undefined {
  const { format_version: format } = (plan ?? {}) as Partial<WrittenPlan>;
  if (typeof format === "string" && format.split(".")[0] !== FORMAT)
    return `has the format ${format}, and can be read only in the format ${FORMAT}`;
  if (typeof format === "string" && isPlanOfChanges(plan as WrittenPlan)) return undefined;
  return isNoPlan(file);
}

export function isNoPlan(file: string): string {
  return `is not a plan: write one by "terraform show -json plan > ${file}"`;
}

/** A plan that changes nothing in a stack without resources has no list of changes. */
function isPlanOfChanges({ resource_changes = [] }: WrittenPlan): boolean {
  return Array.isArray(resource_changes) && resource_changes.every(isChange);
}

function isChange(one: Partial<WrittenChange> | null): boolean {
  const texts = [one?.address, one?.mode, one?.type];
  return texts.every((text) => typeof text === "string") && Array.isArray(one?.change?.actions);
}
