import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack, Token } from "cdktf";
import { review } from "../../lib/cli/review";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import {
  COUNTRY_CODES,
  type CountryCode,
  type RoutedDataCenter,
  type RoutingPolicy,
  type Tier,
} from "../../lib/routing";
import { hybridKubernetes } from "../support/command-line";
import { expectSchema } from "../support/json-schema";

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

/** What the review refuses. */
const refused = (before: string, after: string) => review(before, after).refusals;

const routesOf = (count: number, serveFrom: readonly Tier[]) =>
  Object.fromEntries(COUNTRY_CODES.slice(0, count).map((code) => [code, { serveFrom }]));
const policyOf = (hostNames: string[], count: number, serveFrom: readonly Tier[]) => ({
  hostNames,
  countries: routesOf(count, serveFrom),
});
const served = (dataCenters: Record<string, RoutedDataCenter>, serveFrom: readonly Tier[]) =>
  folderOf({ dataCenters, policies: { platform: policyOf(["api.example.com"], 3, serveFrom) } });

/** What is refused for a data centre with the name of another one. */
const swapped = (name: string, was: string, rest: string) => ({
  code: "swapped-names",
  message:
    `dns: in two applies: ${name} is now what ${was} was, and what ${name} was is ${rest}: on the way, users of ${name} may be sent ` +
    `to either: first deploy with no data centre called ${name}, then give the name to what ${was} was`,
});

describe("a review refuses in one apply", () => {
  test("two data centres that swap their names", () => {
    const before = served(DATA_CENTERS, ["paris", "frankfurt"]);
    expect(refused(before, served({ paris: at(20), frankfurt: at(10) }, ["frankfurt", "paris"]))).toEqual([
      swapped("frankfurt", "paris", "now paris"),
      swapped("paris", "frankfurt", "now frankfurt"),
    ]);
  });

  test("one that gets the name of another, which is renamed or goes", () => {
    const before = served(DATA_CENTERS, [["paris", "frankfurt"]]);
    expect(refused(before, served({ paris: at(20), lutetia: at(10) }, [["lutetia", "paris"]]))).toEqual([
      swapped("paris", "frankfurt", "now lutetia"),
    ]);
    expect(refused(before, served({ paris: at(20) }, ["paris"]))).toEqual([swapped("paris", "frankfurt", "gone")]);
  });

  test("but not a new name, other addresses, or an address that moves to another data centre", () => {
    const before = served(DATA_CENTERS, ["paris", "frankfurt"]);
    expect(refused(before, served({ lutetia: at(10), frankfurt: at(20) }, ["lutetia", "frankfurt"]))).toEqual([]);
    expect(refused(before, served({ paris: at(11, 12), frankfurt: at(21) }, ["paris", "frankfurt"]))).toEqual([]);
    const two = served({ paris: at(10, 11), frankfurt: at(20) }, ["paris", "frankfurt"]);
    expect(refused(two, served({ paris: at(10), frankfurt: at(20, 11) }, ["paris", "frankfurt"]))).toEqual([]);
  });

  test("but not when another routing has a name less for the same data centres", () => {
    const two = (second: Record<string, RoutedDataCenter>, serveFrom: readonly Tier[]) =>
      outputFolder((stack) => {
        routingIn(stack, "one", { policies: { platform: policyOf(["api.example.com"], 3, ["paris", "frankfurt"]) } });
        const policies = { platform: policyOf(["www.example.com"], 3, serveFrom) };
        routingIn(stack, "two", { routingName: "two", dataCenters: second, policies });
      });
    const before = two({ frankfurt: at(10), paris: at(20) }, ["paris", "frankfurt"]);
    expect(refused(before, two({ berlin: at(30) }, ["berlin"]))).toEqual([]);
  });

  const many = (hostNames: string[], serveFrom: readonly Tier[]) => policyOf(hostNames, 60, serveFrom);
  const few = policyOf(["video.example.com"], 3, ["frankfurt"]);
  const nested = folderOf({ policies: { large: many(["api.example.com", "www.example.com"], ["paris"]), small: few } });
  const moved = { ...few, hostNames: ["video.example.com", "api.example.com"] };

  test("a host name that leaves a policy with nested places that gets another order, for another or altogether", () => {
    const after = folderOf({ policies: { large: many(["www.example.com"], ["frankfurt"]), small: moved } });
    const refusal = {
      code: "left-policy",
      message:
        "dns: in two applies: api.example.com leaves policy large, of which routes change: on the way, its users may be sent " +
        "where only the new large sends them: first let it leave, then change the routes",
    };
    expect(refused(nested, after)).toEqual([refusal]);
    const goes = folderOf({ policies: { large: many(["www.example.com"], ["frankfurt"]), small: few } });
    expect(refused(nested, goes)).toEqual([refusal]);
  });

  test("but not when it leaves as the policy was, stays, or the policy has few places", () => {
    const unchanged = folderOf({ policies: { large: many(["www.example.com"], ["paris"]), small: moved } });
    expect(refused(nested, unchanged)).toEqual([]);
    const stays = { large: many(["api.example.com", "www.example.com"], ["frankfurt"]), small: few };
    expect(refused(nested, folderOf({ policies: stays }))).toEqual([]);
    const flat = (hostNames: string[], serveFrom: readonly Tier[]) => policyOf(hostNames, 40, serveFrom);
    const before = folderOf({
      policies: { large: flat(["api.example.com", "www.example.com"], ["paris"]), small: few },
    });
    expect(
      refused(before, folderOf({ policies: { large: flat(["www.example.com"], ["frankfurt"]), small: moved } })),
    ).toEqual([]);
  });
});

