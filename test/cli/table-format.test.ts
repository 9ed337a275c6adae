import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HybridPlatform } from "../../stacks";
import { TINY_SITE } from "../data-center/tiny-site";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { SMALL_PLATFORM } from "../support/platform";

const { fabric, servers, ranges, edge } = TINY_SITE;
const certificate = { pillar: "paris/tls" };
const onPremises = { fabric, servers, ranges, edge: { publicRanges: edge?.publicRanges ?? [], certificate } };
const paris = { ...SMALL_PLATFORM.dataCenters.paris, privateRanges: ["10.128.0.0/13"], onPremises };
const FR = { serveFrom: ["paris" as const] };

const platform = { ...SMALL_PLATFORM, dataCenters: { paris }, routing: { countries: { FR } } };
const folder = outputFolder((app) => new HybridPlatform(app, "test", platform));
const said = (...args: string[]) => hybridKubernetes(...args).stdout;
const [isStroke, isRule] = [/^\|/m, /^\| -{3,} +\|/m];

/** The words of a text, without what makes it a table. */
const wordsOf = (text: string) =>
  text
    .split(/[\s|]+/)
    .map((word) => word.replace(/,$/, ""))
    .filter((word) => !/^-*$/.test(word));

/** A row of each command that prints a table, in a file or for a program. */
const COMMANDS: readonly (readonly [command: string, row: RegExp])[] = [
  ["routing", /^FR \(France\) {4}100 % paris {8}paris → last resort {2}100 % last resort$/m],
  ["routing --down paris", /^everyone else {7}100 % last resort$/m],
  ["routing --from FR", /^api\.example\.com \(AAAA\) {14}100 % paris$/m],
  ["failover", /^europe-west1 {2}100\/s {14}100 % {3}nobody: requests fail {19}nobody: it gets more than its rate$/m],
  ["address-plan", /^11 {6}worker-1 {3}worker {9}a1 {4}4200000001 {2}10\.128\.0\.11 {2}fd00:128::b$/m],
  ["stacks", /^test\/paris {3}4: 1 control-plane, 2 edge, 1 worker {2}5 in 2 racks {2}\S+$/m],
  ["stacks --long", /^test\/paris {3}4: 1 control-plane, 2 edge, 1 worker {2}5 in 2 racks {2}\S+$/m],
];

describe.each(COMMANDS)("what %s writes to a file or a program", (words, row) => {
  const [command = "", ...options] = words.split(" ");
  const written = (...more: string[]) => said(command, folder, ...options, ...more);

  test("is plain", () => {
    const text = written();
    expect(text).toMatch(row);
    expect(text).not.toMatch(isStroke);
    expect(text).not.toMatch(/ $/m);
    expect(written("--format", "text")).toBe(text);
  });

  test("is in Markdown where it is asked for, with the same words", () => {
    const text = written("--format", "markdown");
    expect(text).toMatch(isRule);
    expect(text).not.toMatch(/ $/m);
    // Those of stacks are in another order, and have marks of a list.
    expect(wordsOf(text)).toEqual(expect.arrayContaining([...wordsOf(written())]));
  });
});

test("in another format than the one that is asked for twice it is not", () => {
  const { status, stderr } = hybridKubernetes("routing", folder, "--json", "--format", "markdown");
  expect([status, stderr]).toEqual([1, "error: option '--json' cannot be used with option '--format <format>'\n"]);
});

test("in Markdown, routing and address plan are the files beside the stacks", () => {
  const file = (...path: string[]) => readFileSync(join(folder, ...path), "utf8").trim();
  expect(said("routing", folder, "--format", "markdown")).toContain(file("stacks", "test-dns", "routing.md"));
  const plan = file("data-centers", "test", "paris", "addresses.md");
  expect(said("address-plan", folder, "--format", "markdown").trim()).toBe(plan);
});

test("stacks in Markdown are a table with all that a stack waits for in a cell, and a list each in full", () => {
  const table = said("stacks", folder, "--format", "markdown").replaceAll(/ +/g, " ");
  expect(table).toContain("| Stack | Resources | Waits for |\n| --- | --- | --- |\n| test-network | 16 | - |\n");
  expect(table).toContain(" | test-edge, test-network |\n");
  const list = said("stacks", folder, "--long", "--format", "markdown");
  expect(list).toMatch(/^### test-network\n\n- resources: 16: .*\n- state: file terraform\.test-network\.tfstate\n\n/);
  expect(list).toMatch(/\n- waits for: test-edge, test-network\n/);
});

test.each(["routing", "failover", "stacks"])("%s --json is short for --format json", (command) => {
  const json = said(command, folder, "--json");
  expect(JSON.parse(json)).toBeInstanceOf(Object);
  expect(said(command, folder, "--format", "json")).toBe(json);
});

test("another format is refused with those that there are", () => {
  const ends = (command: string) => {
    const { status, stderr } = hybridKubernetes(command, folder, "--format", "html");
    return [status, stderr];
  };
  const line = "error: option '--format <format>' argument 'html' is invalid. Allowed choices are";
  for (const command of ["routing", "failover", "verify", "stacks"]) {
    expect(ends(command)).toEqual([1, `${line} text, markdown, json.\n`]);
  }
  expect(ends("address-plan")).toEqual([1, `${line} text, markdown.\n`]);
});
