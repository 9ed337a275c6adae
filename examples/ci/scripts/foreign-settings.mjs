#!/usr/bin/env node
// Refuses configuration that would send the token of this job elsewhere than to its cloud: other endpoints, a proxy, other credentials of
// a provider or of a backend. A module may have providers of its own, and is refused for that.
//   foreign-settings.mjs <cdktf.out>
// ALLOW_NEW_PROVIDERS=1 allows them: the label "allow-new-providers", once somebody has looked. What Terraform would read in another way than
// this script, or beside cdk.tf.json, is refused in any case.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOREIGN =
  /endpoint|universe_domain|proxy|ca_bundle|insecure|credentials|config_file|token_file|access_token|^exec$|dev_overrides|provider_installation|plugin/;
// Switches between endpoints of AWS.
const HARMLESS = /^use_[a-z]+_endpoint$/;

/** The paths of foreign settings in a value. */
function foreign(value, path) {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${path}.${key}`;
    return FOREIGN.test(key) && !HARMLESS.test(key) ? [at] : foreign(inner, at);
  });
}

/** The values under a type of data source: JSON may have lists of blocks where it has one. */
const dataOf = (data, type) => [data ?? {}].flat().map((blocks) => blocks[type]);

// cdktf breaks the line in an empty list or block. No string of JSON has a line break, so none is changed.
const linesOf = (text) =>
  text
    .trimEnd()
    .replace(/([[{])\n *(?=[\]}])/g, "$1")
    .split("\n");
const sorted = (text) =>
  linesOf(text)
    .map((line) => line.replace(/,$/, ""))
    .sort()
    .join("\n");

/**
 * The configuration; undefined where it is not written as `cdktf synth` does. Terraform merges two properties of one name, and JSON.parse
 * keeps the last one, so the text must have as many lines as what was read of it; the order of properties is free.
 */
function parse(text) {
  const config = JSON.parse(text);
  const isObject = typeof config === "object" && config !== null && !Array.isArray(config);
  return isObject && sorted(text) === sorted(JSON.stringify(config, null, 2)) ? config : undefined;
}

const [out] = process.argv.slice(2);
const stacks = join(out, "stacks");
const strange = [];
const found = [];
for (const stack of existsSync(stacks) ? readdirSync(stacks).sort() : []) {
  const read = /\.(tf|tofu|tfvars)(\.json)?$|^\.terraform$|^terraform\.tfstate/;
  for (const file of readdirSync(join(stacks, stack))) {
    if (file !== "cdk.tf.json" && read.test(file)) strange.push(`${stack}/${file}`);
  }
  const file = join(stacks, stack, "cdk.tf.json");
  if (!existsSync(file)) continue;
  const config = parse(readFileSync(file, "utf8"));
  if (config === undefined) {
    strange.push(`${stack}/cdk.tf.json`);
    continue;
  }
  const { provider, terraform, data, module } = config;
  found.push(
    ...foreign(provider, `${stack}: provider`),
    ...foreign(terraform, `${stack}: terraform`),
    ...foreign(dataOf(data, "terraform_remote_state"), `${stack}: data.terraform_remote_state`),
    ...(module === undefined ? [] : [`${stack}: module`]),
  );
}
if (strange.length > 0) {
  console.error(`not as "cdktf synth" writes it: ${strange.join(" ")}`);
  process.exit(1);
}
if (found.length > 0 && !process.env.ALLOW_NEW_PROVIDERS) {
  console.error(`may send the token of this job elsewhere:\n  ${found.join("\n  ")}`);
  console.error('Look at it, then label this "allow-new-providers".');
  process.exit(1);
}
