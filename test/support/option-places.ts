import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OptionsModel } from "../../api/options-model";
import { type OptionsKind, propertiesOf } from "../../lib/core/options-kinds";
import { placesIn } from "./options";
import { SAMPLES, type Sample } from "./samples";

export const MODEL: OptionsModel = JSON.parse(readFileSync(join(__dirname, "..", "..", "api", "options.json"), "utf8"));

/** Where an option can be written in a sample. */
export interface OptionPlace {
  readonly sample: Sample;
  readonly path: readonly (string | number)[];
  readonly kind: OptionsKind;
}

/** The places of each option in all samples, by the type that declares it: `CdnOptions.compression`. */
export function optionPlaces(): ReadonlyMap<string, readonly OptionPlace[]> {
  const places = new Map<string, OptionPlace[]>();
  for (const sample of SAMPLES) {
    for (const { type, path } of placesIn(sample.type, sample.props)) {
      for (const [property, { kind }] of propertiesOf(type)) {
        const name = `${declaring(type, property) ?? type}.${property}`;
        places.set(name, [...(places.get(name) ?? []), { sample, path: [...path, property], kind }]);
      }
    }
  }
  return places;
}

function declaring(type: string, property: string): string | undefined {
  const { properties, bases = [] } = MODEL.types[type] ?? { properties: {} };
  return property in properties
    ? type
    : bases.map((base) => declaring(base, property)).find((one) => one !== undefined);
}
