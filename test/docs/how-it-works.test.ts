import { readFileSync } from "node:fs";
import { join } from "node:path";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../index";
import { hybridKubernetes, outputFolder } from "../support/command-line";

const page = readFileSync(join(__dirname, "..", "..", "docs", "how-it-works.md"), "utf8");
const folder = outputFolder((app) => new HybridPlatform(app, "production", production));

/** The picture of a section. */
function pictureOf(title: string): string {
  const section = page.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
  return /^```mermaid\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? "";
}

test("the picture of the stacks has the arrows along which they wait", () => {
  const { stacks } = JSON.parse(hybridKubernetes("stacks", folder, "--json").stdout);
  const waits = stacks.flatMap(({ name, waitsFor }: { name: string; waitsFor: string[] }) =>
    waitsFor.map((before) => `${before} --> ${name}`),
  );
  const drawn = pictureOf("Stacks and their order").match(/\S+ --> \S+/g) ?? [];
  expect([...drawn].sort()).toEqual(waits.sort());
});

test("the picture of the network has the ranges of the example, each once", () => {
  const { resource } = JSON.parse(readFileSync(join(folder, "stacks/production-network/cdk.tf.json"), "utf8"));
  const subnets = Object.values<{ ip_cidr_range: string; secondary_ip_range: { ip_cidr_range: string }[] }>(
    resource.google_compute_subnetwork,
  );
  const regions = subnets.flatMap(({ ip_cidr_range, secondary_ip_range: [pods] }) => [
    ip_cidr_range,
    pods?.ip_cidr_range,
  ]);
  const sites = Object.values(production.dataCenters).flatMap(({ privateRanges }) => privateRanges);
  const drawn = pictureOf("The network").match(/\d+\.\d+\.\d+\.\d+\/\d+/g) ?? [];
  expect([...drawn].sort()).toEqual([...regions, ...sites].sort());
});

test("the path of a request has the addresses that Germany is answered with", () => {
  const { dataCenters, anycastAddresses, routing } = production;
  const path = pictureOf("The path of a request");
  expect(path).toContain(`${dataCenters.frankfurt.ingress.ipv4}, for 60 s`);
  expect(path).toContain(`${anycastAddresses.ipv4}, for 60 s`);
  const { serveFrom, percent } = routing.countries.DE;
  expect([serveFrom, percent]).toEqual([["frankfurt", "paris"], 25]);
  expect(path).toContain("the draw is 25 %");
});
