import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../index";
import { FILE_KEYS } from "../../lib/cli/plan-routing/metrics-settings";
import { propertiesOf } from "../../lib/core/options-kinds";
import { DATA_LIMITS } from "../../lib/planning/data/data-limits";
import { outputFolder, planRoutingCommandLine } from "../support/command-line";
import { expectSchema } from "../support/json-schema";
import { queryRange, steady } from "../support/metrics";

const PAGE = join(__dirname, "../../docs/routing-data.md");
const page = readFileSync(PAGE, "utf8");
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n([^\`]*)\`\`\``, "g"))].map(([, text = ""]) => text);

/** What the first settings of the page name. */
const METRICS = {
  "metrics/home.json": queryRange(
    { labels: { country: "FR", site: "paris" }, peaks: steady(24_000) },
    { labels: { country: "DE", site: "frankfurt" }, peaks: steady(7_500) },
    { labels: { country: "SG", site: "singapore" }, peaks: [...steady(9_000, 27), 14_000] },
  ),
  "metrics/cloud.json": queryRange({ labels: { client_country: "Germany" }, peaks: steady(22_500) }),
};

const synthesized = outputFolder((app) => new HybridPlatform(app, "production", production));

describe("docs/routing-data.md", () => {
  test("has settings that the schema allows", async () => {
    expect(blocks("json")).toHaveLength(3);
    for (const text of blocks("json")) expectSchema("planning", JSON.parse(text));
  });

  test("shows what its first settings print, in days of UTC", async () => {
    const folder = mkdtempSync(join(tmpdir(), "routing-data-"));
    mkdirSync(join(folder, "metrics"));
    for (const [file, text] of Object.entries(METRICS)) writeFileSync(join(folder, file), text);
    const { calendar: _, ...settings } = JSON.parse(blocks("json")[0] ?? "");
    writeFileSync(join(folder, "planning.json"), JSON.stringify(settings));
    const args = ["--planning", join(folder, "planning.json"), "-o", join(folder, "routing-plan.json")];
    const { stdout } = await planRoutingCommandLine(synthesized, ...args, "--now", "2026-10-29T05:00Z");
    const shown = `${stdout.slice(stdout.indexOf("Measured, as of"), stdout.indexOf("- Covered")).trim()}\n`;
    const current = page.replace(/(?<=```text\n)[^`]*/, shown);
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(PAGE, current);
    expect(current).toBe(page);
  });

  test("names each option of a file and each limit, and so does the schema", async () => {
    const schema = JSON.parse(readFileSync(join(__dirname, "../../docs/schemas/planning.schema.json"), "utf8"));
    const { files, limits } = schema.properties.data.properties;
    expect(Object.keys(files.items.properties)).toEqual(FILE_KEYS);
    expect(Object.keys(limits.properties)).toEqual(Object.keys(DATA_LIMITS));
    for (const name of [...FILE_KEYS, ...Object.keys(DATA_LIMITS)]) expect(page).toContain(`\`${name}\``);
  });

  test("has the limits that are the defaults", async () => {
    const { leastDays, days, holes, ageHours, jump, unknownPlaces, errors, daysBeforeEvent } = DATA_LIMITS;
    for (const words of [
      `fewer whole days than ${leastDays}`,
      `the last ${days}`,
      `more than ${holes * 100} % of the values`,
      `older than ${ageHours} hours`,
      `${jump * 100} % above the highest`,
      `more than ${unknownPlaces * 100} % is asked for`,
      `at most ${errors * 100} % failed`,
      `${daysBeforeEvent} days before it`,
    ])
      expect(page).toContain(words);
  });
});

test("the schema of planning.json has the options of planRouting, and no others", async () => {
  const schema = JSON.parse(readFileSync(join(__dirname, "../../docs/schemas/planning.schema.json"), "utf8"));
  const { properties } = schema;
  const keys = (object: object) => Object.keys(object).sort();
  const optionsOf = (type: string) => [...propertiesOf(type).keys()].sort();
  const others = ["$schema", "after", "calendar", "data", "prices", "units", "version"];
  // What is deployed and where the plan before led to are read from what was synthesized, and from the file itself.
  const known = ["current", "target"];
  const asked = keys(properties).filter((name) => !others.includes(name));
  expect(asked).toEqual(optionsOf("RoutingPlanOptions").filter((name) => !known.includes(name)));
  expect(keys(properties.services.additionalProperties.properties)).toEqual(optionsOf("PlannedService"));
  expect(keys(properties.dataCenters.additionalProperties.properties)).toEqual(optionsOf("PlannedDataCenter"));
  expect(keys(properties.lastResort.properties)).toEqual(optionsOf("PlannedLastResort"));
  expect(keys(properties.rules.additionalProperties.properties)).toEqual(optionsOf("PlaceRule"));
  expect(keys(properties.limits.properties)).toEqual(optionsOf("PlanLimits"));
});
