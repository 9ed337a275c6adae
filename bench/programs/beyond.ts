import { writeSync } from "node:fs";
import { join } from "node:path";

/**
 * Loaded before a program, in the place of `probe.ts`: says how much of its processor time is for what no twin does: checks of options, the
 * analysis of the routing, `routing.md`, and the files of servers.
 */
const PACKAGE = join(__dirname, "..", "..", "..", "..", "dist", "lib");

type Methods = Record<string, (...given: unknown[]) => unknown>;

let inside = 0;
let microseconds = 0;

/** Counts what these methods take, once where one calls another. */
function count(methods: Methods, ...names: readonly string[]): void {
  for (const name of names) {
    const method = methods[name];
    if (method === undefined) throw new Error(`${name} is not there any more: name what takes its place`);
    methods[name] = function (...given) {
      const start = process.cpuUsage();
      inside++;
      try {
        return method.apply(this, given);
      } finally {
        inside--;
        const { user, system } = process.cpuUsage(start);
        if (inside === 0) microseconds += user + system;
      }
    };
  }
}

count(require(join(PACKAGE, "core", "problems.js")).Problems, "of", "risksOf");
count(require(join(PACKAGE, "route53", "routing-analysis.js")).RoutingAnalysis.prototype, "judge", "tables", "facts");
count(require(join(PACKAGE, "data-center", "site-files.js")), "siteFiles");
count(require(join(PACKAGE, "core", "write-folder.js")), "writeFolder");

process.on("exit", () => {
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  writeSync(3, JSON.stringify({ cpu: microseconds / 1000, wall: performance.now(), peakMegabytes }));
});
