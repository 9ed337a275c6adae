import { Testing } from "cdktf";
import { HybridPlatform, type HybridPlatformProps } from "../../../index";
import { SMALL_PLATFORM } from "../../support/platform";
import { refusalOf } from "../../support/synthesize";
import { unknownList } from "../../support/tokens";

const web = SMALL_PLATFORM.clusters["europe-west1"];
const { api } = SMALL_PLATFORM.services;
const { paris } = SMALL_PLATFORM.dataCenters;
const privateIngress = { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 };
const made = (change: Partial<HybridPlatformProps>) => () =>
  new HybridPlatform(Testing.app(), "test", { ...SMALL_PLATFORM, ...change });

const UNKNOWN = "got a token, expected a value that is known at synthesis: it decides which resources there are";

describe("what backends are made of is refused once, as the option that the user wrote:", () => {
  test("zones of a cluster", () => {
    expect(refusalOf(made({ clusters: { "europe-west1": { ...web, zones: unknownList } } }))).toEqual([
      `test: clusters.europe-west1.zones: ${UNKNOWN}`,
    ]);
  });

  test("addresses of a data centre's private ingress", () => {
    const { "europe-west1": _, ...rest } = { "europe-west1": web };
    const change = (addresses: string[]) => ({
      ...rest,
      dataCenters: { paris: { ...paris, privateIngress: { ...privateIngress, addresses } } },
      services: { api: { ...api, dataCenters: ["paris"] } },
    });
    const linkless = "a data centre with a link to the network: Google has no other way to it";
    expect(refusalOf(made(change(unknownList)))).toEqual([
      `test: dataCenters.paris.privateIngress.addresses: ${UNKNOWN}`,
      `test: services.api.dataCenters: got "paris", expected ${linkless}`,
    ]);
    expect(refusalOf(made(change([])))).toEqual([
      "test: dataCenters.paris.privateIngress.addresses: got [], expected at least one address",
      `test: services.api.dataCenters: got "paris", expected ${linkless}`,
    ]);
  });
});
