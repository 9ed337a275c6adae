import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { HybridPlatform } from "../../index";
import { verify } from "../../lib/cli/verify";
import { ValidationError } from "../../lib/core/validation-error";
import { CheckedProject } from "../support/checked-project";
import { hybridKubernetes } from "../support/command-line";
import { SMALL_PLATFORM } from "../support/platform";

const scratch = mkdtempSync(join(tmpdir(), "broken-"));
const manifest = (stacks: unknown) => ({ "manifest.json": JSON.stringify({ stacks }) });
const stack = (synthesizedStackPath: string) => ({ dns: { dependencies: [], synthesizedStackPath } });

/** What is wrong with a folder, and its files. */
const FOLDERS: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = {
  "is not there": undefined,
  "is empty": {},
  "has an empty manifest": { "manifest.json": "" },
  "has half a manifest": { "manifest.json": '{"stacks": {' },
  "has a manifest that is null": { "manifest.json": "null" },
  "has a manifest that is a list": { "manifest.json": "[]" },
  "has a manifest without stacks": { "manifest.json": "{}" },
  "has no list of stacks": manifest(null),
  "has a stack that is null": manifest({ dns: null }),
  "has a stack without dependencies": manifest({ dns: { synthesizedStackPath: "dns/cdk.tf.json" } }),
  "lacks the folder of a stack": manifest(stack("stacks/dns/cdk.tf.json")),
  "has a stack in HCL": { ...manifest(stack("cdk.tf")), "cdk.tf": "terraform {" },
  "has an empty stack": { ...manifest(stack("cdk.tf.json")), "cdk.tf.json": "" },
  "has a stack that is null in JSON": { ...manifest(stack("cdk.tf.json")), "cdk.tf.json": "null" },
  "has a stack whose resources are a number": {
    ...manifest(stack("cdk.tf.json")),
    "cdk.tf.json": JSON.stringify({ resource: 5 }),
  },
  "has a stack whose records are a list": {
    ...manifest(stack("cdk.tf.json")),
    "cdk.tf.json": JSON.stringify({ resource: { aws_route53_record: [] } }),
  },
  "has a stack with a record that is null": {
    ...manifest(stack("cdk.tf.json")),
    "cdk.tf.json": JSON.stringify({ resource: { aws_route53_record: { a: null } } }),
  },
  "has a stack whose data sources are a text": {
    ...manifest(stack("cdk.tf.json")),
    "cdk.tf.json": JSON.stringify({ data: "none" }),
  },
  "is of AWS CDK": { "manifest.json": JSON.stringify({ version: "36.0.0", artifacts: {} }) },
};

for (const [name, files] of Object.entries(FOLDERS)) {
  if (files === undefined) continue;
  mkdirSync(join(scratch, name));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(scratch, name, file)), { recursive: true });
    writeFileSync(join(scratch, name, file), text);
  }
}
const NAMES = Object.keys(FOLDERS);

/** Each command that reads a folder, and what it is asked. `verify` waits for name servers, and is asked below. */
const COMMANDS: readonly (readonly [string, (folder: string) => readonly string[]])[] = [
  ...["stacks", "address-plan", "failover", "routing", "picture", "values", "permissions"].map(
    (command) => [command, (folder: string) => [command, folder]] as const,
  ),
  ["picture in a file", (folder) => ["picture", folder, "--map", join(scratch, "map.svg")]],
  ["review of what is new", (folder) => ["review", folder, folder]],
  ["data-centers-verify", (folder) => ["data-centers-verify", folder, folder]],
  ["data-centers-release", (folder) => ["data-centers-release", folder, "--number", "1"]],
];

describe.each(COMMANDS)("%s", (_, args) => {
  test.each(NAMES)("says in one line what is wrong with a folder that %s", (name) => {
    const folder = join(scratch, name);
    const { status, stdout, stderr } = hybridKubernetes(...args(folder));
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^error: .+\n$/);
    // Nothing follows from what is not in a folder that cannot be read: they all name the file.
    expect(stderr).toMatch(/: (manifest\.json|[\w/]*cdk\.tf(\.json)?): /);
    expect(stderr).toContain(folder);
    expect(stderr).not.toMatch(/undefined|is not iterable|TypeError| {4}at /);
  });
});

test.each(NAMES)("verify says in one line what is wrong with a folder that %s", async (name) => {
  const folder = join(scratch, name);
  const error = await verify(folder, { nameServer: [], down: [], draws: 1, timeout: 1 }).catch((error) => error);
  expect(ValidationError.isValidationError(error)).toBe(true);
  expect(error.message.split("\n")).toEqual([expect.stringContaining(folder)]);
});

/** What a file of lists may hold instead of those of a data centre. */
const RACK = '{ "a1": { "number": 1 } }';
const LISTS: Readonly<Record<string, string>> = {
  "is empty": "",
  "is null": "null",
  "is a list": "[]",
  "is an object of nothing": "{}",
  "has servers alone": '{ "servers": {} }',
  "has a server that is null": '{ "servers": { "a": null }, "racks": {}, "routers": {}, "shared": [] }',
  "has a rack without pods": `{ "servers": {}, "racks": ${RACK}, "routers": {}, "shared": [] }`,
  "has no list of shared routes": '{ "servers": {}, "racks": {}, "routers": {}, "shared": {} }',
};

describe.each(Object.entries(LISTS))("a data centre whose site.json %s", (name, text) => {
  const folder = join(scratch, `site.json ${name}`);
  const sound = join(scratch, "a sound one");
  for (const [root, lists] of [
    [folder, text],
    [sound, '{ "servers": {}, "racks": {}, "routers": {}, "shared": [] }'],
  ] as const) {
    const below = join(root, "data-centers/production/paris");
    mkdirSync(below, { recursive: true });
    const files = { ...manifest(stack("cdk.tf.json")), "cdk.tf.json": "{}" };
    for (const [file, content] of Object.entries(files)) writeFileSync(join(root, file), content);
    writeFileSync(join(below, "site.json"), lists);
  }
  const path = join(folder, "data-centers/production/paris");

  test.each([
    ["stacks", folder],
    ["address-plan", folder],
    ["review", folder, folder],
    ["review", folder, sound],
    ["review", sound, folder],
    ["data-centers-verify", folder, folder],
    ["data-centers-release", folder, "--number", "1"],
  ])("is refused in one line by %s", (...args) => {
    const { status, stdout, stderr } = hybridKubernetes(...args);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^error: .+\n$/);
    expect(stderr).toContain(`${path}: site.json: `);
    expect(stderr).not.toMatch(/undefined|is not iterable|TypeError| {4}at /);
  });
});

describe("a folder that is older than its project", () => {
  const project = new CheckedProject((app) => new HybridPlatform(app, "test", SMALL_PLATFORM));

  test("is shown with a note, which is not in what is printed", () => {
    expect(project.run({}, "routing").stderr).toBe("");
    const { stdout } = project.run({}, "routing");
    project.touch("main.js");
    const note = 'note: cdktf.out is older than main.js: run "cdktf synth"\n';
    expect(project.run({}, "routing")).toEqual({ status: 0, stdout, stderr: note });
    // The first is what is deployed.
    expect(project.run({}, "review", "cdktf.out", "cdktf.out").stderr).toBe(note);
    expect(project.run({}, "check").stderr).toBe("error: 1 of 6 lines is wrong\n");
  });
});
