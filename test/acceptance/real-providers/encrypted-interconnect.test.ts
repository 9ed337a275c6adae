import type { App } from "cdktf";
import { HybridPlatform, Link, Secret } from "../../../index";
import { type Block, synthesized } from "../../support/synthesize";
import { testOfSteps } from "../../terraform/test-of-steps";
import { differencesIn } from "./differences";
import { describeInFullWithGoogle, type Opened, open } from "./whole-life";

const REGION = "europe-west4";
const STACKS = ["acme-network", "acme-links"];
const GATEWAY_RANGES = ["10.255.0.0/29", "10.255.0.8/29"] as const;

const circuit = (name: string) => `projects/acme-circuits/global/interconnects/${name}`;
const preSharedKey = Secret.fromSecretManager({ secret: "vpn-paris" });

function platform(app: App): void {
  new HybridPlatform(app, "acme", {
    google: { project: "acme-production" },
    network: { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" },
    clusters: {
      [REGION]: {
        nodePools: {
          web: { machineType: "n2-standard-8", autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 3 } },
        },
      },
    },
    dataCenters: {
      paris: {
        privateRanges: ["10.128.0.0/13"],
        links: {
          circuit: Link.dedicatedInterconnect({
            region: REGION,
            asn: 64_514,
            peerAsn: 65_001,
            encryption: "IPSEC",
            attachments: {
              "par-1": { interconnect: circuit("par-1"), vlan: 100, gatewayRange: GATEWAY_RANGES[0] },
              "par-2": { interconnect: circuit("par-2"), vlan: 101, gatewayRange: GATEWAY_RANGES[1] },
            },
          }),
          vpn: Link.haVpn({
            region: REGION,
            asn: 64_512,
            peerAsn: 65_001,
            overInterconnect: "circuit",
            peerAddresses: ["10.128.0.1", "10.128.0.2"],
            tunnels: {
              "edge-1": { gatewayInterface: 0, peerAddress: "10.128.0.1", preSharedKey },
              "edge-2": { gatewayInterface: 1, peerAddress: "10.128.0.2", preSharedKey },
            },
          }),
        },
      },
    },
  });
}

describeInFullWithGoogle("the real provider of Google, on a VPN over encrypted attachments,", () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await synthesized(platform, (outdir) => open(outdir));
  });
  afterAll(() => opened?.deployment.close());

  /** What the API was told of each resource of a kind. */
  const told = (part: string): Block[] => {
    const { store } = opened.outside.google;
    return store.keys.filter((key) => key.includes(part)).map((key) => store.read(key));
  };
  const routers = (isEncrypted: boolean) =>
    told("/routers/").filter(
      (router) => (router.encryptedInterconnectRouter ?? false) === isEncrypted && (router.bgpPeers ?? []).length > 0,
    );

  testOfSteps("announces its gateways over the attachments, and the network over its tunnels", {
    "is made, and sees no change in the next plan": async () => {
      const { deployment } = opened;
      for (const stack of STACKS) {
        await deployment.succeed(stack, "init");
        await deployment.succeed(stack, "apply", "-auto-approve");
        expect([stack, await differencesIn(deployment, stack)]).toEqual([stack, []]);
      }
    },

    "tells the router of the attachments nothing to announce, and so the gateways alone": async () => {
      const [router, ...others] = routers(true);
      expect(others).toEqual([]);
      for (const announcing of [router?.bgp, ...(router?.bgpPeers ?? [])]) {
        expect(announcing.advertiseMode ?? "DEFAULT").toBe("DEFAULT");
        expect(announcing.advertisedGroups ?? []).toEqual([]);
        expect(announcing.advertisedIpRanges ?? []).toEqual([]);
      }
      expect(router?.bgpPeers).toHaveLength(2);
    },

    "gives each attachment a range for the gateway, and the gateway's interfaces to the attachments": async () => {
      const reserved = told("/addresses/").filter(({ purpose }) => purpose === "IPSEC_INTERCONNECT");
      expect(reserved.map(({ address, prefixLength }) => `${address}/${prefixLength}`)).toEqual(GATEWAY_RANGES);
      const attachments = told("/interconnectAttachments/");
      expect(attachments.map(({ encryption }) => encryption)).toEqual(["IPSEC", "IPSEC"]);
      const named = attachments.map(({ ipsecInternalAddresses: [address] }) => address.split("/").at(-1));
      expect(named).toEqual(reserved.map(({ name }) => name));
      const [gateway] = told("/vpnGateways/");
      const of = (gateway?.vpnInterfaces ?? []).map((one: Block) => one.interconnectAttachment?.split("/").at(-1));
      expect(of).toEqual(attachments.map(({ name }) => name));
    },

    "lets the router of the tunnels announce the subnets and the load balancer's ranges": async () => {
      const [router, ...others] = routers(false);
      expect(others).toEqual([]);
      expect(router?.bgp).toMatchObject({ advertiseMode: "CUSTOM", advertisedGroups: ["ALL_SUBNETS"] });
      const ranges = router?.bgp.advertisedIpRanges.map(({ range }: Block) => range).sort();
      expect(ranges).toEqual(["130.211.0.0/22", "35.191.0.0/16"]);
    },
  });
});
