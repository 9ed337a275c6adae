#!/usr/bin/env node
// Refuses providers that the target branch does not lock: a provider is a program, and runs with the token of this job. Known is a version
// of a provider, with its checksums, that any lock file of the target branch has.
//   new-providers.mjs <locks of the target branch> <locks>
// ALLOW_NEW_PROVIDERS=1 allows others: the label "allow-new-providers", once somebody has looked. A lock file in another form than Terraform
// writes is refused in any case: Terraform could read in it what this script does not.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

// Where a line may stand, what it looks like, and where the next one stands.
const LINES = [
  ["file", /^(#.*)?$/, "file"],
  ["file", /^provider "(?<provider>[\w./-]+)" \{$/, "provider"],
  ["provider", /^ {2}version {1,5}= "(?<version>[\w.+-]+)"$/, "provider"],
  ["provider", /^ {2}constraints = "[^"\\$%]*"$/, "provider"],
  ["provider", /^ {2}hashes = \[$/, "hashes"],
  ["hashes", /^ {4}"(?<hash>(h1|zh):[\w+/=]+)",$/, "hashes"],
  ["hashes", /^ {2}\]$/, "provider"],
  ["provider", /^\}$/, "file"],
];

/** The providers of a lock file, each with its version and checksums; undefined where a line has another form than Terraform writes. */
function parse(text) {
  const providers = [];
  let place = "file";
  for (const line of text.split("\n")) {
    const form = LINES.find(([at, pattern]) => at === place && pattern.test(line));
    if (form === undefined) return undefined;
    place = form[2];
    const { provider, version, hash } = form[1].exec(line).groups ?? {};
    if (provider) providers.push({ provider, versions: [], hashes: [] });
    if (version) providers.at(-1).versions.push(version);
    if (hash) providers.at(-1).hashes.push(hash);
  }
  const whole = providers.every(({ versions, hashes }) => versions.length === 1 && hashes.length > 0);
  return place === "file" && whole ? providers : undefined;
}

const [target, next] = process.argv.slice(2);
const locksOf = (folder) =>
  (existsSync(folder) ? readdirSync(folder).sort() : [])
    .filter((file) => file.endsWith(".terraform.lock.hcl"))
    .map((file) => [file, parse(readFileSync(join(folder, file), "utf8"))]);
const fail = (...lines) => {
  console.error(lines.join("\n"));
  process.exit(1);
};

const locks = locksOf(next);
const strange = locks.filter(([, providers]) => providers === undefined).map(([file]) => file);
if (strange.length > 0) {
  fail(`not as "terraform providers lock" writes it: ${strange.join(" ")}`, "Write it anew with ci/lock-providers.sh.");
}
if (process.env.ALLOW_NEW_PROVIDERS) process.exit(0);

const nameOf = ({ provider, versions: [version] }) => `${provider} ${version}`;
const known = new Map();
for (const entry of locksOf(target).flatMap(([, providers]) => providers ?? [])) {
  known.set(nameOf(entry), new Set([...(known.get(nameOf(entry)) ?? []), ...entry.hashes]));
}
const added = new Set();
for (const entry of locks.flatMap(([, providers]) => providers)) {
  const hashes = known.get(nameOf(entry));
  if (hashes === undefined) added.add(nameOf(entry));
  else if (!entry.hashes.every((hash) => hashes.has(hash))) added.add(`${nameOf(entry)} (other checksums)`);
}
if (added.size > 0) {
  fail(
    `not a provider of the target branch: ${[...added].sort().join(", ")}`,
    'It would run with access to your clouds. Look at it, then label this "allow-new-providers".',
  );
}
