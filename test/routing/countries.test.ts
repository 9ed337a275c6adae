import { COUNTRY_CODES, countryName, isCountryCode } from "../../lib/routing";
import { countryAdvice } from "../../lib/routing/countries";

test("there are the 246 countries of Route 53, once each and in order", () => {
  expect(COUNTRY_CODES).toHaveLength(246);
  expect([...new Set(COUNTRY_CODES)].sort()).toEqual([...COUNTRY_CODES]);
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
