import { readFileSync, writeFileSync } from "node:fs";
import { markdownTable } from "../../lib/core/markdown-table";
import { SAMPLES } from "../support/samples";
import { type Block, synthesize } from "../support/synthesize";
import { LIFECYCLE_REASONS, lifecycleSettings } from "./lifecycle-reasons";
import { everything } from "./program";

const PAGE = "docs/lifecycles.md";

const resourcesIn = (configuration: Block): readonly (readonly [type: string, resource: Block])[] =>
  Object.entries<Block>(configuration.resource ?? {}).flatMap(([type, named]) =>
    Object.values<Block>(named).map((resource) => [type, resource] as const),
  );

/** The settings of all lifecycles that are made of everything and of the samples of all options. */
function madeSettings(): ReadonlySet<string> {
  const { stacks } = synthesize((app) => everything(app));
  const texts = SAMPLES.map(({ props, synthesized }) => synthesized(props)).join("\n");
  const inSamples = [...texts.matchAll(/^ {4}"((?:google|aws|kubernetes)_\w+)": \{\n([\s\S]*?)^ {4}\}/gm)].flatMap(
    ([, type = "", body = ""]) =>
      [...body.matchAll(/"lifecycle": (\{[\s\S]*?\n {8}\})/g)].flatMap(([, lifecycle = "{}"]) =>
        lifecycleSettings(type, JSON.parse(lifecycle)),
      ),
  );
  const inEverything = Object.values(stacks as Record<string, Block>)
    .flatMap(resourcesIn)
    .flatMap(([type, { lifecycle }]) => lifecycleSettings(type, lifecycle ?? {}));
  return new Set([...inSamples, ...inEverything]);
}

test("every lifecycle has a reason, and every reason a lifecycle", () => {
  const made = madeSettings();
  expect(made.size).toBeGreaterThan(20);
  expect([...made].sort()).toEqual(Object.keys(LIFECYCLE_REASONS).sort());
});

test("the page of lifecycles has them", () => {
  const rows = Object.entries(LIFECYCLE_REASONS).map(([setting, reason]) => {
    const [type = "", ...rest] = setting.split(": ");
    return [`\`${type}\``, `\`${rest.join(": ")}\``, `${reason}.`];
  });
  const table = markdownTable(["Resource", "Setting", "Why"], rows);
  const page = readFileSync(PAGE, "utf8");
  const expected = page.replace(/(<!-- lifecycles -->\n\n)[\s\S]*(\n\n<!-- end -->)/, `$1${table}$2`);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(PAGE, expected);
  expect(page).toBe(expected);
});
