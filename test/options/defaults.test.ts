import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OptionsModel } from "../../api/options-model";
import * as library from "../../index";
import { placesIn, withAt } from "../support/options";
import { SAMPLES, type Sample } from "../support/samples";

const model: OptionsModel = JSON.parse(readFileSync(join(__dirname, "..", "..", "api", "options.json"), "utf8"));

interface Default {
  readonly type: string;
  readonly property: string;
  readonly value: unknown;
}

/** The defaults that are values, those that a call makes included: `HealthCheck.http()`. */
const defaults = Object.entries(model.types).flatMap(([type, { properties }]) =>
  Object.entries(properties).flatMap(([property, { default: text = "", literal }]): Default[] => {
    const value = literal ?? called(text);
    return value === undefined ? [] : [{ type, property, value }];
  }),
);

function called(text: string): unknown {
  const [, name = "", method = ""] = /^(\w+)\.(\w+)\(\)/.exec(text) ?? [];
  const owner = (library as unknown as Record<string, Record<string, () => unknown>>)[name];
  return owner?.[method]?.();
}

/** Where a property can be written, by the type that declares it; of each type of a sample, once. */
const places = new Map<string, { sample: Sample; path: readonly (string | number)[] }[]>();
for (const sample of SAMPLES) {
  const seen = new Set<string>();
  for (const { type, path } of placesIn(sample.type, sample.props)) {
    for (const declared of lineage(type)) {
      if (seen.has(declared)) continue;
      seen.add(declared);
      places.set(declared, [...(places.get(declared) ?? []), { sample, path }]);
    }
  }
}

function lineage(type: string): readonly string[] {
  return [type, ...(model.types[type]?.bases ?? []).flatMap(lineage)];
}

/** What is synthesized, or the refusal of an option that has no meaning in this program: a GPU's driver without a GPU. */
function attempt(program: () => string): { readonly made: string } | { readonly refused: string } {
  try {
    return { made: program() };
  } catch (error) {
    if (!(error instanceof library.ValidationError)) throw error;
    return { refused: error.message };
  }
}

describe("a default that is a value is what is made without it", () => {
  test.each(defaults.map((one) => [`${one.type}.${one.property}`, one] as const))("%s", (_, one) => {
    const { type, property, value } = one;
    const refusals: string[] = [];
    for (const { sample, path } of places.get(type) ?? []) {
      const withValue = (given: unknown) => withAt(sample.props, [...path, property], given) as object;
      const written = attempt(() => sample.synthesized(withValue(value)));
      if ("made" in written) {
        expect(written.made).toBe(sample.synthesized(withValue(undefined)));
        return;
      }
      refusals.push(written.refused);
    }
    throw new Error(refusals.join("\n") || "no sample has an object of this type");
  });
});
