import { withoutCreationStacks } from "../../lib/core/creation-stacks";

/** Notes where it is called, as cdktf does for each token. */
function note(): string {
  const object = { stack: "" };
  Error.captureStackTrace(object);
  return object.stack;
}

type Hook = (error: Error) => string;

/** Runs a test with this as the hook of V8 that writes call stacks, which belongs to who runs the program: a compiler, a debugger. */
function withHook(hook: Hook | undefined, run: () => void): void {
  const { prepareStackTrace } = Error;
  Object.assign(Error, { prepareStackTrace: hook });
  try {
    run();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}

test("what is noted on a plain object inside is empty, and after it whole", () => {
  expect([withoutCreationStacks(note), note()]).toEqual(["", expect.stringContaining("creation-stacks.test")]);
});

test("what is noted is empty also after another run within it, that succeeded or failed", () => {
  const fail = () => {
    throw new Error("no such zone");
  };
  const within = () => {
    withoutCreationStacks(note);
    expect(() => withoutCreationStacks(fail)).toThrow("no such zone");
    return note();
  };
  expect(withoutCreationStacks(within)).toBe("");
});

test("an error that is made inside has the stack that it would have outside", () => {
  const make = () => new Error("no such zone");
  expect(withoutCreationStacks(make).stack).toMatch(/^Error: no such zone\n {4}at make \(.*creation-stacks\.test/);
});

test.each<[string, Hook | undefined, RegExp]>([
  ["as V8 writes it", undefined, /^Error: no such zone\n {4}at .*creation-stacks\.test/],
  ["by the hook that is there", (error: Error) => `hooked ${error.message}`, /^hooked no such zone$/],
])("an error whose stack is read inside has it %s", (_, hook, expected) => {
  withHook(hook, () => {
    expect(withoutCreationStacks(() => new Error("no such zone").stack)).toMatch(expected);
  });
});

test.each<Hook | undefined>([undefined, () => "hooked"])(
  "the hook is the one of before, also after an error",
  (hook) => {
    withHook(hook, () => {
      withoutCreationStacks(() => withoutCreationStacks(note));
      expect(Error.prepareStackTrace).toBe(hook);
      const fail = () => {
        throw new Error("no such zone");
      };
      expect(() => withoutCreationStacks(fail)).toThrow("no such zone");
      expect(Error.prepareStackTrace).toBe(hook);
    });
  },
);
