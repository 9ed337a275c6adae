import { App } from "cdktf";
import { HybridPlatform, ValidationError } from "../../../index";
import { COMBINATIONS, type Parts, platformOf } from "../../support/parts-of-a-platform";
import { synthesize } from "../../support/synthesize";

/** The refusals of a combination: the property that needs a part or has no effect without it, and the other part. */
function refusalsOf(parts: Parts): readonly (readonly [property: string, other: RegExp])[] {
  const has = (part: Parameters<Parts["has"]>[0]) => parts.has(part);
  const isBalanced = has("services") && !has("noLoadBalancer");
  if (!has("clusters") && !isBalanced && !(has("services") && has("hostedZone"))) {
    return [["props", /network, clusters, or services with a load balancer or a hostedZone/]];
  }
  const noServices = /without services/;
  return [
    ...(isBalanced && !has("clusters")
      ? ([
          ["google", /services/],
          ["loadBalancer", /clusters.*service/],
        ] as const)
      : []),
    ...(has("links") && !has("clusters") ? ([["network", /dataCenters\.berlin\.links/]] as const) : []),
    ...(has("monitoring") && !isBalanced
      ? ([["monitoring", has("services") ? /loadBalancer: false/ : noServices]] as const)
      : []),
    ...(has("hostedZone") && !has("services") ? ([["hostedZone", noServices]] as const) : []),
    ...(has("services") && !has("hostedZone") && !isBalanced ? ([["hostedZone", /services/]] as const) : []),
  ];
}

/** The stacks of a combination that is not refused. */
function stacksOf(parts: Parts): readonly string[] {
  const cluster = parts.has("clusters");
  return [
    ...(cluster ? ["test-network"] : []),
    ...(cluster && parts.has("links") ? ["test-links"] : []),
    ...(cluster && parts.has("services") && !parts.has("noLoadBalancer") ? ["test-edge"] : []),
    ...(cluster ? ["test-cluster-europe-west1"] : []),
    ...(parts.has("services") && parts.has("hostedZone") ? ["test-dns"] : []),
  ];
}

const wordsOf = (parts: Parts) => [...parts].join(", ") || "nothing";
const possible = COMBINATIONS.filter((parts) => refusalsOf(parts).length === 0);
const refused = COMBINATIONS.filter((parts) => refusalsOf(parts).length > 0);

test("there are platforms of both kinds", () => {
  expect([possible.length, refused.length]).toEqual([POSSIBLE, 128 - POSSIBLE]);
});

test.each(possible.map((parts) => [wordsOf(parts), parts] as const))("a platform of %s synthesizes", (_, parts) => {
  let names: readonly string[] = [];
  const { stacks } = synthesize((app) => {
    names = new HybridPlatform(app, "test", platformOf(parts)).stacks.map(({ node }) => node.id);
  });
  expect(names).toEqual(stacksOf(parts));
  expect(Object.keys(stacks).sort()).toEqual([...names].sort());
  // What is not in Google Cloud, or not in AWS, asks for no credentials of it. Certificates are proven in the hosted zone.
  const providersOf = (name: string) => {
    if (name === "test-dns") return ["aws"];
    return name === "test-edge" && parts.has("hostedZone") ? ["aws", "google"] : ["google"];
  };
  for (const name of names) expect(Object.keys(stacks[name]?.provider ?? {}).sort()).toEqual(providersOf(name));
});

test.each(refused.map((parts) => [wordsOf(parts), parts] as const))("a platform of %s is refused", (_, parts) => {
  const expected = refusalsOf(parts);
  let error: unknown;
  try {
    new HybridPlatform(new App(), "test", platformOf(parts));
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(ValidationError);
  const { problems, message } = error as ValidationError;
  expect(problems.map(({ property }) => property).sort()).toEqual(expected.map(([property]) => property).sort());
  for (const [property, other] of expected) {
    const line = message.split("\n").find((one) => one.includes(`test: ${property}: `)) ?? "";
    expect(line).toMatch(other);
  }
});

/**
 * By hand. With clusters: services or not (2), data centres, links (4); no services: no hosted zone, no monitoring, loadBalancer: false
 * or not: 4 * 2 = 8. With services and a load balancer: hosted zone, monitoring: 4 * 4 = 16. With services and none: a hosted zone and
 * no monitoring: 4. Without clusters: services, a hosted zone, loadBalancer: false, data centres or not: 2.
 */
const POSSIBLE = 8 + 16 + 4 + 2;
