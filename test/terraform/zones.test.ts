import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, TerraformStack } from "cdktf";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import { inCountry, NOWHERE } from "../../lib/routing";
import { synthesize } from "../support/synthesize";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { ZoneSteps } from "./zone-steps";

const STACK = "dns";
const [COM, SHOP, NET] = ["Z0123456789COM", "Z0123456789SHOP", "Z0123456789NET"] as const;

/** What of the routing changes: which further zones there are, and which host names. */
interface Change {
  readonly shop?: "delegated" | "not delegated";
  readonly net?: "with its provider" | "gone";
  readonly hostNames?: readonly string[];
  readonly serveFrom?: readonly string[];
}

const ALL = ["api.example.com", "www.shop.example.com", "video.example.net"];
const OF_NET = "video.example.net";

const program =
  ({ shop, net = "with its provider", hostNames = ALL, serveFrom = ["paris", "frankfurt"] }: Change) =>
  (app: App) => {
    const stack = new TerraformStack(app, STACK);
    new AwsProvider(stack, "aws", { region: "us-east-1" });
    const additionalZones: Record<string, NonNullable<GeoRoutingProps["additionalZones"]>[string]> = {};
    if (shop !== undefined) {
      const delegated = shop === "delegated";
      additionalZones.shop = { zoneId: SHOP, zoneName: "shop.example.com", delegated };
    }
    if (net === "with its provider") {
      const assumeRole = [{ roleArn: "arn:aws:iam::123456789012:role/dns" }];
      const provider = new AwsProvider(stack, "aws_net", { region: "us-east-1", alias: "net", assumeRole });
      additionalZones.net = { zoneId: NET, zoneName: "example.net", provider };
    }
    new GeoRouting(stack, "routing", {
      zone: { zoneId: COM, zoneName: "example.com" },
      additionalZones,
      routingName: "test",
      dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } }, frankfurt: { ingress: { ipv4: "203.0.113.20" } } },
      lastResort: { ipv4: "198.51.100.1" },
      policies: { platform: { hostNames, countries: { FR: { serveFrom } } } },
    });
  };

describeWithTerraform("the records of several zones, while they change", () => {
  let deployment: Deployment;

  beforeEach(async () => {
    deployment = await Deployment.ofProgram(program({}), undefined, program({ shop: "delegated" }));
    await deployment.succeed(STACK, "init");
    await deployment.succeed(STACK, "apply", "-auto-approve");
  });

  afterEach(() => deployment.close());

  /** Applies a change, while these names are asked for; and tells what was wrong on the way, and which zones had records that changed. */
  async function apply(change: Change, hostNames: readonly string[]) {
    deployment.configure(STACK, synthesize(program(change)).stacks[STACK] ?? {});
    const before = deployment.cloud.journal.length;
    const steps = new ZoneSteps(deployment.cloud, {
      hostNames,
      outages: [["203.0.113.10"], ["203.0.113.20"], ["203.0.113.10", "203.0.113.20"]],
      places: [NOWHERE, inCountry("FR")],
    });
    await deployment.succeed(STACK, "apply", "-auto-approve");
    const wrong = steps.end();
    expect(await deployment.plan(STACK)).toEqual({});
    const records = deployment.cloud.journal.slice(before).filter(({ type }) => type === "aws_route53_record");
    return { wrong, zones: [...new Set(records.map(({ id }) => id.split("_")[0]))].sort() };
  }

  test("each is made by the provider of its account, and its health checks too", async () => {
    const { resources } = JSON.parse(await deployment.succeed(STACK, "state", "pull"));
    const isOfNet = (name: string) => name.includes("_zone_net_") || name.includes("_account_123456789012_");
    const made = resources.filter(({ type }: { type: string }) => type !== "terraform_data");
    expect(made.length).toBeGreaterThan(20);
    for (const { name, provider } of made) {
      expect(`${name} ${provider}`).toMatch(isOfNet(name) ? /\/aws"\]\.net$/ : /\/aws"\]$/);
    }
    expect(await deployment.plan(STACK)).toEqual({});
  });

  test("another order changes in all zones, and leads nobody to nothing or to where nobody meant", async () => {
    expect(await apply({ serveFrom: ["frankfurt", "paris"] }, ALL)).toEqual({ wrong: [], zones: [COM, NET].sort() });
  });

  test("host names move into a zone of their own and back: the zone that users are led to stays as it is", async () => {
    const into = await apply({ shop: "not delegated" }, ALL);
    expect(into).toEqual({ wrong: [], zones: [SHOP] });
    const moved = await apply({ shop: "delegated" }, ALL);
    expect(moved).toEqual({ wrong: [], zones: [COM] });
    expect(await apply({ shop: "not delegated" }, ALL)).toEqual({ wrong: [], zones: [COM] });
    expect(await apply({}, ALL)).toEqual({ wrong: [], zones: [SHOP] });
  });

  test("a zone of another account goes in two steps: its host names, then itself", async () => {
    const others = ALL.filter((name) => name !== OF_NET);
    expect(await apply({ hostNames: others }, others)).toEqual({ wrong: [], zones: [NET] });
    expect(deployment.cloud.all("aws_route53_health_check")).toHaveLength(2);
    expect(await apply({ hostNames: others, net: "gone" }, others)).toEqual({ wrong: [], zones: [] });
  });

  test("a zone of another account that goes at once is refused by Terraform, which has no provider for it any more", async () => {
    const hostNames = ALL.filter((name) => name !== OF_NET);
    deployment.configure(STACK, synthesize(program({ hostNames, net: "gone" })).stacks[STACK] ?? {});
    const { status, stderr } = await deployment.terraform(STACK, "plan");
    expect([status, stderr]).toEqual([1, expect.stringContaining("Provider configuration not present")]);
  });
});
