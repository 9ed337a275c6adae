import type { Settings, SynthesizedStack, TerraformConfiguration } from "../output-folder";
import { isPlan, type KnownPlan, planOf } from "./known-plans";
import { isOutside } from "./outside";
import type { PlannedChange, Plans, StackPlan } from "./read-plans";
import { type CodedResource, codedResources, isInStateAlone, withoutIndex } from "./resources";
import { isSame } from "./same";

/** What becomes of a resource. `unknown`: it is written otherwise than before, and no plan says what that does to it. `leftover`: an apply left it behind half-way, beside another one that is live, and it is deleted. */
export type Becomes =
  | "replaced"
  | "removed"
  | "new"
  | "changed"
  | "unknown"
  | "moved"
  | "forgotten"
  | "imported"
  | "leftover";

/** What becomes of one resource. */
export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly becomes: Becomes;
  /** Its settings in the deployed version, or as Terraform knows it where that version has none of it. */
  readonly before: Settings;
  /** Its settings in the next version. */
  readonly after?: Settings;
  /** What the plan does to it, where there is one. */
  readonly planned?: PlannedChange;
  /** Whether no difference of the two versions explains it: somebody changed it by hand, or its provider decided otherwise. */
  readonly isOutside: boolean;
}

/** What becomes of the resources of a stack. */
export interface StackChange {
  readonly stack: string;
  readonly old?: SynthesizedStack;
  readonly young?: SynthesizedStack;
  /** Whether the two versions have it differently: one of them alone, or other resources. */
  readonly differs: boolean;
  readonly plan: KnownPlan;
  readonly changes: readonly ResourceChange[];
}

/** What becomes of the resources of each stack of two versions: those of the next one in their order, and then those that are gone. */
export function stackChanges(
  before: readonly SynthesizedStack[],
  after: readonly SynthesizedStack[],
  plans: Plans | undefined,
): readonly StackChange[] {
  const old = new Map(before.map((stack) => [stack.name, stack]));
  const young = new Map(after.map((stack) => [stack.name, stack]));
  const names = [...young.keys(), ...[...old.keys()].filter((name) => !young.has(name))];
  return names.map((name) => stackChange(name, old.get(name), young.get(name), plans));
}

function stackChange(
  stack: string,
  old: SynthesizedStack | undefined,
  young: SynthesizedStack | undefined,
  plans: Plans | undefined,
): StackChange {
  const known = young ?? old;
  const plan = known === undefined ? "missing" : planOf(plans, known);
  const ways = new Versions(old?.configuration ?? {}, young?.configuration ?? {});
  const isOfThis = isPlan(plan) && (young !== undefined || destroys(plan));
  const changes = isOfThis ? ways.planned(plan) : ways.written();
  return {
    stack,
    ...(old && { old }),
    ...(young && { young }),
    differs: !isSame(essence(old?.configuration), essence(young?.configuration)),
    plan,
    changes: changes.filter(({ type }) => !isInStateAlone(type)),
  };
}

/** One stack in two versions. */
class Versions {
  private readonly before: ReadonlyMap<string, CodedResource>;
  private readonly after: ReadonlyMap<string, CodedResource>;
  /** The addresses that resources of the deployed version had, by the ones that they have in the next. */
  private readonly movedFrom: ReadonlyMap<string, string>;
  private readonly forgotten: ReadonlySet<string>;

  constructor(
    private readonly old: TerraformConfiguration,
    private readonly young: TerraformConfiguration,
  ) {
    this.before = codedResources(old);
    this.after = codedResources(young);
    this.movedFrom = movedFrom(young, this.before, this.after);
    this.forgotten = forgottenIn(young);
  }

  /** What is known without a plan. */
  public written(): readonly ResourceChange[] {
    const gone = new Set(this.movedFrom.values());
    const removed = [...this.before.values()].filter(({ address }) => !this.after.has(address) && !gone.has(address));
    return [
      ...[...this.after.values()].flatMap((resource) => this.kept(resource)),
      ...removed.map(({ address, type, settings }): ResourceChange => {
        const becomes = this.forgotten.has(address) ? "forgotten" : "removed";
        return { address, type, becomes, before: settings, isOutside: false };
      }),
    ];
  }

  private kept({ address, type, settings }: CodedResource): readonly ResourceChange[] {
    const from = this.movedFrom.get(address);
    const before = this.before.get(from ?? address)?.settings;
    const base = { address, type, before: before ?? {}, after: settings, isOutside: false };
    if (before === undefined) return [{ ...base, becomes: "new" }];
    if (!isSame(before, settings)) return [{ ...base, becomes: "unknown" }];
    return from === undefined ? [] : [{ ...base, becomes: "moved" }];
  }

  /** What a plan says. */
  public planned(plan: StackPlan): readonly ResourceChange[] {
    const touching = plan.changes.filter(({ actions }) => !isSame(actions, ["no-op"]));
    const touched = new Set(touching.map(({ address }) => withoutIndex(address)));
    return plan.changes.flatMap((planned): ResourceChange[] => {
      const becomes = becomesOf(planned);
      if (becomes === undefined) return [];
      const { address, type } = planned;
      const before = this.before.get(planned.previousAddress ?? address)?.settings;
      const after = this.after.get(address)?.settings;
      const outside = isOutside({ planned, old: this.old, young: this.young, before, after, touched });
      return [
        {
          address,
          type,
          becomes,
          before: before ?? planned.before,
          ...(after && { after }),
          planned,
          isOutside: outside,
        },
      ];
    });
  }
}

/** Whether a plan is of the end of a stack. One of what it was would change nothing, though all of it goes. */
function destroys({ changes }: StackPlan): boolean {
  return changes.every(({ actions }) => actions.some((action) => action === "delete" || action === "forget"));
}

function becomesOf({ actions, previousAddress, isImported, isLeftBehind }: PlannedChange): Becomes | undefined {
  const has = (action: string) => actions.some((one) => one === action);
  if (isLeftBehind) return has("delete") ? "leftover" : undefined;
  if (has("delete")) return has("create") ? "replaced" : "removed";
  if (has("forget")) return "forgotten";
  if (has("create")) return "new";
  if (isImported) return "imported";
  if (has("update")) return "changed";
  return previousAddress === undefined ? undefined : "moved";
}

/** A block moves what it is about once: after that, there is nothing at the old address any more. */
function movedFrom(
  { moved = [] }: TerraformConfiguration,
  before: ReadonlyMap<string, CodedResource>,
  after: ReadonlyMap<string, CodedResource>,
): ReadonlyMap<string, string> {
  const applying = moved.filter(({ from, to }) => before.has(from) && !before.has(to) && !after.has(from));
  return new Map(applying.map(({ from, to }) => [to, from]));
}

function forgottenIn({ removed = [] }: TerraformConfiguration): ReadonlySet<string> {
  const letGo = removed.filter(({ lifecycle }) =>
    [lifecycle ?? []].flat().some((block) => (block as Settings).destroy === false),
  );
  return new Set(letGo.map(({ from }) => from));
}

/** What of a configuration decides what is applied. */
function essence(configuration: TerraformConfiguration | undefined): unknown {
  if (configuration === undefined) return undefined;
  const { "//": _, ...rest } = configuration as TerraformConfiguration & { "//"?: unknown };
  return { ...rest, resource: [...codedResources(configuration).values()] };
}
