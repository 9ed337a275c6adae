import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { COUNTRY_CODES, SUBDIVISION_CODES } from "../../lib/routing";
import { hybridKubernetes } from "../support/command-line";

const scratch = mkdtempSync(join(tmpdir(), "check-"));

interface Place {
  readonly ContinentCode?: string;
  readonly CountryCode?: string;
  readonly CountryName?: string;
  readonly SubdivisionCode?: string;
}

/** Route 53's list as it would be if it had the places of this package, which another test compares with AWS's page. */
const PLACES: readonly Place[] = [
  ...["AF", "AN", "AS", "EU", "NA", "OC", "SA"].map((ContinentCode) => ({ ContinentCode })),
  { CountryCode: "*", CountryName: "Default" },
  ...COUNTRY_CODES.map((CountryCode) => ({ CountryCode })),
  ...SUBDIVISION_CODES.map((code) => ({ CountryCode: "US", SubdivisionCode: code.slice(3) })),
];
const written = (name: string, content: unknown) => {
  const file = join(scratch, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
};
const list = (places: readonly object[]) => ({ GeoLocationDetailsList: places, IsTruncated: false });

/** Runs the check with a program in the place of the AWS CLI. */
function checkedWith(program: string | undefined) {
  const folder = mkdtempSync(join(scratch, "bin-"));
  if (program !== undefined) {
    writeFileSync(join(folder, "aws"), `#!${process.execPath}\n${program}`);
    chmodSync(join(folder, "aws"), 0o755);
  }
  const { PATH } = process.env;
  process.env.PATH = program === undefined ? folder : `${folder}${delimiter}${PATH}`;
  try {
    return hybridKubernetes("check", "--cloud");
  } finally {
    process.env.PATH = PATH;
  }
}

describe("the check of places", () => {
  test("is content when Route 53 has those of this package", () => {
    const { status, stdout } = hybridKubernetes("check", "--geo-locations", written("same.json", list(PLACES)));
    expect([status, stdout]).toEqual([0, "Route 53 lists 305 places. Its places are those of this package.\n"]);
  });

  test("ends with 2 and names each place that one of them does not have", () => {
    const others = [...PLACES.filter(({ CountryCode }) => CountryCode !== "FR"), { CountryCode: "ZZ" }];
    const { status, stdout, stderr } = hybridKubernetes(
      "check",
      "--geo-locations",
      written("other.json", list(others)),
    );
    expect([status, stdout]).toEqual([2, "Route 53 lists 305 places. Its places are not those of this package.\n"]);
    expect(stderr).toBe(
      "error: ZZ is a place of Route 53 that no policy can name\nerror: FR can be named in a policy, and Route 53 does not have it\n",
    );
  });

  test("asks the AWS CLI for one page after the other, and reads only", () => {
    const log = join(scratch, "asked.txt");
    const [one, two] = [PLACES.slice(0, 100), PLACES.slice(100)];
    const pages = {
      one: { GeoLocationDetailsList: one, IsTruncated: true, NextCountryCode: "DE" },
      two: list(two),
    };
    const aws = `const asked = process.argv.slice(2).join(" ");
require("node:fs").appendFileSync(${JSON.stringify(log)}, asked + "\\n");
const pages = ${JSON.stringify(pages)};
console.log(JSON.stringify(asked.includes("--start-country-code DE") ? pages.two : pages.one));`;
    expect(checkedWith(aws)).toMatchObject({ status: 0 });
    expect(readFileSync(log, "utf8")).toBe(
      "route53 list-geo-locations --output json\nroute53 list-geo-locations --output json --start-country-code DE\n",
    );
  });

  test("asks for the next page within the states of a country", () => {
    const end = PLACES.length - 10;
    const pages = {
      one: {
        GeoLocationDetailsList: PLACES.slice(0, end),
        IsTruncated: true,
        NextCountryCode: "US",
        NextSubdivisionCode: "VA",
      },
      two: list(PLACES.slice(end)),
    };
    const aws = `const pages = ${JSON.stringify(pages)};
const next = process.argv.slice(2).join(" ").endsWith("--start-country-code US --start-subdivision-code VA");
console.log(JSON.stringify(next ? pages.two : pages.one));`;
    expect(checkedWith(aws)).toMatchObject({
      status: 0,
      stdout: "Route 53 lists 305 places. Its places are those of this package.\n",
    });
  });

  test("asks for the next page within the continents", () => {
    const pages = {
      one: { GeoLocationDetailsList: PLACES.slice(0, 3), IsTruncated: true, NextContinentCode: "EU" },
      two: list(PLACES.slice(3)),
    };
    const aws = `const pages = ${JSON.stringify(pages)};
const next = process.argv.slice(2).join(" ").endsWith("--start-continent-code EU");
console.log(JSON.stringify(next ? pages.two : pages.one));`;
    expect(checkedWith(aws)).toMatchObject({ status: 0 });
  });

  test("ends with 1 when it cannot ask, with the reason", () => {
    expect(checkedWith(undefined)).toMatchObject({
      status: 1,
      stderr: "error: check: --cloud: aws route53 list-geo-locations --output json: there is no AWS CLI on the PATH\n",
    });
    const { status, stderr } = checkedWith('console.error("Unable to locate credentials"); process.exit(253);');
    expect([status, stderr]).toEqual([
      1,
      "error: check: --cloud: aws route53 list-geo-locations --output json: Unable to locate credentials\n",
    ]);
    expect(hybridKubernetes("check")).toMatchObject({
      status: 1,
      stderr: "error: check: --cloud: is missing, or --geo-locations with what the AWS CLI printed\n",
    });
    expect(hybridKubernetes("check", "--geo-locations", written("none.json", "{}")).stderr).toMatch(
      /^error: compareWithGeoLocations: pages\.0: got .*, expected what `aws route53 list-geo-locations/,
    );
  });
});
