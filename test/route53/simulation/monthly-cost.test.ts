import { monthlyCost, readTerraform } from "../../../lib/route53";

const costOf = (check: object) =>
  monthlyCost(readTerraform({ resource: { aws_route53_health_check: { one: check } } }).zone, 0).healthChecksUsd;

// Two US dollars for each option, as in Infracost's prices of Route 53.
test.each<[string, object, number]>([
  ["TCP every 30 seconds", { type: "TCP" }, 0.75],
  ["HTTP every 10 seconds", { type: "HTTP", request_interval: 10 }, 2.75],
  ["HTTPS", { type: "HTTPS" }, 2.75],
  ["a string in the answer", { type: "HTTP_STR_MATCH" }, 2.75],
  ["measured latency", { type: "HTTP", measure_latency: true }, 2.75],
  ["latency that is not measured", { type: "HTTP", measure_latency: false }, 0.75],
  ["all of it", { type: "HTTPS_STR_MATCH", request_interval: 10, measure_latency: true }, 8.75],
  ["others that are counted", { type: "CALCULATED", child_healthchecks: [] }, 0.75],
])("a health check costs for %s", (_, check, usd) => {
  expect(costOf(check)).toBe(usd);
});

describe("queries", () => {
  const record = { zone_id: "Z1", name: "a.example.com", type: "A", records: ["192.0.2.1"], ttl: 60 };
  const geolocation = { set_identifier: "x", geolocation_routing_policy: { country: "*" } };
  const costOf = (millions: number, more: object = {}) =>
    monthlyCost(readTerraform({ resource: { aws_route53_record: { one: { ...record, ...more } } } }).zone, millions)
      .queriesUsd;

  test.each([
    [1, 0.4, 0.7],
    [1000, 400, 700],
    [2000, 600, 1050],
  ])("%i million cost %d dollars, and %d by geolocation: half beyond the first billion", (millions, plain, geo) => {
    expect(costOf(millions)).toBeCloseTo(plain);
    expect(costOf(millions, geolocation)).toBeCloseTo(geo);
  });
});
