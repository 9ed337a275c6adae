import { GlobalNetwork } from "../../index";
import { refusalOf } from "../support/synthesize";

describe("a network by its attributes", () => {
  test("has the subnets that the library makes, in every region", () => {
    const network = GlobalNetwork.fromGlobalNetworkAttributes({ project: "acme", networkName: "production" });
    expect(network.networkId).toBe("projects/acme/global/networks/production");
    expect(network.subnet("us-east1")).toEqual({
      region: "us-east1",
      networkId: "projects/acme/global/networks/production",
      subnetId: "projects/acme/regions/us-east1/subnetworks/production-us-east1",
      podsRangeName: "pods",
      servicesRangeName: "services",
    });
  });

  test("has subnets and ranges of its own names when it was there before", () => {
    const network = GlobalNetwork.fromGlobalNetworkAttributes({
      project: "acme-host",
      networkName: "shared",
      subnets: {
        "us-east1": { subnetName: "gke", podsRangeName: "gke-pods", servicesRangeName: "gke-services" },
        "us-west1": { subnetName: "west" },
      },
    });
    expect(network.subnet("us-east1")).toEqual({
      region: "us-east1",
      networkId: "projects/acme-host/global/networks/shared",
      subnetId: "projects/acme-host/regions/us-east1/subnetworks/gke",
      podsRangeName: "gke-pods",
      servicesRangeName: "gke-services",
    });
    expect(network.subnet("us-west1")).toMatchObject({ podsRangeName: "pods", servicesRangeName: "services" });
    expect(refusalOf(() => network.subnet("asia-east1"))).toEqual([
      'shared: subnet: got "asia-east1", expected a region of this network: "us-east1" or "us-west1"',
    ]);
  });
});
