import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { production } from "../../examples/video-platform/production";
import { type DataCenterOptions, HybridPlatform, type OnPremisesOptions, type ServerOptions } from "../../index";
import { edgeCapacity } from "../../lib/data-center/edge-capacity";
import { planSite } from "../../lib/data-center/plan-site";
import { AcmeChallengePolicy } from "../../lib/route53";
import { TINY_SITE } from "../data-center/tiny-site";
import { refusalOf, resourceOf, synthesizeStack } from "../support/synthesize";

const PAGE = readFileSync(join(__dirname, "..", "..", "docs", "edge.md"), "utf8");

test("the refusal on the page is what is refused, with edge servers in Paris that take less", () => {
  const { paris } = production.dataCenters as { paris: DataCenterOptions & { onPremises: OnPremisesOptions } };
  const edge = { publicRanges: [], ...paris.onPremises.edge, requestsPerSecondPerServer: 11_000 };
  const slow = { ...paris, requestsPerSecond: undefined, onPremises: { ...paris.onPremises, edge } };
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), "edge-")) });
  new HybridPlatform(app, "production", { ...production, dataCenters: { ...production.dataCenters, paris: slow } });
  const [, block = ""] = /```text\n(production: routing:[\s\S]*?)\n```/.exec(PAGE) ?? [];
  expect(refusalOf(() => app.synth())).toEqual([block.replaceAll("\n", " ")]);
});

test("the table of capacities is what is computed", () => {
  const rows = [...PAGE.matchAll(/^\| ([\d, ]+) \| ([\d,]+) \| ([\d,]+)[^|]* \| ([\d,]+) \|$/gm)];
  expect(rows.length).toBe(5);
  const racks = ["a1", "a2", "a3"];
  const rack = (name: string) => ({
    number: racks.indexOf(name) + 1,
    routers: { [`${name}-left`]: { number: 1 as const }, [`${name}-right`]: { number: 2 as const } },
  });
  const fabric = { ...TINY_SITE.fabric, racks: Object.fromEntries(racks.map((name) => [name, rack(name)])) };
  const edge = { publicRanges: [], ...TINY_SITE.edge, requestsPerSecondPerServer: 14_000 };
  for (const [, counts = "", ...numbers] of rows) {
    const all = counts.split(", ").flatMap((count, index) => Array(Number(count)).fill(racks[index]));
    const servers = Object.fromEntries(
      all.map((name, index): [string, ServerOptions] => [
        `edge-${index + 1}`,
        { role: "edge", rack: name, number: index + 1 },
      ]),
    );
    const { whole = 0, without = new Map() } = edgeCapacity(planSite({ ...TINY_SITE, fabric, servers, edge })) ?? {};
    const left = (start: string) => [...without].find(([name]) => name.startsWith(start))?.[1];
    const [together, server, oneRack] = numbers.map((number) => Number(number.replaceAll(",", "")));
    // What is not named leaves as much as there was, and a rack then as much as one server, or more.
    const one = left("edge") ?? whole;
    expect([counts, whole, one, left("rack ") ?? oneRack]).toEqual([counts, together, server, oneRack]);
    expect(oneRack).toBeGreaterThanOrEqual(left("rack ") ?? one);
  }
});

test("the permission on the page is that of the program above it", () => {
  const configuration = synthesizeStack((stack) => {
    const zone = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };
    const hostNames = ["api.example.com", "video.example.com"];
    new AcmeChallengePolicy(stack, "acme", { zone, policyName: "acme-challenges", hostNames });
  });
  const [first] = JSON.parse(resourceOf(configuration, "aws_iam_policy").policy).Statement;
  const [, block = "{}"] = /```json\n([\s\S]*?)\n```/.exec(PAGE) ?? [];
  expect(JSON.parse(block)).toEqual(first);
});

test("the shared routes on the page are those of Paris", () => {
  const golden = readFileSync(join(__dirname, "..", "__golden__", "paris.addresses.md"), "utf8");
  const routesIn = (text: string) =>
    [...text.matchAll(/^\| ([\da-f:.]+\/\d+) +\|.*$/gm)].map(([line, route]) => ({ line, route }));
  const shared = routesIn(golden).filter(({ line }) => /\| edge +\|$/.test(line));
  expect(routesIn(PAGE).map(({ route }) => route)).toEqual(shared.map(({ route }) => route));
  expect(shared.length).toBe(7);
});
