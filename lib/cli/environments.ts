import { oneOf } from "../core/checks";
import { Problems } from "../core/problems";
import { KNOWN_REGIONS } from "../google/regions";
import { readOutputFolder, type SynthesizedStack } from "./output-folder";

/** What the stacks of a platform are called after their environment: by these, an environment is known. */
const PARTS = ["network", "links", "edge", "dns", ...KNOWN_REGIONS.map((region) => `cluster-${region}`)];

/** The environments of stacks, by the names that `HybridPlatform` gives to its own. */
export function environmentsOf(stacks: readonly { readonly name: string }[]): readonly string[] {
  const found = stacks.flatMap(({ name }) => {
    const part = PARTS.find((part) => name.endsWith(`-${part}`));
    return part === undefined ? [] : [name.slice(0, -part.length - 1)];
  });
  return [...new Set(found)].sort();
}

/**
 * The stacks of an environment, those of your own among them that are called after it; all, where none is asked for.
 *
 * @param known all environments: `prod-eu` has the stacks that would else be those of `prod`
 */
export function inEnvironment<Stack extends { readonly name: string }>(
  stacks: readonly Stack[],
  environment: string | undefined,
  known = environmentsOf(stacks),
): readonly Stack[] {
  if (environment === undefined) return stacks;
  const longest = (name: string) => {
    const fitting = known.filter((one) => name.startsWith(`${one}-`));
    return fitting.sort((one, other) => other.length - one.length)[0];
  };
  return stacks.filter(({ name }) => longest(name) === environment);
}

/** Refuses an environment that no stack is of. */
export function checkEnvironment(
  problems: Problems,
  stacks: readonly SynthesizedStack[],
  environment: string | undefined,
): void {
  const known = environmentsOf(stacks);
  if (environment === undefined || known.includes(environment)) return;
  if (known.length > 0) problems.refuse("--environment", environment, oneOf(known), "one-of");
  else problems.conflict("--environment", "no stack is called as those of an environment are, such as production-dns");
}

/**
 * Reads the stacks of an environment; all, where none is asked for.
 *
 * @throws `ValidationError` for an environment that no stack is of
 */
export function readEnvironment(folder: string, environment: string | undefined): readonly SynthesizedStack[] {
  const stacks = readOutputFolder(folder);
  Problems.of(folder, (problems) => checkEnvironment(problems, stacks, environment));
  return inEnvironment(stacks, environment);
}
