import {
  checkAbsent,
  checkNumber,
  checkOneOf,
  checkPort,
  checkRange,
  checkRate,
  checkShare,
  checkWholeNumber,
  isOn,
  oneOf,
} from "../../lib/core/checks";
import type { Problems } from "../../lib/core/problems";
import { fc } from "../support/property";
import { refused } from "../support/refused";
import { unknownNumber } from "../support/tokens";

type Check = (problems: Problems) => unknown;

test.each<[Check, string]>([
  [
    (problems) => checkWholeNumber(problems, "percent", 101, [1, 100]),
    "percent: got 101, expected a whole number from 1 to 100",
  ],
  [
    (problems) => checkWholeNumber(problems, "percent", 1.5, [1, 100]),
    "percent: got 1.5, expected a whole number from 1 to 100",
  ],
  [(problems) => checkWholeNumber(problems, "nodes", 0, [1]), "nodes: got 0, expected a whole number, 1 or more"],
  [
    (problems) => checkWholeNumber(problems, "nodes", 2 ** 53, [1]),
    "nodes: got 9007199254740992, expected a whole number from 1 to 9007199254740991",
  ],
  [
    (problems) => checkWholeNumber(problems, "ttl", 2 ** 53, [1, 60]),
    "ttl: got 9007199254740992, expected a whole number from 1 to 60",
  ],
  [
    (problems) => checkWholeNumber(problems, "ttl", 0, [1, 60], "of seconds"),
    "ttl: got 0, expected a whole number of seconds from 1 to 60",
  ],
  [(problems) => checkNumber(problems, "share", 1.1, [0, 1]), "share: got 1.1, expected a number from 0 to 1"],
  [(problems) => checkNumber(problems, "rate", Number.NaN, [0]), "rate: got NaN, expected a number, 0 or more"],
  [(problems) => checkRate(problems, "rate", 0), "rate: got 0, expected more than 0 requests per second"],
  [
    (problems) => checkRate(problems, "rate", Number.POSITIVE_INFINITY),
    "rate: got Infinity, expected a finite number of requests per second",
  ],
  [(problems) => checkRate(problems, "rate", Number.NaN), "rate: got NaN, expected more than 0 requests per second"],
  [
    (problems) => checkRate(problems, "target", Number.POSITIVE_INFINITY, "seconds"),
    "target: got Infinity, expected a finite number of seconds",
  ],
  [(problems) => checkPort(problems, "port", 65536), "port: got 65536, expected a whole number from 1 to 65535"],
  [(problems) => checkOneOf(problems, "kind", "C", ["A", "B"]), 'kind: got "C", expected "A" or "B"'],
  [(problems) => checkAbsent(problems, "nodes", 3, "beside ranges"), "nodes: got 3, expected nothing beside ranges"],
  [
    (problems) => checkAbsent(problems, "nodes", [3], "beside ranges"),
    "nodes: got [3], expected nothing beside ranges",
  ],
  [(problems) => checkShare(problems, "share", 0), "share: got 0, expected a share, more than 0 and up to 1"],
  [
    (problems) => checkShare(problems, "share", 1.1, "; for none, off"),
    "share: got 1.1, expected a share, more than 0 and up to 1; for none, off",
  ],
  [
    (problems) => checkShare(problems, "share", Number.NaN),
    "share: got NaN, expected a share, more than 0 and up to 1",
  ],
  [
    (problems) => checkRange(problems, "nodes", "10.0.0.1/12", "10.0.0.0/12"),
    'nodes: got "10.0.0.1/12", expected an IPv4 range, written with its first address: "10.0.0.0/12"',
  ],
])("%#: refuses in one wording", (check, line) => {
  expect(refused(check)).toEqual([line]);
});

test("what is left out, and what only Terraform knows, passes every check", () => {
  for (const value of [undefined, unknownNumber]) {
    expect(
      refused((problems) => {
        checkWholeNumber(problems, "x", value, [1, 2]);
        checkNumber(problems, "x", value, [1, 2]);
        checkPort(problems, "x", value);
        checkShare(problems, "x", value);
        checkRate(problems, "x", value);
        checkOneOf(problems, "x", value, [1, 2]);
        checkAbsent(problems, "x", value, "here");
      }),
    ).toEqual([]);
  }
});

test("a whole number between the limits passes, and every other number is refused", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: 0, max: 50 }),
      fc.integer(),
      (least, span, value) => {
        const lines = refused((problems) => checkWholeNumber(problems, "x", value, [least, least + span]));
        expect(lines.length === 0).toBe(value >= least && value <= least + span);
      },
    ),
  );
});

test("a choice is written as a sentence has it", () => {
  expect([oneOf(["A"]), oneOf([1, 2]), oneOf(["A", "B", "C"])]).toEqual(['"A"', "1 or 2", '"A", "B" or "C"']);
});

test("an option is on when it is true, and a token counts as off", () => {
  expect([isOn(true), isOn(false), isOn(undefined)]).toEqual([true, false, false]);
});