describe("a share that rises for users who are about to leave it", () => {
  const THREE = { paris: at(10), frankfurt: at(20), singapore: at(30) };
  const hostNames = ["api.example.com"];
  const inWave = (percent: number, countries: readonly CountryCode[], others: RoutingPolicy["countries"] = {}) =>
    folderOf({
      dataCenters: THREE,
      policies: {
        platform: {
          hostNames,
          countries: others,
          waves: { first: { countries, serveFrom: ["paris"], percent } },
        },
      },
    });
  const message = (way: string, ends: string, next: string) =>
    `dns: in two applies: on the way, paris gets ${way} of the users in FR (France), who leave it, for api.example.com (A): ` +
    `${ends}: first let them leave, then ${next}`;
  const ofPercentage = (way: string, ends: string) => [
    { code: "rising-share", message: message(way, ends, "change the percentage that they leave") },
  ];

  test("is refused where they leave a wave that gets a larger percentage", () => {
    const before = inWave(5, ["FR", "BE"]);
    expect(refused(before, inWave(50, ["BE"]))).toEqual(ofPercentage("50 %", "5 % before and 0 % after"));
    const alone = inWave(50, ["BE"], { FR: { serveFrom: ["paris"], percent: 25 } });
    expect(refused(before, alone)).toEqual(ofPercentage("50 %", "5 % before and 25 % after"));
  });

  test("is not where the percentage falls, stays, or they get as much in their own route", () => {
    const before = inWave(50, ["FR", "BE"]);
    expect(refused(before, inWave(5, ["BE"]))).toEqual([]);
    expect(refused(before, inWave(50, ["BE"]))).toEqual([]);
    expect(refused(before, inWave(80, ["FR", "BE"]))).toEqual([]);
    expect(refused(before, inWave(80, ["BE"], { FR: { serveFrom: ["paris"], percent: 80 } }))).toEqual([]);
  });

  test("is not where they are led to another data centre, and to this one while that is down", () => {
    const before = inWave(50, ["FR", "BE"]);
    const elsewhere = inWave(100, ["BE"], { FR: { serveFrom: ["singapore", "paris"] } });
    expect(refused(before, elsewhere)).toEqual([]);
  });

  test("is refused where they are taken out of a continent that gets a larger percentage", () => {
    const inContinent = (percent: number, countries: RoutingPolicy["countries"]) =>
      folderOf({
        dataCenters: THREE,
        policies: { platform: { hostNames, countries, continents: { EU: { serveFrom: ["paris"], percent } } } },
      });
    expect(refused(inContinent(5, {}), inContinent(60, { FR: { serveFrom: "last-resort" } }))).toEqual(
      ofPercentage("60 %", "5 % before and 0 % after"),
    );
  });

  const drained = (drain: boolean, france: readonly Tier[]) =>
    folderOf({
      dataCenters: { ...THREE, paris: { ...at(10), drain } },
      policies: {
        platform: { hostNames, countries: { FR: { serveFrom: france }, DE: { serveFrom: ["paris", "frankfurt"] } } },
      },
    });

  test("is refused where their percentage rises while the drain of one of their data centres begins", () => {
    const version = (drain: boolean, percent: number) =>
      folderOf({
        dataCenters: {
          ...THREE,
          paris: { ...at(10), drain, requestsPerSecond: 2000 },
          frankfurt: { ...at(20), requestsPerSecond: 1000 },
        },
        policies: { platform: { hostNames, countries: { FR: { serveFrom: [["paris", "frankfurt"]], percent } } } },
      });
    const [first, ...others] = refused(version(false, 50), version(true, 100));
    expect(others).toEqual([]);
    expect(first).toEqual({
      code: "rising-share",
      message:
        "dns: in two applies: on the way, paris gets 66.7 % of the users in FR (France), for api.example.com (A): 33.3 % before and 0 % after, since records may change before the drain begins: first drain paris, then change the percentage",
    });
    // One after the other is let pass, and so is a drain with a lower percentage.
    expect(refused(version(false, 50), version(true, 50))).toEqual([]);
    expect(refused(version(true, 50), version(true, 100))).toEqual([]);
    expect(refused(version(false, 50), version(true, 5))).toEqual([]);
  });

  test("is refused where they leave a data centre whose drain ends", () => {
    expect(refused(drained(true, ["paris", "frankfurt"]), drained(false, ["singapore"]))).toEqual([
      { code: "rising-share", message: message("100 %", "0 % before and 0 % after", "end the drain of paris") },
    ]);
  });

  test("is not where the drain begins, where they stay, or left before", () => {
    expect(refused(drained(false, ["paris", "frankfurt"]), drained(true, ["singapore"]))).toEqual([]);
    expect(refused(drained(true, ["paris", "frankfurt"]), drained(false, ["paris", "frankfurt"]))).toEqual([]);
    expect(refused(drained(true, ["singapore"]), drained(false, ["singapore"]))).toEqual([]);
  });

  test("is not judged where only Terraform knows a percentage on either side", () => {
    const unknown = Token.asNumber("${var.percent}");
    const [known, alone] = [inWave(5, ["FR", "BE"]), inWave(50, ["BE"])];
    expect(refused(inWave(unknown, ["FR", "BE"]), alone)).toEqual([]);
    expect(refused(known, inWave(unknown, ["BE"]))).toEqual([]);
  });

  test("is not where a data centre is renamed while others leave it, or all of the routing is", () => {
    const before = drained(false, ["paris", "frankfurt"]);
    const renamed = { lutetia: at(10), frankfurt: at(20), singapore: at(30) };
    const countries = { FR: { serveFrom: ["singapore"] }, DE: { serveFrom: ["lutetia", "frankfurt"] } };
    const after = { dataCenters: renamed, policies: { platform: { hostNames, countries } } };
    expect(refused(before, folderOf(after))).toEqual([]);
    expect(refused(before, folderOf({ ...after, routingName: "other" }))).toEqual([]);
  });
});

