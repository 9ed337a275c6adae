const { writeFileSync, mkdirSync } = require("node:fs");
const { createHash } = require("node:crypto");
const { join } = require("node:path");

// Before a file of tests: its probes find a set to note themselves in. After it, what was entered is written down.
globalThis.entered = new Set();

afterAll(() => {
  const { testPath } = expect.getState();
  const folder = process.env.MUTANTS_ENTERED;
  mkdirSync(folder, { recursive: true });
  const name = createHash("sha256").update(testPath).digest("hex");
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ testPath, entered: [...globalThis.entered] }));
});
