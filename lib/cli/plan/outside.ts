import type { Settings, TerraformConfiguration } from "../output-folder";
import type { PlannedChange } from "./read-plans";
import { referencesIn } from "./resources";
import { isSame } from "./same";

/** What a plan does to a resource, and what the two versions say of it. */
export interface Planned {
  readonly planned: PlannedChange;
  readonly old: TerraformConfiguration;
  readonly young: TerraformConfiguration;
  readonly before: Settings | undefined;
  readonly after: Settings | undefined;
  /** The addresses in the configuration that the plan changes anything of. */
  readonly touched: ReadonlySet<string>;
}

/**
 * Whether no difference of the two versions explains what a plan does: the resource is written alike in both, and so is its provider; and
 * nothing that it refers to changes or is read in the apply.
 */
export function isOutside({ planned, old, young, before, after, touched }: Planned): boolean {
  if (planned.isImported || !isSame(old.provider, young.provider)) return false;
  if (!isSame(before, after)) return false;
  const references = [...referencesIn(after), ...triggersOf(after)];
  return !references.some((address) => address.startsWith("data.") || touched.has(address));
}

/** The resources whose change replaces one, by `replace_triggered_by`: written there without the braces of a reference. */
export function triggersOf(settings: Settings | undefined): readonly string[] {
  const { replace_triggered_by } = (settings?.lifecycle ?? {}) as { replace_triggered_by?: readonly string[] };
  return (replace_triggered_by ?? []).map((text) =>
    text
      .replace(/^\$\{|\}$/g, "")
      .split(".")
      .slice(0, 2)
      .join("."),
  );
}
