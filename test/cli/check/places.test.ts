import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { App } from "cdktf";
import { HybridPlatform } from "../../../index";
import { COUNTRY_CODES, SUBDIVISION_CODES } from "../../../lib/routing";
import { answering, CheckedProject, quoted } from "../../support/checked-project";
import { SMALL_PLATFORM } from "../../support/platform";

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
const list = (places: readonly object[]) => ({ GeoLocationDetailsList: places, IsTruncated: false });
const project = new CheckedProject((app: App) => new HybridPlatform(app, "test", SMALL_PLATFORM));
const WELL = "ok     places: the 305 that Route 53 lists are those of this package\n";

/** Checks with a list in a file. */
function checkedList(text: unknown) {
  project.write("places.json", typeof text === "string" ? text : JSON.stringify(text));
  return project.run({}, "check", "--geo-locations", "places.json");
}

/** Asks for pages, each of which the one before leads to. */
function checkedPages(pages: Readonly<Record<string, object>>) {
  const log = join(project.folder, "asked.txt");
  project.write("asked.txt", "");
  const asked = Object.entries(pages).map(([start, page]) => [
    `route53 list-geo-locations --output json${start}`,
    page,
  ]);
  const aws = `echo "$*" >> ${quoted(log)}
${answering({ "sts get-caller-identity": { Arn: "arn:aws:iam::111122223333:user/me" }, ...Object.fromEntries(asked.reverse()) })}`;
  const { stdout } = project.run({ aws, gcloud: answering({}) }, "check", "--cloud");
  const commands = readFileSync(log, "utf8").split("\n");
  return { stdout, asked: commands.filter((command) => command.startsWith("route53 list-geo-locations")) };
}

describe("the check of places", () => {
  test("is content when Route 53 has those of this package", () => {
    const { status, stdout } = checkedList(list(PLACES));
    expect([status, stdout.endsWith(WELL)]).toEqual([0, true]);
  });

  test("names each place that one of them does not have", () => {
    const others = [...PLACES.filter(({ CountryCode }) => CountryCode !== "FR"), { CountryCode: "ZZ" }];
    const { status, stdout, stderr } = checkedList(list(others));
    expect([status, stderr]).toEqual([2, "error: 2 of 8 lines are wrong\n"]);
    expect(stdout).toContain("wrong  places: ZZ is a place of Route 53 that no policy can name\n");
    expect(stdout).toContain("wrong  places: FR can be named in a policy, and Route 53 does not have it\n");
  });

  test("says in one line how many are missing where there are more than ten, and names the first", () => {
    const few = checkedList(list(PLACES.slice(0, 8)));
    expect([few.status, few.stderr]).toEqual([2, "error: 1 of 7 lines is wrong\n"]);
    // All but the seven continents and everyone else.
    expect(few.stdout).toContain(
      "wrong  places: 297 places can be named in a policy, and Route 53 does not have them: AD, AE, AF, AG, AI, …\n",
    );
    const strangers = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ CountryCode: `Z${10 + index}` }));
    expect(checkedList(list([...PLACES, ...strangers(11)])).stdout).toContain(
      "wrong  places: 11 places of Route 53 can be named in no policy: Z10, Z11, Z12, Z13, Z14, …\n",
    );
    expect(checkedList(list([...PLACES, ...strangers(10)])).stderr).toBe("error: 10 of 16 lines are wrong\n");
  });

  test("refuses what is no such list", () => {
    expect(checkedList({}).stdout).toMatch(
      /^wrong {2}places: Route 53 does not list them: .* `aws route53 list-geo-loc/m,
    );
    expect(checkedList("{")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringContaining("places.json cannot"),
    });
  });

  test.each([
    ["of a country", 100, { NextCountryCode: "DE" }, " --start-country-code DE"],
    [
      "within the states of a country",
      PLACES.length - 10,
      { NextCountryCode: "US", NextSubdivisionCode: "VA" },
      " --start-country-code US --start-subdivision-code VA",
    ],
    ["within the continents", 3, { NextContinentCode: "EU" }, " --start-continent-code EU"],
  ])("asks for the next page, %s", (_, end, next, option) => {
    const first = { GeoLocationDetailsList: PLACES.slice(0, end), IsTruncated: true, ...next };
    const { stdout, asked } = checkedPages({ "": first, [option]: list(PLACES.slice(end)) });
    expect(stdout).toContain(WELL);
    expect(asked).toEqual(["", option].map((one) => `route53 list-geo-locations --output json${one}`));
  });
});
