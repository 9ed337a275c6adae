import { CONTINENT_CODES, COUNTRY_CODES, continentOf, countryName, isCountryCode } from "../../lib/routing";
import { countryAdvice } from "../../lib/routing/countries";

test("there are the 246 countries of Route 53, once each and in order", () => {
  expect(COUNTRY_CODES).toHaveLength(246);
  expect([...new Set(COUNTRY_CODES)].sort()).toEqual([...COUNTRY_CODES]);
});

test("each continent has as many countries as AWS lists for it", () => {
  const count = (continent: string) => COUNTRY_CODES.filter((code) => continentOf(code) === continent).length;
  expect(Object.fromEntries(CONTINENT_CODES.map((code) => [code, count(code)]))).toEqual({
    AF: 57,
    AN: 3,
    AS: 50,
    EU: 54,
    NA: 41,
    OC: 27,
    SA: 14,
  });
});

test("Kosovo is one of them, and four of ISO 3166 are not", () => {
  expect(isCountryCode("XK")).toBe(true);
  expect(["BV", "CX", "EH", "HM"].filter(isCountryCode)).toEqual([]);
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
