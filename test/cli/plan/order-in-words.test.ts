import type { Block } from "../../support/synthesize";
import { type WrittenStack, writtenOutput } from "../../support/written-output";
import { platform, review, section, vpnTo, web } from "./reviews";

const before = platform();
const sending = platform(web, ["us-east1"], vpnTo("203.0.113.11"), false);
const withoutRegion = platform({ ...web, spot: true }, []);

describe("the stacks and their order", () => {
  const stack = (more: Block): WrittenStack => ({ configuration: more });
  const order = (
    old: Record<string, WrittenStack>,
    young: Record<string, WrittenStack>,
    format: "text" | "markdown" = "text",
  ) => section(review(writtenOutput(old), writtenOutput(young), { format }).stdout, "Stacks and their order");
  const things = (...names: string[]) => ({
    resource: { own_thing: Object.fromEntries(names.map((name) => [name, { name }])) },
  });

  test("are one deploy, in the order in which it goes", () => {
    const old = { one: stack({}), two: { ...stack({}), waitsFor: ["one"] } };
    const young = { one: stack(things("a")), two: { ...stack(things("b")), waitsFor: ["one"] } };
    expect(order(old, young)).toBe("npx cdktf deploy '*' deploys one, two\n");
    expect(order(old, young, "markdown")).toBe("- `npx cdktf deploy '*'` deploys one, two\n");
    expect(order(old, old)).toBeUndefined();
  });

  test("are the commands in their order, where a region goes: with what stands against it", () => {
    expect(
      section(review(sending, withoutRegion).stdout, "Stacks and their order"),
    ).toBe(`No deploy destroys what is no longer in the program: test-cluster-us-east1.

test-api: requests still go to us-east1, whose cluster is destroyed: drain it first.

test-network removes subnet test-us-east1, which test-edge uses until it is deployed.

One deploy cannot do this. In this order:

1. npx cdktf destroy test-cluster-us-east1 --ignore-missing-stack-dependencies with the deployed version of the program
2. npx cdktf deploy test-edge --ignore-missing-stack-dependencies
3. npx cdktf deploy '*'
`);
    expect(section(review(before, withoutRegion).stdout, "Stacks and their order")).not.toContain("drain");
  });

  test("tell what moves between stacks, and a state that moves, also where one deploy does all", () => {
    const old = { one: stack(things("a")), two: { ...stack({}), waitsFor: ["one"] } };
    const young = { one: stack({}), two: { ...stack(things("a")), waitsFor: ["one"] } };
    expect(order(old, young)).toBe(
      `own thing a: stack one destroys it, and then stack two makes it anew: to keep it, take it out of the one by a removed block and into the other by an import block.

npx cdktf deploy '*' deploys one, two
`,
    );
    const at = (bucket: string) => ({ one: stack({ terraform: { backend: { gcs: { bucket, prefix: "one" } } } }) });
    expect(order(at("here"), at("there"))).toBe(
      `the state of one is at gs://here/one and will be read at gs://there/one: move it before, by terraform init -migrate-state, or all of the stack is made a second time.

npx cdktf deploy '*' deploys one
`,
    );
  });

  test("are refused where there is no order", () => {
    const subnets = (...names: string[]) =>
      stack({
        resource: { google_compute_subnetwork: Object.fromEntries(names.map((name) => [name, { name, region: "r" }])) },
      });
    const user = (name: string): WrittenStack => ({
      ...stack({ resource: { own_thing: { one: { subnet: `projects/p/regions/r/subnetworks/${name}` } } } }),
      waitsFor: ["network"],
    });
    const found = review(
      writtenOutput({ network: subnets("us"), edge: user("us") }),
      writtenOutput({ network: subnets("asia"), edge: user("asia") }),
    );
    expect(found).toMatchObject({
      status: 2,
      stderr:
        "error: network makes subnet asia, which edge needs, and removes what is used until edge is deployed: make two changes of it, first what is new, and then what goes [no-order]\n",
    });
    expect(section(found.stdout, "Stacks and their order")).toBe(
      "network removes subnet us, which edge uses until it is deployed.\n\nIn no order would the cloud take this:\n\nnetwork makes subnet asia, which edge needs, and removes what is used until edge is deployed\n",
    );
    expect(found.stdout).not.toContain("npx cdktf");
  });
});

describe("a region that is not drained", () => {
  test("is refused to be destroyed, unless that is allowed", () => {
    const refusal =
      "error: test-api: requests still go to us-east1, whose cluster is destroyed: drain it first [not-drained]\n";
    expect(review(sending, withoutRegion)).toMatchObject({ status: 2, stderr: refusal });
    expect(review(sending, withoutRegion, { allowDetours: true })).toMatchObject({ status: 0, stderr: "" });
    expect(review(before, withoutRegion)).toMatchObject({ status: 0, stderr: "" });
  });
});
