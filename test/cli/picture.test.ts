import { Link, Secret } from "../../index";
import { readOutputFolder, type SynthesizedStack } from "../../lib/cli/output-folder";
import { picture } from "../../lib/cli/picture";
import { platformAround } from "../../lib/cli/platform-parts";
import { drawingOf } from "../../lib/pictures/draw/drawing";
import { topologyPicture } from "../../lib/pictures/draw/topology";
import { DnsStack, EdgeStack, HybridPlatform } from "../../stacks";
import { AMERICA, service, ZONE } from "../load-balancing/support";
import { all, parseXml } from "../pictures/read-svg";
import { sceneOf } from "../pictures/scenes";
import { WORLD_SHAPES } from "../pictures/shapes";
import { SMALL_PLATFORM } from "../support/platform";
import { refusalOf, synthesized } from "../support/synthesize";

const { google, anycastAddresses, dataCenters, routing } = SMALL_PLATFORM;

describe("the picture", () => {
  const stacks = synthesized((app) => {
    const loadBalancer = { loadBalancerName: "acme", networkName: "acme", zone: ZONE };
    const services = { api: service({ backends: [AMERICA] }) };
    const front = new EdgeStack(app, "front", { google, ...loadBalancer, services });
    const policies = { shop: { hostNames: ["shop.example.com"], ...routing } };
    const names = { zone: ZONE, routingName: "acme", loadBalancerName: "acme" };
    const dns = new DnsStack(app, "names", { ...names, anycastAddresses, dataCenters, policies });
    dns.addDependency(front);
  }, readOutputFolder);

  test("is drawn from the stack with the records and the stacks that it waits for, whatever their names", () => {
    const text = picture(stacks);
    expect(text).toContain('dns -- "FR 100 %" --> paris["paris<br>your data centre"]');
    expect(text).toContain('last_resort --> us_east1["GKE us-east1"]');
  });

  test("draws who takes the last resort's users where that is checked, and still no place without data centres", () => {
    const lastResort = { healthCheck: { hostName: "api.example.com" }, fallBackTo: ["paris"] };
    const platform = synthesized(
      (app) => new HybridPlatform(app, "test", { ...SMALL_PLATFORM, lastResort }),
      readOutputFolder,
    );
    const lines = picture(platform).split("\n");
    const fromDns = lines.filter((line) => line.startsWith("  dns --"));
    expect(fromDns.sort()).toEqual([
      '  dns -- "FR 100 %" --> paris["paris<br>your data centre"]',
      '  dns -- "everyone else" --> last_resort["one anycast address<br>Google\'s load balancer"]',
    ]);
    expect(lines.filter((line) => line.includes("when down")).sort()).toEqual([
      '  last_resort -. "when down" .-> paris',
      '  paris -. "when down" .-> last_resort',
    ]);
  });

  test("draws the data centres behind the load balancer, whether DNS sends users to them or not", () => {
    const behind = { privateIngress: { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 100 } };
    const privateRanges = (index: number) => [`10.${128 + index}.0.0/16`];
    const link = (peerAsn: number, peerAddress: string) =>
      Link.haVpn({
        region: "europe-west1",
        asn: 64_512,
        peerAsn,
        peerAddresses: [peerAddress],
        tunnels: { one: { gatewayInterface: 0, preSharedKey: Secret.fromSecretManager({ secret: "vpn" }) } },
      });
    const platform = synthesized(
      (app) =>
        new HybridPlatform(app, "test", {
          ...SMALL_PLATFORM,
          dataCenters: {
            paris: {
              ...dataCenters.paris,
              ...behind,
              privateRanges: privateRanges(0),
              links: { vpn: link(65_001, "203.0.113.17") },
            },
            "a-data-centre-with-a-long-name": {
              privateIngress: { ...behind.privateIngress, addresses: ["10.129.0.10"] },
              privateRanges: privateRanges(1),
              links: { vpn: link(65_002, "203.0.113.25") },
            },
          },
          services: {
            api: { ...SMALL_PLATFORM.services.api, dataCenters: ["paris", "a-data-centre-with-a-long-name"] },
          },
        }),
      readOutputFolder,
    );
    const lines = picture(platform).split("\n");
    expect(lines.filter((line) => line.includes("over the VPC"))).toEqual([
      '  last_resort -- "over the VPC" --> a_data_centre_with_a_long_name["a-data-centre-with-a-long-name<br>your data centre"]',
      '  last_resort -- "over the VPC" --> paris["paris<br>your data centre"]',
    ]);
    expect(lines.filter((line) => line.includes("GKE"))).toEqual([
      '  last_resort --> europe_west1["GKE europe-west1"]',
    ]);
    const parts = platformAround(platform, "test-dns", ["paris"]);
    expect(parts.behindLoadBalancer).toEqual(["a-data-centre-with-a-long-name", "paris"]);
    const drawn = topologyPicture(drawingOf(sceneOf({}), WORLD_SHAPES, true), parts);
    const texts = all(parseXml(drawn)).map(({ text }) => text);
    expect(texts).toContain(
      "Google's load balancer sends requests to a-data-centre-with-a-long-name, paris as well, over the VPC.",
    );
    expect(drawn.match(/data-behind="[^"]+"/g)).toEqual([
      'data-behind="a-data-centre-with-a-long-name"',
      'data-behind="paris"',
    ]);
  });

  test("asks which stack is meant when several have records, and takes none without", () => {
    const two = synthesized((app) => {
      const services = { api: { ...SMALL_PLATFORM.services.api, hostName: "api.staging.example.com" } };
      new HybridPlatform(app, "staging", { ...SMALL_PLATFORM, services });
      new HybridPlatform(app, "production", SMALL_PLATFORM);
    }, readOutputFolder);
    const expected =
      'expected a stack with address records of Route 53: "production-dns" or "staging-dns"; or --environment';
    expect(refusalOf(() => picture(two))).toEqual([`picture: --stack: got nothing, ${expected}`]);
    expect(refusalOf(() => picture(two, "staging-edge"))).toEqual([
      `picture: --stack: got "staging-edge", ${expected}`,
    ]);
    expect(picture(two, "staging-dns")).toContain('last_resort --> europe_west1["GKE europe-west1"]');
  });

  test("is refused without a stack that has records", () => {
    const none: readonly SynthesizedStack[] = stacks.filter(({ name }) => name === "front");
    expect(refusalOf(() => picture(none))).toEqual(["picture: --stack: no stack has address records of Route 53"]);
  });
});
