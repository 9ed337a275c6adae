const { TestEnvironment } = require("jest-environment-node");

/** Skips what is left of a file of tests as soon as one fails: it has noticed, and `--bail` ends a run only after a file. */
module.exports = class extends TestEnvironment {
  handleTestEvent({ name, test }) {
    if (name === "test_fn_failure" || name === "hook_failure") this.hasFailed = true;
    if (name === "test_start" && this.hasFailed) test.mode = "skip";
  }
};
