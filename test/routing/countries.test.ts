import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CONTINENT_CODES,
  COUNTRY_CODES,
  compareWithGeoLocations,
  continentName,
  continentOf,
  countryName,
  EUROPEAN_ECONOMIC_AREA,
  EUROPEAN_UNION,
  type GeoLocation,
  inCountry,
  inSubdivision,
  locationName,
  SUBDIVISION_CODES,
} from "../../lib/routing";
import { countryAdvice } from "../../lib/routing/countries";
import { refusalOf } from "../support/synthesize";

/** What AWS's page says, written down without the list that is tested: the country and its continent, or the state. */
const SAID = readFileSync(join(__dirname, "places-of-route53.txt"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split(" ") as [string, string]);
const COUNTRIES = SAID.filter(([code]) => code.length === 2);
const STATES = SAID.flatMap(([code]) => (code.length === 2 ? [] : [code]));

test("the countries are the 246 of AWS's page, each on the continent that it has there", () => {
  expect(COUNTRIES).toHaveLength(246);
  expect(COUNTRY_CODES.map((code) => [code, continentOf(code)])).toEqual(COUNTRIES);
  expect([...CONTINENT_CODES].sort()).toEqual([...new Set(COUNTRIES.map(([, continent]) => continent))].sort());
});

test("the states are the 50 of the United States and the District of Columbia", () => {
  expect(STATES).toHaveLength(51);
  expect([...SUBDIVISION_CODES]).toEqual([...STATES].sort());
});

test("the European Union has 27 members, and the Economic Area Iceland, Liechtenstein and Norway beside them", () => {
  const members = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";
  expect([...EUROPEAN_UNION].join(" ")).toBe(members);
  expect([...EUROPEAN_ECONOMIC_AREA].join(" ")).toBe(`${members} IS LI NO`);
});

describe("Route 53's own list", () => {
  const list: readonly GeoLocation[] = [
    { CountryCode: "*" },
    ...COUNTRIES.map(([CountryCode]) => ({ CountryCode })),
    ...STATES.map((code) => ({ CountryCode: "US", SubdivisionCode: code.slice(3) })),
    ...CONTINENT_CODES.map((ContinentCode) => ({ ContinentCode })),
  ];

  test("has no other places when it is as AWS's page says, on one page or several", () => {
    const same = { unknownHere: [], unknownToRoute53: [] };
    expect(compareWithGeoLocations([{ GeoLocationDetailsList: list, IsTruncated: false }])).toEqual(same);
    const pages = [
      { GeoLocationDetailsList: list.slice(0, 100), IsTruncated: true },
      { GeoLocationDetailsList: list.slice(100), IsTruncated: false },
    ];
    expect(compareWithGeoLocations(pages)).toEqual(same);
  });

  test("is told apart by each place that it has more or less, Namibia and North America by themselves", () => {
    const changed = list.filter(({ CountryCode, ContinentCode }) => CountryCode !== "NA" && ContinentCode !== "SA");
    const added = [{ CountryCode: "CX" }, { CountryCode: "UA", SubdivisionCode: "30" }];
    expect(compareWithGeoLocations([{ GeoLocationDetailsList: [...changed, ...added] }])).toEqual({
      unknownHere: ["CX", "UA-30"],
      unknownToRoute53: ["NA", "continent SA"],
    });
  });

  test.each<[string, unknown, string]>([
    ["without a page", [], "pages: got [], expected at least one page"],
    [
      "of which a page is missing",
      [{ GeoLocationDetailsList: [], IsTruncated: true }],
      "pages: the last one says IsTruncated: give those after it, too",
    ],
    [
      "that is something else",
      [{ HostedZones: [] }],
      'pages.0: got {"HostedZones":[]}, expected what `aws route53 list-geo-locations --output json` prints: an object with GeoLocationDetailsList',
    ],
  ])("%s is refused", (_, pages, message) => {
    expect(refusalOf(() => compareWithGeoLocations(pages as []))).toEqual([`compareWithGeoLocations: ${message}`]);
  });
});

test("every country has an English name", () => {
  expect(COUNTRY_CODES.filter((code) => countryName(code) === code)).toEqual([]);
  expect(countryName("FR")).toBe("France");
});

test.each([
  ["UK", 'for United Kingdom write "GB"'],
  ["EL", 'for Greece write "GR"'],
  ["fr", 'for France write "FR"'],
  ["EU", "for Europe use continents"],
])("%s is corrected", (code, advice) => {
  expect(countryAdvice(code)).toContain(advice);
});

test.each<[string, () => unknown, string]>([
  ["continentOf", () => continentOf("UK" as "GB"), 'country: got "UK", expected a country code'],
  ["countryName", () => countryName("x" as "GB"), 'code: got "x", expected a country code'],
  ["continentName", () => continentName("__proto__" as "EU"), 'code: got "__proto__", expected "AF", "AN"'],
  ["inCountry", () => inCountry(7 as unknown as "GB"), "country: got 7, expected a country code"],
  ["inSubdivision", () => inSubdivision("CA" as "US-CA"), 'subdivision: got "CA", expected a state'],
])("%s refuses a code of nothing, of a program in plain JavaScript", (name, call, line) => {
  expect(refusalOf(call)).toEqual([expect.stringContaining(`${name}: ${line}`)]);
});

test("a place of a zone that is newer than the list is named by its code", () => {
  expect(locationName({ country: "CX" as "FR" })).toBe("CX");
  expect(locationName({ continent: "XX" as "EU" })).toBe("XX");
});
