import { overlap } from "../../lib/core/address-ranges";
import { Problems } from "../../lib/core/problems";
import { checkDistinct, checkLinkLocalRange, hostsOf, linkLocalRange } from "../../lib/links/link-local";
import { fc } from "../support/property";
import { refusalOf } from "../support/synthesize";

const key = fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/);

describe("the link-local range of a tunnel", () => {
  test("has two addresses", () => {
    expect(hostsOf("169.254.10.4/30")).toEqual(["169.254.10.5", "169.254.10.6"]);
  });

  test("follows from names alone, and passes every check", () => {
    fc.assert(
      fc.property(key, key, (link, tunnel) => {
        const range = linkLocalRange(link, tunnel);
        expect(linkLocalRange(link, tunnel)).toBe(range);
        expect(Problems.of("link", (problems) => checkLinkLocalRange(problems, "range", range, 30))).toBe(true);
      }),
    );
  });

  test("never collides unnoticed: two that share an address are refused", () => {
    fc.assert(
      fc.property(fc.uniqueArray(key, { minLength: 2, maxLength: 300 }), (names) => {
        const ranges = new Map(names.map((name) => [name, linkLocalRange("link", name)]));
        const collide = names.some((one, index) =>
          names.slice(0, index).some((other) => overlap(ranges.get(one) as string, ranges.get(other) as string)),
        );
        const refuse = () => Problems.of("links", (problems) => checkDistinct(problems, ranges));
        if (collide) expect(refusalOf(refuse).length).toBeGreaterThan(0);
        else expect(refuse).not.toThrow();
      }),
      { numRuns: 5 },
    );
  });
});
