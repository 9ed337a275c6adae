import type { Settings } from "../output-folder";
import type { Refusal } from "../refusal";
import { isPlan } from "./known-plans";
import type { ResourceChange, StackChange } from "./resource-changes";
import { codedResources } from "./resources";
import { changedThing } from "./things";

/** What an apply would be refused for: it destroys what is protected from that, by the deployed version. */
export function protectedFromIt(changes: readonly StackChange[]): readonly Refusal[] {
  return changes.flatMap((change) => {
    const lost = change.changes.filter(({ becomes }) => becomes === "removed" || becomes === "replaced");
    return lost.flatMap((one) => {
      const why = whyRefused(change, one);
      if (why === undefined) return [];
      return [{ code: "deletion-protection", message: `${change.stack}: this apply will be refused: ${why}` } as const];
    });
  });
}

function whyRefused(change: StackChange, one: ResourceChange): string | undefined {
  const what = changedThing(one, one.before);
  // The provider asks the state, where the argument is as it was last applied.
  const known = one.planned?.before ?? one.before;
  if (known.deletion_protection === true)
    return `deletion protection of ${what} is on; set deletionProtection: false and deploy that first`;
  // What a stack no longer has, Terraform destroys without asking its lifecycle; a stack that is gone is destroyed as it was.
  const lifecycle = lifecycleIn(change, one);
  if (lifecycle?.prevent_destroy === true)
    return `prevent_destroy of ${what} is set; take it away in the deployed version first`;
  return undefined;
}

function lifecycleIn({ old, young, plan }: StackChange, { address }: ResourceChange): Settings | undefined {
  if (young !== undefined || isPlan(plan)) return undefined;
  return codedResources(old?.configuration).get(address)?.settings.lifecycle as Settings | undefined;
}
