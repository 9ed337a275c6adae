import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readClientSubnets } from "../../lib/verify/client-subnets";
import { refusalOf } from "../support/synthesize";

const folder = mkdtempSync(join(tmpdir(), "addresses-"));
const file = (...lines: readonly string[]) => {
  const path = join(folder, `addresses-${lines.length}.txt`);
  writeFileSync(path, lines.join("\n"));
  return path;
};
const read = (...lines: readonly string[]) =>
  Object.fromEntries(
    [...readClientSubnets(file(...lines))].map(([place, { address, prefixLength }]) => [
      place,
      `${address}/${prefixLength}`,
    ]),
  );

describe("a file of addresses", () => {
  test("has a line for each place, of which no more is told than a resolver tells", () => {
    expect(
      read("# ours", "", "FR 203.0.113.77", "de,198.51.100.0/24", "US-CA 2001:db8:1:ff::1", "IT 192.0.2.129/25"),
    ).toEqual({
      FR: "203.0.113.0/24",
      DE: "198.51.100.0/24",
      "US-CA": "2001:db8:1::/56",
      IT: "192.0.2.0/24",
    });
  });

  test("may be a table of ranges, of which each country gets the largest", () => {
    expect(
      read(
        "ip_range_start,ip_range_end,country_code",
        "192.0.2.0,192.0.2.127,FR",
        "198.51.100.0,198.51.101.255,FR",
        "2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,FR",
        '"203.0.113.0","203.0.113.255","DE"',
        "2001:db8:5::,2001:db8:5:ffff:ffff:ffff:ffff:ffff,ES",
      ),
    ).toEqual({ FR: "198.51.100.0/24", DE: "203.0.113.0/24", ES: "2001:db8:5::/56" });
  });

  test("means a place that is written by itself, whatever ranges there are", () => {
    expect(read("FR 192.0.2.1", "198.51.0.0,198.51.255.255,FR")).toEqual({ FR: "192.0.2.0/24" });
  });

  test("is refused with the line that says nothing", () => {
    const path = file("FR 192.0.2.1", "UK 198.51.100.1", "DE nowhere");
    const expected =
      'expected a place and its address, "FR 192.0.2.0/24", or a range and its country, "192.0.2.0,192.0.2.255,FR"';
    expect(refusalOf(() => readClientSubnets(path))).toEqual([
      `verify: --addresses.${path}:2: got "UK 198.51.100.1", ${expected}`,
      `verify: --addresses.${path}:3: got "DE nowhere", ${expected}`,
    ]);
    expect(refusalOf(() => readClientSubnets(join(folder, "none")))[0]).toMatch(
      /^verify: --addresses: .*none cannot be read \(ENOENT/,
    );
  });

  test.each([
    "FR 192.0.2.0/-5",
    "FR 192.0.2.0/",
    "FR 192.0.2.0/0",
    "FR 192.0.2.0/024",
    "FR 192.0.2.0/1e1",
    "FR 192.0.2.0/0x18",
    "FR 192.0.2.0/24.5",
    "FR 192.0.2.0/33",
    "FR 192.0.2.0/24/8",
    "FR 2001:db8::/129",
    "FR 2001:db8::/",
    // An IPv4 address in IPv6's spelling, and one that only one link knows: nobody asks from there.
    "FR ::ffff:192.0.2.1",
    "FR fe80::1%eth0",
    "::ffff:192.0.2.0,::ffff:192.0.2.255,FR",
    "192.0.2.0/24,192.0.2.255/24,FR",
  ])("is refused with the line that has no prefix of a client: %s", (line) => {
    const path = file("DE 198.51.100.1", line);
    expect(refusalOf(() => readClientSubnets(path))).toEqual([
      expect.stringContaining(`verify: --addresses.${path}:2: got "${line}", expected a place and its address`),
    ]);
  });

  test("has prefixes of any length of its family, of which the first bits are told", () => {
    expect(read("FR 192.0.2.1/32", "DE 10.255.0.0/9", "ES 2001:db8:1:ff::1/128", "IT 2001:db8::/1")).toEqual({
      FR: "192.0.2.0/24",
      DE: "10.128.0.0/9",
      ES: "2001:db8:1::/56",
      IT: "::/1",
    });
  });
});