describe("weights of a group, which change one after the other,", () => {
  const SITES = ["paris", "frankfurt", "singapore", "dallas"] as const;
  const grouped = (takes: readonly number[], { addresses = 1 } = {}) => {
    const names = SITES.slice(0, takes.length);
    const dataCenters = Object.fromEntries(
      names.map((name, index) => {
        const second = index === 0 && addresses > 1 ? 200 : undefined;
        return [name, { ...at(10 * (index + 1), second), requestsPerSecond: takes[index] as number }];
      }),
    );
    return served(dataCenters, [names]);
  };
  const message = (who: string) =>
    `dns: in smaller steps: on the way, ${who} gets up to 45.9 % of the users in AD (Andorra), AE (United Arab Emirates), ` +
    "AF (Afghanistan), for api.example.com (A): 25 % before and 7.7 % after, since the weights of its group change one after the " +
    "other: change requestsPerSecond by less at a time";

  test("are refused where one may get more than before, after, and while another is down", () => {
    // From 255 each to 250, 25, 25 and 25: 255 of 250 + 25 + 25 + 255, when its own weight is the last to fall.
    const risen = ["dallas", "frankfurt", "singapore"].map((who) => ({ code: "rising-share", message: message(who) }));
    expect(refused(grouped([100, 100, 100, 100]), grouped([1000, 100, 100, 100]))).toEqual(risen);
  });

  test("are refused where one gets other addresses as well", () => {
    const found = refused(grouped([100, 100, 100, 100]), grouped([1000, 100, 100, 100], { addresses: 2 }));
    // To 255 twice and 51 each: 255 of 255 + 51 + 51 + 255, while the old record of Paris is not yet two.
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining("on the way, dallas gets up to 41.7 % of the users"),
      expect.stringContaining("on the way, frankfurt gets up to 41.7 % of the users"),
      expect.stringContaining("on the way, singapore gets up to 41.7 % of the users"),
    ]);
  });

  test("are judged with the places that leave the group in the same change", () => {
    const leaving = (takes: readonly number[], france: readonly Tier[]) => {
      const dataCenters = Object.fromEntries(
        SITES.map((name, index) => [name, { ...at(10 * (index + 1)), requestsPerSecond: takes[index] as number }]),
      );
      const countries = { FR: { serveFrom: france }, DE: { serveFrom: [SITES] } };
      return folderOf({ dataCenters, policies: { platform: { hostNames: ["api.example.com"], countries } } });
    };
    const before = leaving([100, 100, 100, 100], [SITES]);
    const shares =
      "gets up to 45.9 % of the users in FR (France), who leave it, for api.example.com (A): 25 % before and 0 % after";
    // From 255 each to 250, 25, 25 and 25, while France still follows the group.
    const found = refused(before, leaving([1000, 100, 100, 100], ["paris"])).filter(({ message }) =>
      message.includes("FR"),
    );
    expect(found).toEqual(
      ["dallas", "frankfurt", "singapore"].map((who) => ({
        code: "rising-share",
        message:
          `dns: in two applies: on the way, ${who} ${shares}, since the weights of its group change one after the other: ` +
          "first let them leave, then change requestsPerSecond",
      })),
    );
    expect(refused(before, leaving([100, 100, 100, 100], ["paris"]))).toEqual([]);
    expect(refused(before, leaving([200, 100, 100, 100], ["paris"]))).toEqual([]);
  });

  test("are not in smaller steps, in a group of two, or where one weight changes alone", () => {
    expect(refused(grouped([100, 100, 100, 100]), grouped([200, 100, 100, 100]))).toEqual([]);
    expect(refused(grouped([100, 100]), grouped([1000, 100]))).toEqual([]);
    expect(refused(grouped([255, 255, 255, 255]), grouped([255, 255, 255, 1]))).toEqual([]);
  });
});

