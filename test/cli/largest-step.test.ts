import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack, Token } from "cdktf";
import { HybridPlatform } from "../../index";
import { review } from "../../lib/cli/review";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import { outputFolder } from "../support/command-line";
import { SMALL_PLATFORM } from "../support/platform";
import { type Block, refusalOf } from "../support/synthesize";
import { unknownNumber } from "../support/tokens";

/** A stack with a routing: France at so many percent, and the most that may move in one change. */
interface Version {
  readonly percent: number;
  readonly largestStep?: number;
  readonly hostNames?: readonly string[];
}

const propsOf = ({ percent, largestStep, hostNames = ["api.example.com"] }: Version): GeoRoutingProps => ({
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "test",
  dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
  lastResort: { ipv4: "198.51.100.1" },
  policies: { platform: { hostNames, countries: { FR: { serveFrom: ["paris"], percent } } } },
  ...(largestStep !== undefined && { rules: { largestStep } }),
});

function folderOf(...versions: readonly Version[]): string {
  return folderWith(Object.fromEntries(versions.map((version, index) => [`routing-${index}`, propsOf(version)])));
}

/** Routings by their ids in one stack. */
function folderWith(routings: Readonly<Record<string, GeoRoutingProps>>): string {
  const outdir = mkdtempSync(join(tmpdir(), "largest-step-"));
  const app = new App({ outdir, skipValidation: true });
  const stack = new TerraformStack(app, "dns");
  Object.entries(routings).forEach(([id, props], index) => {
    new GeoRouting(stack, id, { ...props, routingName: `test-${index}` });
  });
  app.synth();
  return outdir;
}

/** What is refused of the change from one version to another, with this flag. */
const refused = (before: Version | string, after: Version | string, largestStep?: number) => {
  const [old, young] = [before, after].map((one) => (typeof one === "string" ? one : folderOf(one)));
  return review(old as string, young as string, { largestStep }).refusals.map(({ message }) => message);
};
const moves = (limit: string, by = "25 %", change = "paris 25 % → 50 %, last resort 75 % → 50 %") =>
  `dns: ${limit} moves ${by} of the users in FR (France) for api.example.com (A): ${change}`;

