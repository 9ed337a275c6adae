const { AsyncLocalStorage } = require("node:async_hooks");
const { createRequire } = require("node:module");
const vm = require("node:vm");
const { default: Runtime } = require("jest-runtime");

/** What most test files load, and what takes long to compile and evaluate. */
const ONCE = /^(cdktf|constructs|@cdktf\/provider-[a-z]+|fast-check|@babel\/parser)(\/|$)/;
const WITHIN = /[\\/]node_modules[\\/]cdktf[\\/]/;

/**
 * The sources that V8 has compiled, by file: a module is compiled again for each test file, and what Jest consists of, too. A script that
 * is run again in another context has all that V8 knows of it, the functions included that were called.
 */
const compiled = new Map();
vm.compileFunction = (source, parameters, { parsingContext, ...options }) => {
  const begin = `(function (${parameters.join(", ")}) {`;
  let known = compiled.get(options.filename);
  if (known?.source !== source || known.begin !== begin) {
    const script = new vm.Script(`${begin}${source}\n})`, { ...options, columnOffset: -begin.length });
    known = { source, begin, script };
    compiled.set(options.filename, known);
  }
  return known.script.runInContext(parsingContext);
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
