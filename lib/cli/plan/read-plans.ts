import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Problems } from "../../core/problems";
import type { Settings } from "../output-folder";
import { isMasked, unmasked } from "./masks";
import { type Action, isNoPlan, type WrittenChange, type WrittenPlan, whyNotRead } from "./written-plan";

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
  /** Whether it is what an apply left behind half-way: there is another one at its address, which is the live one. */
  readonly isLeftBehind: boolean;
  /** What Terraform knows of it, as it is now. */
  readonly before: Settings;
  /** The arguments whose values are secrets. */
  readonly isSensitive: (argument: string) => boolean;
  /** Settings of the resource without the values that are secrets. */
  readonly withoutSecrets: (settings: Settings) => Settings;
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
  /** The stacks whose plan leaves out some of what changes. */
  readonly partial: ReadonlySet<string>;
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
      return { of: new Map(), failed: new Set(), partial: new Set() };
    }
    const files = readdirSync(folder).sort();
    const named = (ending: string) =>
      files.flatMap((file) => (file.endsWith(ending) ? [file.slice(0, -ending.length)] : []));
    const codes = named(".code").filter((stack) => readFileSync(join(folder, `${stack}.code`), "utf8").trim() === "1");
    // The file of such a one is of a run before the one that failed.
    const read = named(".json").filter((stack) => !codes.includes(stack));
    const plans = read.flatMap((stack): [string, WrittenPlan][] => {
      const plan = readPlan(problems, join(folder, `${stack}.json`), `${stack}.json`);
      return plan === undefined ? [] : [[stack, plan]];
    });
    const errored = plans.filter(([, plan]) => plan.errored === true).map(([stack]) => stack);
    return {
      of: new Map(plans.map(([stack, plan]) => [stack, stackPlan(plan, `${stack}.json`)])),
      failed: new Set([...codes, ...errored]),
      partial: new Set(plans.filter(([, plan]) => isPartial(plan)).map(([stack]) => stack)),
    };
  });
}

function readPlan(problems: Problems, path: string, file: string): WrittenPlan | undefined {
  try {
    const plan: WrittenPlan = JSON.parse(readFileSync(path, "utf8"));
    const why = whyNotRead(plan, file) ?? (plan.configuration === undefined ? isNoPlan(file) : undefined);
    if (why === undefined) return plan;
    problems.conflict([file], why);
  } catch (error) {
    problems.conflict([file], `cannot be read (${(error as Error).message})`);
  }
  return undefined;
}

/** An apply of what Terraform puts off, or of some resources alone, is not the last one: the next does what is in no plan yet. */
function isPartial({ complete = true, deferred_changes = [] }: WrittenPlan): boolean {
  return !complete || deferred_changes.length > 0;
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

function plannedChange({
  address,
  previous_address,
  deposed,
  type,
  action_reason,
  change,
}: WrittenChange): PlannedChange {
  const paths = (change.replace_paths ?? []).map((path) => path.filter((step) => typeof step === "string").join("."));
  const masks = [change.before_sensitive, change.after_sensitive];
  return {
    address,
    ...(previous_address === undefined ? {} : { previousAddress: previous_address }),
    type,
    actions: change.actions,
    isLeftBehind: deposed !== undefined,
    replacePaths: [...new Set(paths)],
    ...(action_reason === undefined ? {} : { reason: action_reason }),
    isImported: change.importing !== undefined && change.importing !== null,
    before: change.before ?? {},
    isSensitive: (argument) => masks.some((mask) => isMasked(mask, argument.split("."))),
    withoutSecrets: (settings) => unmasked(settings, masks),
  };
}
