import { Testing } from "cdktf";
import { HybridPlatform, type HybridPlatformProps, Link, Secret } from "../../../index";
import { SMALL_PLATFORM } from "../../support/platform";
import { refusalOf } from "../../support/synthesize";

const preSharedKey = Secret.fromSecretManager({ secret: "vpn" });
const vpn = (region: string) =>
  Link.haVpn({
    ...{ region, asn: 64_512, peerAsn: 65_001, peerAddresses: ["192.0.2.1", "192.0.2.2"] },
    tunnels: {
      one: { gatewayInterface: 0, peerAddress: "192.0.2.1", preSharedKey },
      two: { gatewayInterface: 1, peerAddress: "192.0.2.2", preSharedKey },
    },
  });
const ranges = (second: number, count: number) =>
  Array.from({ length: count }, (_, index) => `10.${second}.${index}.0/24`);
const web = SMALL_PLATFORM.clusters["europe-west1"];

type Sites = { readonly [name: string]: readonly [string, readonly string[]] };

function make(network: object, sites: Sites): HybridPlatform {
  const dataCenters = Object.fromEntries(
    Object.entries(sites).map(([name, [region, privateRanges]], index) => [
      name,
      { ingress: { ipv4: `203.0.113.${index + 1}` }, privateRanges, links: { vpn: vpn(region) } },
    ]),
  );
  return new HybridPlatform(Testing.app(), "test", {
    ...{ ...SMALL_PLATFORM, dataCenters, routing: {} },
    network: { ...SMALL_PLATFORM.network, ...network },
    clusters: { "europe-west1": web, "us-east1": web },
  } as HybridPlatformProps);
}

const refused = (network: object, sites: Sites): readonly string[] => refusalOf(() => make(network, sites));

describe("the prefixes that Google learns from data centres", () => {
  test("are refused with their sum, for the region of the links and for the other regions", () => {
    const sites = { paris: ["europe-west1", ranges(200, 150)], berlin: ["europe-west1", ranges(201, 101)] } as const;
    const more = "announce larger ranges, or ask Google for more and raise network.learnedPrefixQuota";
    expect(refused({}, sites)).toEqual([
      `test: dataCenters: got 251, expected up to 250 prefixes that the Cloud Routers of europe-west1 learn (paris 150, berlin 101): ${more}`,
    ]);
    expect(refused({}, { ...sites, boston: ["us-east1", ranges(202, 1)] })).toEqual([
      `test: dataCenters: got 251, expected up to 250 prefixes that the Cloud Routers of europe-west1 learn (paris 150, berlin 101): ${more}`,
      `test: dataCenters: got 251, expected up to 250 prefixes that us-east1 learns from other regions (paris 150, berlin 101): ${more}`,
    ]);
    expect(() => make({ learnedPrefixQuota: 251 }, sites)).not.toThrow();
  });

  test("may be as many in each region as the quota", () => {
    expect(() =>
      make({}, { paris: ["europe-west1", ranges(200, 250)], boston: ["us-east1", ranges(201, 250)] }),
    ).not.toThrow();
  });

  test("have a quota from 1 to 5000: of one peer, Google takes no more", () => {
    expect(refused({ learnedPrefixQuota: 5001 }, {})).toEqual([
      "test: network.learnedPrefixQuota: got 5001, expected a whole number from 1 to 5000",
    ]);
  });
});