describe("how many users may move in one change", () => {
  test("is a rule, judged without a flag", () => {
    expect(refused({ percent: 25, largestStep: 10 }, { percent: 50, largestStep: 10 })).toEqual([
      moves("rules.largestStep: at most 10 % may move in one change, and this one"),
    ]);
  });

  test("may be exactly the limit, in either direction, and a fraction", () => {
    expect(refused({ percent: 25, largestStep: 25 }, { percent: 50, largestStep: 25 })).toEqual([]);
    expect(refused({ percent: 50, largestStep: 25 }, { percent: 25, largestStep: 25 })).toEqual([]);
    expect(refused({ percent: 25, largestStep: 24.9 }, { percent: 50, largestStep: 24.9 })).toHaveLength(1);
  });

  test("is told with as many digits as tell it from the limit", () => {
    const sharedBy = (...names: readonly string[]): string => {
      const outdir = mkdtempSync(join(tmpdir(), "largest-step-"));
      const app = new App({ outdir, skipValidation: true });
      const dataCenters = Object.fromEntries(
        ["paris", "frankfurt", "singapore"].map((name, index) => [name, { ingress: { ipv4: `203.0.113.1${index}` } }]),
      );
      const policies = { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: [names] } } } };
      new GeoRouting(new TerraformStack(app, "dns"), "routing", { ...propsOf({ percent: 1 }), dataCenters, policies });
      app.synth();
      return outdir;
    };
    const [refusal = ""] = refused(sharedBy("paris", "frankfurt"), sharedBy("paris", "frankfurt", "singapore"), 33.3);
    expect(refusal).toMatch(/ at most 33\.3 % may move in one change, and this one moves 33\.33 % of the users in FR /);
  });

  test("is the stricter one of rule and flag", () => {
    const versions = [
      { percent: 25, largestStep: 20 },
      { percent: 50, largestStep: 20 },
    ] as const;
    expect(refused(...versions, 10)).toEqual([
      moves("--largest-step: at most 10 % may move in one change, and this one"),
    ]);
    expect(refused(...versions, 30)).toEqual([
      moves("rules.largestStep: at most 20 % may move in one change, and this one"),
    ]);
  });

  test("is that of the deployed version for a change that raises it, or takes it away", () => {
    const words = (now: string) =>
      moves(
        `rules.largestStep: at most 10 % may move in one change by the deployed version (${now} by the new one: change the limit by itself first), and this one`,
      );
    expect(refused({ percent: 25, largestStep: 10 }, { percent: 50, largestStep: 60 })).toEqual([words("60 %")]);
    expect(refused({ percent: 25, largestStep: 10 }, { percent: 50 })).toEqual([words("any number")]);
    expect(refused({ percent: 25, largestStep: 10 }, { percent: 25, largestStep: 60 })).toEqual([]);
  });

  test("is that of the new version for a change that lowers it, or brings it", () => {
    const words = moves("rules.largestStep: at most 10 % may move in one change, and this one");
    expect(refused({ percent: 25, largestStep: 60 }, { percent: 50, largestStep: 10 })).toEqual([words]);
    expect(refused({ percent: 25 }, { percent: 50, largestStep: 10 })).toEqual([words]);
  });

  test("is each routing's own, for its host names alone", () => {
    const video = ["video.example.com"];
    const [old, young] = [25, 50].map((percent) =>
      folderOf({ percent, largestStep: 10 }, { percent, largestStep: 30, hostNames: video }),
    ) as [string, string];
    expect(refused(old, young)).toEqual([
      moves("rules.largestStep: at most 10 % may move in one change, and this one"),
    ]);
  });

  test("is each routing's own, however much their ids are alike", () => {
    const video = propsOf({ percent: 25, largestStep: 10, hostNames: ["video.example.com"] });
    const books = propsOf({ percent: 25, largestStep: 10, hostNames: ["books.example.com"] });
    const [old, young] = [25, 50].map((percent) =>
      folderWith({ "r.a": propsOf({ percent, largestStep: 10 }), "r-a": video, "r%2Ea": books }),
    ) as [string, string];
    expect(refused(old, young)).toEqual([
      moves("rules.largestStep: at most 10 % may move in one change, and this one"),
    ]);
  });

  test("is the strictest of the routings that have a host name, in two zones", () => {
    const inPrivateZone = { zone: { zoneId: "Z0PRIVATEEXAMPLE", zoneName: "example.com" } };
    const [old, young] = [25, 50].map((percent) =>
      folderWith({
        a: propsOf({ percent, largestStep: 10 }),
        b: { ...propsOf({ percent, largestStep: 60 }), ...inPrivateZone },
      }),
    ) as [string, string];
    expect(refused(old, young)).toEqual(
      ["Z0123456789EXAMPLE", "Z0PRIVATEEXAMPLE"].map((zone) =>
        expect.stringContaining(`dns, zone ${zone}: rules.largestStep: at most 10 % may move`),
      ),
    );
  });

  test("holds for a wildcard, and however a host name is written", () => {
    const versions = [25, 50].map((percent) =>
      folderOf({ percent, largestStep: 10, hostNames: ["*.Shop.Example.com."] }),
    ) as [string, string];
    expect(refused(...versions)).toEqual([expect.stringContaining("for *.shop.example.com (A)")]);
  });

  test("cannot be judged for a name that is analysed in one of the versions alone, which is refused", () => {
    expect(refused({ percent: 25, largestStep: 10 }, { percent: unknownNumber, largestStep: 10 })).toEqual([
      "dns: rules.largestStep: api.example.com (A) cannot be compared: it is not analysed in one of the versions",
    ]);
    expect(refused({ percent: 25 }, { percent: unknownNumber })).toEqual([]);
  });

  test("cannot be judged where records change that lead to a percentage that only Terraform knows, which is refused", () => {
    const versionOf = (serveFrom: readonly string[], percent: number, germany = 50) =>
      folderWith({
        routing: {
          ...propsOf({ percent, largestStep: 10 }),
          dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } }, lyon: { ingress: { ipv4: "203.0.113.20" } } },
          policies: {
            platform: {
              hostNames: ["api.example.com"],
              countries: { FR: { serveFrom, percent }, DE: { serveFrom: ["paris"], percent: germany } },
            },
          },
        },
      });
    const other = Token.asNumber("${var.other}");
    const words = [
      "dns: rules.largestStep: api.example.com (A) cannot be compared: records change that lead to one that is not analysed",
    ];
    const deployed = versionOf(["paris"], unknownNumber);
    expect(refused(deployed, versionOf(["lyon"], unknownNumber))).toEqual(words);
    expect(refused(deployed, versionOf(["paris"], other))).toEqual(words);
    expect(refused(deployed, versionOf(["paris"], unknownNumber))).toEqual([]);
    expect(refused(deployed, versionOf(["paris"], unknownNumber, 55))).toEqual([]);
    const commented = versionOf(["paris"], unknownNumber);
    const file = join(commented, "stacks", "dns", "cdk.tf.json");
    const configuration = JSON.parse(readFileSync(file, "utf8"));
    for (const record of Object.values<Block>(configuration.resource.aws_route53_record)) record["//"] = "elsewhere";
    writeFileSync(file, JSON.stringify(configuration));
    expect(refused(deployed, commented)).toEqual([]);
    expect(refused(deployed, versionOf(["paris"], unknownNumber, 70))).toEqual([
      expect.stringContaining("moves 20 % of the users in DE (Germany)"),
    ]);
  });
});

