import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { Construct } from "constructs";
import { PlatformStack } from "../../stacks";
import { addressesOf, refusalOf, synthesize } from "../support/synthesize";

class TestStack extends PlatformStack {
  constructor(...args: ConstructorParameters<typeof PlatformStack>) {
    super(...args);
    this.useGoogle();
    this.useAws();
  }
}

const make = (build: (stack: TestStack) => void, labels?: Record<string, string>) =>
  synthesize((app) => build(new TestStack(app, "test", { google: { project: "acme-test" }, labels }))).stacks.test ??
  {};

const network = (scope: Construct, id: string) => new ComputeNetwork(scope, id, { name: "any" });

test("an address is the construct ids, without a hash and without Resource", () => {
  const stack = make((test) => {
    network(new Construct(test, "vpc"), "Resource");
    network(new Construct(new Construct(test, "host"), "api.example.com"), "DE");
  });
  expect(addressesOf(stack)).toEqual(["google_compute_network.host_api_example_com_DE", "google_compute_network.vpc"]);
});

test("two constructs of one address are refused, where cdktf would lose one of them in silence", () => {
  const program = () =>
    make((test) => {
      network(new Construct(test, "a"), "b");
      network(test, "a_b");
    });
  expect(refusalOf(program)).toEqual([
    'test/a_b: id: got "a_b", expected an id that makes another address than "a_b", which test/a/b has',
  ]);
});

test("providers have the project and the labels", () => {
  expect(make(() => undefined, { team: "video" }).provider).toEqual({
    google: [{ project: "acme-test", default_labels: { team: "video" } }],
    aws: [{ region: "us-east-1", default_tags: [{ tags: { team: "video" } }] }],
  });
});
