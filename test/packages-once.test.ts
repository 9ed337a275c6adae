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
