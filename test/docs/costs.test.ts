import { readFileSync } from "node:fs";
import { join } from "node:path";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../index";
import { hybridKubernetes, outputFolder } from "../support/command-line";

const page = readFileSync(join(__dirname, "..", "..", "docs", "costs.md"), "utf8");
const folder = outputFolder((app) => new HybridPlatform(app, "production", production));

/** How many of each type the page counts, and where it has a price. */
const rows = page
  .split("\n")
  .filter((line) => /^\| .* \| (`\w+`|-) \| [\d-]+ \| /.test(line))
  .map((line) => line.slice(2, -2).split(" | "));
const counted = rows
  .filter(([, type]) => type !== "-")
  .map(([, type = "", count]) => [type.replaceAll("`", ""), Number(count)] as const);

test.each(counted)("the example has as many of %s as the page counts: %d", (type, count) => {
  const resources = hybridKubernetes("stacks", folder, "--json").stdout;
  const stacks: string[] = JSON.parse(resources).stacks.map(({ name }: { name: string }) => name);
  const all = stacks.flatMap((name) => {
    const { resource = {} } = JSON.parse(readFileSync(join(folder, "stacks", name, "cdk.tf.json"), "utf8"));
    return Object.keys(resource[type] ?? {});
  });
  expect(all).toHaveLength(count);
});

test("the page counts what costs most", () => {
  expect(counted.map(([type]) => type)).toEqual(
    expect.arrayContaining(["google_container_cluster", "google_compute_vpn_tunnel", "aws_route53_health_check"]),
  );
});

test.each(rows)("%s: a price has a date or a year, and every row the page that has it", (...cells) => {
  const [, , , price = "", read = ""] = cells;
  expect(`${price} ${read}`).toMatch(/https:\/\/|the same/);
  if (/\d\.\d/.test(price)) expect(read).toMatch(/20\d\d|the same|https:\/\/aws/);
});
