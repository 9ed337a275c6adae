import { checkHostName, checkHostNameOrWildcard } from "../../lib/core/host-names";
import { Problems } from "../../lib/core/problems";
import { ValidationError } from "../../lib/core/validation-error";
import { refused } from "../support/refused";

/** A name of so many characters, each label of which is as long as a label may be, or shorter. */
const nameOf = (length: number) => `${`${"a".repeat(62)}.`.repeat(4).slice(0, length - 4)}.com`;

const WHOLE = "a host name of up to 253 characters, each part of letters, digits and hyphens and up to 63 long";

function problemsOf(program: () => void) {
  try {
    program();
  } catch (error) {
    if (ValidationError.isValidationError(error)) return error.problems;
  }
  return [];
}

describe.each([
  ["a host name", checkHostName, "", `${WHOLE}: "api.example.com"`],
  ["a wildcard", checkHostNameOrWildcard, "*.", 'a host name below the asterisk: "*.shop.example.com"'],
] as const)("the length of %s", (_, check, start, expected) => {
  const long = (length: number) => start + nameOf(length - start.length);

  test("is up to 253 characters", () => {
    expect(long(253)).toHaveLength(253);
    expect(refused((problems) => check(problems, "host", long(253)))).toEqual([]);
    for (const name of [long(254), long(260)]) {
      expect(refused((problems) => check(problems, "host", name))).toEqual([
        `host: got "${name}", expected ${expected}`,
      ]);
    }
  });

  test("does not count the last dot, which ends a name", () => {
    expect(refused((problems) => check(problems, "host", `${long(253)}.`))).toEqual([]);
  });
});

test.each(["shop_x.example.com", "*.shop_x.example.com"])("%s is refused under the code of host names", (hostName) => {
  const program = () => Problems.of("construct", (problems) => checkHostNameOrWildcard(problems, "host", hostName));
  expect(problemsOf(program).map(({ code, path }) => [code, path])).toEqual([["host-name", ["host"]]]);
});
