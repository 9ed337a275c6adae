import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { routingDiff } from "../../lib/cli/routing-diff";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import { COUNTRY_CODES, type RoutedDataCenter, type Tier } from "../../lib/routing";

const at = (last: number, second?: number): RoutedDataCenter => ({
  ingress: { ipv4: [last, second].flatMap((one) => (one === undefined ? [] : `203.0.113.${one}`)) },
});
const DATA_CENTERS = { paris: at(10), frankfurt: at(20) };

type Props = Pick<GeoRoutingProps, "policies"> & Partial<GeoRoutingProps>;

function routingIn(stack: TerraformStack, id: string, props: Props): void {
  new GeoRouting(stack, id, {
    zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
    routingName: "test",
    dataCenters: DATA_CENTERS,
    lastResort: { ipv4: "198.51.100.1" },
    ...props,
  });
}

/** What is synthesized, in a folder. */
function outputFolder(program: (stack: TerraformStack) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), "two-applies-"));
  const app = new App({ outdir, skipValidation: true });
  program(new TerraformStack(app, "dns"));
  app.synth();
  return outdir;
}

const folderOf = (props: Props) => outputFolder((stack) => routingIn(stack, "routing", props));

/** What the review advises. */
const advice = (before: string, after: string) =>
  routingDiff(before, after, "text")
    .split("\n")
    .filter((line) => line.startsWith("in two applies: "));

const routesOf = (count: number, serveFrom: readonly Tier[]) =>
  Object.fromEntries(COUNTRY_CODES.slice(0, count).map((code) => [code, { serveFrom }]));
const policyOf = (hostNames: string[], count: number, serveFrom: readonly Tier[]) => ({
  hostNames,
  countries: routesOf(count, serveFrom),
});
const served = (dataCenters: Record<string, RoutedDataCenter>, serveFrom: readonly Tier[]) =>
  folderOf({ dataCenters, policies: { platform: policyOf(["api.example.com"], 3, serveFrom) } });

describe("a review advises two applies", () => {
  test("when two data centres swap their names", () => {
    const before = served(DATA_CENTERS, ["paris", "frankfurt"]);
    expect(advice(before, served({ paris: at(20), frankfurt: at(10) }, ["frankfurt", "paris"]))).toEqual([
      "in two applies: frankfurt is now what paris was, and what frankfurt was is now paris: on the way, users of frankfurt may be sent to either",
      "in two applies: paris is now what frankfurt was, and what paris was is now frankfurt: on the way, users of paris may be sent to either",
    ]);
  });

  test("when one has the name of another that is renamed", () => {
    const before = served(DATA_CENTERS, [["paris", "frankfurt"]]);
    expect(advice(before, served({ paris: at(20), lutetia: at(10) }, [["lutetia", "paris"]]))).toEqual([
      "in two applies: paris is now what frankfurt was, and what paris was is now lutetia: on the way, users of paris may be sent to either",
    ]);
  });

  test("but not for a new name or other addresses", () => {
    const before = served(DATA_CENTERS, ["paris", "frankfurt"]);
    expect(advice(before, served({ lutetia: at(10), frankfurt: at(20) }, ["lutetia", "frankfurt"]))).toEqual([]);
    expect(advice(before, served({ paris: at(11, 12), frankfurt: at(21) }, ["paris", "frankfurt"]))).toEqual([]);
  });

  test("but not when another routing has a name less for the same data centres", () => {
    const two = (second: Record<string, RoutedDataCenter>, serveFrom: readonly Tier[]) =>
      outputFolder((stack) => {
        routingIn(stack, "one", { policies: { platform: policyOf(["api.example.com"], 3, ["paris", "frankfurt"]) } });
        const policies = { platform: policyOf(["www.example.com"], 3, serveFrom) };
        routingIn(stack, "two", { routingName: "two", dataCenters: second, policies });
      });
    const before = two({ frankfurt: at(10), paris: at(20) }, ["paris", "frankfurt"]);
    expect(advice(before, two({ berlin: at(30) }, ["berlin"]))).toEqual([]);
  });

  const many = (hostNames: string[], serveFrom: readonly Tier[]) => policyOf(hostNames, 60, serveFrom);
  const few = policyOf(["video.example.com"], 3, ["frankfurt"]);
  const nested = folderOf({ policies: { large: many(["api.example.com", "www.example.com"], ["paris"]), small: few } });
  const moved = { ...few, hostNames: ["video.example.com", "api.example.com"] };

  test("when a host name leaves a policy with nested places that gets another order", () => {
    const after = folderOf({ policies: { large: many(["www.example.com"], ["frankfurt"]), small: moved } });
    expect(advice(nested, after)).toEqual([
      "in two applies: api.example.com leaves policy large, of which routes change: on the way, its users may be sent where only the new large sends them",
    ]);
  });

  test("but not when it leaves as the policy was, stays, goes, or the policy has few places", () => {
    const unchanged = folderOf({ policies: { large: many(["www.example.com"], ["paris"]), small: moved } });
    expect(advice(nested, unchanged)).toEqual([]);
    const stays = { large: many(["api.example.com", "www.example.com"], ["frankfurt"]), small: few };
    expect(advice(nested, folderOf({ policies: stays }))).toEqual([]);
    const goes = { large: many(["www.example.com"], ["frankfurt"]), small: few };
    expect(advice(nested, folderOf({ policies: goes }))).toEqual([]);
    const flat = (hostNames: string[], serveFrom: readonly Tier[]) => policyOf(hostNames, 40, serveFrom);
    const before = folderOf({
      policies: { large: flat(["api.example.com", "www.example.com"], ["paris"]), small: few },
    });
    expect(
      advice(before, folderOf({ policies: { large: flat(["www.example.com"], ["frankfurt"]), small: moved } })),
    ).toEqual([]);
  });
});
