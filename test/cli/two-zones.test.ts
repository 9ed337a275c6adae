import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { review } from "../../lib/cli/review";
import { routing } from "../../lib/cli/routing";
import { GeoRouting } from "../../lib/route53";
import type { RequiredHealthCheck } from "../../lib/routing";

const [PUBLIC, PRIVATE] = ["Z0123456789EXAMPLE", "Z0PRIVATEEXAMPLE"] as const;

/** France's percentage in each of two zones with one host name, or in the first alone. */
function folderOf(...given: readonly (number | { readonly alarm: RequiredHealthCheck })[]): string {
  const percentages = given.filter((one) => typeof one === "number");
  const requiredHealthChecks = Object.assign({}, ...given.filter((one) => typeof one === "object"));
  const outdir = mkdtempSync(join(tmpdir(), "two-zones-"));
  const app = new App({ outdir, skipValidation: true });
  const stack = new TerraformStack(app, "dns");
  percentages.forEach((percent, index) => {
    const zoneId = [PUBLIC, PRIVATE][index] ?? "";
    new GeoRouting(stack, `routing-${index}`, {
      zone: { zoneId, zoneName: "example.com" },
      routingName: "test",
      dataCenters: {
        [index === 0 ? "paris" : "lyon"]: { ingress: { ipv4: `203.0.113.1${index}` }, requiredHealthChecks },
      },
      lastResort: { ipv4: `198.51.100.${index + 1}` },
      policies: {
        platform: {
          hostNames: ["api.example.com"],
          countries: { FR: { serveFrom: [index === 0 ? "paris" : "lyon"], percent } },
        },
      },
    });
  });
  app.synth();
  return outdir;
}

const both = folderOf(25, 50);

test("the health checks of each zone are its own, and those that they count", () => {
  const alarm = { alarmName: "queue-is-long", alarmRegion: "eu-west-1" } as const;
  const { stacks } = JSON.parse(routing(folderOf({ alarm }, 25, 50), { down: [], json: true }));
  // HTTPS every 10 seconds, the alarm, and the check that counts the two.
  expect(stacks.map((one: { healthChecksUsdPerMonth: number }) => one.healthChecksUsdPerMonth)).toEqual([6.25, 6.25]);
  expect(routing(folderOf({ alarm }, 25, 50), { down: ["queue-is-long"], from: "FR" })).not.toContain("25 %");
});

describe("two routings of one host name, in a public and a private zone", () => {
  test("are both shown, each with its zone", () => {
    const text = routing(both, { down: [], from: "FR" });
    const titles = text.split("\n").filter((line) => line.startsWith("## "));
    expect(titles).toEqual([`## dns, zone ${PUBLIC}`, `## dns, zone ${PRIVATE}`]);
    expect(text).toContain("25 % paris, 75 % last resort");
    expect(text).toContain("50 % lyon, 50 % last resort");
  });

  test("are shown as JSON, too", () => {
    const { stacks } = JSON.parse(routing(both, { down: [], json: true }));
    expect(stacks.map(({ stack, endpoints }: { stack: string; endpoints: string[] }) => [stack, endpoints])).toEqual([
      [`dns, zone ${PUBLIC}`, ["paris"]],
      [`dns, zone ${PRIVATE}`, ["lyon"]],
    ]);
  });

  test.each([
    [folderOf(30, 50), PUBLIC, "paris 25 % → 30 %, last resort 75 % → 70 %"],
    [folderOf(25, 55), PRIVATE, "lyon 50 % → 55 %, last resort 50 % → 45 %"],
  ])("are compared, each with its own", (after, zone, change) => {
    const sections = review(both, after).text.split("### ").slice(1);
    for (const section of sections) {
      const isIt = section.startsWith(`dns, zone ${zone}\n`);
      expect(section).toContain(isIt ? `FR (France): ${change}` : "Nothing changes for anybody.");
    }
    expect(sections).toHaveLength(2);
  });

  test("are compared when the second is new, and nothing of the first changes", () => {
    const [first = "", second = ""] = review(folderOf(25), both).text.split("### ").slice(1);
    expect(first).toBe(`dns, zone ${PUBLIC}\n\nNothing changes for anybody.\n\n`);
    expect(second).toContain(
      `dns, zone ${PRIVATE}\n\nnew: api.example.com (A)\n  everyone but FR (France): last resort\n`,
    );
  });

  test("are each held to the rule for the host name", () => {
    const { refusals } = review(both, folderOf(25, 80), { largestStep: 10 });
    expect(refusals).toEqual([
      { code: "largest-step", message: expect.stringMatching(new RegExp(`^dns, zone ${PRIVATE}: .* moves 30 % `)) },
    ]);
  });
});

test("a stack whose zones have no name in common is shown as one", () => {
  expect(routing(folderOf(25), { down: [] })).toMatch(/^## dns\n/);
});
