import { placeCalled } from "../../../lib/planning/data/country-names";
import { COUNTRY_CODES, countryName, SUBDIVISION_CODES } from "../../../lib/routing/countries";

/** Short names of ISO 3166 (as pycountry has them) and of MaxMind's databases, where they differ from those of Node. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "Bolivia, Plurinational State of": "BO",
  "Bonaire, Sint Eustatius, and Saba": "BQ",
  Congo: "CG",
  "Congo Republic": "CG",
  "Congo, The Democratic Republic of the": "CD",
  "DR Congo": "CD",
  "Federated States of Micronesia": "FM",
  "Holy See (Vatican City State)": "VA",
  "Iran, Islamic Republic of": "IR",
  "Ivory Coast": "CI",
  "Korea, Democratic People's Republic of": "KP",
  "Korea, Republic of": "KR",
  "Lao People's Democratic Republic": "LA",
  "Macedonia, Republic of North": "MK",
  "Moldova, Republic of": "MD",
  "Myanmar (Burma)": "MM",
  "Palestine, State of": "PS",
  "Republic of Lithuania": "LT",
  "Russian Federation": "RU",
  "Saint Barthelemy": "BL",
  "St Kitts and Nevis": "KN",
  "St Vincent and Grenadines": "VC",
  "Taiwan, Province of China": "TW",
  "Tanzania, United Republic of": "TZ",
  "The Netherlands": "NL",
  Turkey: "TR",
  Türkiye: "TR",
  "Venezuela, Bolivarian Republic of": "VE",
  "Viet Nam": "VN",
  "Virgin Islands, British": "VG",
  "Virgin Islands, U.S.": "VI",
  Åland: "AX",
};

describe("what a place is called", () => {
  test("is its code, in any case, or the English name that Node has", () => {
    for (const code of [...COUNTRY_CODES, ...SUBDIVISION_CODES]) expect(placeCalled(code.toLowerCase())).toBe(code);
    for (const code of COUNTRY_CODES) expect([code, placeCalled(countryName(code))]).toEqual([code, code]);
  });

  test.each(Object.entries(ELSEWHERE))("may be %s", (name, code) => {
    expect(placeCalled(name)).toBe(code);
    expect(placeCalled(` ${name.toUpperCase()} `)).toBe(code);
  });

  test.each(["", "-", "Unknown", "ZZ", "Atlantis", "Europe", "BV", "US-XX", "of the", "constructor", "__proto__"])(
    "is nothing for %j",
    (name) => {
      expect(placeCalled(name)).toBeUndefined();
    },
  );
});
