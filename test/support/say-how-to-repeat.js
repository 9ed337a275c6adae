/** Says after a failure which command runs the tests in the same order, with the same made-up values. */
module.exports = class {
  constructor({ seed }) {
    this.seed = seed;
  }

  onRunComplete(_contexts, { numFailedTestSuites }) {
    if (numFailedTestSuites > 0) process.stderr.write(`\nTo repeat this order: npx jest --seed=${this.seed}\n`);
  }
};
