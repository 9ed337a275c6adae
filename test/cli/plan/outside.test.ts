import type { Block } from "../../support/synthesize";
import { writtenOutput } from "../../support/written-output";
import { lost, ofStack, review } from "./reviews";

describe("what no difference of the versions explains", () => {
  const thing = (more: Block = {}) => ({ resource: { own_thing: { one: { name: "one", ...more } } } });
  const change = (actions: string[], more: Block = {}): Block => ({
    address: "own_thing.one",
    mode: "managed",
    type: "own_thing",
    change: { actions, before: {}, after: {}, ...more },
  });
  const says = (actions: string[], more: Block = {}) =>
    lost(ofStack(thing(), thing(), { others: [change(actions, more)] }).stdout);

  test("is named as changed outside", () => {
    expect(says(["update"])).toBe("changed in place: own thing one (own_thing.one); changed outside of this change\n");
    expect(says(["create"])).toBe(
      "made again: own thing one (own_thing.one); changed outside of this change: it is missing in the cloud\n",
    );
    expect(says(["delete", "create"], { replace_paths: [["name"]] })).toBe(
      "replaced, the old one goes first: own thing one (own_thing.one); because of name: changed outside of this change\n",
    );
  });

  test("is not what a resource is changed for that it refers to, its provider, or data that is read then", () => {
    const refers = { resource: { ...thing({ of: "${other_thing.two.id}" }).resource } };
    const other = (size: number) => ({ resource: { ...refers.resource, other_thing: { two: { size } } } });
    expect(lost(ofStack(other(1), other(2), { others: [change(["update"])] }).stdout)).toBeUndefined();
    const provider = (label: string) => ({ ...thing(), provider: { own: [{ label }] } });
    expect(lost(ofStack(provider("a"), provider("b"), { others: [change(["update"])] }).stdout)).toBeUndefined();
    const data = thing({ of: "${data.other_thing.two.id}" });
    expect(lost(ofStack(data, data, { others: [change(["update"])] }).stdout)).toBeUndefined();
  });

  test("is a line for a stack of which nothing is deployed", () => {
    const things = { one: { name: "one" }, two: { name: "two" } };
    const both = { resource: { own_thing: things, terraform_data: { three: {} } } };
    const made = Object.keys(things).map((name) => ({ ...change(["create"]), address: `own_thing.${name}` }));
    expect(lost(ofStack(both, both, { others: made }).stdout)).toBe(
      "made: the whole stack, 2 resources: both versions have it, and nothing of it is deployed\n",
    );
    expect(lost(ofStack(both, both, { others: made.slice(1) }).stdout)).toContain("made again: own thing two");
  });

  test("is told of a resource that neither version has", () => {
    const found = { ...change(["delete"]), address: "own_thing.left" };
    expect(lost(ofStack(thing(), thing(), { others: [found] }).stdout)).toBe(
      "removed: own thing left (own_thing.left); changed outside of this change\n",
    );
  });

  test("is Terraform's own reason, where it has one", () => {
    const tainted = { ...change(["delete", "create"]), action_reason: "replace_because_tainted" };
    expect(lost(ofStack(thing(), thing(), { others: [tainted] }).stdout)).toContain(
      "; because an earlier apply failed while it was made\n",
    );
  });
});

describe("an address that is another one", () => {
  const old = { resource: { own_thing: { one: { name: "same" } } } };
  const young = {
    resource: { own_thing: { two: { name: "same" } } },
    moved: [{ from: "own_thing.one", to: "own_thing.two" }],
  };
  const moved = {
    address: "own_thing.two",
    previous_address: "own_thing.one",
    mode: "managed",
    type: "own_thing",
    change: { actions: ["no-op"], before: {}, after: {} },
  };
  const gone = { ...moved, address: "own_thing.one", previous_address: undefined };

  test("is neither removed nor new where a block moves it, with a plan and without", () => {
    const planned = ofStack(old, young, { others: [moved, gone] });
    const written = review(
      writtenOutput({ own: { configuration: old } }),
      writtenOutput({ own: { configuration: young } }),
    );
    for (const { stdout } of [planned, written]) {
      expect(lost(stdout)).toBeUndefined();
      expect(stdout).toMatch(/removed: 0; new: 0; changed in place(?: or replaced)?: 0; moved: 1\./);
    }
  });

  test("is removed and new without such a block, or with one that was applied before", () => {
    const without = review(
      writtenOutput({ own: { configuration: old } }),
      writtenOutput({
        own: { configuration: { ...young, moved: [{ from: "own_thing.older", to: "own_thing.two" }] } },
      }),
    );
    expect(without.stdout).toContain("removed: 1; new: 1;");
  });

  test("is nothing new where the block was applied before and stays in the program", () => {
    const [applied, changed] = [young, { ...young, resource: { own_thing: { two: { name: "other" } } } }].map(
      (configuration) => writtenOutput({ own: { configuration } }),
    );
    expect(review(applied ?? "", changed ?? "").stdout).toContain(
      "removed: 0; new: 0; changed in place or replaced: 1.\n",
    );
  });

  test("is forgotten, and not lost, where a block lets it go", () => {
    const removed = [{ from: "own_thing.one", lifecycle: { destroy: false } }];
    const written = review(
      writtenOutput({ own: { configuration: old } }),
      writtenOutput({ own: { configuration: { removed } } }),
    );
    const forget = { ...gone, change: { actions: ["forget"], before: {}, after: null } };
    for (const { stdout } of [written, ofStack(old, { removed }, { others: [forget] })]) {
      expect(lost(stdout)).toBe("forgotten by Terraform, and goes on to exist: own thing same (own_thing.one)\n");
      expect(stdout).toMatch(/removed: 0; new: 0; changed in place(?: or replaced)?: 0; forgotten: 1\./);
    }
  });

  test("is counted as imported where it is taken over", () => {
    const imported = { ...gone, change: { actions: ["update"], before: {}, after: {}, importing: { id: "1" } } };
    expect(ofStack(old, old, { others: [imported] }).stdout).toContain("changed in place: 0; imported: 1.");
  });
});
