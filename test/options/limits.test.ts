import { ValidationError } from "../../index";
import { MODEL, type OptionPlace, optionPlaces } from "../support/option-places";
import { withAt } from "../support/options";

/** Of each option the first place. */
const places = new Map([...optionPlaces()].flatMap(([name, [first]]) => (first === undefined ? [] : [[name, first]])));

/** The lines in which a value is refused, of all that is said against the program. */
function refusals({ sample, path, kind }: OptionPlace, value: unknown): string[] {
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
const ranges = Object.entries(MODEL.types).flatMap(([type, { properties }]) =>
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
