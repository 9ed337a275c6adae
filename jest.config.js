/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  maxWorkers: "100%",
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
  transform: { "^.+\\.ts$": "@swc/jest" },
  // The examples import the library by its name, as a user does; here the name means this working tree.
  moduleNameMapper: {
    "^cdktf-hybrid-kubernetes$": "<rootDir>/index.ts",
    "^cdktf-hybrid-kubernetes/(workloads|fast-synth)$": "<rootDir>/$1.ts",
    "^cdktf-hybrid-kubernetes/stacks$": "<rootDir>/stacks",
    "^cdktf-hybrid-kubernetes/(.+)$": "<rootDir>/lib/$1",
  },
};
