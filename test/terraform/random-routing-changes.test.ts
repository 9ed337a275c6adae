import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, TerraformStack } from "cdktf";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import type { Location } from "../../lib/routing";
import { fc } from "../support/property";
import { synthesize } from "../support/synthesize";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import {
  answererOf,
  changed,
  changesParts,
  namedBy,
  OUTAGES,
  type Parts,
  parts,
  placesToldApart,
  QUESTIONS,
  routingOf,
} from "./random-routings";
import { ZoneSteps } from "./zone-steps";

/** How many, each of what the one before has left. More of them by hand: `ROUTING_CHANGES=300 npx jest --seed=N …`. */
const CHANGES = Number(process.env.ROUTING_CHANGES ?? 8);

/** A change is some ten seconds, and more on a busy machine. */
const TIMEOUT_MS = 120_000 + 60_000 * CHANGES;

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
    fc.sample(one, { numRuns: CHANGES + 1, seed: jest.getSeed() }),
  ) as [Parts[], string[][]];

  beforeAll(async () => {
    deployment = await Deployment.ofProgram(program(routingOf(start)));
    await deployment.succeed(STACK, "init");
    await deployment.succeed(STACK, "apply", "-auto-approve");
  });
  afterAll(() => deployment.close());

  test(
    "nobody is led to nothing, or to a place that neither of the two names for them",
    async () => {
      let [of, operations] = [start, 0];
      const found: object[] = [];
      for (const [index, fresh] of drawn.entries()) {
        const redrawn = (keys[index] ?? []).filter((key) => JSON.stringify(of[key]) !== JSON.stringify(fresh[key]));
        const next = { ...of, ...Object.fromEntries(redrawn.map((key) => [key, fresh[key]])) };
        const [before, after] = [routingOf(of), routingOf(next)];
        deployment.configure(STACK, synthesize(program(after), true).stacks[STACK] ?? {});
        const steps = new ZoneSteps(deployment.cloud, {
          hostNames: QUESTIONS,
          types: ["A", "AAAA"],
          outages: OUTAGES,
          answererOf,
          places: placesToldApart([before, after].flatMap((one) => Object.values(one.policies ?? {}))),
          named: namedByEither(before, after),
          isStrict: !changesParts(redrawn),
        });
        await deployment.succeed(STACK, "apply", "-auto-approve");
        operations += steps.count;
        const wrong = steps.end();
        // Both are shown, for nothing can be made smaller here.
        if (wrong.length > 0) found.push({ index, wrong: wrong.slice(0, 3), redrawn, before, after });
        of = next;
      }
      expect(found).toEqual([]);
      // Changes that change nothing would prove nothing.
      expect(operations).toBeGreaterThan(10 * CHANGES);
    },
    TIMEOUT_MS,
  );
});
