import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";

import { production } from "../../../examples/video-platform/production";
import { staging } from "../../../examples/video-platform/staging";
import { HybridPlatform, type HybridPlatformProps } from "../../../index";
import { cases } from "../../support/cases";
import { fc } from "../../support/property";

type Block = Record<string, never>;

/** What each stack is, by its name. */
function stacksOf(...environments: readonly (readonly [string, HybridPlatformProps])[]): ReadonlyMap<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), "separate-"));
  const app = new App({ outdir });
  for (const [name, props] of environments) new HybridPlatform(app, name, props);
  app.synth();
  const stacks = join(outdir, "stacks");
  const read = readdirSync(stacks).map(
    (name) => [name, readFileSync(join(stacks, name, "cdk.tf.json"), "utf8")] as const,
  );
  rmSync(outdir, { recursive: true });
  return new Map(read);
}

/** Without what refuses percentages: here each is allowed. */
const { analysis: _, ...unjudged } = production;

const withPercentages = (percentages: Readonly<Record<"DE" | "FR" | "SG", number>>): HybridPlatformProps => {
  const { DE, FR, SG } = unjudged.routing.countries;
  const countries = {
    DE: { ...DE, percent: percentages.DE },
    FR: { ...FR, percent: percentages.FR },
    SG: { ...SG, percent: percentages.SG },
  };
  return { ...unjudged, routing: { countries } };
};

const recordsOf = (stack = "{}") => JSON.parse(stack).resource?.aws_route53_record ?? {};

/** A record without what a percentage is. */
const withoutWeight = ({ weighted_routing_policy, ...rest }: Block) => ({
  ...rest,
  isWeighted: !!weighted_routing_policy,
});

const before = stacksOf(["production", withPercentages({ DE: 25, FR: 100, SG: 100 })]);

test("a change of percentages is one of the DNS stack alone, and there of weights in place", () => {
  const percent = fc.integer({ min: 0, max: 100 });
  fc.assert(
    fc.property(fc.record({ DE: percent, FR: percent, SG: percent }), (percentages) => {
      const after = stacksOf(["production", withPercentages(percentages)]);
      const changed = [...after.keys()].filter((name) => after.get(name) !== before.get(name));
      expect([...after.keys()]).toEqual([...before.keys()]);
      expect(changed.filter((name) => name !== "production-dns")).toEqual([]);
      const [old, young] = [before, after].map((stacks) =>
        Object.entries<Block>(recordsOf(stacks.get("production-dns"))).map(([id, record]) => [
          id,
          withoutWeight(record),
        ]),
      );
      expect(young).toEqual(old);
    }),
    { numRuns: cases({ some: 4, all: 12 }) },
  );
});

test("a percentage that changes is in the DNS stack", () => {
  const after = stacksOf(["production", withPercentages({ DE: 26, FR: 100, SG: 100 })]);
  expect(after.get("production-dns")).not.toBe(before.get("production-dns"));
});

test("another environment changes no byte of the first, whichever comes first", () => {
  const alone = stacksOf(["production", production]);
  for (const order of [
    [
      ["staging", staging],
      ["production", production],
    ],
    [
      ["production", production],
      ["staging", staging],
    ],
  ] as const) {
    const both = stacksOf(...order);
    expect(both.size).toBeGreaterThan(alone.size);
    for (const [name, text] of alone) expect([name, both.get(name) === text]).toEqual([name, true]);
  }
});
