import { cloudPath, namedIn } from "./cloud-paths";
import type { ResourceChange, StackChange } from "./resource-changes";
import { type CodedResource, codedResources } from "./resources";
import { changedThing } from "./things";

/** What one stack removes, and another one uses in the deployed version and no more in the next. */
export interface LetGo {
  readonly owner: string;
  readonly user: string;
  readonly what: string;
}

/** What stacks remove that others use, for each pair the first of it. */
export function letGo(all: readonly StackChange[]): readonly LetGo[] {
  return all.flatMap((owner) => {
    const removed = removedFrom(owner);
    const paths = new Set(removed.map(({ path }) => path));
    return all.flatMap((user): LetGo[] => {
      if (user === owner || user.old === undefined) return [];
      const still = new Set(user.young === undefined ? [] : namedIn(user.young, paths));
      const path = namedIn(user.old, paths).find((one) => !still.has(one));
      if (path === undefined) return [];
      const what = removed.find((one) => one.path === path)?.what ?? path;
      return [{ owner: owner.stack, user: user.stack, what }];
    });
  });
}

/** A resource that other stacks may name. */
interface Named {
  readonly path: string;
  readonly what: string;
}

function removedFrom({ old, changes }: StackChange): readonly Named[] {
  const coded = codedResources(old?.configuration);
  const removed = changes.filter(({ becomes }) => becomes === "removed" || becomes === "replaced");
  return removed.flatMap((one) => named(coded.get(one.address), one));
}

/** What a stack makes, by the paths by which others name it. */
export function newIn(change: StackChange | undefined): readonly Named[] {
  const coded = codedResources(change?.young?.configuration);
  const made = (change?.changes ?? []).filter(({ becomes }) => becomes === "new");
  return made.flatMap((one) => named(coded.get(one.address), one));
}

function named(resource: CodedResource | undefined, change: ResourceChange): readonly Named[] {
  const path = resource && cloudPath(resource);
  return path === undefined ? [] : [{ path, what: changedThing(change, resource?.settings ?? {}) }];
}
