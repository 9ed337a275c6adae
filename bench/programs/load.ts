/** Loads the module that is named on the command line, and nothing without one. */
const [, , name] = process.argv;
if (name !== undefined) require(name);
