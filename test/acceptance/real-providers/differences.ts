import type { Block } from "../../support/synthesize";
import type { Deployment } from "../../terraform/deployment";

/** What a plan would change, argument by argument: a plan that should be empty says so what differs. */
export async function differencesIn(deployment: Deployment, stack: string): Promise<string[]> {
  await deployment.plan(stack);
  const { resource_changes = [] } = JSON.parse(await deployment.succeed(stack, "show", "-json", "plan"));
  return resource_changes
    .filter(({ change }: Block) => !["no-op", "read"].includes(change.actions[0]))
    .flatMap(({ address, change }: Block) => {
      const { actions, before, after, after_unknown } = change;
      const paths = before && after ? [...differing(before, after, after_unknown)] : [];
      return [`${address}: ${actions.join(" and ")}`, ...paths.map((path) => `${address}${path}`)];
    });
}

function* differing(before: unknown, after: unknown, unknown: unknown, path = ""): Generator<string> {
  if (unknown === true || JSON.stringify(before) === JSON.stringify(after)) return;
  if (isNested(before) && isNested(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      yield* differing(before[key], after[key], isNested(unknown) ? unknown[key] : undefined, `${path}.${key}`);
    }
    return;
  }
  yield `${path}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`;
}

const isNested = (value: unknown): value is Block => typeof value === "object" && value !== null;
