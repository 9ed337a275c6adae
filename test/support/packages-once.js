const { createRequire } = require("node:module");
const { default: Runtime } = require("jest-runtime");

/** What most test files load, and what takes long to compile and evaluate. */
const ONCE = /^(cdktf|constructs|@cdktf\/provider-[a-z]+|fast-check)(\/|$)/;
const WITHIN = /[\\/]node_modules[\\/]cdktf[\\/]/;

/**
 * Jest evaluates every module anew for each test file, which takes half a second for cdktf and its providers alone: they are
 * loaded once per process, by Node. The library and the tests are evaluated for each file, as before.
 *
 * cdktf keeps every token that was ever made, and with it what made it: `workerIdleMemoryLimit` ends a process that has grown.
 */
class PackagesOnce extends Runtime {
  constructor(config, environment, ...others) {
    super(config, environment, ...others);
    this.variables = { ...process.env };
    // cdktf reads the variables of the process, of which Jest gives each test file a copy.
    environment.global.process.env = process.env;
  }

  requireModuleOrMock(from, name) {
    return ONCE.test(name) || WITHIN.test(from) ? createRequire(from)(name) : super.requireModuleOrMock(from, name);
  }

  teardown() {
    super.teardown();
    for (const name of Object.keys(process.env)) if (!(name in this.variables)) delete process.env[name];
    Object.assign(process.env, this.variables);
  }
}

module.exports = { __esModule: true, default: PackagesOnce };
