import { Testing, Token } from "cdktf";
import { HybridPlatform, ValidationError } from "../../index";
import type { OptionsKind } from "../../lib/core/options-kinds";
import { later } from "../support/cluster";
import { type OptionPlace, optionPlaces } from "../support/option-places";
import { withAt } from "../support/options";
import { SMALL_PLATFORM } from "../support/platform";
import { refusalOf } from "../support/synthesize";
import { interpolation, unknownList } from "../support/tokens";

/** Kinds whose keys, elements or methods the library uses itself. */
function isOfParts(kind: OptionsKind): boolean {
  if (kind.kind === "either") return kind.of.every(isOfParts);
  return ["map", "options", "instance", "list"].includes(kind.kind);
}

const places = [...optionPlaces()].flatMap(([option, [place]]) =>
  place !== undefined && isOfParts(place.kind) ? [[option, place] as const] : [],
);

/** How a program fails in which an option has this value; nothing when it is valid, or refused in words. */
function crash({ sample, path }: OptionPlace, value: unknown): string | undefined {
  try {
    sample.made(withAt(sample.props, path, value) as object);
    return undefined;
  } catch (error) {
    return ValidationError.isValidationError(error) ? undefined : `${error}`;
  }
}

/** Text, an object and a map, as cdktf and a program in JavaScript have them. */
const TOKENS = [interpolation, Token.asAny(later("value")), Token.asStringMap(later("map"))];

test.each(places)("%s is refused in words when only Terraform knows it as a whole", (_, place) => {
  expect(TOKENS.map((token) => crash(place, token)).filter((one) => one !== undefined)).toEqual([]);
});

describe("a platform", () => {
  const refusedWith = (path: string): readonly string[] =>
    refusalOf(
      () => new HybridPlatform(Testing.app(), "test", withAt(SMALL_PLATFORM, path.split("/"), interpolation) as never),
    );

  test.each([
    ["clusters", "an object with keys of your own"],
    ["clusters/europe-west1/nodePools", "an object with keys of your own"],
    ["dataCenters", "an object with keys of your own"],
    ["dataCenters/paris/ingress", "an object with ipv4"],
    ["dataCenters/paris/links", "an object with keys of your own"],
    ["services", "an object with keys of your own"],
    ["services/api/iap", "an object with members"],
    ["services/api/dataCenters", "a list"],
    ["monitoring", "an object with notificationChannels"],
    ["hostedZone", "an object with zoneId, zoneName"],
    ["state", "an instance of State"],
  ])("says what %s must be", (path, expected) => {
    const property = path.replaceAll("/", ".");
    expect(refusedWith(path)).toEqual([
      `test: ${property}: got a token, expected a value that is known at synthesis: ${expected}`,
    ]);
  });

  test("takes a list as a token where its elements may be unknown", () => {
    const unknown = { ...SMALL_PLATFORM, monitoring: { notificationChannels: unknownList } };
    expect(() => new HybridPlatform(Testing.app(), "test", unknown)).not.toThrow();
  });
});
