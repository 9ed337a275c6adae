import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Problems } from "../core/problems";
import { compareWithGeoLocations, type GeoLocationsPage } from "../routing/geo-locations";

/** What of a cloud is compared. */
export interface CheckCommand {
  /** Whether Route 53 is asked, by the AWS CLI. */
  readonly cloud?: boolean;
  /** Files with what the AWS CLI printed, a page each, in place of asking. */
  readonly geoLocations: readonly string[];
}

/** What a check says. */
export interface CheckOutput {
  readonly text: string;
  /** A line for each difference. */
  readonly findings: readonly string[];
}

/** A page, and where the next one starts. */
interface AwsPage extends GeoLocationsPage {
  readonly NextContinentCode?: string;
  readonly NextCountryCode?: string;
  readonly NextSubdivisionCode?: string;
}

/** Many more pages than there are: what goes on for longer is not a list. */
const MOST_PAGES = 100;

/** Compares the list of places of this package with Route 53's own. */
export function checkCloud({ cloud, geoLocations }: CheckCommand): CheckOutput {
  const pages = Problems.of("check", (problems) => {
    if (geoLocations.length > 0) return geoLocations.map((file) => pageIn(problems, file));
    if (!cloud) problems.conflict("--cloud", "is missing, or --geo-locations with what the AWS CLI printed");
    return cloud ? pagesOfAws(problems) : [];
  });
  const { unknownHere, unknownToRoute53 } = compareWithGeoLocations(pages);
  const findings = [
    ...unknownHere.map((place) => `${place} is a place of Route 53 that no policy can name`),
    ...unknownToRoute53.map((place) => `${place} can be named in a policy, and Route 53 does not have it`),
  ];
  const places = pages.reduce((sum, { GeoLocationDetailsList: list }) => sum + list.length, 0);
  const text =
    findings.length === 0 ? "Its places are those of this package." : "Its places are not those of this package.";
  return { text: `Route 53 lists ${places} places. ${text}`, findings };
}

function pagesOfAws(problems: Problems): readonly GeoLocationsPage[] {
  const pages: AwsPage[] = [];
  do {
    const page = pageOfAws(problems, pages.at(-1));
    if (page === undefined) return [{ GeoLocationDetailsList: [] }];
    pages.push(page);
  } while (pages.at(-1)?.IsTruncated && pages.length < MOST_PAGES);
  return pages;
}

function pageOfAws(problems: Problems, before: AwsPage | undefined): AwsPage | undefined {
  const start = [
    ["--start-continent-code", before?.NextContinentCode],
    ["--start-country-code", before?.NextCountryCode],
    ["--start-subdivision-code", before?.NextSubdivisionCode],
  ].flatMap(([option = "", code]) => (code === undefined ? [] : [option, code]));
  const command = ["route53", "list-geo-locations", "--output", "json", ...start];
  try {
    // Version 2 of the AWS CLI would show long output page by page.
    const env = { ...process.env, AWS_PAGER: "" };
    return JSON.parse(execFileSync("aws", command, { encoding: "utf8", env, stdio: ["ignore", "pipe", "pipe"] }));
  } catch (error) {
    const { code, message, stderr } = error as NodeJS.ErrnoException & { readonly stderr?: string };
    const reason = code === "ENOENT" ? "there is no AWS CLI on the PATH" : (stderr || message).trim();
    problems.conflict("--cloud", `aws ${command.join(" ")}: ${reason}`);
    return undefined;
  }
}

function pageIn(problems: Problems, file: string): GeoLocationsPage {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    problems.conflict("--geo-locations", `${file} cannot be read (${(error as Error).message})`);
    return { GeoLocationDetailsList: [] };
  }
}
