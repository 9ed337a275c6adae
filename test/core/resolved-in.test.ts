import {
  App,
  DefaultTokenResolver,
  Fn,
  Lazy,
  StringConcat,
  TerraformStack,
  TerraformVariable,
  Token,
  Tokenization,
} from "cdktf";

import { resolvedIn } from "../../lib/core/resolved-in";
import { fc } from "../support/property";

const stack = new TerraformStack(new App(), "stack");
const variable = new TerraformVariable(stack, "variable", { type: "any" });

/** Tokens of all kinds, and what looks like them: each as a value, or a part of a text. */
const TOKENS: readonly unknown[] = [
  variable.stringValue,
  variable.numberValue,
  variable.listValue,
  variable.booleanValue,
  variable.value,
  Token.asNumberList(variable.value),
  Token.asStringMap({ key: variable.stringValue }),
  `a ${variable.stringValue} b ${variable.stringValue}`,
  `${variable.numberValue}`,
  Fn.join("-", [variable.stringValue, "x"]),
  Lazy.anyValue({ produce: () => ({ deep: [variable.stringValue, undefined, 1] }) }),
  Lazy.anyValue({ produce: () => undefined }),
  "${var.other}",
  "$${not.one}",
  "%{ if true }",
  "1e+5",
  "-1.5e3 1e",
  -1,
  -0.5,
  0,
];

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...TOKENS),
    fc.constantFrom(undefined, null, true),
    fc.string(),
    fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant(variable.stringValue)), tie("value"), { maxKeys: 3 }),
  ),
})).value;

/** What cdktf makes of it as a whole. Some mixtures it refuses. */
function byCdktf(given: unknown): unknown {
  return Tokenization.resolve(given, {
    scope: stack,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  });
}

function outcome(resolve: () => unknown): unknown {
  try {
    return { resolved: resolve() };
  } catch (error) {
    return String(error).split(":")[0];
  }
}

test("is what cdktf makes of a value, whichever tokens are in it", () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(outcome(() => resolvedIn(stack, given))).toEqual(outcome(() => byCdktf(given)));
    }),
    { numRuns: 1000 },
  );
});

test("has the keys resolved as well", () => {
  expect(resolvedIn(stack, { deep: { [variable.stringValue]: [1] } })).toEqual({ deep: { "${var.variable}": [1] } });
});
