import { writeSync } from "node:fs";

/** Loaded before a program: says on the fourth file how long the process ran, and how much memory it had at its peak. */
process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  writeSync(3, JSON.stringify({ cpu: (user + system) / 1000, wall: performance.now(), peakMegabytes }));
});
