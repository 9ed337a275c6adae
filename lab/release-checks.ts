import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { expect } from "./measure";
import { addressesOf, ask, serviceOf, urlOf } from "./requests";

/** The way's end: what runs is what Salt wrote from the release, to the byte, and a user is served by it. */
async function isServed(dataCenter: RunningDataCenter): Promise<string> {
  const { release, servers } = dataCenter.files;
  if (release === undefined) throw new Error("these files did not come through a release");
  let compared = 0;
  for (const { name } of servers) {
    const written = join(release.rendered, name);
    for (const path of readdirSync(written, { recursive: true, encoding: "utf8" })) {
      if (!statSync(join(written, path)).isFile()) continue;
      const running = readFileSync(join(dataCenter.machine(name).root, path));
      expect(running.equals(readFileSync(join(written, path))), `${name} does not run what Salt wrote to ${path}`);
      compared++;
    }
  }
  const [address = ""] = addressesOf(dataCenter, "public");
  const host = ["--header", `Host: ${serviceOf(dataCenter)}`];
  const { output } = await ask(dataCenter.machine("client"), ...host, urlOf(dataCenter, address));
  expect(output.startsWith("{"), `${address} answers: ${output || "nothing"}`);
  const { pod, from } = JSON.parse(output);
  const edge = servers.find(({ loopback }) => loopback.ipv4 === from);
  expect(edge !== undefined, `the pod was asked from ${from}, which is no edge server's loopback`);
  return `${pod} by ${edge?.name}, ${compared} files of ${servers.length} servers`;
}

/** What came through a release, and how. */
export const RELEASE_CHECKS: readonly Check[] = [
  {
    name: "a request is served by what Salt wrote from a signed release",
    bound: "each file to the byte",
    appliesTo: ({ release }) => release !== undefined,
    run: isServed,
  },
];
