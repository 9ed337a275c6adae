import { compileFunction, createContext } from "node:vm";
import * as cdktf from "cdktf";
import * as names from "../lib/core/names";

/** What a test file that is run next would load. */
function loadedAfresh<Module>(name: string): Module {
  let loaded: unknown;
  jest.isolateModules(() => {
    loaded = require(name);
  });
  return loaded as Module;
}

test("cdktf is loaded once, and the library for each test file", () => {
  expect(loadedAfresh("cdktf")).toBe(cdktf);
  const afresh = loadedAfresh<typeof names>("../lib/core/names");
  expect(Object.keys(afresh)).toEqual(Object.keys(names));
  expect(afresh.resourceName).not.toBe(names.resourceName);
});

test("cdktf reads the variables that a test sets", () => {
  process.env.CDKTF_OUTDIR = "/set-by-a-test";
  try {
    expect(new cdktf.App().outdir).toBe("/set-by-a-test");
  } finally {
    delete process.env.CDKTF_OUTDIR;
  }
});

test("a source that is run again in another context is another function, and says where it throws", () => {
  const compiled = (source: string, parameters: readonly string[] = []) =>
    compileFunction(source, parameters, { filename: "/made-up.js", parsingContext: createContext() });
  const throwing = 'throw new Error("thrown");';
  const [first, second] = [compiled(throwing), compiled(throwing)];
  expect(first).not.toBe(second);
  for (const one of [first, second]) {
    const caught = (() => {
      try {
        return one();
      } catch (error) {
        return error;
      }
    })();
    expect(caught.stack).toContain("/made-up.js:1:7");
  }
  // The same file may have another source by then, or get other names.
  expect(compiled("return 1;")()).toBe(1);
  expect(compiled("return given;", ["given"])(2)).toBe(2);
  expect(compiled("return given; // to the end of the line", ["given"])(3)).toBe(3);
});
