#!/usr/bin/env node
// Refuses providers that the target branch does not use: a provider is a program, and runs with the token of this job. A new version of
// one that is in use is none.
//   new-providers.mjs <locks of the target branch> <locks>
// ALLOW_NEW_PROVIDERS=1 allows them: the label "allow-new-providers", once somebody has looked.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [target, next] = process.argv.slice(2);
const providersOf = (folder) => {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8"));
  return new Set(texts.flatMap((text) => [...text.matchAll(/^provider "(.*)" \{/gm)].map(([, name]) => name)));
};
const known = providersOf(target);
const added = process.env.ALLOW_NEW_PROVIDERS ? [] : [...providersOf(next)].filter((name) => !known.has(name));
if (added.length > 0) {
  console.error(`not a provider of the target branch: ${added.sort().join(" ")}`);
  console.error('It would run with access to your clouds. Look at it, then label this "allow-new-providers".');
  process.exit(1);
}
