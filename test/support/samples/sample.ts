import type { App, TerraformStack } from "cdktf";
import { type Block, configurationsOf, make as makeIn, onlyStack, synthesize } from "../synthesize";

/** A small valid program: props of one type, and what is synthesized from them or from others of that type. */
export interface Sample {
  /** The options type of `props`. */
  readonly type: string;
  readonly props: object;
  /** Makes it, and writes nothing: throws what refuses these props at once. */
  made(props: object): void;
  /** All configurations that are made from these props, as text. */
  synthesized(props: object): string;
  /** The configuration of each stack, of what stands in an app. */
  readonly configurations?: (props: object) => Readonly<Record<string, Block>>;
}

/** A sample of what stands in a stack. */
export function inStack<Props extends object>(
  type: string,
  props: Props,
  make: (stack: TerraformStack, props: Props) => unknown,
): Sample {
  return inApp(type, props, (app, given) => make(onlyStack(app), given));
}

/** A sample of a stack, or of several. */
export function inApp<Props extends object>(
  type: string,
  props: Props,
  make: (app: App, props: Props) => unknown,
): Sample {
  const configurations = (given: object) => configurationsOf((app) => make(app, given as Props));
  const synthesized = (given: object) => {
    const { texts, manifest } = synthesize((app) => make(app, given as Props), true);
    return [...Object.values(texts), JSON.stringify(manifest.stacks, null, 2)].join("\n");
  };
  return { type, props, configurations, synthesized, made: (given) => makeIn((app) => make(app, given as Props)) };
}

/** A sample of what is computed without an app. */
export function asText(type: string, props: object, synthesized: (props: object) => string): Sample {
  return { type, props, synthesized, made: synthesized };
}
