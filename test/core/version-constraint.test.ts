import { versionRange } from "../../lib/core/version-constraint";
import { fc } from "../support/property";
import { READ, REFUSED } from "./version-constraints";

test.each(READ)("%j is read as a constraint", (constraint) => {
  expect(versionRange(constraint)).toBeDefined();
});

test.each(REFUSED)("%j is not read as a constraint", (constraint) => {
  expect(versionRange(constraint)).toBeUndefined();
});

const met = (constraint: string) => versionRange(constraint)?.isMet;

test.each([
  [">= 6.50.0, < 8.0.0", true],
  [">= 7.0.0, < 7.0.0", false],
  [">= 7.0.0, <= 7.0.0", true],
  ["> 7.0.0, <= 7.0.0", false],
  ["~> 6.50, >= 7.0.0", false],
  ["7.0.0, 7.0.1", false],
])("whether a version meets %j", (constraint, expected) => {
  expect(met(constraint)).toBe(expected);
});

test.each([
  ["~> 7.0", "7.0.0", 8],
  ["~> 7", "7.0.0", 8],
  ["~> 6.50.0", "6.50.0", 7],
  ["> 6.49.0", "6.49.1", undefined],
  ["= 7.1", "7.1.0", 8],
  [">= 6.50.0, < 8.0.0", "6.50.0", 8],
  ["<= 8.0.0, > 7", "7.0.1", 9],
  ["!= 7.1.0", "0.0.0", undefined],
])("%j allows from %s on, and is before major version %s", (constraint, from, major) => {
  const range = versionRange(constraint);
  const [first = 0, second = 0, patch = 0] = from.split(".").map(Number);
  expect(range?.isFrom(from)).toBe(true);
  expect(range?.isFrom(`${first}.${second}.${patch + 1}`)).toBe(false);
  if (major === undefined) expect(range?.isBefore(1000)).toBe(false);
  else expect([range?.isBefore(major - 1), range?.isBefore(major)]).toEqual([false, true]);
});

type Version = readonly [number, number, number];

const compare = (a: Version, b: Version) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** What each operator means, one version after the other: the meaning, without any bounds. */
const MEANING: Readonly<Record<string, (version: Version, written: Version) => boolean>> = {
  "=": (version, written) => compare(version, written) === 0,
  ">": (version, written) => compare(version, written) > 0,
  ">=": (version, written) => compare(version, written) >= 0,
  "<": (version, written) => compare(version, written) < 0,
  "<=": (version, written) => compare(version, written) <= 0,
  "~>": (version, written) => compare(version, written) >= 0 && version[0] === written[0] && version[1] === written[1],
};

test("the range of any constraint is that of the versions that meet each of its parts", () => {
  const number = fc.integer({ min: 0, max: 2 });
  const version = fc.tuple(number, number, number);
  const part = fc.tuple(fc.constantFrom(...Object.keys(MEANING)), version);
  const ALL = [0, 1, 2, 3].flatMap((major) =>
    [0, 1, 2, 3].flatMap((minor) => [0, 1, 2, 3].map((patch): Version => [major, minor, patch])),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), version, number, (parts, least, major) => {
      const range = versionRange(parts.map(([operator, written]) => `${operator} ${written.join(".")}`).join(", "));
      const meeting = ALL.filter((one) => parts.every(([operator, written]) => MEANING[operator]?.(one, written)));
      expect(range?.isMet).toBe(meeting.length > 0);
      if (meeting.length === 0) return;
      expect(range?.isFrom(least.join("."))).toBe(meeting.every((one) => compare(one, least) >= 0));
      expect(range?.isBefore(major + 1)).toBe(meeting.every(([own]) => own < major + 1));
    }),
    { numRuns: 1000 },
  );
});
