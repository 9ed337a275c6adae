import { spawnSync } from "node:child_process";

/**
 * Runs the program that ExaBGP's health checks run, again and again, and prints how many milliseconds each run took, with what it
 * began too late: on a machine that has time, some ten.
 */
const PAUSE = 400;

let due = performance.now();
setInterval(() => {
  spawnSync("curl", ["--version"], { stdio: "ignore" });
  const now = performance.now();
  process.stdout.write(`${Math.round(now - due)}\n`);
  due = now + PAUSE;
}, PAUSE);
