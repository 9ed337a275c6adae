import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../index";
import { readOutputFolder } from "../../lib/cli/output-folder";
import { platformAround } from "../../lib/cli/platform-parts";
import { drawingOf } from "../../lib/pictures/draw/drawing";
import { topologyPicture } from "../../lib/pictures/draw/topology";
import { GeoRouting } from "../../lib/route53";
import { all, parseXml } from "../pictures/read-svg";
import { sceneOf } from "../pictures/scenes";
import { WORLD_SHAPES } from "../pictures/shapes";
import { SMALL_PLATFORM } from "../support/platform";
import { synthesized } from "../support/synthesize";

const stacks = synthesized((app) => {
  new HybridPlatform(app, "production", production);
  new HybridPlatform(app, "other", {
    ...SMALL_PLATFORM,
    services: { api: { ...SMALL_PLATFORM.services.api, hostName: "api.other.example.com" } },
  });
}, readOutputFolder);
const platform = platformAround(stacks, "production-dns", Object.keys(production.dataCenters ?? {}));

test("a folder with records alone has no load balancer", () => {
  const alone = synthesized((app) => {
    const stack = new TerraformStack(app, "dns");
    new AwsProvider(stack, "aws", { region: "us-east-1" });
    new GeoRouting(stack, "routing", {
      zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
      routingName: "production",
      dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
      lastResort: { ipv4: "198.51.100.1" },
      policies: { api: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
    });
  }, readOutputFolder);
  expect(platformAround(alone, "dns", ["paris"]).hasLoadBalancer).toBe(false);
});

describe("the parts of a platform", () => {
  test("are the regions of its own stacks, with ranges, clusters and node pools", () => {
    expect(platform.network).toBe("production");
    expect(platform.hasLoadBalancer).toBe(true);
    expect(platform.regions.map(({ name }) => name)).toEqual(["asia-southeast1", "europe-west1", "us-east1"]);
    expect(platform.regions[1]).toMatchObject({
      isBehindLoadBalancer: true,
      clusters: [
        {
          name: "production-europe-west1",
          pools: ["video: g2-standard-8, 0 to 24 nodes", "web: n2-standard-8, 3 to 60 nodes"],
        },
      ],
    });
    expect(platform.regions[1]?.ranges).toHaveLength(1);
  });

  test("are the links, each to the data centre that its name has", () => {
    expect(
      [...platform.links].sort((one, other) => ((one.dataCenter ?? "") < (other.dataCenter ?? "") ? -1 : 1)),
    ).toEqual([
      { dataCenter: "frankfurt", region: "europe-west1", what: "2 VPN tunnels" },
      { dataCenter: "paris", region: "europe-west1", what: "2 VPN tunnels" },
      { dataCenter: "singapore", region: "asia-southeast1", what: "2 attachments" },
    ]);
  });

  test("are drawn from the users on, with whole names", () => {
    const scene = sceneOf({}, { demand: { FR: 100, DE: 300 } });
    const picture = topologyPicture(drawingOf(scene, WORLD_SHAPES, true), platform);
    const texts = all(parseXml(picture)).map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining([
        "Users",
        "Route 53",
        "which address?",
        "paris",
        "Google's load balancer",
        "asia-southeast1",
      ]),
    );
    expect(texts).toEqual(
      expect.arrayContaining(["cluster production-asia-southeast1", "100/s (25 %)", "at least 300/s", "2 VPN tunnels"]),
    );
    expect(picture).not.toMatch(/…|NaN|undefined/);
  });
});
