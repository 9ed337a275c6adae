import { mutated, mutationsOf } from "../../mutants/mutators";

/** What becomes of a source, once for each of its mutations. */
const mutants = (source: string) => mutationsOf(source).map((mutation) => mutated(source, mutation));

describe("a mutation", () => {
  test.each([
    ["moves a bound by one, or turns it round", "f = (a) => a < b;", ["f = (a) => a <= b;", "f = (a) => a >= b;"]],
    ["counts one more", "const MAX = 1_000;", ["const MAX = 1001;"]],
    ["takes one sign for another", "x = a * (b - c);", ["x = a / (b - c);", "x = a * (b + c);"]],
    ["turns a comparison round", "x = a === b;", ["x = a !== b;"]],
    ["needs one where both are needed", "x = a && b;", ["x = a || b;"]],
    ["forgets a negation", "x = !a;", ["x = a;"]],
    ["says the opposite", "x = true;", ["x = false;"]],
    ["decides always, and never", "if (a) b = c;", ["if (true) b = c;", "if (false) b = c;"]],
    ["chooses always, and never", "x = a ? b : c;", ["x = true ? b : c;", "x = false ? b : c;"]],
    ["has no default, or nothing else", "x = a ?? b;", ["x = a;", "x = b;"]],
    [
      "leaves out a property",
      "x = { a, b: c, ...d };",
      ["x = { b: c, ...d };", "x = { a, ...d };", "x = { a, b: c, };"],
    ],
    ["leaves out an element", "x = [a, ...b];", ["x = [ ...b];", "x = [a, ];"]],
    ["leaves out a check", "check(a);", [";"]],
    ["leaves out a check that is waited for", "async () => { await a.check(b); };", ["async () => { ; };"]],
  ])("%s", (_, source, expected) => {
    expect(mutants(source).map((text) => text.replaceAll("  ", " "))).toEqual(expected);
  });

  test("is inside of a function that stands in a table of facts", () => {
    const entries = Array.from({ length: 13 }, (_, index) => `k${index}: (a) => a * b`).join(", ");
    expect(mutants(`const T = { ${entries} };`)).toHaveLength(13);
  });
});

test.each([
  ["a text, joined or with values", 'x = "a" + b + c; y = `${a + b}`;'],
  ["a type", "type A = { a: true; b: 1 }; function f(a: 1 | 2): asserts a is 1;"],
  ["an import", 'import { a } from "b"; import type { C } from "d";'],
  ["what only people read", "x(y).description = f; const z: T = g; class A { private b?: 1; }"],
  ["a table of facts", `const T = [${Array.from({ length: 13 }, (_, index) => index).join()}] as const;`],
  ["the constructor before it", "class A extends B { constructor() { super(); } }"],
])("there is no mutation of %s", (_, source) => {
  expect(mutants(source)).toEqual([]);
});

test("a description, which only people read, stays among the properties", () => {
  expect(mutants("x = { a, description };").map((text) => text.replaceAll("  ", " "))).toEqual([
    "x = { description };",
  ]);
});
