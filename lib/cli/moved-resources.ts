import type { SynthesizedStack, TerraformConfiguration } from "./output-folder";

/** A stack of the deployed version with the addresses that `moved` blocks of the next one give its resources: they are the same ones. */
export function withMoves(
  before: readonly SynthesizedStack[],
  after: readonly SynthesizedStack[],
): readonly SynthesizedStack[] {
  return before.map((stack) => {
    const moved = after.find(({ name }) => name === stack.name)?.configuration.moved ?? [];
    const configuration = moved.reduce(withMove, stack.configuration);
    return { ...stack, configuration };
  });
}

type Move = NonNullable<TerraformConfiguration["moved"]>[number];

function withMove(configuration: TerraformConfiguration, { from, to }: Move): TerraformConfiguration {
  const [type = "", old = ""] = from.split(".");
  const [, young = ""] = to.split(".");
  const resources = configuration.resource?.[type] ?? {};
  // A block moves what it is about once: after that, there is nothing at the old address any more.
  if (resources[old] === undefined || resources[young] !== undefined) return configuration;
  const renamed = Object.fromEntries(Object.entries(resources).map(([id, one]) => [id === old ? young : id, one]));
  const whole = { ...configuration, resource: { ...configuration.resource, [type]: renamed } };
  return JSON.parse(JSON.stringify(whole).replaceAll(`\${${from}.`, () => `\${${to}.`));
}
