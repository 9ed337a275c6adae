import type { SynthesizedStack } from "../../../lib/cli/output-folder";
import type { Block } from "../../support/synthesize";
import { realProviders } from "./found";
import { hasMoto } from "./moto";

/** What nobody stands in for: moto has none of it, or, of a bucket's lifecycle, not what the provider waits for. */
const NOWHERE = /^aws_(route53recoverycontrolconfig_|s3_bucket_lifecycle_configuration$)/;

/**
 * A stack without what the provider that is here, or what is behind it, cannot know: the `region` of a resource, which version 5 of AWS's
 * provider does not have, and types of resources that nothing on this machine stands in for.
 */
export function knownHere(stack: SynthesizedStack): SynthesizedStack {
  const configuration: Block = structuredClone(stack.configuration);
  if (realProviders.versions.aws === undefined) return stack;
  const isOld = Number(realProviders.versions.aws.split(".")[0]) < 6;
  for (const kind of ["resource", "data"]) {
    for (const [type, named] of Object.entries<Record<string, Block>>(configuration[kind] ?? {})) {
      if (!type.startsWith("aws_")) continue;
      const isNowhere = NOWHERE.test(type) || (!hasMoto && !/^aws_route53_/.test(type));
      if (isNowhere || type === "aws_ip_ranges") delete configuration[kind][type];
      else if (isOld) for (const one of Object.values(named)) delete one.region;
    }
  }
  for (const [type, named] of Object.entries<Record<string, Block>>(configuration.resource ?? {})) {
    for (const [name, one] of Object.entries(named)) if (!refersTo(configuration, one)) delete named[name];
    if (Object.keys(named).length === 0) delete configuration.resource[type];
  }
  const outputs = Object.entries<Block>(configuration.output ?? {}).filter(([, { value }]) =>
    refersTo(configuration, value),
  );
  if (configuration.output) configuration.output = Object.fromEntries(outputs);
  return { ...stack, configuration };
}

/** Whether all that a text refers to of AWS is there still. */
function refersTo({ resource = {}, data = {} }: Block, value: unknown): boolean {
  const types = [...JSON.stringify(value ?? null).matchAll(/\b(data\.)?(aws_\w+)\./g)];
  return types.every(([, of, type = ""]) => type in (of === undefined ? resource : data));
}
