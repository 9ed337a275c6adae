import { failuresOf } from "../../../lib/routing/analysis/failures";
import type { Answers } from "../../../lib/routing/answers";

/** Paris has two addresses that are checked apart, Frankfurt one. */
const ANSWERS = {
  endpoints: ["paris", "frankfurt"],
  partsOf: (name: string) =>
    name === "paris" ? ["paris .1", "paris .2"].map((part) => ({ name: part, addresses: [part], share: 0.5 })) : [],
} as unknown as Answers;

const failures = (most: 1 | 2 | "all") => failuresOf(ANSWERS, most).map((down) => down.join(" + "));

test("one thing at a time is nothing, each endpoint, and each part of one", () => {
  expect(failures(1)).toEqual(["", "paris", "frankfurt", "paris .1", "paris .2"]);
});

test("two things at a time are two endpoints, an endpoint and a part of another, or two parts", () => {
  expect(failures(2)).toEqual([
    "",
    "paris",
    "frankfurt",
    "paris .1",
    "paris .2",
    "paris + frankfurt",
    "frankfurt + paris .1",
    "frankfurt + paris .2",
    "paris .1 + paris .2",
  ]);
});

test("all things at a time are every set of endpoints, and one part beside those that are down; no part of one of them", () => {
  expect(failures("all")).toEqual([
    "",
    "paris",
    "frankfurt",
    "paris .1",
    "paris .2",
    "paris + frankfurt",
    "frankfurt + paris .1",
    "frankfurt + paris .2",
  ]);
});
