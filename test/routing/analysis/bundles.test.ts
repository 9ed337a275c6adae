import { Bundles } from "../../../lib/routing/analysis/bundles";
import { fc } from "../../support/property";

const NAMES = ["paris", "frankfurt", "singapore", "tokyo"];
const names = fc.subarray(NAMES);
const items = fc.array(fc.record({ id: fc.nat(9), dependsOn: names.map((some) => new Set(some)) }), { maxLength: 12 });

/** What is asked of an item: which of what decides about it is down. */
const askedOf = ({ id, dependsOn }: { id: number; dependsOn: ReadonlySet<string> }, down: readonly string[]) =>
  `${id}: ${down.filter((name) => dependsOn.has(name)).join()}`;

test("items that the same decides about get under each failure what each gets by itself", () => {
  fc.assert(
    fc.property(items, fc.array(fc.shuffledSubarray(NAMES), { maxLength: 8 }), (all, failures) => {
      const bundles = new Bundles(all, (some, deciding) => some.map((item) => askedOf(item, deciding)));
      for (const down of failures) {
        expect(bundles.while(down).flat().sort()).toEqual(all.map((item) => askedOf(item, down)).sort());
      }
    }),
  );
});

test("and are asked once for each state of what decides about them, however many failures there are", () => {
  const asked: string[] = [];
  const both = new Set(["paris", "frankfurt"]);
  const all = [
    { id: 1, dependsOn: both },
    { id: 2, dependsOn: new Set(["frankfurt", "paris"]) },
    { id: 3, dependsOn: new Set(["tokyo"]) },
  ];
  const bundles = new Bundles(all, (some, deciding) => asked.push(`${some.map(({ id }) => id)} ${deciding}`));
  for (const down of [[], ["paris"], ["paris", "singapore"], ["singapore"], ["paris", "tokyo"]]) bundles.while(down);
  expect(asked).toEqual(["1,2 ", "3 ", "1,2 paris", "3 tokyo"]);
});
