import { recordChanges } from "../../lib/cli/record-diff";
import { readTerraform } from "../../lib/route53";

const RECORD = { zone_id: "Z0123456789EXAMPLE", name: "api.example.com", type: "A" };
const ALIAS = { name: "lb.example.net", zone_id: "Z0OTHER" };

/** What changes of a record that is there before and after. */
const changes = (before: object, after: object) => {
  const [old, young] = [before, after].map((more) => {
    const record = { ...RECORD, set_identifier: "one", weighted_routing_policy: { weight: 1 }, ...more };
    return readTerraform({ resource: { aws_route53_record: { api: record } } }).zone;
  });
  return recordChanges(old as NonNullable<typeof old>, young as NonNullable<typeof young>);
};
const aliasThat = (evaluates: boolean) => ({ alias: { ...ALIAS, evaluate_target_health: evaluates } });
const VALUES = { ttl: 60, records: ["203.0.113.10"] };

test.each<[string, object, object, readonly string[]]>([
  ["another evaluation", aliasThat(true), aliasThat(false), ["evaluate target health true → false"]],
  ["none where an alias gets values", aliasThat(true), VALUES, []],
  ["none where values become an alias", VALUES, aliasThat(true), []],
  ["a health check that is new", VALUES, { ...VALUES, health_check_id: "one" }, ["health check none → one"]],
  ["a health check that is gone", { ...VALUES, health_check_id: "one" }, VALUES, ["health check one → none"]],
  [
    "both",
    { ...aliasThat(true), health_check_id: "one" },
    { ...aliasThat(false), health_check_id: "two" },
    ["evaluate target health true → false", "health check one → two"],
  ],
])("of how a record follows health is told: %s", (_, before, after, expected) => {
  expect(changes(before, after)).toEqual(expected.map((change) => `record api.example.com A: ${change}`));
});

test("health checks that are new or gone are told by their names in Terraform", () => {
  const zoneOf = (...names: readonly string[]) => {
    const checks = Object.fromEntries(names.map((name) => [name, { type: "HTTPS", ip_address: "203.0.113.10" }]));
    return readTerraform({ resource: { aws_route53_health_check: checks } }).zone;
  };
  expect(recordChanges(zoneOf("one", "two", "three"), zoneOf("three"))).toEqual(["health check one, two: is gone"]);
  expect(recordChanges(zoneOf("one"), zoneOf("one", "two"))).toEqual(["health check two: is new"]);
});
