import { PLATFORM } from "../running-platform";
import { cluster, network, together } from "./changing";
import type { Edits } from "./edited-platform";
import { testOfEdits } from "./test-of-edits";

const EDITS: Edits = {
  "nodes leave by two addresses of their own, with more ports": network({
    nat: { addressCount: 2, minPortsPerVm: 128, maxPortsPerVm: 4096, logFilter: "ALL" },
  }),
  "by three": network({ nat: { addressCount: 3 } }),
  "by one": network({ nat: { addressCount: 1, logFilter: "NONE" } }),
  "by those that Google takes": network({ nat: undefined }),
  "one region has two addresses of its own": cluster({ regionalNetwork: { nat: { addressCount: 2 } } }),
  "nodes do not leave at all": together(cluster({ regionalNetwork: undefined }), network({ nat: false })),
  "every flow is logged": network({ nat: undefined, flowLogs: { sampling: 1, aggregationInterval: "INTERVAL_1_MIN" } }),
  "no flow is logged": network({ flowLogs: false }),
  "administrators sign in to nodes, and data centres reach a database": together(
    network({ firewall: { iap: true, dataCenterPorts: [5432] } }),
    ({ dataCenters }) => ({
      dataCenters: { ...dataCenters, rome: { ingress: { ipv4: "203.0.113.30" }, privateRanges: ["10.128.0.0/13"] } },
    }),
  ),
  "nothing leaves that is not allowed": network({
    privateGoogleApis: true,
    firewall: { explicitDeny: "INGRESS_AND_EGRESS", dataCenterPorts: [5432, 6379] },
  }),
  "nothing is denied with a log, and regions do not reach each other": network({
    privateGoogleApis: undefined,
    firewall: { explicitDeny: "NONE", internal: false },
  }),
  "Cloud SQL has a range": network({ firewall: undefined, privateServicesRange: "10.48.0.0/16" }),
  "Cloud SQL has another range": network({ privateServicesRange: "10.49.0.0/16" }),
  "Cloud SQL has none": network({ privateServicesRange: undefined }),
  "internal load balancers have their subnet": cluster({
    regionalNetwork: { proxyOnlySubnets: { REGIONAL_MANAGED_PROXY: "10.60.0.0/24" } },
  }),
  "it is a larger one": cluster({
    regionalNetwork: { proxyOnlySubnets: { REGIONAL_MANAGED_PROXY: "10.60.0.0/23" } },
  }),
  "it is elsewhere, and there is one for all regions": cluster({
    regionalNetwork: {
      proxyOnlySubnets: { REGIONAL_MANAGED_PROXY: "10.61.0.0/24", GLOBAL_MANAGED_PROXY: "10.62.0.0/24" },
    },
  }),
  "there is none, and packets are larger": together(
    cluster({ regionalNetwork: undefined }),
    network({ mtuBytes: 1500 }),
  ),
  "the project has one more API, and everything a label": () => ({
    projectServices: ["artifactregistry"],
    labels: { team: "network" },
  }),
};

testOfEdits("the network", PLATFORM, EDITS);
