import { Problems } from "../core/problems";
import { CONTINENT_CODES, COUNTRY_CODES, SUBDIVISION_CODES } from "./countries";

/** A place as Route 53 lists it: a continent, a country, a subdivision with its country, or `*` for everyone else. */
export interface GeoLocation {
  readonly ContinentCode?: string;
  readonly CountryCode?: string;
  readonly SubdivisionCode?: string;
}

/** A page of what `aws route53 list-geo-locations` prints. */
export interface GeoLocationsPage {
  readonly GeoLocationDetailsList: readonly GeoLocation[];
  /** Whether another page follows. */
  readonly IsTruncated?: boolean;
}

/** How the list of places in this library differs from Route 53's own. */
export interface GeoLocationDifferences {
  /** Places that Route 53 has and this library does not know: no policy can name them. */
  readonly unknownHere: readonly string[];
  /** Places that a policy can name and Route 53 does not have: it would refuse their records. */
  readonly unknownToRoute53: readonly string[];
}

/**
 * Compares the places of this library with all pages that `aws route53 list-geo-locations` prints. That list does not say
 * which country is on which continent, so it cannot be compared.
 *
 * @throws ValidationError when it is no such list, or a page is missing
 */
export function compareWithGeoLocations(pages: readonly GeoLocationsPage[]): GeoLocationDifferences {
  Problems.of("compareWithGeoLocations", (problems) => checkPages(problems, pages));
  const theirs = new Set(pages.flatMap(({ GeoLocationDetailsList: list }) => list.flatMap(codeOf)));
  const ours = new Set([...CONTINENT_CODES.map(continent), ...COUNTRY_CODES, ...SUBDIVISION_CODES]);
  return {
    unknownHere: [...theirs].filter((code) => !ours.has(code)).sort(),
    unknownToRoute53: [...ours].filter((code) => !theirs.has(code)).sort(),
  };
}

function checkPages(problems: Problems, pages: readonly GeoLocationsPage[]): void {
  const isPage = (page: GeoLocationsPage) => Array.isArray(page?.GeoLocationDetailsList);
  const expected = "what `aws route53 list-geo-locations --output json` prints: an object with GeoLocationDetailsList";
  if (!problems.check("pages", pages, Array.isArray, "a list of pages", "shape")) return;
  const areValid = pages.map((page, index) => problems.check(["pages", `${index}`], page, isPage, expected));
  if (areValid.includes(false)) return;
  const last = pages.at(-1);
  if (last === undefined) problems.refuse("pages", pages, "at least one page");
  else if (last.IsTruncated) problems.conflict("pages", "the last one says IsTruncated: give those after it, too");
}

function codeOf({ ContinentCode, CountryCode, SubdivisionCode }: GeoLocation): readonly string[] {
  if (CountryCode === "*") return [];
  if (CountryCode !== undefined)
    return [SubdivisionCode === undefined ? CountryCode : `${CountryCode}-${SubdivisionCode}`];
  return ContinentCode === undefined ? [] : [continent(ContinentCode)];
}

/** A continent by a word of its own: `NA` is a country, too. */
function continent(code: string): string {
  return `continent ${code}`;
}
