import {
  nodesInPodRange,
  nodesInSubnet,
  podBlockPrefix,
  podRangePrefixFor,
  serviceRangePrefixFor,
  servicesInRange,
  subnetPrefixFor,
} from "../../lib/network/range-sizes";

/** The table of https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#cluster_sizing */
test.each([
  [8, 28],
  [9, 27],
  [16, 27],
  [17, 26],
  [32, 26],
  [33, 25],
  [64, 25],
  [65, 24],
  [110, 24],
  [128, 24],
  [129, 23],
  [256, 23],
])("a node of %d pods takes a block of /%d", (pods, prefix) => {
  expect(podBlockPrefix(pods)).toBe(prefix);
});

test.each([
  ["10.0.0.0/29", 4],
  ["10.0.0.0/28", 12],
  ["10.0.0.0/24", 252],
  ["10.0.0.0/20", 4092],
])("a subnet of %s holds %d nodes", (range, nodes) => {
  expect(nodesInSubnet(range)).toBe(nodes);
});

test.each([
  ["10.0.0.0/21", 110, 8],
  ["10.0.0.0/16", 110, 256],
  ["10.0.0.0/14", 110, 1024],
  ["10.0.0.0/16", 32, 1024],
  ["10.0.0.0/25", 110, 0],
])("a range for pods of %s, at %d pods per node, holds %d nodes", (range, pods, nodes) => {
  expect(nodesInPodRange(range, pods)).toBe(nodes);
});

test.each([
  [1, 29],
  [4, 29],
  [5, 28],
  [252, 24],
  [253, 23],
])("%d nodes need a subnet of /%d", (nodes, prefix) => {
  expect(subnetPrefixFor(nodes)).toBe(prefix);
});

test.each([
  [1, 110, 24],
  [2, 110, 23],
  [256, 110, 16],
  [257, 110, 15],
  [257, 32, 17],
  [1, 8, 24],
])("%d nodes of %d pods need a range of /%d", (nodes, pods, prefix) => {
  expect(podRangePrefixFor(nodes, pods)).toBe(prefix);
});

test("a range for services has an address each, and at least 16", () => {
  expect([1, 16, 17, 1000, 65_536].map(serviceRangePrefixFor)).toEqual([28, 28, 27, 22, 16]);
  expect(servicesInRange("10.32.0.0/19")).toBe(8192);
});
