import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OptionsModel } from "../../api/options-model";
import { placesIn } from "../support/options";
import { SAMPLES } from "../support/samples";

const model: OptionsModel = JSON.parse(readFileSync(join(__dirname, "..", "..", "api", "options.json"), "utf8"));

function lineage(type: string): readonly string[] {
  return [type, ...(model.types[type]?.bases ?? []).flatMap(lineage)];
}

/** What the library makes, and takes back or hands over, and what AWS's own command line prints: no user writes one. */
const GIVEN = [
  "Answers",
  "CertificatesScope",
  "Conflict",
  "GeoLocation",
  "GeoLocationsPage",
  "JudgedRules",
  "ProblemSite",
  "PropertyNames",
  "Question",
  "Refusal",
  "RoleHolder",
];

test("each options type that a user writes is in a sample", () => {
  const sampled = new Set(
    SAMPLES.flatMap(({ type, props }) => placesIn(type, props)).flatMap(({ type }) => lineage(type)),
  );
  const missing = Object.keys(model.types).filter((type) => !sampled.has(type));
  expect(missing.sort()).toEqual(GIVEN);
});

test.each(SAMPLES.map((sample, index) => [`${sample.type} (${index})`, sample] as const))(
  "the sample of %s is valid, so that what a test changes in it is all that can be refused",
  (_, { props, synthesized }) => {
    expect(synthesized(props)).not.toBe("");
  },
);
