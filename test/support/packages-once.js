const { AsyncLocalStorage } = require("node:async_hooks");
const { createRequire } = require("node:module");
const vm = require("node:vm");
const { default: Runtime } = require("jest-runtime");

/** What most test files load, and what takes long to compile and evaluate. */
const ONCE = /^(cdktf|constructs|@cdktf\/provider-[a-z]+|fast-check|@babel\/parser)(\/|$)/;
const WITHIN = /[\\/]node_modules[\\/]cdktf[\\/]/;

/** What V8 knows of a source that it has compiled once: a module is compiled again for each test file, and what Jest consists of, too. */
const known = new Map();
const { compileFunction } = vm;
vm.compileFunction = (source, parameters, options) => {
  const compiled = compileFunction(source, parameters, {
    ...options,
    cachedData: known.get(source),
    produceCachedData: !known.has(source),
  });
  if (compiled.cachedData !== undefined) known.set(source, compiled.cachedData);
  return compiled;
};

/**
 * What follows each promise of a test: jest-circus makes one for every file, and never ends it, so that promises become slower with each
 * file of a process.
 */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...given) {
  storages.add(this);
  return run.apply(this, given);
};

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
    for (const storage of storages) storage.disable();
    storages.clear();
    const { stringTokenMap, numberTokenMap } = globalThis.__cdktfTokenMap ?? {};
    stringTokenMap?.clear();
    numberTokenMap?.clear();
    for (const name of Object.keys(process.env)) if (!(name in this.variables)) delete process.env[name];
    Object.assign(process.env, this.variables);
  }
}

module.exports = { __esModule: true, default: PackagesOnce };
