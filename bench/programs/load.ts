/**
 * Loads the modules that are named on the command line, and nothing without one: all that an entry exports, since it loads what a program
 * uses; or one export alone, after a colon.
 */
for (const argument of process.argv.slice(2)) {
  const [module = "", name] = argument.split(":");
  const exported = require(module);
  if (name === undefined) Object.values(exported);
  else if (exported[name] === undefined) throw new Error(`${module} has no ${name}`);
}