describe("two routings of one name, in two zones of one name,", () => {
  const inZones = (inside: Record<string, RoutedDataCenter>, outside: readonly Tier[] = ["paris", "frankfurt"]) =>
    outputFolder((stack) => {
      routingIn(stack, "public", { policies: { platform: policyOf(["api.example.com"], 3, outside) } });
      routingIn(stack, "private", {
        zone: { zoneId: "Z0PRIVATEEXAMPLE", zoneName: "example.com" },
        dataCenters: inside,
        policies: { platform: policyOf(["intern.example.com"], 3, Object.keys(inside)) },
      });
    });

  test("have data centres of their own: what is called alike in the other one has no part in a swap", () => {
    // Inside, what was Munich is called Frankfurt now; outside, Frankfurt goes.
    const before = inZones({ munich: at(30), berlin: at(40) });
    expect(refused(before, inZones({ frankfurt: at(30), berlin: at(40) }, ["paris"]))).toEqual([]);
    expect(refused(before, inZones({ berlin: at(30), munich: at(40) })).map(({ code }) => code)).toEqual([
      "swapped-names",
      "swapped-names",
    ]);
  });

  test("have policies of their own: the nested places of the one say nothing of the other's", () => {
    const large = (hostNames: string[], serveFrom: readonly Tier[]) => ({ large: policyOf(hostNames, 60, serveFrom) });
    const versionOf = (outside: Props["policies"], inside: Props["policies"]) =>
      outputFolder((stack) => {
        routingIn(stack, "public", { policies: outside });
        routingIn(stack, "private", {
          zone: { zoneId: "Z0PRIVATEEXAMPLE", zoneName: "example.com" },
          policies: inside,
        });
      });
    const few = { small: policyOf(["video.example.com"], 3, ["paris"]) };
    const names = ["api.example.com", "www.example.com"];
    const before = versionOf({ ...large(names, ["paris"]), ...few }, large(["intern.example.com"], ["paris"]));
    const moved = { small: policyOf(["video.example.com", "api.example.com"], 3, ["paris"]) };
    const after = versionOf(
      { ...large(["www.example.com"], ["paris"]), ...moved },
      large(["intern.example.com"], ["frankfurt"]),
    );
    expect(refused(before, after)).toEqual([]);
    // What the other one has led to all along is new here all the same.
    const inside = large(["intern.example.com"], ["frankfurt"]);
    const first = versionOf({ ...large(names, ["paris"]), ...few }, inside);
    const second = versionOf({ ...large(["www.example.com"], ["frankfurt"]), ...moved }, inside);
    expect(refused(first, second).map(({ code }) => code)).toEqual(["left-policy"]);
  });
});

