/**
 * The rings of tests beside `node`, which has every test file that is in no other: their folders, and what is done once before
 * their tests.
 * What each proves: docs/testing.md.
 */
const RINGS = {
  terraform: { folders: ["test/terraform/"], before: "test/terraform/announce-terraform.ts" },
  acceptance: { folders: ["test/acceptance/", "test/changes/", "test/formula/"], before: "test/acceptance/build.ts" },
};
/**
 * What the sources name most. A module gets them as arguments, because a global of a test's sandbox is slow to look up. Not `Date`, which
 * fake timers replace.
 */
const GLOBALS = ["Array", "BigInt", "Error", "JSON", "Map", "Math", "Number", "Object", "RegExp", "Set", "String"];
const within = (path) => `<rootDir>/${path}`;

const shared = {
  rootDir: __dirname,
  testEnvironment: "node",
  runtime: "<rootDir>/test/support/packages-once.js",
  sandboxInjectedGlobals: GLOBALS,
  transform: { "^.+\\.ts$": "@swc/jest" },
  // Without it, most of the time of a test is the call stack that cdktf notes for each token, and Jest maps to the sources.
  // What is synthesized is the same to the byte: test/acceptance/fast-synth.test.ts.
  setupFiles: ["<rootDir>/fast-synth.ts"],
  // The examples import the library by its name, as a user does; here the name means this working tree.
  moduleNameMapper: {
    "^cdktf-hybrid-kubernetes$": "<rootDir>/index.ts",
    "^cdktf-hybrid-kubernetes/(workloads|fast-synth|testing)$": "<rootDir>/$1.ts",
    "^cdktf-hybrid-kubernetes/stacks$": "<rootDir>/stacks",
    "^cdktf-hybrid-kubernetes/(.+)$": "<rootDir>/lib/$1",
  },
};

/** @type {import("jest").Config} */
module.exports = {
  projects: [
    {
      ...shared,
      displayName: "node",
      roots: ["<rootDir>/test"],
      testPathIgnorePatterns: ["/node_modules/", ...Object.values(RINGS).flatMap(({ folders }) => folders.map(within))],
    },
    ...Object.entries(RINGS).map(([displayName, { folders, before }]) => ({
      ...shared,
      displayName,
      roots: folders.map(within),
      globalSetup: within(before),
    })),
  ],
  maxWorkers: "100%",
  // A process of tests keeps more with each file: test/support/packages-once.js.
  workerIdleMemoryLimit: "1GB",
  // Files, and the tests within each, run in an order that a seed decides, so that none comes to need another before it.
  // The seed is in the last lines of a run; `npx jest --seed=N` gives it again.
  randomize: true,
  testSequencer: "<rootDir>/test/support/shuffled-files.js",
  reporters: ["default", "<rootDir>/test/support/say-how-to-repeat.js"],
  // Only what hangs ends here, not what is slow because the machine is busy. Speed is measured in bench/.
  testTimeout: 600_000,
  // Half a second, which is the default, a busy machine needs to free a worker's memory; a handle left open is still told.
  workerGracefulExitTimeout: 30_000,
  globalSetup: "<rootDir>/test/support/before-all-tests.ts",
  globalTeardown: "<rootDir>/test/support/after-all-tests.ts",
};
