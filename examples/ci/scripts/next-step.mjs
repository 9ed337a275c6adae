#!/usr/bin/env node
// Raises the percentage of one country to its next step, in the file from which the program reads the percentages.
//   next-step.mjs <percentages.json> <country> <steps, such as 1,5,25,50,100>
import { readFileSync, writeFileSync } from "node:fs";

const [file, country, list = "1,5,25,50,100"] = process.argv.slice(2);
const steps = list.split(",").map(Number);
const percentages = JSON.parse(readFileSync(file, "utf8"));
const current = percentages[country] ?? 0;
const next = steps.find((step) => step > current);
if (next === undefined) {
  console.error(`${country} is at ${current} %: there is no step after it`);
  process.exit(1);
}
const countries = { ...percentages, [country]: next };
const sorted = Object.fromEntries(Object.entries(countries).sort(([one], [other]) => (one < other ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
console.log(`${country}: ${current} % to ${next} %`);
