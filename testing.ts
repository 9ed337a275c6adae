/** Assertions for your own tests, in Jest, Vitest, Mocha, or Node's test runner. */
export * from "./lib/testing";
