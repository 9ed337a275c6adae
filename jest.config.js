/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  maxWorkers: "100%",
  globalSetup: "<rootDir>/test/terraform/announce-terraform.ts",
  transform: { "^.+\\.ts$": "@swc/jest" },
  // The examples import the library by its name, as a user does; here the name means this working tree.
  moduleNameMapper: {
    "^cdktf-hybrid-kubernetes$": "<rootDir>/index.ts",
    "^cdktf-hybrid-kubernetes/(workloads|fast-synth)$": "<rootDir>/$1.ts",
    "^cdktf-hybrid-kubernetes/stacks$": "<rootDir>/stacks",
    "^cdktf-hybrid-kubernetes/(.+)$": "<rootDir>/lib/$1",
  },
};