describe("the command", () => {
  const before = served(DATA_CENTERS, ["paris", "frankfurt"]);
  const after = served({ paris: at(20) }, ["paris"]);
  const { code, message } = swapped("paris", "frankfurt", "gone");

  test("ends with 2 and the code, unless detours are allowed: they are shown all the same", () => {
    const refusing = hybridKubernetes("review", before, after);
    expect(refusing).toMatchObject({ status: 2, stderr: `error: ${message} [${code}]\n` });
    const allowing = hybridKubernetes("review", before, after, "--allow-detours");
    expect(allowing).toMatchObject({ status: 0, stderr: "" });
    for (const { stdout } of [refusing, allowing]) expect(stdout).toContain(message.replace("dns: ", ""));
  });

  test("has the same for programs", () => {
    const refusing = hybridKubernetes("review", before, after, "--json", "--largest-step", "25");
    expect(refusing.status).toBe(2);
    const output = JSON.parse(refusing.stdout);
    expectSchema("review", output);
    expect(output.refusals.map((one: { code: string }) => one.code)).toEqual(["largest-step", code]);
    expect(output.refusals[1]).toEqual({ code, message });
    expect(output.routing[0]).toMatchObject({
      stack: "dns",
      changes: [{ names: ["api.example.com (A)"], points: 100 }],
    });
    const allowing = JSON.parse(hybridKubernetes("review", before, after, "--json", "--allow-detours").stdout);
    expect(allowing).toEqual({ ...output, refusals: [] });
    const nothing = JSON.parse(hybridKubernetes("review", before, before, "--json").stdout);
    expectSchema("review", nothing);
    const summary = { replaced: 0, removed: 0, new: 0, changed: 0, moved: 0, imported: 0, forgotten: 0, leftover: 0 };
    expect(nothing).toEqual({
      refusals: [],
      summary: { ...summary, removedStacks: [], usersMoved: null },
      stacks: [],
      strayPlans: [],
      unserved: [],
      defaultServices: [],
      routing: [{ stack: "dns", changes: [], notes: [], notAnalysed: [] }],
      capacity: [],
      order: { isOneDeploy: true, why: [], steps: [], ahead: [], commands: [] },
      dataCenters: [],
    });
  });
});
