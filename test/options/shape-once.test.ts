import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HybridPlatform } from "../../index";
import { checkShape } from "../../lib/core/options-shape";
import { OPTIONS } from "../../lib/core/options-table";
import { everything } from "../everything/program";
import { SMALL_PLATFORM } from "../support/platform";
import { synthesize } from "../support/synthesize";

jest.mock("../../lib/core/options-shape", () => {
  const actual = jest.requireActual("../../lib/core/options-shape");
  return { ...actual, checkShape: jest.fn(actual.checkShape) };
});

/** The types of the options whose shape is checked while a program is synthesized. */
function walked(program: Parameters<typeof synthesize>[0]): string[] {
  const { calls } = jest.mocked(checkShape).mockClear().mock;
  synthesize(program);
  return calls.map(([, , type]) => type);
}

/** A calculated check, one per address family, is made of health checks, and only it knows which of them it may count. */
const CALCULATED = ["CalculatedHealthCheckProps", "CalculatedHealthCheckProps"];

test("the shape of options is checked once, where the user gives them: no stack and no construct checks its part again", () => {
  const program = readFileSync(join(__dirname, "..", "everything", "program.ts"), "utf8");
  const given = [...program.matchAll(/\bnew (\w+)\(/g)]
    .map(([, name]) => `${name}Props`)
    .filter((type) => type in OPTIONS);
  expect(given).toContain("HybridPlatformProps");
  const delegations = [...program.matchAll(/\.delegate\(/g)].flatMap(() => ["DelegatedZone", "DelegationOptions"]);
  expect(walked(everything).sort()).toEqual([...given, ...delegations, ...CALCULATED].sort());
});

test("so are the options of what a data centre requires beside its address", () => {
  const { paris } = SMALL_PLATFORM.dataCenters;
  const alarm = { alarmName: "queue-is-long", alarmRegion: "eu-west-1" };
  const platform = { ...SMALL_PLATFORM, dataCenters: { paris: { ...paris, requiredHealthChecks: { alarm } } } };
  expect(walked((app) => new HybridPlatform(app, "acme", platform))).toEqual(["HybridPlatformProps", ...CALCULATED]);
});
