import { readTerraform } from "../../lib/route53";
import { type Expectation, expectationOf, outcomeFor } from "../../lib/verify/expectation";
import type { Reply } from "../../lib/verify/reply";
import type { Block } from "../support/synthesize";

/** What users in France are told by records of one name. */
function expected(records: readonly Block[]): Expectation {
  const named = records.map((more, index) => {
    const record = { zone_id: "Z0123456789EXAMPLE", name: "api.example.com", type: "A", ttl: 60 };
    return [`r${index}`, { ...record, set_identifier: `r${index}`, ...more }] as const;
  });
  const { zone } = readTerraform({ resource: { aws_route53_record: Object.fromEntries(named) } });
  return expectationOf(zone, { name: "api.example.com", type: "A" }, { continent: "EU", country: "FR" }, []);
}

const told = (values: readonly string[]) => ({ values, isEmpty: false, ttlSeconds: 60 }) as unknown as Reply;

test("of multivalue records eight are an answer where there are more, and all where there are not", () => {
  const addresses = Array.from({ length: 9 }, (_, index) => `192.0.2.${index + 1}`);
  const some = (count: number) => {
    const records = addresses
      .slice(0, count)
      .map((one) => ({ records: [one], multivalue_answer_routing_policy: true }));
    return (got: number) => outcomeFor(expected(records), told(addresses.slice(0, got))) !== undefined;
  };
  expect([9, 8, 7].map(some(9))).toEqual([false, true, false]);
  expect([8, 7].map(some(8))).toEqual([true, false]);
});

test("one answer has a time to live where all records with it have the same one", () => {
  const weighted = (ttl: number) => ({ ttl, records: ["192.0.2.1"], weighted_routing_policy: { weight: 1 } });
  const times = (...all: readonly number[]) => expected(all.map(weighted)).map(({ ttlSeconds }) => ttlSeconds);
  expect(times(60, 60)).toEqual([60]);
  expect(times(60, 300)).toEqual([undefined]);
});
