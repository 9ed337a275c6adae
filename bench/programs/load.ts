/** Loads the module that is named on the command line, and nothing without one. */
const [module] = process.argv.slice(2);
if (module !== undefined) require(module);
