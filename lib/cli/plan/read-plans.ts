import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Problems } from "../../core/problems";
import type { Settings } from "../output-folder";

/** What Terraform does to a resource. */
export type Action = "no-op" | "create" | "read" | "update" | "delete" | "forget";

/** What a plan does to one resource. */
export interface PlannedChange {
  readonly address: string;
  /** The address that it had before, where a `moved` block gives it another one. */
  readonly previousAddress?: string;
  readonly type: string;
  readonly actions: readonly Action[];
  /** The arguments that cannot be changed in what exists: `node_config.machine_type`. */
  readonly replacePaths: readonly string[];
  /** Terraform's own word for why it replaces or deletes. */
  readonly reason?: string;
  readonly isImported: boolean;
  /** What Terraform knows of it, as it is now. */
  readonly before: Settings;
  /** The arguments whose values are secrets. */
  readonly isSensitive: (argument: string) => boolean;
}

/** The plan of one stack, as `terraform show -json` writes it. */
export interface StackPlan {
  readonly file: string;
  readonly changes: readonly PlannedChange[];
  /** The resources of the configuration that was planned, by their addresses, with what is written there. */
  readonly planned: ReadonlyMap<string, Settings>;
}

/** The plans of a folder: one of each stack whose plan is there, and the stacks whose plan failed. */
export interface Plans {
  readonly of: ReadonlyMap<string, StackPlan>;
  readonly failed: ReadonlySet<string>;
}

/**
 * Reads a folder in which `<stack>.json` is the plan of a stack, as `terraform show -json` writes it. Where there is a `<stack>.code`,
 * it has the exit status of `terraform plan -detailed-exitcode`.
 *
 * @throws `ValidationError` for a folder that there is not, and for a file that is not a plan
 */
export function readPlans(folder: string): Plans {
  return Problems.of(folder, (problems) => {
    if (!existsSync(folder)) {
      problems.conflict(["--plans"], "there is no such folder");
      return { of: new Map(), failed: new Set() };
    }
    const files = readdirSync(folder).sort();
    const named = (ending: string) =>
      files.flatMap((file) => (file.endsWith(ending) ? [file.slice(0, -ending.length)] : []));
    const codes = named(".code").filter((stack) => readFileSync(join(folder, `${stack}.code`), "utf8").trim() === "1");
    const failed = new Set(codes);
    const plans = named(".json").flatMap((stack): [string, StackPlan][] => {
      // The file is of a run before the one that failed.
      if (failed.has(stack)) return [];
      const plan = readPlan(problems, join(folder, `${stack}.json`), `${stack}.json`);
      return plan === undefined ? [] : [[stack, plan]];
    });
    return { of: new Map(plans), failed };
  });
}

interface WrittenPlan {
  readonly format_version?: string;
  readonly resource_changes?: readonly WrittenChange[];
  readonly configuration?: { readonly root_module?: { readonly resources?: readonly PlannedResource[] } };
}

interface WrittenChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly mode: string;
  readonly type: string;
  readonly action_reason?: string;
  readonly change: {
    readonly actions: readonly Action[];
    readonly before: Settings | null;
    readonly before_sensitive?: unknown;
    readonly after_sensitive?: unknown;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly importing?: object | null;
  };
}

interface PlannedResource {
  readonly address: string;
  readonly mode: string;
  readonly expressions?: Settings;
}

function readPlan(problems: Problems, path: string, file: string): StackPlan | undefined {
  try {
    const plan: WrittenPlan = JSON.parse(readFileSync(path, "utf8"));
    // A plan that changes nothing in a stack without resources has no list of changes.
    if (plan.format_version !== undefined && plan.configuration !== undefined) return stackPlan(plan, file);
  } catch (error) {
    problems.conflict([file], `cannot be read (${(error as Error).message})`);
    return undefined;
  }
  problems.conflict([file], `is not a plan: write one by "terraform show -json plan > ${file}"`);
  return undefined;
}

function stackPlan({ resource_changes = [], configuration }: WrittenPlan, file: string): StackPlan {
  const managed = (one: { readonly mode: string }) => one.mode === "managed";
  const resources = (configuration?.root_module?.resources ?? []).filter(managed);
  return {
    file,
    changes: resource_changes.filter(managed).map(plannedChange),
    planned: new Map(resources.map(({ address, expressions = {} }) => [address, expressions])),
  };
}

function plannedChange({ address, previous_address, type, action_reason, change }: WrittenChange): PlannedChange {
  const paths = (change.replace_paths ?? []).map((path) => path.filter((step) => typeof step === "string").join("."));
  const masks = [change.before_sensitive, change.after_sensitive];
  return {
    address,
    ...(previous_address === undefined ? {} : { previousAddress: previous_address }),
    type,
    actions: change.actions,
    replacePaths: [...new Set(paths)],
    ...(action_reason === undefined ? {} : { reason: action_reason }),
    isImported: change.importing !== undefined && change.importing !== null,
    before: change.before ?? {},
    isSensitive: (argument) => masks.some((mask) => isMasked(mask, argument.split("."))),
  };
}

/** Whether a value, or one inside it, is marked: Terraform writes `true` at its place. */
function isMasked(mask: unknown, [step, ...rest]: readonly string[]): boolean {
  if (mask === true) return true;
  if (Array.isArray(mask)) return mask.some((one) => isMasked(one, step === undefined ? [] : [step, ...rest]));
  if (typeof mask !== "object" || mask === null) return false;
  if (step === undefined) return Object.values(mask).some((one) => isMasked(one, []));
  return isMasked((mask as Settings)[step], rest);
}
