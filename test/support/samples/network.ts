import {
  type AddressPlan,
  addressPlanTable,
  CloudNat,
  GlobalNetwork,
  type GlobalNetworkAttributes,
  type GlobalNetworkProps,
  type PlannedRegion,
  ProjectServices,
  RegionalCluster,
} from "../../../index";
import { CLUSTER } from "../cluster";
import { SMALL_NETWORK } from "../network";
import { asText, inStack, type Sample } from "./sample";

const NETWORK: GlobalNetworkProps = { ...SMALL_NETWORK, nat: {}, flowLogs: {}, firewall: {} };
const IN_VPC: GlobalNetworkProps = {
  ...SMALL_NETWORK,
  regions: {
    ...SMALL_NETWORK.regions,
    "us-east1": {
      ...SMALL_NETWORK.regions["us-east1"],
      subnet: { subnetName: "gke", ipv6Range: "2600:1900:4000:1::/64" },
    },
  },
  existing: { networkName: "corporate", project: "acme-host", otherRanges: { billing: ["172.16.0.0/16"] } },
};
const ATTRIBUTES: GlobalNetworkAttributes = {
  project: "acme-test",
  networkName: "acme",
  subnets: { "europe-west1": { subnetName: "shared" } },
};
const PLAN = { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" };
const REGION: PlannedRegion = { maxNodes: 200 };

export const networkSamples: readonly Sample[] = [
  inStack("GlobalNetworkProps", NETWORK, (stack, props) => new GlobalNetwork(stack, "network", props)),
  inStack("GlobalNetworkProps", IN_VPC, (stack, props) => new GlobalNetwork(stack, "network", props)),
  inStack("GlobalNetworkAttributes", ATTRIBUTES, (stack, props) => {
    const subnet = GlobalNetwork.fromGlobalNetworkAttributes(props).subnet("europe-west1");
    return new RegionalCluster(stack, "cluster", { ...CLUSTER, subnet });
  }),
  inStack(
    "CloudNatProps",
    {
      natName: "acme",
      region: "europe-west1",
      routerName: "acme",
      subnets: [{ subnetId: "projects/acme-test/regions/europe-west1/subnetworks/acme", secondaryRanges: ["pods"] }],
    },
    (stack, props) => new CloudNat(stack, "nat", props),
  ),
  inStack("ProjectServicesProps", {}, (stack, props) => new ProjectServices(stack, "services", props)),
  asText("AddressPlan", PLAN, (props) => addressPlanTable(props as AddressPlan, { "europe-west1": {} })),
  asText("PlannedRegion", REGION, (props) => addressPlanTable(PLAN, { "europe-west1": props as PlannedRegion })),
];
