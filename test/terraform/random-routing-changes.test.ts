import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, TerraformStack } from "cdktf";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import { fc } from "../support/property";
import { synthesize } from "../support/synthesize";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import {
  answererOf,
  HOST_NAMES,
  OUTAGES,
  percentages,
  placesToldApart,
  routes,
  routing,
  type Tables,
} from "./random-routings";
import { ZoneSteps } from "./zone-steps";

/** How many, each of what the one before has left. More of them by hand: `ROUTING_CHANGES=300 npx jest --seed=N …`. */
const CHANGES = Number(process.env.ROUTING_CHANGES ?? 12);

/** Of four changes, one is of the percentages alone, one of the orders of data centres, and two are of all the rest. */
const TURN = 4;

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

describeWithTerraform("from any routing to any other, in one apply", () => {
  let deployment: Deployment;
  const drawn = { numRuns: CHANGES + 1, seed: jest.getSeed() };
  const [routings, percents, orders] = [
    fc.sample(routing, drawn),
    fc.sample(percentages, drawn),
    fc.sample(routes, drawn),
  ];
  const [start = {}, ...others] = routings.map((_, index) => {
    const [turn, rest] = [Math.floor(index / TURN), index % TURN];
    const tables = { percentages: percents[turn], routes: orders[turn + (rest === TURN - 1 ? 1 : 0)] };
    return routings[2 * turn + Math.min(rest, 2)]?.(tables as Tables) ?? {};
  });

  beforeAll(async () => {
    deployment = await Deployment.ofProgram(program(start));
    await deployment.succeed(STACK, "init");
    await deployment.succeed(STACK, "apply", "-auto-approve");
  });
  afterAll(() => deployment.close());

  test("nobody is led to nothing, or to where neither of the two leads", async () => {
    let [before, operations] = [start, 0];
    for (const after of others) {
      const policies = [before, after].flatMap((one) => Object.values(one.policies ?? {}));
      deployment.configure(STACK, synthesize(program(after)).stacks[STACK] ?? {});
      const places = placesToldApart(policies);
      const steps = new ZoneSteps(deployment.cloud, { hostNames: HOST_NAMES, outages: OUTAGES, answererOf, places });
      await deployment.succeed(STACK, "apply", "-auto-approve");
      operations += steps.count;
      const wrong = steps.end();
      // Both policies are shown, for nothing can be made smaller here.
      if (wrong.length > 0) expect({ wrong: wrong.slice(0, 3), before, after }).toEqual({ wrong: [], before, after });
      before = after;
    }
    // Changes that change nothing would prove nothing.
    expect(operations).toBeGreaterThan(10 * CHANGES);
  });
});
