import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, TerraformStack } from "cdktf";
import { inTwoApplies } from "../../lib/cli/two-applies";
import { GeoRouting, type GeoRoutingProps, readTerraform } from "../../lib/route53";
import type { Location } from "../../lib/routing";
import { fc } from "../support/property";
import { synthesize } from "../support/synthesize";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import {
  answererOf,
  changed,
  changesAddresses,
  changesParts,
  EVERYBODY,
  namedBy,
  OUTAGES,
  type Parts,
  parts,
  placesToldApart,
  QUESTIONS,
  routingOf,
  THE_LAST_RESORT,
} from "./random-routings";
import { ZoneSteps } from "./zone-steps";

/** How many, each of what the one before has left. More of them by hand: `ROUTING_CHANGES=300 npx jest --seed=N …`. */
const CHANGES = Number(process.env.ROUTING_CHANGES ?? 8);

/** By default the same each time: what a pipeline says is about the change that it tests. By hand each run has others, or those of `--seed`. */
const seed = process.env.ROUTING_CHANGES === undefined ? 31_415_926 : jest.getSeed();

/** What a review may refuse. */
const KINDS = ["swapped-names", "left-policy", "rising-share"];

/** A change is some ten seconds, and more on a busy machine. */
const TIMEOUT_MS = 120_000 * (1 + CHANGES);

const STACK = "dns";

const program = (props: Partial<GeoRoutingProps>) => (app: App) => {
  const stack = new TerraformStack(app, STACK);
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  new GeoRouting(stack, "routing", {
    zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
    routingName: "test",
    dataCenters: {},
    lastResort: { ipv4: "198.51.100.1" },
    policies: {},
    ...props,
  });
};

/** Who may answer on the way from one routing to another: whom either of them names. */
function namedByEither(before: Partial<GeoRoutingProps>, after: Partial<GeoRoutingProps>) {
  const [old, young] = [namedBy(before), namedBy(after)];
  return (name: string, place: Location) => new Set([...old(name, place), ...young(name, place)]);
}

describeWithTerraform("from any routing to any other, in one apply", () => {
  let deployment: Deployment;
  const [[start = {}, ...drawn], keys] = [parts, changed].map((one: fc.Arbitrary<unknown>) =>
    fc.sample(one, { numRuns: CHANGES + 1, seed }),
  ) as [Parts[], string[][]];

  beforeAll(async () => {
    deployment = await Deployment.ofProgram(program(routingOf(start)));
    await deployment.succeed(STACK, "init");
    await deployment.succeed(STACK, "apply", "-auto-approve");
  });
  afterAll(() => deployment.close());

  test(
    "nobody is led to nothing; and nobody astray, of what a review lets pass",
    async () => {
      let [of, operations] = [start, 0];
      const found: object[] = [];
      const refused = new Map<string, number>();
      for (const [index, fresh] of drawn.entries()) {
        const redrawn = (keys[index] ?? []).filter((key) => JSON.stringify(of[key]) !== JSON.stringify(fresh[key]));
        const next = { ...of, ...Object.fromEntries(redrawn.map((key) => [key, fresh[key]])) };
        const [before, after] = [routingOf(of), routingOf(next)];
        const [deployed = {}, configuration = {}] = [before, after].map(
          (one) => synthesize(program(one), true).stacks[STACK],
        );
        const detours = inTwoApplies(readTerraform(deployed).zone, readTerraform(configuration).zone);
        for (const { code } of detours) refused.set(code, (refused.get(code) ?? 0) + 1);
        const isPassed = detours.length === 0;
        deployment.configure(STACK, configuration);
        const steps = new ZoneSteps(deployment.cloud, {
          hostNames: QUESTIONS,
          types: ["A", "AAAA"],
          outages: OUTAGES,
          answererOf,
          places: placesToldApart([before, after].flatMap((one) => Object.values(one.policies ?? {}))),
          // What is refused takes nobody's answer either.
          named: isPassed ? namedByEither(before, after) : () => EVERYBODY,
          isStrict: isPassed && !changesParts(redrawn),
          isBounded: (who) => isPassed && who !== THE_LAST_RESORT && !changesAddresses(redrawn),
        });
        await deployment.succeed(STACK, "apply", "-auto-approve");
        operations += steps.count;
        const wrong = steps.end();
        // Both are shown, for nothing can be made smaller here.
        if (wrong.length > 0) found.push({ index, wrong: wrong.slice(0, 3), redrawn, before, after });
        of = next;
        // By hand it takes an hour or more: what has been done is told on the way.
        const told = { index, operations, refused: Object.fromEntries(refused), wrong: found.length };
        if (process.env.ROUTING_CHANGES !== undefined) process.stdout.write(`${JSON.stringify(told)}\n`);
      }
      expect(found).toEqual([]);
      expect([...refused.keys()].filter((code) => !KINDS.includes(code))).toEqual([]);
      // Changes that change nothing would prove nothing.
      expect(operations).toBeGreaterThan(10 * CHANGES);
    },
    TIMEOUT_MS,
  );
});
