#!/usr/bin/env node
// Raises the percentage of one country to its next step, in the file from which the program reads the percentages.
//   next-step.mjs <percentages.json> <country> <steps, such as 1,5,25,50,100>
import { readFileSync, writeFileSync } from "node:fs";

const [file, country = "", list = "1,5,25,50,100"] = process.argv.slice(2);
const refuse = (why) => {
  console.error(why);
  process.exit(1);
};
const steps = list.split(",").map((step) => (step.trim() === "" ? Number.NaN : Number(step)));
if (!steps.every((step, index) => step > (steps[index - 1] ?? 0) && step <= 100))
  refuse(`given the steps "${list}", expected percentages that rise, up to 100: "1,5,25,50,100"`);
const percentages = JSON.parse(readFileSync(file, "utf8"));
// The program reads the percentages of the countries that it routes: another one would be changed, and nobody moved.
if (!Object.hasOwn(percentages, country)) {
  const known = Object.keys(percentages).sort();
  const meant = known.find((name) => name.toUpperCase() === country.toUpperCase());
  refuse(
    `${file} has no "${country}": ${meant ? `did you mean "${meant}"?` : `it has ${known.join(", ") || "no country"}. Add a country there with 0, and to the program`}`,
  );
}
const current = percentages[country];
const next = steps.find((step) => step > current);
if (next === undefined) refuse(`${country} is at ${current} %: there is no step after it`);
const countries = { ...percentages, [country]: next };
const sorted = Object.fromEntries(Object.entries(countries).sort(([one], [other]) => (one < other ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
console.log(`${country}: ${current} % to ${next} %`);
