import type { App } from "cdktf";
import { Certificates, HybridPlatform, type HybridPlatformProps } from "../../index";
import { OTHER_LOAD_BALANCER } from "../support/parts-of-a-platform";
import { SMALL_PLATFORM } from "../support/platform";
import { Deployment, resourceAddressesOf } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { unprotect } from "./edits";
import { vpnToParis } from "./running-platform";
import { testOfSteps } from "./test-of-steps";

const { google, network, clusters, dataCenters, hostedZone, services, routing, anycastAddresses } = SMALL_PLATFORM;
const { maxRatePerEndpoint } = services.api;
const served = (hostName: string, more: object = {}) => ({ api: { hostName, ...more } });
const classic = { loadBalancer: { certificates: Certificates.classic() } };
const other = { dataCenters, hostedZone, loadBalancer: false, lastResort: OTHER_LOAD_BALANCER, routing } as const;
const privateIngress = { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 };
const berlin = { links: { vpn: vpnToParis() }, privateIngress };

/** Platforms without a part, by their environment. */
const PLATFORMS: Readonly<Record<string, HybridPlatformProps>> = {
  clusters: { google, network, clusters },
  balanced: { google, network, clusters, services: served("b.example.com", { maxRatePerEndpoint }), ...classic },
  sites: { ...other, services: served("s.example.com") },
  behind: {
    ...{ google, network, ...classic, dataCenters: { berlin } },
    services: served("d.example.com", { dataCenters: ["berlin"] }),
  },
  unbalanced: { google, network, clusters, ...other, services: served("u.example.com") },
};

/** The platform with a load balancer over clusters, when it has Route 53 as well: its certificates stay as they are. */
const WITH_DNS: HybridPlatformProps = { ...PLATFORMS.balanced, hostedZone, anycastAddresses, dataCenters, routing };

const program = (balanced?: HybridPlatformProps) => (app: App) => {
  for (const [environment, props] of Object.entries(PLATFORMS)) {
    new HybridPlatform(app, environment, environment === "balanced" ? (balanced ?? props) : props);
  }
};

describeWithTerraform("terraform, on platforms of which a part is absent,", () => {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await Deployment.ofProgram(program(), undefined, program(WITH_DNS));
  });
  afterAll(() => deployment.close());

  const apply = (stack: string) => deployment.succeed(stack, "apply", "-auto-approve");
  const idsOf = (type: string) => deployment.cloud.all(type).length;
  async function expectNothingToDo(): Promise<void> {
    const plans = await deployment.each((stack) => deployment.plan(stack));
    expect(plans).toEqual(Object.fromEntries(deployment.names.map((stack) => [stack, {}])));
  }

  testOfSteps("makes and destroys each, and the part that comes later and goes", {
    "applies each stack, after those that it waits for": async () => {
      await deployment.each((stack) => deployment.succeed(stack, "init"));
      await deployment.inOrder(apply);
      for (const stack of deployment.names) {
        const recorded = deployment.states.read(stack).map(({ address }) => address);
        expect(recorded.sort()).toEqual(resourceAddressesOf(deployment.configurationOf(stack)));
      }
      expect(deployment.names).toHaveLength(12);
    },

    "sees no change in the next plan": expectNothingToDo,

    "adds Route 53 to clusters and a load balancer, and changes nothing of them": async () => {
      const checks = idsOf("aws_route53_health_check");
      const changed = await deployment.describe(program(WITH_DNS));
      expect(changed).toEqual(["balanced-dns"]);
      expect(new Set(Object.values(await deployment.plan("balanced-dns")))).toEqual(new Set(["create"]));
      await apply("balanced-dns");
      expect(idsOf("aws_route53_health_check")).toBe(checks + 2);
      await expectNothingToDo();
    },

    "takes it away again": async () => {
      const checks = idsOf("aws_route53_health_check");
      await deployment.succeed("balanced-dns", "destroy", "-auto-approve");
      deployment.forget("balanced-dns");
      expect(await deployment.describe(program())).toEqual([]);
      expect(idsOf("aws_route53_health_check")).toBe(checks - 2);
      await expectNothingToDo();
    },

    "destroys all": async () => {
      for (const stack of deployment.names) {
        if (deployment.edit(stack, unprotect).length > 0) await apply(stack);
      }
      await deployment.inReverse((stack) => deployment.succeed(stack, "destroy", "-auto-approve"));
      expect(deployment.cloud.ids).toEqual([]);
    },
  });
});
