import { readFileSync } from "node:fs";
import { Problems } from "../../core/problems";
import { ValidationError } from "../../core/validation-error";
import { compareWithGeoLocations, type GeoLocationsPage } from "../../routing/geo-locations";
import { about, type CheckLine } from "./check-line";
import type { Programs } from "./programs";

/** A page, and where the next one starts. */
interface AwsPage extends GeoLocationsPage {
  readonly NextContinentCode?: string;
  readonly NextCountryCode?: string;
  readonly NextSubdivisionCode?: string;
}

/** Many more pages than there are: what goes on for longer is not a list. */
const MOST_PAGES = 100;

/** More differences than this are one line. */
const MOST_LINES = 10;

/** How many places such a line names. */
const FIRST = 5;

/** Compares the list of places of this package with the pages that Route 53 lists. */
export function placeLines(pages: readonly GeoLocationsPage[] | { readonly reason: string }): readonly CheckLine[] {
  const line = about("places");
  if ("reason" in pages) return [line.wrong(`Route 53 does not list them: ${pages.reason}`)];
  try {
    const { unknownHere, unknownToRoute53 } = compareWithGeoLocations(pages);
    const count = pages.reduce((sum, { GeoLocationDetailsList: list }) => sum + list.length, 0);
    const differences = [
      ...eachOrSome(
        unknownHere,
        (place) => `${place} is a place of Route 53 that no policy can name`,
        "places of Route 53 can be named in no policy",
      ),
      ...eachOrSome(
        unknownToRoute53,
        (place) => `${place} can be named in a policy, and Route 53 does not have it`,
        "places can be named in a policy, and Route 53 does not have them",
      ),
    ];
    return differences.length > 0
      ? differences.map((what) => line.wrong(what))
      : [line.ok(`the ${count} that Route 53 lists are those of this package`)];
  } catch (error) {
    if (!ValidationError.isValidationError(error)) throw error;
    return [line.wrong(`Route 53 does not list them: ${error.message}`)];
  }
}

/** A line for each place; one for all of them, where there are so many that the list is likely not whole. */
function eachOrSome(places: readonly string[], each: (place: string) => string, all: string): readonly string[] {
  if (places.length <= MOST_LINES) return places.map(each);
  return [`${places.length} ${all}: ${places.slice(0, FIRST).join(", ")}, …`];
}

/** All pages, asked for one after the other. */
export function pagesOfAws(
  programs: Programs,
  env?: NodeJS.ProcessEnv,
): readonly GeoLocationsPage[] | { readonly reason: string } {
  const pages: AwsPage[] = [];
  do {
    const before = pages.at(-1);
    const start = [
      ["--start-continent-code", before?.NextContinentCode],
      ["--start-country-code", before?.NextCountryCode],
      ["--start-subdivision-code", before?.NextSubdivisionCode],
    ].flatMap(([option = "", code]) => (code === undefined ? [] : [option, code]));
    const args = ["route53", "list-geo-locations", "--output", "json", ...start];
    const answer = programs.json<AwsPage>("aws", args, env);
    if ("reason" in answer) return answer;
    pages.push(answer.content);
  } while (pages.at(-1)?.IsTruncated && pages.length < MOST_PAGES);
  return pages;
}

/**
 * Reads what the AWS CLI printed, a file for each page.
 *
 * @throws `ValidationError` for a file that is not there or no JSON
 */
export function pagesIn(files: readonly string[]): readonly GeoLocationsPage[] {
  return Problems.of("check", (problems) => files.map((file) => pageIn(problems, file)));
}

function pageIn(problems: Problems, file: string): GeoLocationsPage {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    problems.conflict("--geo-locations", `${file} cannot be read (${(error as Error).message})`);
    return { GeoLocationDetailsList: [] };
  }
}
