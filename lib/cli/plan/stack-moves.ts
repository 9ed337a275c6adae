import { shownValue } from "./blocks";
import type { ResourceChange, StackChange } from "./resource-changes";
import { changedThing } from "./things";

/** What goes from one stack to another: it is removed there and made here, under the same name in the cloud. */
export interface StackMove {
  readonly from: string;
  readonly to: string;
  /** What it is, in words, in alphabetical order. */
  readonly things: readonly string[];
}

/** Two states may have these of one name: neither is in the other's way. */
const SHARED = /^google_project_|^aws_route53_record$/;

/** What moves between stacks. Of records of Route 53 the review of the routing tells. */
export function stackMoves(changes: readonly StackChange[]): readonly StackMove[] {
  const removed = changes.map((change) => identities(change, "removed"));
  const made = changes.map((change) => identities(change, "new"));
  return changes.flatMap(({ stack: from }, left) =>
    changes.flatMap(({ stack: to }, right): StackMove[] => {
      if (left === right) return [];
      const things = [...(removed[left] ?? [])].flatMap(([key, what]) => (made[right]?.has(key) ? [what] : []));
      return things.length === 0 ? [] : [{ from, to, things: things.sort() }];
    }),
  );
}

/** A move in words. */
export function moveText({ from, to, things }: StackMove): string {
  const [first = "", ...rest] = things;
  const what = rest.length === 0 ? first : `${first} and ${rest.length} more`;
  const way = "to keep it, take it out of the one by a removed block and into the other by an import block";
  return `${what}: stack ${from} destroys it, and then stack ${to} makes it anew: ${way}`;
}

function identities(change: StackChange, becomes: ResourceChange["becomes"]): ReadonlyMap<string, string> {
  const some = change.changes.filter((one) => one.becomes === becomes && !SHARED.test(one.type));
  return new Map(
    some.flatMap((one): [string, string][] => {
      const settings = one.after ?? one.before;
      const name = shownValue(settings.name);
      if (name === undefined) return [];
      const project = shownValue(settings.project) ?? projectOf(change);
      const place = ["location", "region", "zone"].map((argument) => shownValue(settings[argument]));
      return [[JSON.stringify([one.type, project, place, name]), changedThing(one, settings)]];
    }),
  );
}

/** The project of the provider, where a resource names none. */
function projectOf({ old, young }: StackChange): string | undefined {
  const [google] = (young ?? old)?.configuration.provider?.google ?? [];
  return shownValue(google?.project);
}
