import { Problems } from "../../lib/core/problems";
import { checkMigration, type Migration } from "../../lib/routing/migration";
import { refusalOf } from "../support/synthesize";
import { unknownNumber } from "../support/tokens";

function check(migration: Migration, percent: number): void {
  Problems.of("test", (problems) => checkMigration(problems.at("DE"), migration, percent));
}

test("a percentage that is one of the steps is accepted, and one that only Terraform knows", () => {
  check({ steps: [5, 25, 50, 100] }, 25);
  check({ steps: [5, 25, 50, 100], largestStep: 50 }, 100);
  check({ steps: [5, 25] }, unknownNumber);
  // The emergency brake works from every step, and before the first.
  check({ steps: [5, 25], largestStep: 20 }, 0);
  check({ steps: [5, 25], largestStep: unknownNumber }, 5);
});

test.each<[string, Migration, number, string]>([
  [
    "a percentage between the steps",
    { steps: [5, 25, 50, 100] },
    30,
    "test: DE.percent: got 30, expected one of the migration's steps: 5, 25, 50, 100, or 0 for nobody",
  ],
  [
    "a jump",
    { steps: [5, 25, 100], largestStep: 50 },
    25,
    "test: DE.migration.steps: got [5,25,100], expected steps of at most 50 points (from 25 to 100 are 75 points)",
  ],
  [
    "a first step that is too large",
    { steps: [60, 100], largestStep: 50 },
    60,
    "test: DE.migration.steps: got [60,100], expected steps of at most 50 points (from 0 to 60 are 60 points)",
  ],
  [
    "a largest step of nothing",
    { steps: [5, 25], largestStep: 0 },
    5,
    "test: DE.migration.largestStep: got 0, expected a whole number from 1 to 100",
  ],
  [
    "steps that fall",
    { steps: [25, 5] },
    25,
    "test: DE.migration.steps: got [25,5], expected percentages, each a whole number from 1 to 100 and larger than the one before",
  ],
])("%s is refused", (_, migration, percent, message) => {
  expect(refusalOf(() => check(migration, percent))).toEqual([message]);
});
