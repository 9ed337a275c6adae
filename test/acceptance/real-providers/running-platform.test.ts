import type { App } from "cdktf";
import { Accelerator, Certificates, HybridPlatform, Link, Secret } from "../../../index";

import { type Block, synthesized } from "../../support/synthesize";
import { testOfSteps } from "../../terraform/test-of-steps";
import { differencesIn } from "./differences";
import { describeInFullWithGoogle, type Opened, open } from "./whole-life";

const REGION = "europe-west4";
const KEY = `projects/acme-keys/locations/${REGION}/keyRings/gke/cryptoKeys/boot-disks`;
const autoscaling = { totalMinNodeCount: 0, totalMaxNodeCount: 3 };

/** What the owner changes while the platform runs. */
interface Settings {
  readonly addresses: readonly string[];
  readonly banSeconds?: number;
  readonly morePods?: string;
}

const FIRST: Settings = { addresses: ["10.128.0.10", "10.128.0.11"] };
const CHANGED: Settings = { addresses: ["10.128.0.11", "10.128.0.12"], banSeconds: 600, morePods: "10.200.0.0/16" };

const platform =
  ({ addresses, banSeconds, morePods }: Settings) =>
  (app: App) => {
    new HybridPlatform(app, "acme", {
      google: { project: "acme-production" },
      network: { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" },
      clusters: {
        [REGION]: {
          bootDiskKmsKeyName: KEY,
          regionalNetwork: morePods === undefined ? {} : { additionalPodRanges: { more: morePods } },
          nodePools: {
            web: { machineType: "n2-standard-8", autoscaling },
            queued: {
              machineType: "a3-highgpu-8g",
              accelerator: Accelerator.H100,
              zones: [`${REGION}-b`],
              queuedProvisioning: true,
              autoscaling,
            },
          },
        },
      },
      dataCenters: {
        paris: {
          privateRanges: ["10.128.0.0/13"],
          privateIngress: { addresses, zone: `${REGION}-b`, maxRatePerEndpoint: 2000 },
          links: {
            vpn: Link.haVpn({
              region: REGION,
              asn: 64_512,
              peerAsn: 65_001,
              peerAddresses: ["203.0.113.17", "203.0.113.18"],
              tunnels: {
                "edge-1": {
                  gatewayInterface: 0,
                  peerAddress: "203.0.113.17",
                  preSharedKey: Secret.fromSecretManager({ secret: "vpn-paris" }),
                },
                "edge-2": {
                  gatewayInterface: 1,
                  peerAddress: "203.0.113.18",
                  preSharedKey: Secret.fromSecretManager({ secret: "vpn-paris" }),
                },
              },
            }),
          },
        },
      },
      services: {
        api: { hostName: "api.example.com", maxRatePerEndpoint: 200, dataCenters: ["paris"] },
        admin: {
          hostName: "admin.example.com",
          maxRatePerEndpoint: 20,
          containerPort: 8081,
          iap: { members: ["group:staff@example.com"] },
        },
      },
      loadBalancer: {
        certificates: Certificates.classic(),
        securityPolicy: { rateLimit: { requestsPerClient: 1200, banSeconds } },
      },
      monitoring: { notificationChannels: ["projects/acme-production/notificationChannels/1"] },
    });
  };

describeInFullWithGoogle("the real provider of Google, on a platform that is changed while it runs,", () => {
  let opened: Opened;

  beforeAll(async () => {
    opened = await synthesized(platform(FIRST), (outdir) => open(outdir));
    opened.outside.google.store.demandsKeys = true;
  });
  afterAll(() => opened?.deployment.close());

  /** What the API holds of a kind, by a part of its path. */
  const held = (part: string): Block[] => {
    const { store } = opened.outside.google;
    return store.keys.filter((key) => key.includes(part)).map((key) => store.read(key));
  };
  const addressesOutside = () =>
    held("/networkEndpointGroups/")
      .filter(({ networkEndpointType }) => networkEndpointType === "NON_GCP_PRIVATE_IP_PORT")
      .flatMap(({ endpoints = [] }) => endpoints.map(({ ipAddress }: Block) => ipAddress))
      .sort();
  const rateLimits = () =>
    held("/securityPolicies/").flatMap(({ rules = [] }) =>
      rules.filter(({ rateLimitOptions }: Block) => rateLimitOptions !== undefined).map(({ action }: Block) => action),
    );
  const applyAll = () =>
    opened.deployment.inOrder((stack) => opened.deployment.succeed(stack, "apply", "-auto-approve"));
  const changes = async () =>
    Object.values(await opened.deployment.each((stack) => differencesIn(opened.deployment, stack))).flat();
  const change = async (settings: Settings) => {
    await opened.deployment.describe(platform(settings));
    await applyAll();
    expect(await changes()).toEqual([]);
  };

  testOfSteps("does what its owner asks for", {
    "is made where an organization demands keys, of the first pool as well": async () => {
      await opened.deployment.each((stack) => opened.deployment.succeed(stack, "init"));
      await applyAll();
    },

    "sees no change in the next plan, of a dashboard's zeros and of Google's own client neither": async () => {
      expect(await changes()).toEqual([]);
      expect(held("/backendServices/").filter(({ iap }) => iap?.enabled)).toHaveLength(1);
      expect(rateLimits()).toContain("throttle");
    },

    "repairs no queued node": async () => {
      const [queued] = held("/nodePools/queued");
      expect(queued?.queuedProvisioning.enabled).toBe(true);
      expect(queued?.management?.autoRepair ?? false).toBe(false);
    },

    "takes an address of the data centre away, adds another, adds a range for pods, and bans": async () => {
      expect(addressesOutside()).toEqual(["10.128.0.10", "10.128.0.11"]);
      await change(CHANGED);
      expect(addressesOutside()).toEqual(["10.128.0.11", "10.128.0.12"]);
      const [cluster] = held("/clusters/").filter(({ ipAllocationPolicy }) => ipAllocationPolicy !== undefined);
      const { podRangeNames } = cluster?.ipAllocationPolicy.additionalPodRangesConfig ?? {};
      expect(podRangeNames).toHaveLength(1);
      const ranges = held("/subnetworks/").flatMap(({ secondaryIpRanges = [] }) => secondaryIpRanges);
      expect(ranges.find(({ rangeName }) => rangeName === podRangeNames[0])?.ipCidrRange).toBe("10.200.0.0/16");
      expect(rateLimits()).toContain("rate_based_ban");
      expect(rateLimits()).not.toContain("throttle");
    },

    "bans no longer": async () => {
      await change({ ...CHANGED, banSeconds: undefined });
      expect(rateLimits()).not.toContain("rate_based_ban");
    },
  });
});
