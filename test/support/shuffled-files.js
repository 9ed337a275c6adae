const { createHash } = require("node:crypto");
const { relative } = require("node:path");
const { default: Sequencer } = require("@jest/test-sequencer");

/** Runs the test files in an order that the seed decides, as `randomize` does with the tests within each file. */
module.exports = class extends Sequencer {
  constructor(options) {
    super(options);
    this.globalConfig = options.globalConfig;
  }

  sort(tests) {
    const { rootDir, seed } = this.globalConfig;
    const place = ({ path }) =>
      createHash("sha256")
        .update(`${seed} ${relative(rootDir, path)}`)
        .digest("hex");
    return tests
      .map((test) => ({ test, place: place(test) }))
      .sort((one, other) => (one.place < other.place ? -1 : 1))
      .map(({ test }) => test);
  }
};
