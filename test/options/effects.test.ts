import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OptionsModel } from "../../api/options-model";
import { ValidationError } from "../../index";
import { type OptionsKind, propertiesOf } from "../../lib/core/options-kinds";
import { placesIn, withAt } from "../support/options";
import { SAMPLES } from "../support/samples";

const model: OptionsModel = JSON.parse(readFileSync(join(__dirname, "..", "..", "api", "options.json"), "utf8"));

/** Numbers of which an option with any limits allows two. */
const NUMBERS = [
  0.5, 1, 2, 3, 5, 8, 10, 16, 20, 30, 45, 60, 64, 90, 100, 256, 300, 600, 1000, 1460, 3600, 64_513, 65_000,
  4_200_000_000, 4_200_100_000,
];

/** Values of an option's kind, as far as they can be known from the kind: texts, lists and objects cannot. */
function valuesOf(kind: OptionsKind): readonly unknown[] {
  switch (kind.kind) {
    case "number":
      return NUMBERS;
    case "boolean":
      return [true, false];
    case "value":
      return [kind.value];
    case "either":
      return kind.of.flatMap(valuesOf);
    default:
      return [];
  }
}

/** The type that declares a property which others extend. */
function declaring(type: string, property: string): string | undefined {
  const { properties, bases = [] } = model.types[type] ?? { properties: {} };
  return property in properties
    ? type
    : bases.map((base) => declaring(base, property)).find((one) => one !== undefined);
}

/** Options of which these samples allow one value only, or that judge and make nothing. */
const WITHOUT_EFFECT: { readonly [name: string]: string } = {
  "BlueGreenUpgrade.batchNodeCount": "in place of batchPercentage",
  "CloudDnsOptions.scope": "the scope of the VPC needs a domain",
  "EdgeService.servicePort": "only where autoneg attaches a service",
  "ExternalMetricOptions.averageValue": "in place of value",
  "FailureAnalysisOptions.lastResortRequestsPerSecond": "judges",
  "FailureAnalysisOptions.simultaneousFailures": "judges",
  "GpuOptions.acceleratorCount": "built into the machine type",
  "Location.continent": "asks the simulation, in place of a country",
  "Location.subdivision": "asks the simulation, for a country with states",
  "Migration.largestStep": "judges the steps",
  "PlatformAnalysisOptions.failoverTargetSeconds": "judges",
  "PlatformAnalysisOptions.simultaneousFailures": "judges",
  "RackRouterOptions.number": "1 or 2, of which the other router has one",
  "RegionalClusterAttributes.multiNetworking": "what a cluster has already: its pools are judged by it",
  "RegionalClusterAttributes.releaseChannel": "what a cluster has already: its pools are judged by it",
};

/** How many different things are made of an option's values, in the samples that have its type, until there are two. */
const effects = new Map<string, Set<string>>();
const attempts: [string, () => void][] = [];
for (const sample of SAMPLES) {
  for (const { type, path } of placesIn(sample.type, sample.props)) {
    for (const [property, { kind }] of propertiesOf(type)) {
      const values = valuesOf(kind);
      if (new Set(values).size < 2) continue;
      const name = `${declaring(type, property) ?? type}.${property}`;
      const made = effects.get(name) ?? new Set();
      effects.set(name, made);
      attempts.push([
        name,
        () => {
          for (const value of values) {
            if (made.size > 1) return;
            try {
              made.add(sample.synthesized(withAt(sample.props, [...path, property], value) as object));
            } catch (error) {
              if (!(error instanceof ValidationError)) throw error;
            }
          }
        },
      ]);
    }
  }
}

test("every option with a choice changes what is made, or is known not to", () => {
  for (const [, attempt] of attempts) attempt();
  const without = [...effects].filter(([, made]) => made.size < 2).map(([name]) => name);
  expect(effects.size).toBeGreaterThan(100);
  expect(without.sort()).toEqual(Object.keys(WITHOUT_EFFECT));
});
