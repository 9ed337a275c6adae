import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OptionsModel } from "../../api/options-model";
import { ValidationError } from "../../index";
import { type OptionsKind, propertiesOf } from "../../lib/core/options-kinds";
import { placesIn, withAt } from "../support/options";
import { SAMPLES, type Sample } from "../support/samples";

const model: OptionsModel = JSON.parse(readFileSync(join(__dirname, "..", "..", "api", "options.json"), "utf8"));

/** Where an option can be written in a sample: of each options type that declares it, the first. */
interface Place {
  readonly sample: Sample;
  readonly path: readonly (string | number)[];
  readonly kind: OptionsKind;
}
const places = new Map<string, Place>();
for (const sample of SAMPLES) {
  for (const { type, path } of placesIn(sample.type, sample.props)) {
    for (const [property, { kind }] of propertiesOf(type)) {
      const name = `${declaring(type, property)}.${property}`;
      if (!places.has(name)) places.set(name, { sample, path: [...path, property], kind });
    }
  }
}

function declaring(type: string, property: string): string {
  const { properties, bases = [] } = model.types[type] ?? { properties: {} };
  return property in properties ? type : (bases.map((base) => declaring(base, property)).find(Boolean) ?? "");
}

/** The lines in which a value is refused, of all that is said against the program. */
function refusals({ sample, path, kind }: Place, value: unknown): string[] {
  try {
    sample.synthesized(withAt(sample.props, path, kind.kind === "list" ? [value] : value) as object);
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const property = new RegExp(`\\b${path.at(-1)}\\b[^ ]*: got (\\[)?${JSON.stringify(value)}(\\])?,`);
    return error.message.split("\n").filter((line) => property.test(line));
  }
}

const number = (text: string) => Number(text.replaceAll(",", ""));

/** Options whose text names the least and the most: `1 to 65535`. */
const ranges = Object.entries(model.types).flatMap(([type, { properties }]) =>
  Object.entries(properties).flatMap(([property, { doc = "" }]) => {
    const place = places.get(`${type}.${property}`);
    const [, least, most] = /\b(\d[\d,]*) to (\d[\d,]*\d)/.exec(doc) ?? [];
    const isNumber = place?.kind.kind === "number" || (place?.kind.kind === "list" && place.kind.of.kind === "number");
    if (place === undefined || least === undefined || most === undefined || !isNumber) return [];
    return [[`${type}.${property}`, place, number(least), number(most)] as const];
  }),
);

/** Limits that depend on another option of the sample: only what is beyond them is refused for them alone. */
const TOGETHER: { readonly [name: string]: string } = {
  "BackupOptions.deleteLockDays": "at most retainDays",
  "CloudNatOptions.maxPortsPerVm": "more than minPortsPerVm",
  "RegionNetworkOptions.maxServices": "as many as the plan has room for",
  "RegionSize.maxServices": "as many as the plan has room for",
  "SitePodOptions.maxBlocksPerServer": "enough for maxPodsPerServer",
};

/** What the library gives, and no user writes. */
const GIVEN = ["IRegionalCluster.releaseChannel"];

const closedSets = [...places].filter(
  ([name, { kind }]) =>
    !GIVEN.includes(name) &&
    kind.kind === "either" &&
    kind.of.every((one) => one.kind === "value" && typeof one.value !== "boolean"),
);

test.each(ranges)("%s is what its text says, and not one less or more", (name, place, least, most) => {
  const said = [least - 1, least, most, most + 1].map((value) => refusals(place, value).length > 0);
  if (name in TOGETHER) expect([said[0], said[3]]).toEqual([true, true]);
  else expect(said).toEqual([true, false, false, true]);
});

test.each(closedSets)("%s is one of its values, and no other", (_, place) => {
  expect(refusals(place, "SOMETHING_ELSE")).not.toEqual([]);
});

test("most options with limits are in a sample", () => {
  expect(ranges.length).toBeGreaterThan(50);
  expect(closedSets.length).toBeGreaterThan(30);
});
