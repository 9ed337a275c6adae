import { readTerraform } from "../../../lib/route53";

const NAME = "paris.set._routing-test.example.com";

/** A record for an address of Paris, with the health check that decides about it. */
const record = (address: string, check: string) => ({
  zone_id: "Z0123456789EXAMPLE",
  name: NAME,
  type: "A",
  ttl: 60,
  records: [address],
  set_identifier: `paris ${address}`,
  weighted_routing_policy: { weight: 1 },
  health_check_id: check,
});

const partsOf = (...records: readonly object[]) =>
  readTerraform({ resource: { aws_route53_record: { ...records } } }).zone.partsOf("paris");

test("addresses with one health check are one part of a data centre, with the share of all of them", () => {
  const [one, two, three] = ["203.0.113.1", "203.0.113.2", "203.0.113.3"] as const;
  expect(partsOf(record(one, "both"), record(two, "both"), record(three, "other"))).toEqual([
    { name: `paris ${one} ${two}`, addresses: [one, two], share: 2 / 3 },
    { name: `paris ${three}`, addresses: [three], share: 1 / 3 },
  ]);
  expect(partsOf(record(one, "all"), record(two, "all"))).toEqual([]);
});