test("a rule that is not there leaves nothing in what is synthesized, and one that is no block that Terraform reads", () => {
  const read = (version: Version) =>
    JSON.parse(readFileSync(join(folderOf(version), "stacks", "dns", "cdk.tf.json"), "utf8"));
  const [without, withRule] = [read({ percent: 25 }), read({ percent: 25, largestStep: 10 })];
  const { "//": comment, ...blocks } = withRule;
  const { "//": plain, ...same } = without;
  expect(blocks).toEqual(same);
  expect(Object.keys(plain).sort()).toEqual(["metadata", "outputs"]);
  expect(comment.routings).toEqual({ "dns/routing-0": { hostNames: ["api.example.com"], largestStep: 10 } });
});

describe("a platform", () => {
  const [old, young] = [25, 50].map((percent) =>
    outputFolder((app) => {
      const routing = { countries: { FR: { serveFrom: ["paris"], percent } }, rules: { largestStep: 10 } };
      new HybridPlatform(app, "test", { ...SMALL_PLATFORM, routing });
    }),
  ) as [string, string];

  test("has the rule in its routing, for all of its host names", () => {
    expect(refused(old, young)).toEqual([
      "test-dns: rules.largestStep: at most 10 % may move in one change, and this one moves 25 % of the users in FR (France) " +
        "for api.example.com (A), api.example.com (AAAA): paris 25 % → 50 %, last resort 75 % → 50 %",
    ]);
  });
});

test.each([
  ["too small", 0.5, "got 0.5, expected a number of percent from 1 to 100"],
  ["too large", 101, "got 101, expected a number of percent from 1 to 100"],
  ["a token", unknownNumber, "got a token, expected a value that is known at synthesis: the routing is judged by it"],
])("a largest step that is %s is refused", (_, largestStep, message) => {
  const program = () => folderOf({ percent: 25, largestStep });
  expect(refusalOf(program)).toEqual([`dns/routing-0: rules.largestStep: ${message}`]);
});
